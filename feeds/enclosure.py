"""One media file of an entry."""

import re
from dataclasses import dataclass
from typing import Literal

from feeds.address import absolute
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.language import language_tag
from feeds.number import measured
from feeds.text import one_line

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?[a-z0-9-]+=[\w.,-]+)*", re.ASCII)
_CODECS_OF_TYPE = re.compile(r"; ?codecs=([\w.,-]+)")
#: RFC 6381: names of codecs, parted by commas; a space may follow.
_CODECS = re.compile(r"[\w.-]+(?:, ?[\w.-]+)*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_EXPRESSIONS = ("full", "sample", "nonstop")


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """One media file of an entry.

    Attributes:
        media_type: With or without parameters, of which `codecs` is known.
        size_bytes: True length of the file; 0 when it has none (a live or segmented stream).
        duration_s: Decoded length; None when it is not known or has no meaning.
        bit_rate_bps: Mean bit rate of the whole file; None when it is not known.
        sha256: Hexadecimal, of the file's bytes; None when it is not known.
        codecs: As RFC 6381 has them (`mp4a.40.2`); taken from the media type when None.
        width: Of the picture in pixels; None for sound, or when it is not known. So `height`, `frame_rate` in frames a
            second and `channels` of the sound.
        language: BCP 47, where it is not that of the entry.
        expression: `full`, a `sample` of it, or a `nonstop` stream.
        companion: Names what stands beside the content and is not another form of it, such as a sign language version;
            files with the same name are forms of one another. Empty for forms of the content.

    Raises:
        FeedError: `bad-url`, `bad-media-type`, `bad-number`, `bad-checksum`, `bad-codecs`, `bad-language`,
            `unknown-expression`.
    """

    url: str
    media_type: str
    size_bytes: int
    duration_s: float | None = None
    title: str | None = None
    bit_rate_bps: int | None = None
    sha256: str | None = None
    codecs: str | None = None
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    channels: int | None = None
    language: str | None = None
    expression: Literal["full", "sample", "nonstop"] = "full"
    companion: str = ""

    def __post_init__(self) -> None:
        media_type = self.media_type.lower()
        if not _MEDIA_TYPE.fullmatch(media_type):
            raise FeedError("bad-media-type", media_type=one_line(self.media_type))
        for field in ("size_bytes", "duration_s", "bit_rate_bps", "width", "height", "frame_rate", "channels"):
            measured(field, getattr(self, field))
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise FeedError("bad-checksum", sha256=one_line(self.sha256))
        if self.codecs and not _CODECS.fullmatch(self.codecs):
            raise FeedError("bad-codecs", codecs=one_line(self.codecs))
        if self.expression not in _EXPRESSIONS:
            raise FeedError("unknown-expression", expression=self.expression, known=", ".join(_EXPRESSIONS))
        named = _CODECS_OF_TYPE.search(self.media_type)
        settle(
            self,
            url=absolute("enclosure url", self.url),
            media_type=media_type,
            title=one_line(self.title or "") or None,
            sha256=self.sha256.lower() if self.sha256 else None,
            codecs=self.codecs or (named[1] if named else None),
            language=language_tag(self.language) if self.language else None,
            companion=one_line(self.companion),
        )

    @property
    def bare_type(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]
