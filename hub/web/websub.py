"""Where programs subscribe to feeds: the hub of the WebSub protocol."""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from hub.errors import HubError
from hub.services.websub import subscriptions, topics
from hub.web.current import parts

websub = Blueprint("websub", __name__)


class NotAFormError(HubError):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self) -> None:
        super().__init__("websub-not-a-form")


def exempt(app: Flask) -> None:
    """Whoever asks has no session; the subscriber is asked whether it meant it."""
    app.extensions["csrf"].exempt(app.view_functions["websub.ask"])


@websub.post(topics.PATH)
def ask() -> ResponseReturnValue:
    if request.mimetype != "application/x-www-form-urlencoded":
        raise NotAFormError
    subscriptions.ask(parts(), request.form.to_dict())
    return Response(status=HTTPStatus.ACCEPTED, content_type="text/plain; charset=utf-8")
