"""What makes people curious about a show."""

from dataclasses import dataclass
from datetime import datetime

from feeds.date import utc
from feeds.enclosure import Enclosure
from feeds.frozen import settle
from feeds.number import measured
from feeds.text import required_line, shortened

MAX_TITLE = 128


@dataclass(frozen=True, kw_only=True)
class Trailer:
    """A trailer of a show or of one of its seasons.

    Attributes:
        title: At most `MAX_TITLE` characters are written.
        season: None for the show as a whole.

    Raises:
        FeedError: `missing-text` (no title), `naive-date`, `bad-date`, `bad-number`.
    """

    title: str
    published: datetime
    enclosure: Enclosure
    season: int | None = None

    def __post_init__(self) -> None:
        measured("season", self.season)
        title = shortened(required_line("trailer title", self.title), MAX_TITLE)
        settle(self, title=title, published=utc("trailer published", self.published))
