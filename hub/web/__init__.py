"""The Flask application: one blueprint a noun, made by one factory."""

from flask import Blueprint, Flask
from flask_openapi.models.info import Info
from flask_openapi.models.security_scheme import SecurityScheme
from flask_openapi.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from hub import __version__
from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.web import (
    accounts,
    admin,
    arrivals,
    auth,
    bearer,
    certificates,
    deliveries,
    editor,
    faults,
    headers,
    health,
    issues,
    language,
    learn,
    limits,
    packages,
    practice,
    previews,
    public,
    roster,
    schedule,
    search,
    shown,
    site_texts,
    sources,
    tokens,
    tus,
    upload,
    verify,
    websub,
)
from hub.web.api import shapes, views, wrong_values
from hub.web.request import HubRequest
from hub.web.session import HubSessions

#: In the order in which they are registered; `public` takes whatever no other one does.
BLUEPRINTS: tuple[Blueprint, ...] = (
    health.health,
    language.language,
    auth.auth,
    tokens.tokens,
    editor.editor,
    issues.issue_pages,
    previews.preview_pages,
    upload.upload,
    arrivals.arrivals,
    sources.sources,
    packages.packages,
    tus.tus,
    deliveries.deliveries,
    admin.admin,
    schedule.schedule,
    site_texts.site_texts,
    practice.practice,
    certificates.certificates,
    roster.roster,
    learn.learn,
    verify.verify,
    websub.websub,
    search.search,
    public.public,
)

#: Of the API, for whoever reads its description.
DESCRIPTION = (
    "What a newsroom hands over, and what becomes of it. Files in pieces are sent to /api/v1/uploads by tus 1.0.0 "
    "(https://tus.io) with the same token; Upload-Metadata takes filename, programme, title, language, publish, "
    "review, sha256."
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
    app = OpenAPI(
        "hub",
        static_url_path="/assets",
        info=Info(title="Hub", version=__version__, description=DESCRIPTION),
        security_schemes={"token": SecurityScheme(type="http", scheme="bearer")},
        validation_error_model=shapes.Fault,
        validation_error_callback=wrong_values.refused,
        doc_ui=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.request_class = HubRequest
    app.session_interface = HubSessions()
    app.extensions["hub"] = parts
    app.config.update(_config(parts.settings))
    if parts.settings.base_url:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    # The order matters: whoever may send nothing large is stopped before anything reads a body.
    for part in (headers, language, limits, accounts, bearer, faults, shown):
        part.prepare(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_api(views.api)
    limits.protect(app)
    practice.exempt(app)
    websub.exempt(app)
    bearer.exempt(app)
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
