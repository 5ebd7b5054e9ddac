"""Resumable uploads: tus 1.0.0 with creation, creation-with-upload, termination, expiration, checksum."""

import base64
from collections.abc import Mapping
from email.utils import format_datetime
from http import HTTPStatus

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected

from hub.errors import HubError, InvalidError
from hub.models import Scope, Upload
from hub.services import intake, uploads
from hub.services.readiness import MEGABYTE
from hub.services.upload_file import ALGORITHMS, Checksum, Piece
from hub.services.uploads import Start
from hub.web.bearer import allows
from hub.web.current import by, parts, person
from hub.web.guard import asks_to_publish

tus = Blueprint("tus", __name__, url_prefix="/api/v1/uploads")

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
PIECE = "application/offset+octet-stream"

#: Seconds of silence after which a piece is taken as cut: the line is dead, and its sender will come back.
SILENCE_S = 30


class WrongVersionError(HubError):
    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self) -> None:
        super().__init__("tus-version", version=VERSION)


class NoPieceError(HubError):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self) -> None:
        super().__init__("tus-no-piece", media_type=PIECE)


@tus.before_request
def _speaks_tus() -> None:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersionError


@tus.after_request
def _told(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response.headers["Tus-Version"] = VERSION
    return response


@tus.route("", methods=["OPTIONS"])
@tus.route("/<upload_id>", methods=["OPTIONS"])
def abilities(upload_id: str = "") -> ResponseReturnValue:
    del upload_id
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(parts().settings.upload_limit_mb * MEGABYTE),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return Response(status=HTTPStatus.NO_CONTENT, headers=headers)


@tus.post("")
@allows(Scope.INTAKE)
def begin() -> ResponseReturnValue:
    """Make an upload; a first piece may come with it."""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    start = Start(
        name=told.get("filename") or told.get("name") or "",
        size_bytes=_whole("Upload-Length"),
        sha256=told.get("sha256", ""),
        metadata=told,
        wishes=_wishes(told),
    )
    if start.sha256 and not _is_sha256(start.sha256):
        raise InvalidError("upload-bad-checksum", allowed="SHA-256, 64 × 0-9 a-f")
    upload = uploads.begin(parts(), str(person().id), start)
    headers = {"Location": url_for("tus.offset", upload_id=upload.id, _external=True), **_expires(upload)}
    if request.content_type == PIECE:
        headers["Upload-Offset"] = str(_append(upload.id, 0))
    return Response(status=HTTPStatus.CREATED, headers=headers)


@tus.route("/<upload_id>", methods=["HEAD"])
@allows(Scope.INTAKE)
def offset(upload_id: str) -> ResponseReturnValue:
    """How much is there."""
    with parts().database.reading() as session:
        upload = uploads.get(session, upload_id, str(person().id))
    headers = {
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Metadata": _as_header(upload.metadata_),
        **_expires(upload),
    }
    return Response(status=HTTPStatus.OK, headers=headers)


@tus.patch("/<upload_id>")
@allows(Scope.INTAKE)
def append(upload_id: str) -> ResponseReturnValue:
    """The next piece."""
    if request.content_type != PIECE:
        raise NoPieceError
    at = _append(upload_id, _whole("Upload-Offset"))
    with parts().database.reading() as session:
        upload = uploads.get(session, upload_id, str(person().id))
    return Response(status=HTTPStatus.NO_CONTENT, headers={"Upload-Offset": str(at), **_expires(upload)})


@tus.post("/<upload_id>")
@allows(Scope.INTAKE)
def overridden(upload_id: str) -> ResponseReturnValue:
    """For clients that may only GET and POST."""
    wanted = request.headers.get("X-HTTP-Method-Override", "").upper()
    if wanted == "PATCH":
        return append(upload_id)
    if wanted == "DELETE":
        return end(upload_id)
    raise InvalidError("tus-override", allowed="PATCH, DELETE")


@tus.delete("/<upload_id>")
@allows(Scope.INTAKE)
def end(upload_id: str) -> ResponseReturnValue:
    """Give it up."""
    uploads.end(parts(), upload_id, str(person().id))
    return Response(status=HTTPStatus.NO_CONTENT)


def _append(upload_id: str, at: int) -> int:
    checksum = request.headers.get("Upload-Checksum", "")
    # A line that went dead must not keep its upload locked until the system gives up on it.
    # Only gunicorn hands its connection on.
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(SILENCE_S)
    piece = Piece(
        offset=at,
        length=request.content_length,
        checksum=Checksum.read(checksum) if checksum else None,
        read=_read,
    )
    return uploads.append(parts(), upload_id, str(person().id), piece)


def _read(size: int) -> bytes:
    """The next bytes of the body; a broken line is its end, as what came before it counts."""
    try:
        return bytes(request.stream.read(size))
    except (ClientDisconnected, OSError):
        return b""


def _wishes(told: Mapping[str, str]) -> Mapping[str, object]:
    """What the form says; a programme that does not exist is told now, before the first byte."""
    submission = intake.Submission(
        programme=told.get("programme", ""),
        name=told.get("filename", ""),
        title=told.get("title", "").strip(),
        language=told.get("language", ""),
        publish=asks_to_publish(asked=told.get("publish") == "yes"),
        review=told.get("review") == "yes",
        separate=told.get("separate") == "yes",
        by=by(),
    )
    return intake.checked(parts(), submission)


def _metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and its value in Base64. Raises InvalidError."""
    told: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value.strip(), validate=True).decode()
        except ValueError as error:
            raise InvalidError("tus-bad-metadata", key=key[:40]) from error
    return told


def _as_header(told: Mapping[str, str]) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


def _whole(name: str) -> int:
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(2**63))):
        raise InvalidError("tus-bad-header", name=name)
    return int(value)


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdefABCDEF" for char in text)  # noqa: PLR2004  its length in hex


def _expires(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": format_datetime(upload.expires_at, usegmt=True)}
