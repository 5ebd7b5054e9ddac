"""What is said in an entry, written down."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from feeds.address import absolute
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.language import language_tag

#: What podcast applications know about transcripts: suffix of the file -> media type.
TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}

#: Always with times.
_CAPTION_TYPES = frozenset({"text/vtt", "application/x-subrip"})


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """One file of what is said in an entry, with times or without.

    Attributes:
        url: Has a suffix of `TRANSCRIPT_TYPES`.
        language: BCP 47.
        timed: Whether its lines have times; None to go by the kind of file: VTT and SRT have.

    Raises:
        FeedError: `bad-url`, `unknown-transcript`, `bad-language`.
    """

    url: str
    language: str
    timed: bool | None = None

    def __post_init__(self) -> None:
        transcript_type(self.url)
        settle(self, url=absolute("transcript url", self.url), language=language_tag(self.language))

    @property
    def media_type(self) -> str:
        """By its suffix."""
        return transcript_type(self.url)

    @property
    def is_captions(self) -> bool:
        """Whether its lines can be shown while they are spoken."""
        return self.media_type in _CAPTION_TYPES if self.timed is None else self.timed


def transcript_type(url: str) -> str:
    """Tell the media type of a transcript from its suffix.

    Raises:
        FeedError: `unknown-transcript`.
    """
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if suffix not in TRANSCRIPT_TYPES:
        raise FeedError("unknown-transcript", url=url)
    return TRANSCRIPT_TYPES[suffix]
