"""Sitemaps (sitemaps.org protocol 0.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from feeds.address import absolute
from feeds.date import rfc3339, utc
from feeds.errors import FeedError
from feeds.extensions.extension import put
from feeds.frozen import settle

#: The type to serve it with.
MEDIA_TYPE = "application/xml; charset=utf-8"
#: Addresses in one file, and files in one index.
MAX_URLS = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, kw_only=True)
class SitemapUrl:
    """One page, or one sitemap in an index.

    Attributes:
        lastmod: When it changed last; None when that is not known.

    Raises:
        FeedError: `bad-url`, `naive-date`, `bad-date`.
    """

    loc: str
    lastmod: datetime | None = None

    def __post_init__(self) -> None:
        lastmod = utc("lastmod", self.lastmod) if self.lastmod else None
        settle(self, loc=absolute("loc", self.loc), lastmod=lastmod)


def sitemap(urls: Sequence[SitemapUrl]) -> bytes:
    """Write a sitemap of pages.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `too-many-addresses`, more than `MAX_URLS`.
    """
    return _document("urlset", "url", urls)


def sitemap_index(sitemaps: Sequence[SitemapUrl]) -> bytes:
    """Write an index of sitemaps.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `too-many-addresses`, more than `MAX_URLS`.
    """
    return _document("sitemapindex", "sitemap", sitemaps)


def _document(root_name: str, name: str, urls: Sequence[SitemapUrl]) -> bytes:
    if len(urls) > MAX_URLS:
        raise FeedError("too-many-addresses", count=len(urls), limit=MAX_URLS)
    root = etree.Element(f"{{{_NAMESPACE}}}{root_name}", nsmap={None: _NAMESPACE})  # type: ignore[dict-item]  # None is the default namespace
    for url in urls:
        element = put(root, f"{{{_NAMESPACE}}}{name}")
        put(element, f"{{{_NAMESPACE}}}loc", url.loc)
        if url.lastmod:
            put(element, f"{{{_NAMESPACE}}}lastmod", rfc3339(url.lastmod))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
