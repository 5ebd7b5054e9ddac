"""Files of the storage as answers: types, twins, validators, ranges."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import brotli
from flask import Response, request, send_file
from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_if_range_header

from hub.extensions.storage import Storage, Stored
from hub.services.tree import COMPRESSED, media_type_of

#: Characters of a key; no file system takes a longer name.
LONGEST_KEY = 240

#: Files up to this size are sent from memory.
SMALL_BYTES = 64 * 1024

#: Encodings of the twins that stand beside a file, the smaller one first, and their endings.
_TWINS = (("br", "br"), ("gzip", "gz"))

#: What makes them of an answer while its reader waits, the smaller one first.
_SQUEEZERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A stored file. `encoding` is that of the twin that the client takes; empty for the file itself."""

    name: str
    key: str
    stored: Stored
    encoding: str = ""

    @property
    def etag(self) -> str:
        return f"{self.stored.etag}-{self.encoding}" if self.encoding else self.stored.etag


def find(storage: Storage, key: str) -> Found | None:
    """The file of a key, or its twin in an encoding that the client takes."""
    if len(key) > LONGEST_KEY:
        return None
    local = storage.local(key)
    if local is not None and local.is_dir():
        return None
    stored = storage.stat(key)
    if stored is None:
        return None
    found = Found(name=key, key=key, stored=stored)
    # Twins are only made on a disk; a part is always one of the file itself.
    if local is None or "Range" in request.headers or key.rsplit(".", 1)[-1] not in COMPRESSED:
        return found
    return _twin(storage, found) or found


def _twin(storage: Storage, found: Found) -> Found | None:
    for encoding, ending in _TWINS:
        if request.accept_encodings.quality(encoding) > 0:
            stored = storage.stat(f"{found.key}.{ending}")
            if stored is not None:
                return Found(name=found.name, key=f"{found.key}.{ending}", stored=stored, encoding=encoding)
    return None


def squeezed(response: Response) -> Response:
    """An answer made for this request, in the smallest encoding that the client takes."""
    response.vary.add("Accept-Encoding")
    for encoding, squeeze in _SQUEEZERS.items():
        if request.accept_encodings.quality(encoding) > 0:
            response.set_data(squeeze(response.get_data()))
            response.headers["Content-Encoding"] = encoding
            break
    return response


def sent(storage: Storage, found: Found, *, status: int = 200) -> Response:
    """The file: 200, 206, 304 or 416 as the client asks; whole with any other status."""
    local = storage.local(found.key)
    if status != 200:  # noqa: PLR2004  an answer that tells of an error is always whole
        response = Response(storage.read(found.key), status)
    elif local is not None and found.stored.size_bytes <= SMALL_BYTES and "Range" not in request.headers:
        response = _at_once(local, found)
    elif local is not None:
        response = send_file(
            local, mimetype=media_type_of(found.name), etag=found.etag, last_modified=found.stored.modified
        )
    else:
        response = _streamed(storage, found)
    # Its caller says how long it may be kept; a page is no download.
    for header in ("Expires", "Content-Disposition"):
        response.headers.pop(header, None)
    response.headers["Content-Type"] = media_type_of(found.name)
    if found.encoding:
        response.headers["Content-Encoding"] = found.encoding
    if found.name.rsplit(".", 1)[-1] in COMPRESSED:
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _at_once(local: Path, found: Found) -> Response:
    """A page or feed: read and sent in one go, which costs less than handing its file to the system."""
    response = Response(local.read_bytes())
    response.set_etag(found.etag)
    response.last_modified = found.stored.modified
    response.accept_ranges = "bytes"
    response.make_conditional(request)
    return response


def _streamed(storage: Storage, found: Found) -> Response:
    """A file that is not on this machine: in pieces, and in part where a part is asked for."""
    size = found.stored.size_bytes
    response = Response(direct_passthrough=True)
    response.set_etag(found.etag)
    response.last_modified = found.stored.modified
    response.accept_ranges = "bytes"
    start, stop = 0, size
    asked = request.range if _range_is_of(found) else None
    if asked is not None:
        part = asked.range_for_length(size)
        if part is None:
            raise RequestedRangeNotSatisfiable(size)
        start, stop = part
        response.status_code = 206
        response.content_range = ContentRange("bytes", start, stop, size)
    response.content_length = stop - start
    response.response = storage.stream(found.key, start, stop - start)
    if asked is None:
        response.make_conditional(request.environ)
    return response


def _range_is_of(found: Found) -> bool:
    """False when the client has a part of an older file (RFC 9110, 13.1.5)."""
    condition = parse_if_range_header(request.headers.get("If-Range"))
    if condition.etag is not None:
        return condition.etag == found.etag
    return condition.date is None or condition.date >= found.stored.modified.replace(microsecond=0)
