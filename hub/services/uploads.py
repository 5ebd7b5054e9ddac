"""Files that come in pieces, by tus 1.0: begun, continued over days, checked, and only then taken in."""

import base64
import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.errors import HubError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.storage import CHUNK
from hub.models import Upload, UploadState, Way, new_id
from hub.services import intake, work
from hub.services.arrivals import Road
from hub.services.audit import record
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE, check_room
from hub.services.work import Lease, Outcome
from transcode.gate import clean_name

#: Seconds, and bytes, after which what has come is made safe: no more than these are sent twice after a fault.
SAFE_S, SAFE_BYTES = 2.0, 64 * 1024**2

#: tus checksum algorithm -> its name for hashlib.
ALGORITHMS: Mapping[str, str] = {"sha256": "sha256", "sha1": "sha1", "md5": "md5"}


class UploadEndedError(HubError):
    """It was there, and is no more (410 in the protocol)."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__("upload-ended")


class UploadBusyError(HubError):
    """Another request writes to it (423, as tusd answers)."""

    status = HTTPStatus.LOCKED

    def __init__(self) -> None:
        super().__init__("upload-busy")


class WrongOffsetError(HubError):
    """The piece does not begin where the last one ended (409 in the protocol)."""

    status = HTTPStatus.CONFLICT

    def __init__(self, offset: int) -> None:
        super().__init__("upload-wrong-offset", offset=offset)


class UploadTooLargeError(HubError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit_mb: int) -> None:
        super().__init__("upload-too-large", limit_mb=limit_mb)


class ChecksumError(HubError):
    """The piece came otherwise than it was sent; nothing of it is kept."""

    #: The tus protocol's own: "Checksum Mismatch".
    status = 460  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__("upload-checksum")


@dataclass(frozen=True, kw_only=True)
class Start:
    """An upload as its sender begins it; `wishes` as `hub.services.intake.Submission` keeps them."""

    name: str
    size_bytes: int
    sha256: str
    metadata: Mapping[str, str]
    wishes: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """Of one piece, as its sender made it."""

    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> "Checksum":
        """From an `Upload-Checksum` header. Raises InvalidError (400 in the protocol)."""
        algorithm, _, value = header.strip().partition(" ")
        try:
            digest = base64.b64decode(value, validate=True)
        except ValueError as error:
            raise InvalidError("upload-bad-checksum", allowed=", ".join(ALGORITHMS)) from error
        if algorithm.lower() not in ALGORITHMS or not digest:
            raise InvalidError("upload-bad-checksum", allowed=", ".join(ALGORITHMS))
        return cls(algorithm=algorithm.lower(), digest=digest)


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
        _folder(parts).mkdir(parents=True, exist_ok=True)
        path(parts, upload.id).touch()
        _sync(_folder(parts))
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


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One request's body: where it belongs, how long it says it is (None if it does not), what it should hash to."""

    offset: int
    length: int | None
    checksum: Checksum | None
    read: Callable[[int], bytes]


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
    with _locked(parts, upload_id):
        with parts.database.reading() as session:
            upload = get(session, upload_id, staff_id)
        if piece.offset != upload.offset:
            raise WrongOffsetError(upload.offset)
        if piece.offset + (piece.length or 0) > upload.size_bytes:
            raise InvalidError("upload-beyond", size=upload.size_bytes)
        offset = _write(parts, upload, piece)
        if offset == upload.size_bytes and upload.state == UploadState.OPEN:
            with parts.database.writing() as session:
                _complete(session, session.get_one(Upload, upload_id))
        return offset


def end(parts: Parts, upload_id: str, staff_id: str) -> None:
    """Give an upload up; its bytes go. Raises NotFoundError, UploadEndedError."""
    with _locked(parts, upload_id), parts.database.writing() as session:
        upload = get(session, upload_id, staff_id)
        if upload.state in {UploadState.OPEN, UploadState.BROKEN}:
            upload.state = UploadState.ENDED
            path(parts, upload_id).unlink(missing_ok=True)


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
            upload.state = UploadState.ENDED
            record(session, "expiry", "upload.expired", upload.id, {"name": upload.name, "offset": upload.offset})
    for upload in late:
        path(parts, upload.id).unlink(missing_ok=True)
    return len(late)


def accept(parts: Parts, lease: Lease) -> Outcome:
    """Take a whole file in, after its hash was found to be right; one that is not what was sent is told, and goes."""
    with parts.database.reading() as session:
        upload = session.get_one(Upload, lease.subject_id)
        wishes = Submission.of({**upload.wishes, "name": upload.name})
    if upload.item_id is not None:
        path(parts, upload.id).unlink(missing_ok=True)
        return work.OK
    received = intake.keep(parts, path(parts, upload.id), wishes)
    if upload.sha256 not in {"", received.original.sha256}:
        return Outcome(name="failed", code="upload-other-hash", facts={"name": upload.name})
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = intake.enter(parts, session, received, wishes, Road(way=str(upload.wishes.get("way", Way.UPLOAD))))
        session.get_one(Upload, upload.id).item_id = item.id
    path(parts, upload.id).unlink(missing_ok=True)
    return work.OK


def refused(session: Session, upload_id: str, outcome: Outcome) -> None:
    """The kernel ended the work of taking it in without success; what came stays until it expires."""
    upload = session.get_one(Upload, upload_id)
    upload.state, upload.reason_code, upload.reason_facts = UploadState.BROKEN, outcome.code, dict(outcome.facts)


def path(parts: Parts, upload_id: str) -> Path:
    """Where the bytes of an upload stand until it is taken in."""
    return _folder(parts) / upload_id


def _write(parts: Parts, upload: Upload, piece: Piece) -> int:
    """The bytes of a piece, made safe now and then; returns the offset that was noted last."""
    safe, at, safe_at = upload.offset, upload.offset, time.monotonic()
    digest = hashlib.new(ALGORITHMS[piece.checksum.algorithm], usedforsecurity=False) if piece.checksum else None
    with path(parts, upload.id).open("r+b") as file:
        # What came after the last safe byte was never acknowledged.
        file.truncate(safe)
        file.seek(safe)
        try:
            for data in _pieces(piece, upload.size_bytes - at):
                file.write(data)
                at += len(data)
                if digest is not None:
                    digest.update(data)
                elif at - safe >= SAFE_BYTES or time.monotonic() - safe_at >= SAFE_S:
                    safe, safe_at = _safe(parts, upload, file, at), time.monotonic()
        finally:
            # A piece with a checksum counts as a whole or not at all; of any other, what came before a fault counts.
            if digest is None and at > safe:
                safe = _safe(parts, upload, file, at)
        if digest is not None:
            if piece.checksum is None or digest.digest() != piece.checksum.digest:
                file.truncate(safe)
                raise ChecksumError
            safe = _safe(parts, upload, file, at)
    return safe


def _pieces(piece: Piece, room: int) -> Iterator[bytes]:
    while room:
        data = piece.read(min(CHUNK, room))
        if not data:
            return
        room -= len(data)
        yield data
    if piece.length is None and piece.read(1):
        raise InvalidError("upload-beyond", size=piece.offset)


def _safe(parts: Parts, upload: Upload, file: BinaryIO, at: int) -> int:
    """Note an offset, after its bytes are on the disk."""
    file.flush()
    os.fdatasync(file.fileno())
    with parts.database.writing() as session:
        row = session.get_one(Upload, upload.id)
        row.offset, row.updated_at, row.expires_at = at, now(), _expiry(parts)
    return at


def _complete(session: Session, upload: Upload) -> None:
    """Every byte is here: promise that it is checked and taken in."""
    upload.state = UploadState.COMPLETE
    work.promise(session, "accept", upload.id)


@contextlib.contextmanager
def _locked(parts: Parts, upload_id: str) -> Iterator[None]:
    """One writer at a time, over all processes of this machine."""
    try:
        descriptor = os.open(path(parts, upload_id), os.O_RDWR)
    except FileNotFoundError:
        # It has been taken in or has ended: the row says which.
        yield
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadBusyError from error
        yield
    finally:
        os.close(descriptor)


def _expiry(parts: Parts) -> Any:
    return now() + timedelta(days=parts.settings.upload_keep_days)


def _folder(parts: Parts) -> Path:
    return parts.settings.folder / "uploads"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
