"""Feeds and podcasts: from views to what the `feeds` library writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from feeds.atom import atom
from feeds.entry import Enclosure, Entry, Person, Transcript
from feeds.feed import Feed, Podcast
from feeds.json_feed import json_feed
from feeds.podcast import podcast as podcast_feed
from feeds.podcast import podcast_guid
from feeds.rss import rss
from hub import __version__
from hub.services.pages import moment
from hub.services.views import ItemView, MediaView

#: Entries of a feed, and of its lite twin.
FEED_SIZE = 50
LITE_FEED_SIZE = 20

#: Forms that may be an enclosure, best first; a lite feed begins at `lite`.
FULL_FORMS = ("audio", "lite", "speech", "read-aloud", "mp4")
LITE_FORMS = ("lite",)

#: The three formats that each feed has: ending -> writer.
FORMATS = {"rss": rss, "atom": atom, "json": json_feed}

GENERATOR = f"Hub {__version__}"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A selection of items that one can subscribe to."""

    #: Below `/feeds/`, without an ending.
    name: str
    title: str
    description: str
    language: str
    home_path: str
    organisation: str
    #: The WebSub hub that tells of its changes; empty where none does.
    hub_url: str = ""


def feed_files(base_url: str, channel: Channel, items: Sequence[ItemView], *, lite_too: bool) -> dict[str, bytes]:
    """Every feed of a channel, with its lite twins where asked: path below the public root -> bytes."""
    files = {}
    for lite in (False, True) if lite_too else (False,):
        for ending, write in FORMATS.items():
            path = f"feeds/{channel.name}{'-lite' if lite else ''}.{ending}"
            files[path] = write(_feed(base_url, channel, items, path, lite=lite))
    return files


def podcast_files(base_url: str, channel: Channel, items: Sequence[ItemView], *, owner: Person) -> dict[str, bytes]:
    """The podcast of a programme and its lite twin, with the episodes that can be heard."""
    files = {}
    for lite in (False, True):
        path = f"podcasts/{channel.name}{'-lite' if lite else ''}.rss"
        feed = _feed(base_url, channel, [item for item in items if item.media.get("lite")], path, lite=lite)
        files[path] = podcast_feed(
            Podcast(
                feed=feed,
                cover_url=f"{base_url}/static/cover.jpg",
                owner=owner,
                itunes_categories=(("News", "Daily News"),),
                explicit=False,
                kind="episodic",
                guid=podcast_guid(feed.self_url),
                locked=False,
                medium="podcast",
            )
        )
    return files


def _feed(base_url: str, channel: Channel, items: Sequence[ItemView], path: str, *, lite: bool) -> Feed:
    entries = tuple(_entry(base_url, item, lite=lite) for item in items[: LITE_FEED_SIZE if lite else FEED_SIZE])
    return Feed(
        title=f"{channel.title} (bản nhẹ)" if lite else channel.title,
        description=channel.description or channel.title,
        language=channel.language,
        home_url=f"{base_url}/{channel.home_path}",
        self_url=f"{base_url}/{path}",
        # Of the data, not of the clock: the same items give the same bytes.
        updated=max((entry.updated for entry in entries), default=datetime(2026, 1, 1, tzinfo=UTC)),
        entries=entries,
        author=Person(name=channel.organisation),
        copyright=f"© {channel.organisation}",
        generator=GENERATOR,
        hub_url=channel.hub_url or None,
    )


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
    )


def _erratum(item: ItemView) -> str:
    """The last correction; the page has all of them. It is Vietnamese in a text of any language."""
    last = item.errata[0]
    tongue = "" if item.language == "vi" else ' lang="vi"'
    note = f" {escape(last.note)}" if last.note else ""
    return f"<p{tongue}><strong>Đã sửa {', '.join(last.parts)} ({moment(last.made_at)}).</strong>{note}</p>"


def _enclosure(base_url: str, media: MediaView) -> Enclosure:
    bit_rate = round(media.size_bytes * 8 / media.duration_s) if media.duration_s else None
    return Enclosure(
        url=f"{base_url}/{media.path}",
        media_type=media.media_type,
        size_bytes=media.size_bytes,
        duration_s=media.duration_s,
        title=media.form,
        bit_rate_bps=bit_rate,
        sha256=media.sha256 or None,
    )


def addresses(base_url: str, channel: Channel, *, podcast: bool, lite: bool) -> Mapping[str, str]:
    """What the subscribe page offers of a channel."""
    found = {ending: f"{base_url}/feeds/{channel.name}.{ending}" for ending in FORMATS}
    if lite:
        found["rss-lite"] = f"{base_url}/feeds/{channel.name}-lite.rss"
    if podcast:
        found["podcast"] = f"{base_url}/podcasts/{channel.name}.rss"
        found["podcast-lite"] = f"{base_url}/podcasts/{channel.name}-lite.rss"
    return found
