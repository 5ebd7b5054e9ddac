"""A web page where a feed was expected: which feeds does it name?"""

from lxml import etree, html

from feeds.reading.link import web_address

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json"}
)
_MOST_LINKS = 20
#: Links of this kind stand in the head.
_MOST_CHARACTERS = 1_000_000


def feed_links(page: str, url: str) -> tuple[str, ...]:
    """List the feeds that a page names (feed autodiscovery, `<link rel="alternate" type="application/rss+xml">`).

    Args:
        page: HTML of any quality.
        url: Its address.

    Returns:
        Absolute addresses, each once, in the order of the page; at most 20.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = html.document_fromstring(page[:_MOST_CHARACTERS].encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return ()
    base = next((web_address(url, element.get("href")) for element in root.iter("base")), "") or url
    links: dict[str, None] = {}
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        address = web_address(base, link.get("href"))
        if ({"alternate", "feed"} & set(rel)) and (kind in _FEED_TYPES or "feed" in rel) and address:
            links[address] = None
    return tuple(links)[:_MOST_LINKS]
