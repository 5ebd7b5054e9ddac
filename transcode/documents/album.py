"""The pictures of one document, each once and within the limits."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from transcode.documents.article import ArticlePicture, one_line
from transcode.documents.limits import DocumentLimits

#: Kinds of pictures that are kept. Drawings (EMF, WMF, SVG) are for no phone, or can carry code.
SUFFIXES: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
#: First bytes -> kind, for packages that do not tell it.
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)
_DATA = re.compile(r"data:(image/[a-z]+)(?:;[\w=-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)


@dataclass
class Album:
    """Collects pictures."""

    limits: DocumentLimits
    pictures: list[ArticlePicture] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    size_bytes: int = 0
    left_out: int = 0

    def take(self, data: bytes, media_type: str, *, alt: str = "", caption: str = "") -> int | None:
        """The number of the picture in the article; None when it is empty, of no kept kind, or there is no room."""
        suffix = SUFFIXES.get(media_type.lower())
        key = hashlib.sha256(data).hexdigest()
        if suffix and data and key not in self.places:
            full = len(self.pictures) >= self.limits.pictures
            if not full and self.size_bytes + len(data) <= self.limits.pictures_bytes:
                self.places[key] = len(self.pictures)
                self.size_bytes += len(data)
                name = f"picture-{len(self.pictures) + 1}{suffix}"
                self.pictures.append(
                    ArticlePicture(name=name, data=data, alt=one_line(alt), caption=one_line(caption, most=1_000))
                )
        if not suffix or key not in self.places:
            self.left_out += 1
            return None
        return self.places[key]

    def tell_caption(self, number: int, caption: str) -> None:
        """Gives a picture that was taken its caption."""
        self.pictures[number] = replace(self.pictures[number], caption=caption)

    @property
    def told(self) -> dict[str, str]:
        """What the metadata say of pictures that are not there."""
        return {"pictures_left_out": str(self.left_out)} if self.left_out else {}


def kind_of(data: bytes) -> str:
    """The media type of a picture by its first bytes; "" for kinds that are not kept."""
    return next((kind for sign, kind in _SIGNS if data.startswith(sign)), "")


def from_data_url(url: str) -> bytes:
    """The bytes of a picture that stands in its own address (RFC 2397); b"" when it does not or is damaged."""
    found = _DATA.fullmatch(url)
    if not found:
        return b""
    raw = unquote_to_bytes(found[3])
    try:
        return base64.b64decode(re.sub(rb"\s", b"", raw), validate=True) if found[2] else raw
    except binascii.Error:
        return b""
