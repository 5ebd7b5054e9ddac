"""The file of an upload on the disk: one writer at a time, and no byte counts before it is safe."""

import base64
import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from hub.errors import HubError, InvalidError
from hub.extensions.parts import Parts
from hub.extensions.storage import CHUNK
from hub.models import Upload

#: Seconds, and bytes, after which what has come is made safe: no more than these are sent twice after a fault.
SAFE_S, SAFE_BYTES = 2.0, 64 * 1024**2

#: tus checksum algorithm -> its name for hashlib.
ALGORITHMS: Mapping[str, str] = {"sha256": "sha256", "sha1": "sha1", "md5": "md5"}


class ChecksumUnreadableError(HubError):
    """Of an algorithm that is not spoken, or no Base64 (400 in the protocol)."""

    def __init__(self) -> None:
        super().__init__("upload-bad-checksum", allowed=", ".join(ALGORITHMS))


class UploadBusyError(HubError):
    """Another request writes to it (423, as tusd answers)."""

    status = HTTPStatus.LOCKED

    def __init__(self) -> None:
        super().__init__("upload-busy")


class ChecksumError(HubError):
    """The piece came otherwise than it was sent; nothing of it is kept."""

    #: The tus protocol's own: "Checksum Mismatch".
    status = 460  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__("upload-checksum")


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """Of one piece, as its sender made it."""

    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> "Checksum":
        """From an `Upload-Checksum` header. Raises ChecksumUnreadableError."""
        algorithm, _, value = header.strip().partition(" ")
        try:
            digest = base64.b64decode(value, validate=True)
        except ValueError as error:
            raise ChecksumUnreadableError from error
        if algorithm.lower() not in ALGORITHMS or not digest:
            raise ChecksumUnreadableError
        return cls(algorithm=algorithm.lower(), digest=digest)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One request's body: where it belongs, how long it says it is (None if it does not), what it should hash to."""

    offset: int
    length: int | None
    checksum: Checksum | None
    read: Callable[[int], bytes]


def path(parts: Parts, upload_id: str) -> Path:
    """Where the bytes of an upload stand until it is taken in."""
    return _folder(parts) / upload_id


def write(parts: Parts, upload: Upload, piece: Piece, note: Callable[[int], None]) -> int:
    """Write the bytes of a piece, and make them safe now and then.

    Args:
        parts: The hub's.
        upload: Which; the piece begins at its offset.
        piece: What came.
        note: Is told each offset up to which every byte is on the disk.

    Returns:
        The offset that was noted last.

    Raises:
        ChecksumError: It came otherwise than it was sent; nothing of it is kept.
        InvalidError: It goes beyond the size that was told.
    """
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
                    safe, safe_at = _safe(file, at, note), time.monotonic()
        finally:
            # A piece with a checksum counts as a whole or not at all; of any other, what came before a fault counts.
            if digest is None and at > safe:
                safe = _safe(file, at, note)
        if digest is not None:
            if piece.checksum is None or digest.digest() != piece.checksum.digest:
                file.truncate(safe)
                raise ChecksumError
            safe = _safe(file, at, note)
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


def _safe(file: BinaryIO, at: int, note: Callable[[int], None]) -> int:
    """Note an offset, after its bytes are on the disk."""
    file.flush()
    os.fdatasync(file.fileno())
    note(at)
    return at


@contextlib.contextmanager
def locked(parts: Parts, upload_id: str) -> Iterator[None]:
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


def make(parts: Parts, upload_id: str) -> None:
    """An empty file, which a power cut does not take away again."""
    folder = _folder(parts)
    folder.mkdir(parents=True, exist_ok=True)
    path(parts, upload_id).touch()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder(parts: Parts) -> Path:
    return parts.settings.folder / "uploads"
