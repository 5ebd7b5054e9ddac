"""The practice destination as its partners see it: a webhook, and a page for each post that came."""

from http import HTTPStatus

from flask import Blueprint, Flask, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import HubError, NotFoundError
from hub.models import PracticePost, RoleName
from hub.services import practice as posts
from hub.services.practice import Signed
from hub.web.current import parts
from hub.web.guard import needs

practice = Blueprint("practice", __name__, url_prefix="/practice")

#: Posts of the list.
SHOWN = 100


class NotSignedError(HubError):
    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("not-signed")


def exempt(app: Flask) -> None:
    """The webhook is guarded by a signature, not by a form's token."""
    app.extensions["csrf"].exempt(app.view_functions["practice.webhook"])


@practice.post("/webhook")
def webhook() -> ResponseReturnValue:
    return jsonify(_answer(posts.receive(parts(), _signed())))


@practice.get("/webhook")
def look_up() -> ResponseReturnValue:
    _signed()
    key = request.args.get("idempotency_key", "")
    with parts().database.reading() as session:
        post = posts.find(session, key)
    if post is None:
        raise NotFoundError("tin nhận được", key)
    return jsonify(_answer(post))


@practice.get("/")
@needs(RoleName.LEARNER)
def received() -> ResponseReturnValue:
    with parts().database.reading() as session:
        return render_template("practice/list.html", posts=posts.newest(session, SHOWN))


@practice.get("/<post_id>")
@needs(RoleName.LEARNER)
def shown(post_id: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        return render_template("practice/post.html", post=posts.get(session, post_id))


def _signed() -> Signed:
    signed = Signed(
        key=request.headers.get("Idempotency-Key", ""),
        timestamp=request.headers.get("X-Hub-Timestamp", ""),
        signature=request.headers.get("X-Hub-Signature-256", ""),
        body=request.get_data(),
    )
    if not posts.is_signed(parts().settings, signed):
        raise NotSignedError
    return signed


def _answer(post: PracticePost) -> dict[str, str]:
    return {
        "id": post.id,
        "url": parts().settings.desk_url + url_for("practice.shown", post_id=post.id),
        "idempotency_key": post.idempotency_key,
    }
