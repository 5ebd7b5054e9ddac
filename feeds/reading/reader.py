"""The one door: bytes from anywhere to a feed."""

from datetime import tzinfo

from feeds.decoding import decode
from feeds.moment import VIET_NAM
from feeds.prolog import prolog
from feeds.reading.errors import FeedIsPageError, FeedReadError
from feeds.reading.feed import ReadFeed
from feeds.reading.json_feed import read_json_feed
from feeds.reading.page import feed_links
from feeds.reading.xml_feed import read_xml_feed

#: A feed of a newspaper has some hundred kilobytes; one of a podcast with ten years of episodes has some megabytes.
MOST_BYTES = 20_000_000

_PAGE_ROOTS = frozenset({"html", "head", "body", "meta", "title"})
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})


def read_feed(data: bytes, *, url: str, content_type: str | None = None, naive_zone: tzinfo = VIET_NAM) -> ReadFeed:
    """Read a followed feed; what it is, is decided by its content.

    Nothing is fetched and no entity is expanded but those of XML itself and the named characters of HTML.

    Args:
        data: What the address served: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 or 1.0 (RFC 4287), JSON Feed 1.x, with
            Media RSS, Dublin Core, iTunes or podcast elements. XML that is not well-formed is read as far as it goes.
        url: Where it came from; relative addresses are relative to it.
        content_type: The HTTP header, if there was one; only its `charset` is looked at.
        naive_zone: Where times without a zone are meant.

    Returns:
        The feed, also when it has no entries.

    Raises:
        FeedReadError: `followed-feed-empty`, `followed-feed-too-large`, `followed-feed-hostile` (a document type with
            entities), `followed-feed-unknown`, `followed-feed-broken`.
        FeedIsPageError: `followed-feed-is-page`, `followed-feed-page-names-feeds`; it holds the feeds' addresses.
    """
    if len(data) > MOST_BYTES:
        raise FeedReadError("followed-feed-too-large", url=url, size_bytes=len(data), most_bytes=MOST_BYTES)
    text = decode(data, content_type).strip("\ufeff\x00 \t\r\n")
    if not text:
        raise FeedReadError("followed-feed-empty", url=url)
    if text.startswith("{"):
        return read_json_feed(text, url, naive_zone)
    found = prolog(text)
    if found.hostile:
        raise FeedReadError("followed-feed-hostile", url=url)
    if found.root in _PAGE_ROOTS:
        raise FeedIsPageError(url, feed_links(text, url))
    if found.root not in _FEED_ROOTS:
        raise FeedReadError("followed-feed-unknown", url=url)
    return read_xml_feed(found.document, url, naive_zone)
