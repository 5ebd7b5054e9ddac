"""One entry of a feed, whatever its format."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from feeds.address import absolute, optional_absolute
from feeds.date import utc
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.language import language_tag
from feeds.links import absolute_links
from feeds.text import clean, distinct_lines, one_line, required_line, says_something

#: What podcast applications know about transcripts: suffix of the file -> media type.
TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}

_ID = re.compile(r"[!-~]+")  # visible ASCII, no space
_IRI = re.compile(r"(?:https?://|urn:[a-z0-9][a-z0-9-]{1,31}:|tag:)[!-~]+", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s()<>\"',;:]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?[a-z0-9-]+=[\w.,-]+)*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who wrote, reads or owns something.

    Raises:
        FeedError: `missing-text` (no name), `bad-email`, `bad-url`.
    """

    name: str
    email: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.email and not (self.email.isascii() and _EMAIL.fullmatch(self.email)):
            raise FeedError("bad-email", email=one_line(self.email))
        settle(
            self,
            name=required_line("person name", self.name),
            email=self.email or None,
            url=optional_absolute("person url", self.url),
        )


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """One media file of an entry.

    Attributes:
        size_bytes: True length of the file; 0 when it has none (a live or segmented stream).
        duration_s: Decoded length; None when it is not known or has no meaning.
        bit_rate_bps: Mean bit rate of the whole file; None when it is not known.
        sha256: Hexadecimal, of the file's bytes; None when it is not known.

    Raises:
        FeedError: `bad-url`, `bad-media-type`, `bad-number`, `bad-checksum`.
    """

    url: str
    media_type: str
    size_bytes: int
    duration_s: float | None = None
    title: str | None = None
    bit_rate_bps: int | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        media_type = self.media_type.lower()
        if not _MEDIA_TYPE.fullmatch(media_type):
            raise FeedError("bad-media-type", media_type=one_line(self.media_type))
        _measured("size_bytes", self.size_bytes)
        _measured("duration_s", self.duration_s)
        _measured("bit_rate_bps", self.bit_rate_bps)
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise FeedError("bad-checksum", sha256=one_line(self.sha256))
        settle(
            self,
            url=absolute("enclosure url", self.url),
            media_type=media_type,
            title=one_line(self.title or "") or None,
            sha256=self.sha256.lower() if self.sha256 else None,
        )


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """One file of what is said in an entry, with times or without.

    Attributes:
        url: Has a suffix of `TRANSCRIPT_TYPES`.
        language: BCP 47.

    Raises:
        FeedError: `bad-url`, `unknown-transcript`, `bad-language`.
    """

    url: str
    language: str

    def __post_init__(self) -> None:
        transcript_type(self.url)
        settle(self, url=absolute("transcript url", self.url), language=language_tag(self.language))

    @property
    def media_type(self) -> str:
        """By its suffix."""
        return transcript_type(self.url)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, its text cleaned and its times in UTC and whole seconds once it is made.

    Attributes:
        id: What readers know the entry by: never changes, is no address, and survives a correction.
        url: The page of the entry; what is relative in `content_html` is meant from there.
        summary: Plain text.
        content_html: Safe HTML, with the addresses made absolute; empty when there is only a summary. What shows
            nothing, such as `<p></p>`, becomes empty.
        language: BCP 47.
        enclosures: The first one is the default; the others are the same content in other forms.
        transcripts: What is said in it, in every language and kind of file that there is.
        episode: Number of the episode in a serial show.

    Raises:
        FeedError: `bad-id`, `bad-url`, `missing-text` (no title), `naive-date`, `bad-date`, `bad-language`,
            `bad-number`.
    """

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    published: datetime
    updated: datetime
    language: str
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    episode: int | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise FeedError("bad-id", id=one_line(self.id))
        _measured("episode", self.episode)
        url = absolute("entry url", self.url)
        # Twice: a character reference may stand for a character that XML has not.
        content = clean(absolute_links(clean(self.content_html).strip(), url))
        settle(
            self,
            url=url,
            title=required_line("title", self.title),
            summary=clean(self.summary).strip(),
            content_html=content if says_something(content) else "",
            published=utc("published", self.published),
            updated=utc("updated", self.updated),
            language=language_tag(self.language),
            categories=distinct_lines(self.categories),
            image_url=optional_absolute("image url", self.image_url),
        )

    @property
    def urn(self) -> str:
        """The id as the IRI that Atom asks for (RFC 4287 section 4.2.6); an id that is one already stays as it is."""
        return self.id if _IRI.fullmatch(self.id) else f"urn:hub:item:{quote(self.id, safe='-._~:')}"

    @property
    def downloadable(self) -> tuple[Enclosure, ...]:
        """The enclosures that have a length, in their order."""
        return tuple(enclosure for enclosure in self.enclosures if enclosure.size_bytes)


def transcript_type(url: str) -> str:
    """Tell the media type of a transcript from its suffix.

    Raises:
        FeedError: `unknown-transcript`.
    """
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if suffix not in TRANSCRIPT_TYPES:
        raise FeedError("unknown-transcript", url=url)
    return TRANSCRIPT_TYPES[suffix]


def _measured(field: str, value: float | None) -> None:
    if value is not None and (value < 0 or not math.isfinite(value)):
        raise FeedError("bad-number", field=field, value=value)
