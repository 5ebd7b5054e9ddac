"""The newsroom: the board of items, and everything about one item."""

from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from hub.errors import ConflictError, InvalidError, told
from hub.models import Item, ItemState, Kind, Priority, RoleName
from hub.services import desk, encodings, errata, focal_points, labels, merging, publishing, pushing, renewing
from hub.services.communes import COMMUNES
from hub.services.desk import Wanted
from hub.services.languages import LANGUAGES
from hub.services.progress import item_progress
from hub.web import files, stream
from hub.web.arrivals import is_link
from hub.web.current import by, page_language, parts, person
from hub.web.guard import RoleMissingError, needs
from hub.web.upload import form_of
from hub.web.words import _
from transcode.focal_point import FocalPoint

editor = Blueprint("editor", __name__, url_prefix="/editor")

PERCENT = 100

#: States in which a reporter may still change the text.
OPEN_STATES = frozenset({ItemState.DRAFT, ItemState.IN_REVIEW})

#: What leads an item to its readers; not offered, and refused by the services, while there is nothing of it to show
#: or its agency has cancelled it.
TOWARDS_READERS = frozenset({"submit", "approve", "publish"})


@editor.get("/")
@needs(RoleName.REPORTER)
def board() -> ResponseReturnValue:
    wanted = Wanted(
        kind=_known(request.args.get("kind", ""), list(Kind)),
        state=_known(request.args.get("state", ""), list(ItemState)),
        page=max(request.args.get("page", 1, int), 1),
    )
    with parts().database.reading() as session:
        return render_template(
            "editor/board.html",
            board=desk.board(session, wanted),
            wanted=wanted,
            kinds=list(Kind),
            states=list(ItemState),
            **form_of(session),
        )


@editor.get("/items/<item_id>/")
@needs(RoleName.REPORTER)
def item(item_id: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        held = publishing.get(session, item_id)
    if held.merged_into is not None:
        flash(_("“%(title)s” đã được gộp vào mục này.", title=held.title), "good")
        return redirect(url_for("editor.item", item_id=held.merged_into), 303)
    return _item_page(item_id, typed=None, error="")


@editor.post("/items/<item_id>/")
@needs(RoleName.REPORTER)
def change(item_id: str) -> ResponseReturnValue:
    typed = _typed()
    try:
        _change(item_id, typed)
    except (ConflictError, InvalidError) as error:
        # What a person has typed is never lost.
        return _item_page(item_id, typed=typed, error=told(error, page_language())), error.status
    flash(_("Đã lưu."), "good")
    return redirect(url_for("editor.item", item_id=item_id))


@editor.post("/items/<item_id>/<verb>")
@needs(RoleName.REPORTER)
def act(item_id: str, verb: str) -> ResponseReturnValue:
    """One of the verbs; the role it needs stands beside it."""
    if verb not in _VERBS:
        abort(404)
    role, do = _VERBS[verb]
    if not person().may(role):
        raise RoleMissingError
    flash(do(item_id), "good")
    return redirect(url_for("editor.item", item_id=item_id))


@editor.get("/items/<item_id>/media/<path:name>")
@needs(RoleName.REPORTER)
def media(item_id: str, name: str) -> ResponseReturnValue:
    """A form that readers do not see yet."""
    with parts().database.reading() as session:
        form = desk.form_of(session, item_id, name)
    try:
        found = None if form is None else files.find(parts().storage, f"renditions/{item_id}/{name}")
    except ValueError:
        found = None
    if found is None:
        abort(404)
    response = files.sent(parts().storage, found)
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


@editor.get("/items/<item_id>/progress")
@needs(RoleName.REPORTER)
def progress(item_id: str) -> ResponseReturnValue:
    return jsonify(stream.told(item_progress(parts(), item_id), page_language()))


@editor.get("/items/<item_id>/events")
@needs(RoleName.REPORTER)
def events(item_id: str) -> ResponseReturnValue:
    """Progress as it comes (Server-Sent Events); where too many listen already, the page asks `progress` instead."""
    item_progress(parts(), item_id)
    pieces = stream.events(parts(), item_id, page_language())
    if pieces is None:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    response = Response(pieces, content_type="text/event-stream; charset=utf-8")
    # A proxy in front must not collect what is meant to arrive at once.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _item_page(item_id: str, *, typed: dict[str, Any] | None, error: str) -> str:
    with parts().database.reading() as session:
        found = desk.desk(session, item_id)
        choices = desk.choices(parts(), session, found.item) if person().may(RoleName.EDITOR) else []
        sought = request.args.get("merge", "").strip()
        alike = merging.alike(session, found.item, sought) if sought else []
    shown = typed or {name: getattr(found.item, name) for name in publishing.EDITABLE}
    named = () if typed or found.item.published_at else publishing.places_named(found.item)
    return render_template(
        "editor/item.html",
        desk=found,
        item=found.item,
        shown=shown,
        # Only a form that is shown again has one.
        note=request.form.get("note", ""),
        longest_note=errata.LONGEST_NOTE,
        error=error,
        verbs=_offered(found),
        choices=choices,
        languages=LANGUAGES,
        communes=COMMUNES,
        suggested_places=() if shown["places"] else named,
        may_change=_may_change(found.item),
        encodings=encodings.ENCODINGS,
        may_merge=person().may(RoleName.EDITOR),
        is_link=is_link,
        sought=sought,
        alike=alike,
    )


def _typed() -> dict[str, Any]:
    form = request.form
    texts = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in publishing.EDITABLE}
    lists = {
        name: [one.strip() for one in form.get(name, "").split(",") if one.strip()] for name in ("authors", "tags")
    }
    places = [slug for slug in form.getlist("places") if slug in COMMUNES]
    return {**texts, **lists, "places": places}


def _change(item_id: str, typed: dict[str, Any]) -> None:
    with parts().database.reading() as session:
        held = publishing.get(session, item_id)
    if not _may_change(held):
        raise RoleMissingError
    if request.form.get("seen") != held.updated_at.isoformat():
        raise ConflictError("changed-meanwhile")
    if not typed["title"]:
        raise InvalidError("invalid-value", field=_("Tít"), problem=_("còn trống"))
    publishing.correct(parts(), item_id, typed, by=by(), note=request.form.get("note", ""))


def _focus(item_id: str) -> str:
    _require_change(item_id)
    given = [request.form.get(side, "").strip().replace(",", ".") for side in ("x", "y")]
    focal_points.set_point(parts(), item_id, request.form.get("picture", ""), _point(given), by=by())
    return _("Đã lưu điểm chính; ảnh nhỏ và ảnh chia sẻ đang làm lại.")


def _point(given: list[str]) -> FocalPoint | None:
    """What was typed in percent; nothing: it is guessed."""
    if not any(given):
        return None
    try:
        return FocalPoint(*(float(one) / PERCENT for one in given))
    except ValueError as error:
        raise InvalidError("invalid-value", field=_("Điểm chính"), problem=_("cần hai số từ 0 đến 100")) from error


def _require_change(item_id: str) -> None:
    with parts().database.reading() as session:
        if not _may_change(publishing.get(session, item_id)):
            raise RoleMissingError


def _may_change(one: Item) -> bool:
    return person().may(RoleName.EDITOR) or one.state in OPEN_STATES


def _known(value: str, choices: list[Any]) -> str:
    return value if value in choices else ""


def _offered(found: desk.Desk) -> list[tuple[str, str]]:
    """(verb, CSS class) of the buttons that make sense now, and that the person may press."""
    state = found.item.state
    closed = found.is_bare or found.cancelled is not None
    rows = [
        ("submit", "first", state == ItemState.DRAFT and not person().may(RoleName.EDITOR)),
        ("publish", "first", state != ItemState.PUBLISHED and not (found.item.publish_by or found.not_before)),
        ("approve", "", state in OPEN_STATES),
        ("submit", "", state == ItemState.DRAFT and person().may(RoleName.EDITOR)),
        ("send-back", "", state in {ItemState.IN_REVIEW, ItemState.APPROVED}),
        ("again", "", found.broken and not found.running),
        ("resume", "first", found.is_paused),
        ("pause", "", found.running and not found.is_paused),
        ("sooner", "", found.running and not found.is_news),
        ("later", "", found.running and found.is_news),
        ("cancel", "", found.running),
        ("withdraw", "danger", state != ItemState.WITHDRAWN and not found.running),
    ]
    return [
        (verb, look)
        for verb, look, fits in rows
        if fits and person().may(_VERBS[verb][0]) and not (closed and verb in TOWARDS_READERS)
    ]


def _submit(item_id: str) -> str:
    publishing.submit(parts(), item_id, by=by())
    return _("Đã gửi duyệt.")


def _send_back(item_id: str) -> str:
    publishing.send_back(parts(), item_id, by=by())
    return _("Đã trả về bản thảo.")


def _approve(item_id: str) -> str:
    publishing.approve(parts(), item_id, by=by())
    return _("Đã duyệt.")


def _publish(item_id: str) -> str:
    publishing.publish(parts(), item_id, by=by())
    return _("Đã xuất bản; đang đưa lên mọi điểm đến.")


def _push(item_id: str) -> str:
    chosen = request.form.getlist("to")
    if not chosen:
        raise InvalidError("invalid-value", field=_("Điểm đến"), problem=_("chưa chọn nơi nào"))
    with parts().database.writing() as session:
        made = pushing.push(parts(), session, publishing.get(session, item_id), by=by(), to=chosen)
    return _("Đang đưa lên %(count)s điểm đến.", count=len(made))


def _withdraw(item_id: str) -> str:
    reason, to_readers = (request.form.get(name, "").strip() for name in ("reason", "to_readers"))
    publishing.withdraw(parts(), item_id, by=by(), reason=reason, to_readers=to_readers)
    return _("Đã gỡ khỏi trang; đang gỡ ở mọi nơi đã nhận.")


def _merge(item_id: str) -> str:
    into = request.form.get("into", "")
    if not into:
        raise InvalidError("invalid-value", field=_("Gộp vào mục khác"), problem=_("chưa chọn mục nào"))
    merging.merge(parts(), item_id, into, by=by())
    with parts().database.reading() as session:
        state = labels.state("item", publishing.get(session, into).state, page_language())
    return _("Đã gộp hai mục làm một; trạng thái của mục này vẫn là “%(state)s”.", state=state)


def _split(item_id: str) -> str:
    del item_id
    merging.split(parts(), request.form.get("arrival", ""), by=by())
    return _("Đã tách thành mục riêng.")


def _again(item_id: str) -> str:
    renewing.make_again(parts(), item_id, by=by())
    return _("Đang làm lại.")


def _pause(item_id: str) -> str:
    renewing.pause(parts(), item_id, by=by())
    return _("Đã tạm dừng; các bản đã xong vẫn giữ.")


def _resume(item_id: str) -> str:
    renewing.resume(parts(), item_id, by=by())
    return _("Đang làm tiếp.")


def _sooner(item_id: str) -> str:
    renewing.prefer(parts(), item_id, Priority.NEWS, by=by())
    return _("Sẽ làm trước.")


def _later(item_id: str) -> str:
    renewing.prefer(parts(), item_id, Priority.ARCHIVE, by=by())
    return _("Sẽ làm sau mọi tin mới.")


def _cancel(item_id: str) -> str:
    renewing.cancel(parts(), item_id, by=by())
    return _("Đã yêu cầu dừng.")


def _confirm_encoding(item_id: str) -> str:
    _require_change(item_id)
    encodings.confirm(parts(), item_id, by=by())
    return _("Đã ghi nhận: chữ hiện đúng.")


def _read_again(item_id: str) -> str:
    _require_change(item_id)
    encodings.read_again(parts(), item_id, request.form.get("encoding", ""), by=by())
    return _("Đang đọc lại tệp gốc.")


_VERBS = {
    "submit": (RoleName.REPORTER, _submit),
    "send-back": (RoleName.EDITOR, _send_back),
    "approve": (RoleName.EDITOR, _approve),
    "publish": (RoleName.EDITOR, _publish),
    "push": (RoleName.EDITOR, _push),
    "withdraw": (RoleName.EDITOR, _withdraw),
    "merge": (RoleName.EDITOR, _merge),
    "split": (RoleName.EDITOR, _split),
    "again": (RoleName.REPORTER, _again),
    "confirm-encoding": (RoleName.REPORTER, _confirm_encoding),
    "read-again": (RoleName.REPORTER, _read_again),
    "focus": (RoleName.REPORTER, _focus),
    "pause": (RoleName.EDITOR, _pause),
    "resume": (RoleName.EDITOR, _resume),
    "sooner": (RoleName.EDITOR, _sooner),
    "later": (RoleName.EDITOR, _later),
    "cancel": (RoleName.EDITOR, _cancel),
}
