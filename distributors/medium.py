"""Reads the files of a post from disk, and sees that they are still what was approved."""

import hashlib
from collections.abc import Iterator

from distributors.errors import PublishError
from distributors.post import Media

_CHUNK_BYTES = 256 * 1024


def chunks(medium: Media) -> Iterator[bytes]:
    """Give the file's bytes piece by piece; complete only when the iterator ends without an error.

    Raises:
        PublishError: The file cannot be read, or is not the one that was approved.
    """
    digest, size_bytes = hashlib.sha256(), 0
    try:
        with medium.path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                size_bytes += len(chunk)
                yield chunk
    except OSError as error:
        raise PublishError("media-missing", name=medium.name) from error
    if size_bytes != medium.size_bytes or digest.hexdigest() != medium.sha256:
        raise PublishError("media-changed", permanent=True, name=medium.name)
