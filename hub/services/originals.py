"""Originals in the storage: whole, under their SHA-256."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hub.errors import InvalidError, problem_of
from hub.extensions.parts import Parts
from hub.extensions.storage import CHUNK


@dataclass(frozen=True, kw_only=True)
class Original:
    sha256: str
    size_bytes: int

    @property
    def key(self) -> str:
        return key_of(self.sha256)


def key_of(sha256: str) -> str:
    """Where storage keeps the original of that hash."""
    return f"originals/{sha256[:2]}/{sha256}"


def keep(parts: Parts, source: Path) -> Original:
    """Keep a file; one with the same bytes is kept once. Raises InvalidError when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as file:
            while piece := file.read(CHUNK):
                digest.update(piece)
                size += len(piece)
        original = Original(sha256=digest.hexdigest(), size_bytes=size)
        if parts.storage.stat(original.key) is None:
            parts.storage.put_file(original.key, source, media_type="application/octet-stream")
    except OSError as error:
        raise InvalidError("not-readable", path=str(source), problem=problem_of(error)) from error
    return original
