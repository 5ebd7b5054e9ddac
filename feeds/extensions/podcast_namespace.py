"""The podcast namespace (Podcasting 2.0): what show this is, its people and places, every form of its episodes."""

from base64 import b64encode

from lxml.etree import _Element

from feeds.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from feeds.date import rfc822, rfc3339
from feeds.enclosure import Enclosure
from feeds.entry import Entry
from feeds.extensions.extension import Extension, put
from feeds.feed import Podcast, playable_enclosure
from feeds.number import decimal, whole
from feeds.person import Person
from feeds.picture import Picture
from feeds.trailer import Trailer

PODCAST = "https://podcastindex.org/namespace/1.0"


def show(podcast: Podcast) -> Extension:
    """Say which show this is, of what medium, who makes it where and how often, and how it can be supported."""

    def write(channel: _Element) -> None:
        put(channel, f"{{{PODCAST}}}guid", podcast.guid)
        put(channel, f"{{{PODCAST}}}locked", "yes" if podcast.locked else "no", owner=podcast.owner.email)
        put(channel, f"{{{PODCAST}}}medium", podcast.medium)
        for funding in podcast.funding:
            put(channel, f"{{{PODCAST}}}funding", funding.text, url=funding.url)
        if podcast.blocked:
            put(channel, f"{{{PODCAST}}}block", "yes")
        _update_frequency(channel, podcast)
        for trailer in podcast.trailers:
            _trailer(channel, trailer)
        _persons(channel, podcast.persons)
        _about(channel, podcast)

    return Extension(write=write, namespaces={"podcast": PODCAST})


def episode(entry: Entry) -> Extension:
    """Name the people and places of an episode, its number, chapters, transcripts and all of its forms."""
    default = playable_enclosure(entry)

    def write(item: _Element) -> None:
        if entry.season is not None:
            put(item, f"{{{PODCAST}}}season", str(entry.season), name=entry.season_name or None)
        if entry.episode is not None:
            put(item, f"{{{PODCAST}}}episode", decimal(entry.episode), display=entry.episode_name or None)
        _persons(item, entry.authors)
        _about(item, entry)
        for one in entry.transcripts:
            put(
                item,
                f"{{{PODCAST}}}transcript",
                url=one.url,
                type=one.media_type,
                language=one.language,
                rel="captions" if one.is_captions else None,
            )
        if entry.chapters_url:
            put(item, f"{{{PODCAST}}}chapters", url=entry.chapters_url, type=CHAPTERS_TYPE)
        for enclosure in entry.enclosures:
            _alternate(item, enclosure, entry.language, default=enclosure is default)

    return Extension(write=write, namespaces={})


def _persons(element: _Element, persons: tuple[Person, ...]) -> None:
    for person in persons:
        about = {"role": person.role or None, "group": person.group or None}
        put(element, f"{{{PODCAST}}}person", person.name, **about, img=person.image_url, href=person.url)


def _about(element: _Element, told: Podcast | Entry) -> None:
    for picture in told.pictures:
        _picture(element, picture)
    for place in told.places:
        where = {"geo": place.geo, "osm": place.osm, "country": place.country}
        put(element, f"{{{PODCAST}}}location", place.name, rel=place.rel, **where)
    if told.license:
        put(element, f"{{{PODCAST}}}license", told.license.name, url=told.license.url)
    for note in told.notes:
        put(element, f"{{{PODCAST}}}txt", note.text, purpose=note.purpose or None)


def _picture(element: _Element, picture: Picture) -> None:
    attributes = {
        "href": picture.url,
        "alt": picture.alt or None,
        "aspect-ratio": picture.aspect_ratio,
        "width": whole(picture.width),
        "height": whole(picture.height),
        "type": picture.media_type,
        "purpose": picture.purpose or None,
    }
    put(element, f"{{{PODCAST}}}image", **attributes)


def _update_frequency(channel: _Element, podcast: Podcast) -> None:
    told = podcast.update_frequency
    if told or podcast.complete:
        put(
            channel,
            f"{{{PODCAST}}}updateFrequency",
            told.text if told else None,
            complete="true" if podcast.complete else None,
            dtstart=rfc3339(told.start) if told and told.start else None,
            rrule=(told.rule if told else None) or None,
        )


def _trailer(channel: _Element, trailer: Trailer) -> None:
    put(
        channel,
        f"{{{PODCAST}}}trailer",
        trailer.title,
        pubdate=rfc822(trailer.published),
        url=trailer.enclosure.url,
        length=whole(trailer.enclosure.size_bytes),
        type=trailer.enclosure.bare_type,
        season=None if trailer.season is None else str(trailer.season),
    )


def _alternate(item: _Element, enclosure: Enclosure, language: str, *, default: bool) -> None:
    alternate = put(
        item,
        f"{{{PODCAST}}}alternateEnclosure",
        type=enclosure.bare_type,
        length=whole(enclosure.size_bytes),
        bitrate=whole(enclosure.bit_rate_bps),
        height=whole(enclosure.height),
        lang=enclosure.language or language,
        title=enclosure.title,
        rel=enclosure.companion or None,
        codecs=enclosure.codecs,
        default="true" if default else None,
    )
    put(alternate, f"{{{PODCAST}}}source", uri=enclosure.url)
    if enclosure.sha256:
        # Subresource Integrity writes digests in base64.
        digest = b64encode(bytes.fromhex(enclosure.sha256)).decode()
        put(alternate, f"{{{PODCAST}}}integrity", type="sri", value=f"sha256-{digest}")
