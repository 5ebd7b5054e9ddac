"""One entry of a feed, whatever its format."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.address import absolute, optional_absolute
from feeds.date import utc
from feeds.enclosure import Enclosure
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.identity import entry_id, urn
from feeds.language import language_tag
from feeds.license import License
from feeds.links import absolute_links
from feeds.media_status import MediaStatus, Restriction
from feeds.note import Note
from feeds.number import measured
from feeds.person import Person
from feeds.picture import Picture
from feeds.place import Place
from feeds.text import clean, distinct_lines, one_line, required_line, says_something, shortened
from feeds.transcript import TRANSCRIPT_TYPES, Transcript, transcript_type

__all__ = ["TRANSCRIPT_TYPES", "Enclosure", "Entry", "Person", "Transcript", "transcript_type"]

#: Characters of a season's name and of an episode's, beyond which applications cut them.
MAX_SEASON_NAME = 128
MAX_EPISODE_NAME = 32

_EPISODE_KINDS = ("full", "trailer", "bonus")


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
        pictures: More than `image_url` can say: sizes, frames of a film, what each is for.
        episode: Number of the episode; one between two others may have a fraction, which Apple does not show.
        episode_name: What is shown instead of the number, such as “Tết”.
        season: Number of the season.
        episode_kind: `full`, `trailer` or `bonus`; None where it has no meaning.
        subtitle: One line, for applications that show one under the title.
        explicit: Whether it is unfit for children; None to go by the show.
        blocked: True to keep the episode out of directories.
        chapters_url: Where a document of `feeds.chapters` is published.
        places: What it is about and where it was made.
        notes: Words to single programs.
        status: For partners: whether the media may be used now; None where that goes without saying.
        restrictions: For partners: who may use them.

    Raises:
        FeedError: `bad-id`, `bad-url`, `missing-text` (no title), `naive-date`, `bad-date`, `bad-language`,
            `bad-number`, `unknown-episode-kind`.
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
    pictures: tuple[Picture, ...] = ()
    episode: float | None = None
    episode_name: str = ""
    season: int | None = None
    season_name: str = ""
    episode_kind: Literal["full", "trailer", "bonus"] | None = None
    subtitle: str = ""
    explicit: bool | None = None
    blocked: bool = False
    chapters_url: str | None = None
    places: tuple[Place, ...] = ()
    license: License | None = None
    notes: tuple[Note, ...] = ()
    status: MediaStatus | None = None
    restrictions: tuple[Restriction, ...] = ()

    def __post_init__(self) -> None:
        entry_id(self.id)
        measured("episode", self.episode)
        measured("season", self.season)
        if self.episode_kind not in {None, *_EPISODE_KINDS}:
            raise FeedError("unknown-episode-kind", kind=self.episode_kind or "", known=", ".join(_EPISODE_KINDS))
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
            episode_name=shortened(one_line(self.episode_name), MAX_EPISODE_NAME),
            season_name=shortened(one_line(self.season_name), MAX_SEASON_NAME),
            subtitle=one_line(self.subtitle),
            chapters_url=optional_absolute("chapters url", self.chapters_url),
        )

    @property
    def urn(self) -> str:
        """The id as Atom has it; see `feeds.identity.urn`."""
        return urn(self.id)

    @property
    def downloadable(self) -> tuple[Enclosure, ...]:
        """The enclosures that have a length, in their order."""
        return tuple(enclosure for enclosure in self.enclosures if enclosure.size_bytes)
