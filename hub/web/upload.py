"""Files that people hand over in the browser: streamed to the disk, then taken in one by one."""

from pathlib import Path

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from hub.errors import HubError, InvalidError, told
from hub.models import RoleName
from hub.services import intake, programmes
from hub.services.intake import Submission
from hub.services.languages import LANGUAGES
from hub.web.current import by, page_language, parts, person
from hub.web.guard import needs, wants_json
from hub.web.words import _

upload = Blueprint("upload", __name__, url_prefix="/editor/upload")


@upload.get("")
@needs(RoleName.REPORTER)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        return render_template(
            "editor/upload.html",
            programmes=programmes.every(session),
            languages=LANGUAGES,
            limit_mb=parts().settings.upload_limit_mb,
            may_publish=person().may(RoleName.EDITOR),
        )


@upload.post("")
@needs(RoleName.REPORTER)
def receive() -> ResponseReturnValue:
    """Take in every file; a bad one is told, and stops no other."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    if not sent:
        raise InvalidError("nothing-sent")
    made: list[str] = []
    faults: list[str] = []
    for file in sent:
        try:
            made.append(intake.receive(parts(), Path(file.stream.name), _submission(file, alone=len(sent) == 1)))
        except HubError as error:
            if len(sent) == 1:
                raise
            faults.append(f"{file.filename}: {told(error, page_language())}")
    return _answer(made, faults)


def _submission(file: FileStorage, *, alone: bool) -> Submission:
    form = request.form
    return Submission(
        programme=form.get("programme", ""),
        name=file.filename or "",
        # One title does not fit many files; each then tells its own.
        title=form.get("title", "").strip() if alone else "",
        language=form.get("language", "") if form.get("language") in LANGUAGES else "",
        publish=form.get("publish") == "yes" and person().may(RoleName.EDITOR),
        by=by(),
    )


def _answer(made: list[str], faults: list[str]) -> ResponseReturnValue:
    onward = url_for("editor.item", item_id=made[0]) if len(made) == 1 and not faults else url_for("editor.board")
    for fault in faults:
        flash(fault, "bad")
    if made:
        flash(_("Đã nhận %(count)s tệp.", count=len(made)), "good")
    if wants_json():
        return jsonify({"items": made, "faults": faults, "onward": onward}), 201 if made else 422
    return redirect(onward, 303)
