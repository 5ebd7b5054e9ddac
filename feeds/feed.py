"""A feed and the podcast made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from feeds.address import absolute, optional_absolute
from feeds.apple import CATEGORIES, takes_picture
from feeds.archive import Archive
from feeds.date import utc
from feeds.deletion import Deletion
from feeds.entry import Enclosure, Entry, Person
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.language import language_tag
from feeds.license import License
from feeds.note import Note
from feeds.picture import Picture
from feeds.place import Place
from feeds.text import clean, distinct_lines, one_line, required_line
from feeds.trailer import Trailer
from feeds.update_frequency import UpdateFrequency

#: Entries in one feed; older ones are on the next page (RFC 5005).
MAX_ENTRIES = 100

#: Types that podcast applications play, the most widely played first.
PLAYABLE_TYPES = ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/m4a", "video/mp4", "video/x-m4v")

#: Values of podcast:medium for shows; each may be a list of such shows with an L behind it.
MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")

#: The namespace that podcast GUIDs are made in, from the specification of podcast:guid.
_PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One document of a feed: the current one, one of its pages, or one of its archive documents.

    Two ways lead to older entries. Pages (`next_url`) shift whenever something is published, so they are for people and
    programs that look for a moment. Archive documents (`previous_archive_url`, `archive`) are complete and do not
    shift: whoever follows them has every entry. A feed may offer both; JSON Feed has one link for either, and pages
    come first there.

    Attributes:
        description: Plain text; the title stands in when it is empty.
        language: BCP 47, of most entries; an entry in another language says so itself.
        self_url: Where this very document is published; each format has its own.
        updated: When the newest change happened, taken from the data: never the time of the build.
        entries: At most `MAX_ENTRIES`, each id once; they come to stand newest first by `published`.
        hub_url: The WebSub hub that tells of changes.
        next_url: The page with the older entries (RFC 5005 section 3).
        previous_archive_url: The archive document with the entries before those of this one (RFC 5005 section 4); the
            current document names the newest archive document, the oldest one names none.
        archive: Set in an archive document, None in the current one.
        deleted: What was taken back, latest first once it is made. Atom tells it (RFC 6721), and JSON Feed in an
            extension; from RSS it is only gone.
        ttl_minutes: How long a reader may keep an RSS document before it asks again.
        id: The feed's permanent IRI in Atom; computed when empty from `self_url`, in an archive document from the
            address of the current one, because all documents of a feed have one id.

    Raises:
        FeedError: `missing-text` (no title), `bad-url`, `bad-language`, `naive-date`, `bad-date`, `bad-number`,
            `too-many-entries`, `duplicate-id`, `deleted-stands`, `archive-circle`.
    """

    title: str
    description: str
    language: str
    home_url: str
    self_url: str
    updated: datetime
    entries: tuple[Entry, ...]
    image_url: str | None = None
    author: Person | None = None
    copyright: str = ""
    generator: str = ""
    hub_url: str | None = None
    next_url: str | None = None
    previous_archive_url: str | None = None
    archive: Archive | None = None
    deleted: tuple[Deletion, ...] = ()
    categories: tuple[str, ...] = ()
    ttl_minutes: int = 60
    id: str = ""

    def __post_init__(self) -> None:
        title = required_line("feed title", self.title)
        self_url = absolute("self url", self.self_url)
        if self.ttl_minutes < 1:
            raise FeedError("bad-number", field="ttl_minutes", value=self.ttl_minutes)
        previous_archive_url = optional_absolute("previous archive url", self.previous_archive_url)
        if self.archive:
            self.archive.stands_at(self_url, previous_archive_url)
        settle(
            self,
            title=title,
            description=clean(self.description).strip() or title,
            language=language_tag(self.language),
            home_url=absolute("home url", self.home_url),
            self_url=self_url,
            updated=utc("feed updated", self.updated),
            entries=_newest_first(self.entries),
            deleted=_latest_first(self.deleted, {entry.id for entry in self.entries}),
            image_url=optional_absolute("feed image url", self.image_url),
            copyright=one_line(self.copyright),
            generator=one_line(self.generator),
            hub_url=optional_absolute("hub url", self.hub_url),
            next_url=optional_absolute("next url", self.next_url),
            previous_archive_url=previous_archive_url,
            categories=distinct_lines(self.categories),
            id=one_line(self.id) or uuid5(NAMESPACE_URL, self.archive.current_url if self.archive else self_url).urn,
        )

    @property
    def current_url(self) -> str:
        """Where the current document of the feed is published; `self_url` unless this one is an archive document."""
        return self.archive.current_url if self.archive else self.self_url


@dataclass(frozen=True, kw_only=True)
class Funding:
    """Where listeners can give money, and the words on the button."""

    url: str
    text: str

    def __post_init__(self) -> None:
        settle(self, url=absolute("funding url", self.url), text=required_line("funding text", self.text))


@dataclass(frozen=True, kw_only=True)
class Podcast:
    """A feed that podcast applications and directories accept.

    Attributes:
        feed: Each entry has at least one enclosure of `PLAYABLE_TYPES` with a length.
        cover_url: Square JPEG or PNG.
        owner: Whom directories write to; has an e-mail address.
        itunes_categories: Each a category of `feeds.apple.CATEGORIES`, alone or with one of its subcategories:
            `(("News", "Daily News"), ("Government",))`. The first one counts most.
        guid: UUID of the show for all its life; computed from the feed's address when empty.
        locked: True forbids other platforms to import the show.
        subtitle: One line, for applications that show one under the title.
        persons: Who is regularly heard; an episode with authors of its own names all of its people itself.
        pictures: Beside the cover: a landscape for sharing, a logo.
        complete: True when no episode will ever come again.
        blocked: True to keep the show out of directories.
        new_feed_url: Where the show has moved to; applications subscribe there instead. The old address should answer
            301 as well.

    Raises:
        FeedError: `bad-cover`, `bad-url`, `missing-owner-email`, `missing-category`, `unknown-category`,
            `unknown-show-kind`, `unknown-medium`, `bad-podcast-guid`, `no-playable-enclosure`.
    """

    feed: Feed
    cover_url: str
    owner: Person
    itunes_categories: tuple[tuple[str, ...], ...]
    explicit: bool = False
    kind: Literal["episodic", "serial"] = "episodic"
    guid: str = ""
    locked: bool = True
    medium: str = "podcast"
    funding: tuple[Funding, ...] = ()
    subtitle: str = ""
    persons: tuple[Person, ...] = ()
    pictures: tuple[Picture, ...] = ()
    places: tuple[Place, ...] = ()
    license: License | None = None
    trailers: tuple[Trailer, ...] = ()
    update_frequency: UpdateFrequency | None = None
    notes: tuple[Note, ...] = ()
    complete: bool = False
    blocked: bool = False
    new_feed_url: str | None = None

    def __post_init__(self) -> None:
        cover_url = absolute("cover url", self.cover_url)
        if not takes_picture(cover_url):
            raise FeedError("bad-cover", url=cover_url)
        if not self.owner.email:
            raise FeedError("missing-owner-email")
        if self.kind not in {"episodic", "serial"}:
            raise FeedError("unknown-show-kind", kind=self.kind)
        if self.medium.removesuffix("L") not in MEDIA:
            raise FeedError("unknown-medium", medium=self.medium, known=", ".join(MEDIA))
        _check_categories(self.itunes_categories)
        for entry in self.feed.entries:
            playable_enclosure(entry)
        settle(
            self,
            cover_url=cover_url,
            guid=_uuid(self.guid) if self.guid else podcast_guid(self.feed.current_url),
            subtitle=one_line(self.subtitle),
            new_feed_url=optional_absolute("new feed url", self.new_feed_url),
        )


def podcast_guid(feed_url: str) -> str:
    """Compute the permanent GUID of a show as podcast:guid prescribes.

    Args:
        feed_url: The address of the feed when the show began; scheme and closing slashes make no difference.
    """
    return str(uuid5(_PODCAST_NAMESPACE, feed_url.split("://", 1)[-1].rstrip("/")))


def playable_enclosure(entry: Entry) -> Enclosure:
    """Choose the enclosure that every podcast application can play: the first MP3, else the next type known.

    Raises:
        FeedError: `no-playable-enclosure`.
    """
    for media_type in PLAYABLE_TYPES:
        for enclosure in entry.downloadable:
            if enclosure.media_type == media_type:
                return enclosure
    raise FeedError("no-playable-enclosure", id=entry.id)


def _newest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if len(entries) > MAX_ENTRIES:
        raise FeedError("too-many-entries", count=len(entries), limit=MAX_ENTRIES)
    ids: set[str] = set()
    for entry in entries:
        if entry.id in ids:
            raise FeedError("duplicate-id", id=entry.id)
        ids.add(entry.id)
    return tuple(sorted(entries, key=lambda entry: entry.published, reverse=True))


def _latest_first(deleted: tuple[Deletion, ...], standing: set[str]) -> tuple[Deletion, ...]:
    latest: dict[str, Deletion] = {}
    for deletion in sorted(deleted, key=lambda deletion: deletion.when, reverse=True):
        if deletion.id in standing:
            raise FeedError("deleted-stands", id=deletion.id)
        latest.setdefault(deletion.id, deletion)
    return tuple(latest.values())


def _check_categories(categories: tuple[tuple[str, ...], ...]) -> None:
    if not categories:
        raise FeedError("missing-category")
    for category in categories:
        main, *subs = category or ("",)
        if main not in CATEGORIES or len(subs) > 1 or not set(subs) <= set(CATEGORIES[main]):
            raise FeedError("unknown-category", category=", ".join(category))


def _uuid(guid: str) -> str:
    try:
        return str(UUID(guid))
    except ValueError as error:
        raise FeedError("bad-podcast-guid", guid=guid) from error
