"""Files that people hand over in the browser: in pieces where it can run the script, else by one plain form."""

from pathlib import Path
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from hub.errors import HubError, InvalidError, sentence, told
from hub.models import RoleName, UploadState, Way
from hub.services import intake, labels, programmes, upload_ends, uploads
from hub.services.arrivals import Road
from hub.services.intake import Submission
from hub.services.languages import LANGUAGES
from hub.web.current import by, page_language, parts, person
from hub.web.guard import asks_to_publish, local_path, needs, wants_json
from hub.web.words import _

upload = Blueprint("upload", __name__, url_prefix="/editor")


def form_of(session: Session) -> dict[str, Any]:
    """What `editor/upload_form.html` shows: on a page of its own, on the board and above what arrived."""
    me = person()
    return {
        "programmes": programmes.every(session),
        "languages": LANGUAGES,
        "limit_mb": parts().settings.upload_limit_mb,
        "may_publish": me.may(RoleName.EDITOR),
        "open_uploads": uploads.open_ones(session, str(me.id)),
        "broken_uploads": [
            *uploads.broken_ones(session, str(me.id)),
            *uploads.expired_ones(parts(), session, str(me.id)),
        ],
    }


@upload.get("/upload")
@needs(RoleName.REPORTER)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        return render_template("editor/upload.html", **form_of(session))


@upload.post("/upload")
@needs(RoleName.REPORTER)
def receive() -> ResponseReturnValue:
    """Take in every file; a bad one is told, and stops no other."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    if not sent:
        raise InvalidError("nothing-sent")
    publish = asks_to_publish(asked=request.form.get("publish") == "yes")
    made: list[str] = []
    faults: list[str] = []
    for file in sent:
        try:
            submission = _submission(file, alone=len(sent) == 1, publish=publish)
            made.append(intake.receive(parts(), Path(file.stream.name), submission, Road(way=Way.UPLOAD)))
        except HubError as error:
            if len(sent) == 1:
                raise
            faults.append(f"{file.filename}: {told(error, page_language())}")
    title = request.form.get("title", "").strip()
    if title and len(sent) > 1:
        flash(_("Tít “%(title)s” không được dùng: tít chỉ dùng được cho một tệp.", title=title), "doubt")
    return _answer(made, faults)


@upload.get("/uploads/<upload_id>")
@needs(RoleName.REPORTER)
def progress(upload_id: str) -> ResponseReturnValue:
    """How far one of the person's uploads is, what became of it (`end`, `item`), why it was not taken (`fault`)."""
    with parts().database.reading() as session:
        found = uploads.get(session, upload_id, str(person().id))
        end = upload_ends.of(session, found)
    why = found if found.state == UploadState.BROKEN else end
    return jsonify(
        state=found.state,
        words=_("Đã nhận") if end.item_id else labels.state("upload", found.state, page_language()),
        offset=found.offset,
        size=found.size_bytes,
        end=end.state,
        item=url_for("editor.item", item_id=end.item_id) if end.item_id else "",
        fault=sentence(why.reason_code, why.reason_facts, page_language()) if why.reason_code else "",
    )


@upload.post("/uploads/<upload_id>/end")
@needs(RoleName.REPORTER)
def end(upload_id: str) -> ResponseReturnValue:
    """Give an upload up, without the script; one that expired is only told no more."""
    if not uploads.forget(parts(), upload_id, str(person().id)):
        uploads.end(parts(), upload_id, str(person().id))
    flash(_("Đã bỏ lượt gửi."), "good")
    return redirect(local_path(request.referrer or "", url_for("upload.page")), 303)


def _submission(file: FileStorage, *, alone: bool, publish: bool) -> Submission:
    form = request.form
    return Submission(
        programme=form.get("programme", ""),
        name=file.filename or "",
        # One title does not fit many files; each then tells its own.
        title=form.get("title", "").strip() if alone else "",
        language=form.get("language", "") if form.get("language") in LANGUAGES else "",
        publish=publish,
        review=form.get("review") == "yes",
        by=by(),
    )


def _answer(made: list[str], faults: list[str]) -> ResponseReturnValue:
    onward = url_for("editor.item", item_id=made[0]) if len(made) == 1 and not faults else url_for("arrivals.page")
    for fault in faults:
        flash(fault, "bad")
    if made:
        flash(_("Đã nhận %(count)s tệp.", count=len(made)), "good")
    if wants_json():
        return jsonify({"items": made, "faults": faults, "onward": onward}), 201 if made else 422
    return redirect(onward, 303)
