"""The language of the pages: Vietnamese, until the person chooses English."""

from flask import Blueprint, Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel

from hub.errors import NotFoundError
from hub.web.current import page_language
from hub.web.guard import local_path

language = Blueprint("language", __name__)

#: tag -> its own name.
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def prepare(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    Babel(app, locale_selector=page_language)
    app.jinja_env.globals["page_language"] = page_language
    app.jinja_env.globals["page_languages"] = LANGUAGES


@language.get("/language/<tag>")
def choose(tag: str) -> ResponseReturnValue:
    if tag not in LANGUAGES:
        raise NotFoundError("ngôn ngữ", tag)
    session["language"] = tag
    return redirect(local_path(request.args.get("next", ""), "/sign-in"))
