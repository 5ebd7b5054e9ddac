"""Which file of an entry is the recording, and which is a document of a news agency."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from feeds.reading.entry import ReadEntry
from feeds.reading.media import ReadMedia
from hub.models import Kind
from hub.services.followed.feed_entries import enclosures

#: What each kind of programme can be made of, the best first.
_TYPES: Mapping[str, tuple[str, ...]] = {Kind.RADIO: ("audio/", "video/"), Kind.TV: ("video/",)}
#: Lists that point elsewhere.
_PLAYLISTS = frozenset({"audio/mpegurl", "audio/x-mpegurl", "audio/x-scpls", "video/vnd.mpeg.dash.mpd"})
_WIRE_TYPES = ("/vnd.iptc.", "/nitf", "/newsml", "/ninjs")
_WIRE_SUFFIXES = (".nitf", ".newsml", ".ninjs")


def recording(entry: ReadEntry, kind: str) -> ReadMedia | None:
    """The file that an episode is: of the best type, the largest or widest that is told; None when there is none."""
    for wanted in _TYPES.get(kind, ()):
        fitting = [file for file in enclosures(entry) if _is(file, wanted)]
        if fitting:
            return max(fitting, key=lambda file: (file.size_bytes or 0, file.width or 0))
    return next((file for file in enclosures(entry) if not file.media_type), None)


def wire_document(entry: ReadEntry) -> ReadMedia | None:
    """The document of a news agency that an entry of a print feed carries; None when there is none."""
    return next((file for file in enclosures(entry) if _is_wire(file)), None)


def suits(entry: ReadEntry, kind: str) -> bool:
    """Whether an item of this kind can come of the entry."""
    return kind == Kind.PRINT or recording(entry, kind) is not None


def _is(file: ReadMedia, wanted: str) -> bool:
    return file.media_type.startswith(wanted) and file.media_type not in _PLAYLISTS


def _is_wire(file: ReadMedia) -> bool:
    path = urlsplit(file.url).path.lower()
    return any(mark in file.media_type for mark in _WIRE_TYPES) or path.endswith(_WIRE_SUFFIXES)
