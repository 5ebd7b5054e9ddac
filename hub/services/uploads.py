"""Files that come in pieces, by tus 1.0: begun, continued over days, checked, and only then taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.errors import HubError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Upload, UploadState, Way, new_id
from hub.services import intake, upload_file, work
from hub.services.arrivals import Road
from hub.services.audit import record
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE, check_room
from hub.services.upload_file import Piece
from hub.services.work import Lease, Outcome
from transcode.gate import clean_name

#: Why an upload ended that nobody continued.
EXPIRED = "upload-expired"


class UploadEndedError(HubError):
    """It was there, and is no more (410 in the protocol)."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__("upload-ended")


class WrongOffsetError(HubError):
    """The piece does not begin where the last one ended (409 in the protocol)."""

    status = HTTPStatus.CONFLICT

    def __init__(self, offset: int) -> None:
        super().__init__("upload-wrong-offset", offset=offset)


class UploadTooLargeError(HubError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit_mb: int) -> None:
        super().__init__("upload-too-large", limit_mb=limit_mb)


@dataclass(frozen=True, kw_only=True)
class Start:
    """An upload as its sender begins it; `wishes` as `hub.services.intake.Submission` keeps them."""

    name: str
    size_bytes: int
    sha256: str
    metadata: Mapping[str, str]
    wishes: Mapping[str, Any]


def begin(parts: Parts, staff_id: str, start: Start) -> Upload:
    """Make room for a file.

    Raises:
        UploadTooLargeError: It is larger than any file may be.
        ShortError: It would not fit on the disk beside the other files on their way, or too much waits already.
    """
    limit_mb = parts.settings.upload_limit_mb
    if start.size_bytes > limit_mb * MEGABYTE:
        raise UploadTooLargeError(limit_mb)
    with parts.database.writing() as session:
        on_their_way = session.scalar(
            select(func.coalesce(func.sum(Upload.size_bytes - Upload.offset), 0)).where(
                Upload.state == UploadState.OPEN
            )
        )
        check_room(parts, needed_mb=(int(on_their_way or 0) + start.size_bytes) // MEGABYTE)
        upload = Upload(
            id=new_id(),
            staff_id=staff_id,
            name=clean_name(start.name),
            size_bytes=start.size_bytes,
            sha256=start.sha256.lower(),
            metadata_=dict(start.metadata),
            wishes=dict(start.wishes),
            created_at=now(),
            updated_at=now(),
            expires_at=_expiry(parts),
        )
        upload_file.make(parts, upload.id)
        session.add(upload)
        session.flush()
        if not start.size_bytes:
            _complete(session, upload)
        session.expunge(upload)
    return upload


def get(session: Session, upload_id: str, staff_id: str) -> Upload:
    """A person's own upload.

    Raises:
        NotFoundError: There is none, or it is somebody else's.
        UploadEndedError: It was given up or has expired.
    """
    upload = session.get(Upload, upload_id)
    if upload is None or upload.staff_id != staff_id:
        raise NotFoundError("tệp đang gửi", upload_id)
    if upload.state == UploadState.ENDED:
        raise UploadEndedError
    return upload


def open_ones(session: Session, staff_id: str) -> Sequence[Upload]:
    """What a person began and has not finished, the newest first."""
    mine = select(Upload).where(Upload.staff_id == staff_id, Upload.state == UploadState.OPEN)
    return session.scalars(mine.order_by(Upload.updated_at.desc())).all()


def broken_ones(session: Session, staff_id: str) -> Sequence[Upload]:
    """What a person sent that was not what she said it is, the newest first."""
    mine = select(Upload).where(Upload.staff_id == staff_id, Upload.state == UploadState.BROKEN)
    return session.scalars(mine.order_by(Upload.updated_at.desc())).all()


def expired_ones(parts: Parts, session: Session, staff_id: str) -> Sequence[Upload]:
    """What a person began and nobody continued in time, for as long again as it was kept, the newest first."""
    since = now() - timedelta(days=parts.settings.upload_keep_days)
    mine = select(Upload).where(
        Upload.staff_id == staff_id,
        Upload.state == UploadState.ENDED,
        Upload.reason_code == EXPIRED,
        Upload.expires_at > since,
    )
    return session.scalars(mine.order_by(Upload.expires_at.desc())).all()


def append(parts: Parts, upload_id: str, staff_id: str, piece: Piece) -> int:
    """Write a piece; what came of it before the line broke is kept.

    Returns:
        The offset after it: so many bytes are safe on the disk.

    Raises:
        NotFoundError, UploadEndedError: As `get`.
        UploadBusyError: Another request writes to it.
        WrongOffsetError: The piece does not begin where the last one ended.
        UploadTooLargeError: It goes beyond the size that was told.
        ChecksumError: It came otherwise than it was sent; nothing of it is kept.
    """
    with upload_file.locked(parts, upload_id):
        with parts.database.reading() as session:
            upload = get(session, upload_id, staff_id)
        if piece.offset != upload.offset:
            raise WrongOffsetError(upload.offset)
        if piece.offset + (piece.length or 0) > upload.size_bytes:
            raise InvalidError("upload-beyond", size=upload.size_bytes)
        offset = upload_file.write(parts, upload, piece, partial(_note, parts, upload_id))
        if offset == upload.size_bytes and upload.state == UploadState.OPEN:
            with parts.database.writing() as session:
                _complete(session, session.get_one(Upload, upload_id))
        return offset


def end(parts: Parts, upload_id: str, staff_id: str) -> None:
    """Give an upload up; its bytes go. Raises NotFoundError, UploadEndedError."""
    with upload_file.locked(parts, upload_id), parts.database.writing() as session:
        upload = get(session, upload_id, staff_id)
        if upload.state in {UploadState.OPEN, UploadState.BROKEN}:
            upload.state = UploadState.ENDED
            upload_file.path(parts, upload_id).unlink(missing_ok=True)


def forget(parts: Parts, upload_id: str, staff_id: str) -> bool:
    """Tell a person no more of an upload that expired; False where it is none of hers that did."""
    with parts.database.writing() as session:
        upload = session.get(Upload, upload_id)
        theirs = upload is None or upload.staff_id != staff_id
        if upload is None or theirs or upload.state != UploadState.ENDED or upload.reason_code != EXPIRED:
            return False
        upload.reason_code, upload.reason_facts = "", {}
        return True


def expire(parts: Parts) -> int:
    """End uploads that nobody continued in time, and remove files that no open upload has.

    Returns:
        How many ended.
    """
    with parts.database.writing() as session:
        late = session.scalars(
            select(Upload)
            .where(Upload.state.in_([UploadState.OPEN, UploadState.BROKEN]), Upload.expires_at < now())
            .limit(100)
        ).all()
        for upload in late:
            upload.state, upload.reason_code = UploadState.ENDED, EXPIRED
            upload.reason_facts = {"days": parts.settings.upload_keep_days}
            record(session, "expiry", "upload.expired", upload.id, {"name": upload.name, "offset": upload.offset})
    for upload in late:
        upload_file.path(parts, upload.id).unlink(missing_ok=True)
    return len(late)


def accept(parts: Parts, lease: Lease) -> Outcome:
    """Take a whole file in, after its hash was found to be right; one that is not what was sent is told, and goes."""
    with parts.database.reading() as session:
        upload = session.get_one(Upload, lease.subject_id)
        wishes = Submission.of({**upload.wishes, "name": upload.name})
    if upload.item_id is not None:
        upload_file.path(parts, upload.id).unlink(missing_ok=True)
        return work.OK
    received = intake.keep(parts, upload_file.path(parts, upload.id), wishes)
    if upload.sha256 not in {"", received.original.sha256}:
        return Outcome(name="failed", code="upload-other-hash", facts={"name": upload.name})
    with parts.database.writing() as session:
        work.fence(session, lease)
        road = Road(way=str(upload.wishes.get("way", Way.UPLOAD)), facts={"upload": upload.id})
        item = intake.enter(parts, session, received, wishes, road)
        session.get_one(Upload, upload.id).item_id = item.id
    upload_file.path(parts, upload.id).unlink(missing_ok=True)
    return work.OK


def refused(session: Session, upload_id: str, outcome: Outcome) -> None:
    """The kernel ended the work of taking it in without success; what came stays until it expires."""
    upload = session.get_one(Upload, upload_id)
    upload.state, upload.reason_code, upload.reason_facts = UploadState.BROKEN, outcome.code, dict(outcome.facts)


def _note(parts: Parts, upload_id: str, offset: int) -> None:
    with parts.database.writing() as session:
        row = session.get_one(Upload, upload_id)
        row.offset, row.updated_at, row.expires_at = offset, now(), _expiry(parts)


def _complete(session: Session, upload: Upload) -> None:
    """Every byte is here: promise that it is checked and taken in."""
    upload.state = UploadState.COMPLETE
    work.promise(session, "accept", upload.id)


def _expiry(parts: Parts) -> datetime:
    return now() + timedelta(days=parts.settings.upload_keep_days)
