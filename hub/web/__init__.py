"""The Flask application: one blueprint a noun, made by one factory."""

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.web import (
    accounts,
    admin,
    auth,
    certificates,
    deliveries,
    editor,
    faults,
    headers,
    health,
    language,
    learn,
    limits,
    practice,
    public,
    roster,
    shown,
    upload,
    verify,
)
from hub.web.request import HubRequest
from hub.web.session import HubSessions

#: In the order in which they are registered; `public` takes whatever no other one does.
BLUEPRINTS: tuple[Blueprint, ...] = (
    health.health,
    language.language,
    auth.auth,
    editor.editor,
    upload.upload,
    deliveries.deliveries,
    admin.admin,
    practice.practice,
    certificates.certificates,
    roster.roster,
    learn.learn,
    verify.verify,
    public.public,
)

#: Seconds for which a browser keeps the hub's own style sheet and script without asking.
ASSETS_AGE_S = 300

#: Bytes of all text fields of one form; files are not held in memory.
FORM_BYTES = 4 * 1024**2


def create_app(settings: Settings | None = None, parts: Parts | None = None) -> Flask:
    """The application for gunicorn (`hub.web:create_app()`) and for tests.

    Raises:
        SettingError: A setting of the environment is wrong.
        StartError: The data folder cannot be made.
    """
    parts = parts or open_parts(settings or Settings.read())
    # Not below /static/, which is a folder of the public tree.
    app = Flask("hub", static_url_path="/assets")
    app.request_class = HubRequest
    app.session_interface = HubSessions()
    app.extensions["hub"] = parts
    app.config.update(_config(parts.settings))
    if parts.settings.base_url:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    # The order matters: whoever may send nothing large is stopped before anything reads a body.
    for part in (headers, language, limits, accounts, faults, shown):
        part.prepare(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    limits.protect(app)
    practice.exempt(app)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.key(),
        "MAX_CONTENT_LENGTH": settings.upload_limit_mb * 1024**2,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "SEND_FILE_MAX_AGE_DEFAULT": ASSETS_AGE_S,
        "SESSION_COOKIE_NAME": "hub",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.cookies_are_secure,
    }
