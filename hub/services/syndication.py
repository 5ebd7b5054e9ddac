"""Feeds and podcasts: from views to what the `feeds` library writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape

from feeds.archive import Archive
from feeds.atom import atom
from feeds.chapters import Chapter, chapters
from feeds.deletion import Deletion
from feeds.entry import Enclosure, Entry, Person, Transcript
from feeds.feed import Feed, Podcast
from feeds.json_feed import json_feed
from feeds.media_rss import media_rss
from feeds.media_status import MediaStatus
from feeds.picture import Picture
from feeds.place import Place
from feeds.podcast import podcast as podcast_feed
from feeds.podcast import podcast_guid
from feeds.rss import rss
from feeds.update_frequency import UpdateFrequency
from hub import __version__
from hub.services.moments import moment
from hub.services.views import ItemView, MediaView

#: Entries of a feed, and of its lite twin.
FEED_SIZE = 50
LITE_FEED_SIZE = 20

#: Forms that may be an enclosure, best first; a lite feed begins at `lite`.
FULL_FORMS = ("audio", "lite", "speech", "read-aloud", "speaker", "mp4", "vertical", "hls", "hls-audio")
LITE_FORMS = ("lite",)

#: Forms with a picture that moves; what has one of them is offered to television partners.
FILM_FORMS = frozenset({"mp4", "vertical", "hls"})

#: The three formats that each feed has: ending -> writer.
FORMATS = {"rss": rss, "atom": atom, "json": json_feed}

#: Where everything here is made: the province's town, from public maps.
PROVINCE = Place(name="Lai Châu", latitude=22.4, longitude=103.46, country="VN", rel="creator")

#: What is offered of a channel, where its name is not that of the rules that hold for it.
_RULES = {"rss-lite": "rss", "mrss": "rss", "podcast-lite": "podcast"}

GENERATOR = f"Hub {__version__}"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A selection of items that one can subscribe to."""

    #: Name of the list that it tells.
    listing: str
    #: Below `/feeds/`, without an ending.
    name: str
    title: str
    description: str
    language: str
    home_path: str
    organisation: str
    #: The WebSub hub that tells of its changes; empty where none does.
    hub_url: str = ""
    #: When new episodes come; None where that is not known.
    timetable: UpdateFrequency | None = None
    #: Where its podcast is published now, if not here.
    moved_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document of a feed's history (RFC 5005): the current one, or the archive document of a full page.

    Attributes:
        page: Of the archive, from 1; 0 is the current document.
        previous: The archive page with older entries; 0 where there is none.
        following: The archive page with newer entries; 0 where the current document follows.
    """

    page: int = 0
    previous: int = 0
    following: int = 0
    #: What was withdrawn lately; told by the current document.
    deleted: tuple[Deletion, ...] = ()


class Entries:
    """The items of one rendering as entries: each is made once, however many feeds it stands in."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._made: dict[tuple[str, bool], Entry] = {}

    def of(self, items: Sequence[ItemView], *, lite: bool) -> tuple[Entry, ...]:
        """The entries of a feed's items."""
        return tuple(self._one(item, lite=lite) for item in items[: LITE_FEED_SIZE if lite else FEED_SIZE])

    def _one(self, item: ItemView, *, lite: bool) -> Entry:
        made = self._made.get((item.id, lite))
        if made is None:
            made = self._made[item.id, lite] = _entry(self.base_url, item, lite=lite)
        return made


def feed_path(folder: str, name: str, ending: str, page: int = 0) -> str:
    """Where a document of a feed stands below the public root."""
    return f"{folder}/{name}/{page}.{ending}" if page else f"{folder}/{name}.{ending}"


def feed_files(
    entries: Entries,
    channel: Channel,
    items: Sequence[ItemView],
    *,
    lite_too: bool,
    document: Document,
) -> dict[str, bytes]:
    """One document of every feed of a channel, with its lite twins where asked: path below the public root -> bytes."""
    files = {}
    for lite in (False, True) if lite_too else (False,):
        name = f"{channel.name}{'-lite' if lite else ''}"
        for ending, write in FORMATS.items():
            place = _Place(base_url=entries.base_url, folder="feeds", name=name, ending=ending, document=document)
            files[place.path(document.page)] = write(_feed(place, channel, entries.of(items, lite=lite), lite=lite))
    return files


def podcast_files(
    entries: Entries, channel: Channel, items: Sequence[ItemView], *, owner: Person, document: Document
) -> dict[str, bytes]:
    """One document of the podcast of a programme and of its lite twin, with the episodes that can be heard."""
    files = {}
    base_url = entries.base_url
    heard = [item for item in items if item.media.get("lite")]
    for lite in (False, True):
        name = f"{channel.name}{'-lite' if lite else ''}"
        place = _Place(base_url=base_url, folder="podcasts", name=name, ending="rss", document=document)
        feed = _feed(place, channel, entries.of(heard, lite=lite), lite=lite)
        files[place.path(document.page)] = podcast_feed(
            Podcast(
                feed=feed,
                cover_url=f"{base_url}/static/cover.jpg",
                owner=owner,
                itunes_categories=(("News", "Daily News"),),
                explicit=False,
                kind="episodic",
                guid=podcast_guid(feed.current_url),
                locked=False,
                medium="podcast",
                subtitle=channel.description,
                update_frequency=channel.timetable,
                places=(PROVINCE,),
                # Where a show is published now is told once, by its current document.
                new_feed_url=None if document.page else channel.moved_to or None,
            )
        )
    return files


def partner_file(
    base_url: str, channel: Channel, films: Sequence[ItemView], *, withdrawn: Sequence[ItemView], document: Document
) -> dict[str, bytes]:
    """One document of the Media RSS of a channel: all that is known of every film, and which may not be shown any more.

    Args:
        base_url: Of the tree.
        channel: The channel.
        films: Items with video.
        withdrawn: Items that a partner may hold; nothing of them is told but that they are gone.
        document: Which document.
    """
    # A partner reads of what is gone in its own entry.
    told = replace(document, deleted=())
    place = _Place(base_url=base_url, folder="feeds", name=channel.name, ending="mrss", document=told)
    entries = [_for_partners(base_url, item) for item in films[:FEED_SIZE]]
    entries += [_taken_back(base_url, item) for item in withdrawn]
    return {place.path(document.page): media_rss(_feed(place, channel, tuple(entries), lite=False))}


def _for_partners(base_url: str, item: ItemView) -> Entry:
    pictures = ([item.media["poster"]] if "poster" in item.media else []) + list(item.pictures)
    return replace(
        _entry(base_url, item, lite=False),
        pictures=tuple(
            Picture(url=f"{base_url}/{one.path}", width=one.width, height=one.height, alt=one.alt) for one in pictures
        ),
    )


def _taken_back(base_url: str, item: ItemView) -> Entry:
    url = f"{base_url}/{item.path}"
    return Entry(
        id=item.id,
        url=url,
        title="Nội dung đã được gỡ",
        summary=f"{item.organisation} đã gỡ nội dung này. Xin không phát lại.",
        content_html="",
        published=item.published_at,
        updated=item.updated_at,
        language="vi",
        status=MediaStatus(state="deleted", reason=url),
    )


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the documents of one feed stand."""

    base_url: str
    folder: str
    name: str
    ending: str
    document: Document

    def path(self, page: int) -> str:
        return feed_path(self.folder, self.name, self.ending, page)

    def url(self, page: int) -> str:
        return f"{self.base_url}/{self.path(page)}"


def _feed(place: _Place, channel: Channel, entries: tuple[Entry, ...], *, lite: bool) -> Feed:
    base_url, document = place.base_url, place.document
    archive = None
    if document.page:
        following = place.url(document.following) if document.following else None
        archive = Archive(current_url=place.url(0), next_url=following)
    changes = [*(entry.updated for entry in entries), *(one.when for one in document.deleted)]
    previous = place.url(document.previous) if document.previous else None
    return Feed(
        title=f"{channel.title} (bản nhẹ)" if lite else channel.title,
        description=channel.description or channel.title,
        language=channel.language,
        home_url=f"{base_url}/{channel.home_path}",
        self_url=place.url(document.page),
        # Of the data, not of the clock: the same items give the same bytes.
        updated=max(changes, default=datetime(2026, 1, 1, tzinfo=UTC)),
        entries=entries,
        author=Person(name=channel.organisation),
        copyright=f"© {channel.organisation}",
        generator=GENERATOR,
        hub_url=channel.hub_url or None,
        # JSON Feed has no archive documents; what it has is a link to older entries.
        next_url=previous if place.ending == "json" else None,
        previous_archive_url=None if place.ending == "json" else previous,
        archive=None if place.ending == "json" else archive,
        deleted=document.deleted,
    )


def chapters_path(item_id: str) -> str:
    """Where the chapters of an item stand below the public root."""
    return f"feeds/chapters/{item_id}.chapters"


def chapters_file(item: ItemView) -> bytes:
    """The chapters of an item, for podcast applications."""
    listed = [Chapter(start_s=one.start_s, end_s=one.end_s, title=one.title) for one in item.chapters]
    return chapters(listed, title=item.title, show=item.programme_title)


def _entry(base_url: str, item: ItemView, *, lite: bool) -> Entry:
    forms = LITE_FORMS if lite else FULL_FORMS
    # Whoever polls a lite feed pays for every byte: the text is one tap away.
    body = "" if lite else item.body_html
    # What has no text of its own is told by its summary, which every format has a place for; corrections, and the label
    # on what a machine made, have none, so they take the summary with them.
    heads = [_erratum(item)] if item.errata else []
    heads += [f"<p><em>{escape(item.ai_label)}</em></p>"] if item.ai_label else []
    if heads:
        about = escape(item.summary.strip() or item.title)
        body = "".join(heads) + (body or f"<p>{about}</p>")
    picture = item.picture
    return Entry(
        id=item.id,
        url=f"{base_url}/{item.path}",
        title=item.title,
        summary=item.summary,
        content_html=body,
        published=item.published_at,
        updated=item.updated_at,
        language=item.language,
        authors=tuple(Person(name=name) for name in item.authors) or (Person(name=item.organisation),),
        categories=item.tags,
        image_url=f"{base_url}/{picture.path}" if picture else None,
        enclosures=tuple(_enclosure(base_url, item.media[form]) for form in forms if form in item.media),
        transcripts=tuple(
            Transcript(url=f"{base_url}/{one.path}", language=one.language)
            for one in (*item.captions, *item.transcripts)
        ),
        chapters_url=f"{base_url}/{chapters_path(item.id)}" if item.chapters else None,
        places=tuple(Place(name=f"{name}, Lai Châu", country="VN") for _, name in item.place_links),
    )


def _erratum(item: ItemView) -> str:
    """The last correction; the page has all of them. It is Vietnamese in a text of any language."""
    last = item.errata[0]
    tongue = "" if item.language == "vi" else ' lang="vi"'
    note = f" {escape(last.note)}" if last.note else ""
    return f"<p{tongue}><strong>Đã sửa {', '.join(last.parts)} ({moment(last.made_at)}).</strong>{note}</p>"


def _enclosure(base_url: str, media: MediaView) -> Enclosure:
    # What is named of a stream is its playlist: it is no file whose length and hash say anything.
    is_file = not media.path.endswith(".m3u8")
    bit_rate = round(media.size_bytes * 8 / media.duration_s) if media.duration_s and is_file else None
    return Enclosure(
        url=f"{base_url}/{media.path}",
        media_type=media.media_type,
        size_bytes=media.size_bytes if is_file else 0,
        duration_s=media.duration_s,
        title=media.form,
        bit_rate_bps=bit_rate,
        sha256=media.sha256 if media.sha256 and is_file else None,
        width=media.width,
        height=media.height,
    )


def addresses(base_url: str, channel: Channel, *, podcast: bool, lite: bool, films: bool) -> Mapping[str, str]:
    """What the subscribe page offers of a channel."""
    found = {ending: f"{base_url}/feeds/{channel.name}.{ending}" for ending in FORMATS}
    if lite:
        found["rss-lite"] = f"{base_url}/feeds/{channel.name}-lite.rss"
    if films:
        found["mrss"] = f"{base_url}/feeds/{channel.name}.mrss"
    if podcast:
        found["podcast"] = f"{base_url}/podcasts/{channel.name}.rss"
        found["podcast-lite"] = f"{base_url}/podcasts/{channel.name}-lite.rss"
    return found


def best(addresses: Mapping[str, str]) -> str:
    """Name of the address that most readers are led to: the lightest that can be heard, else the text."""
    return next(name for name in ("podcast-lite", "rss-lite", "rss") if name in addresses)


def rules_of(kind: str) -> str:
    """By which rules `feeds.check` looks at what is offered of a channel."""
    return _RULES.get(kind, kind)
