"""The podcast namespace (Podcasting 2.0): identity of the show, people, transcripts and lighter or richer forms."""

from base64 import b64encode

from lxml.etree import _Element

from feeds.entry import Enclosure, Entry
from feeds.extensions.extension import Extension, put
from feeds.feed import Podcast, playable_enclosure

PODCAST = "https://podcastindex.org/namespace/1.0"


def show(podcast: Podcast) -> Extension:
    """Say which show this is, of what medium, whether it may be moved, and how it can be supported."""

    def write(channel: _Element) -> None:
        put(channel, f"{{{PODCAST}}}guid", podcast.guid)
        put(channel, f"{{{PODCAST}}}locked", "yes" if podcast.locked else "no", owner=podcast.owner.email)
        put(channel, f"{{{PODCAST}}}medium", podcast.medium)
        for funding in podcast.funding:
            put(channel, f"{{{PODCAST}}}funding", funding.text, url=funding.url)

    return Extension(write=write, namespaces={"podcast": PODCAST})


def episode(entry: Entry) -> Extension:
    """Name the people of an episode, its transcripts and the forms other than the playable one."""
    default = playable_enclosure(entry)

    def write(item: _Element) -> None:
        for author in entry.authors:
            put(item, f"{{{PODCAST}}}person", author.name, href=author.url)
        for one in entry.transcripts:
            put(item, f"{{{PODCAST}}}transcript", url=one.url, type=one.media_type, language=one.language)
        for enclosure in entry.enclosures:
            if enclosure is not default:
                _alternate(item, enclosure, entry.language)

    return Extension(write=write, namespaces={})


def _alternate(item: _Element, enclosure: Enclosure, language: str) -> None:
    alternate = put(
        item,
        f"{{{PODCAST}}}alternateEnclosure",
        type=enclosure.media_type,
        length=str(enclosure.size_bytes) if enclosure.size_bytes else None,
        bitrate=str(enclosure.bit_rate_bps) if enclosure.bit_rate_bps else None,
        title=enclosure.title,
        lang=language,
    )
    put(alternate, f"{{{PODCAST}}}source", uri=enclosure.url)
    if enclosure.sha256:
        # Subresource Integrity writes digests in base64.
        digest = b64encode(bytes.fromhex(enclosure.sha256)).decode()
        put(alternate, f"{{{PODCAST}}}integrity", type="sri", value=f"sha256-{digest}")
