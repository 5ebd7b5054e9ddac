"""One entry of a followed feed."""

from dataclasses import dataclass
from datetime import datetime

from feeds.reading.media import ReadMedia


@dataclass(frozen=True, kw_only=True)
class ReadEntry:
    """What a feed tells of one story or episode. Text is NFC, times are UTC and whole seconds.

    Attributes:
        id: The guid (RSS) or id (Atom, JSON Feed) as it is told; empty when there is none. See `identity`.
        url: The page of the entry, absolute, http or https; empty when there is none.
        title: Plain text on one line; empty when there is none.
        summary_html: Safe HTML with absolute addresses; empty when there is none.
        content_html: The same, of the whole text; empty when the feed has summaries only.
        published: None when it is not told or cannot be read; may lie in the future.
        updated: None when it is not told or cannot be read.
        authors: Names.
        categories: Labels, each once.
        language: BCP 47, of the entry or else of its feed; empty when neither tells.
        media: Each address once for each role, in the order of the feed.
        season: Number of the season of a podcast; None when it is not told. `season_name` is what it is called.
        episode: Number of the episode, a fraction for one between two others; None when it is not told.
            `episode_name` is what listeners see in its place.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    summary_html: str = ""
    content_html: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    media: tuple[ReadMedia, ...] = ()
    season: int | None = None
    season_name: str = ""
    episode: float | None = None
    episode_name: str = ""
