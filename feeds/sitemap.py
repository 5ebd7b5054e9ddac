"""Sitemaps (sitemaps.org protocol 0.9), with Google's extensions for pictures and films."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import _Element

from feeds.address import absolute
from feeds.date import rfc3339, utc
from feeds.errors import FeedError
from feeds.extensions.extension import put
from feeds.frozen import settle
from feeds.number import measured, whole
from feeds.text import clean, required_line, shortened

#: The type to serve it with.
MEDIA_TYPE = "application/xml; charset=utf-8"
#: Addresses in one file, and files in one index.
MAX_URLS = 50_000
#: Pictures of one page.
MAX_IMAGES = 1_000
MAX_FILM_DESCRIPTION = 2_048
#: Seconds; what is longer is told without its length.
MAX_FILM_S = 28_800
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film that stands on a page.

    Attributes:
        content_url: The file itself.
        description: Plain text; the title stands in when it is empty.
        duration_s: None when it is not known.

    Raises:
        FeedError: `bad-url`, `missing-text` (no title), `bad-number`, `naive-date`, `bad-date`.
    """

    title: str
    thumbnail_url: str
    content_url: str
    description: str = ""
    duration_s: float | None = None
    published: datetime | None = None

    def __post_init__(self) -> None:
        measured("duration_s", self.duration_s)
        title = required_line("film title", self.title)
        settle(
            self,
            title=title,
            thumbnail_url=absolute("film thumbnail url", self.thumbnail_url),
            content_url=absolute("film content url", self.content_url),
            description=shortened(clean(self.description).strip() or title, MAX_FILM_DESCRIPTION),
            published=utc("film published", self.published) if self.published else None,
        )


@dataclass(frozen=True, kw_only=True)
class SitemapUrl:
    """One page, or one sitemap in an index.

    Attributes:
        lastmod: When it changed last; None when that is not known.
        images: Addresses of the pictures on the page, at most `MAX_IMAGES`; in an index they have no meaning.
        films: Films on the page; in an index they have no meaning.

    Raises:
        FeedError: `bad-url`, `naive-date`, `bad-date`, `too-many-addresses`.
    """

    loc: str
    lastmod: datetime | None = None
    images: tuple[str, ...] = ()
    films: tuple[Film, ...] = ()

    def __post_init__(self) -> None:
        if len(self.images) > MAX_IMAGES:
            raise FeedError("too-many-addresses", count=len(self.images), limit=MAX_IMAGES)
        settle(
            self,
            loc=absolute("loc", self.loc),
            lastmod=utc("lastmod", self.lastmod) if self.lastmod else None,
            images=tuple(absolute("image loc", url) for url in self.images),
        )


def sitemap(urls: Sequence[SitemapUrl]) -> bytes:
    """Write a sitemap of pages.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `too-many-addresses`, more than `MAX_URLS`.
    """
    used = {"image": _IMAGE} if any(url.images for url in urls) else {}
    used |= {"video": _VIDEO} if any(url.films for url in urls) else {}
    root = urlset(**used)
    for url, element in zip(urls, _addresses(root, "url", urls), strict=True):
        for image in url.images:
            put(put(element, f"{{{_IMAGE}}}image"), f"{{{_IMAGE}}}loc", image)
        for film in url.films:
            _film(put(element, f"{{{_VIDEO}}}video"), film)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def sitemap_index(sitemaps: Sequence[SitemapUrl]) -> bytes:
    """Write an index of sitemaps.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `too-many-addresses`, more than `MAX_URLS`.
    """
    root = _root("sitemapindex")
    _addresses(root, "sitemap", sitemaps)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def urlset(**extensions: str) -> _Element:
    """Make the root of a sitemap.

    Args:
        extensions: Prefix -> namespace, declared there beside the protocol's own.
    """
    return _root("urlset", **extensions)


def _root(name: str, **extensions: str) -> _Element:
    nsmap: dict[str | None, str] = {None: NAMESPACE}  # None is the default namespace
    nsmap.update((prefix, namespace) for prefix, namespace in extensions.items())
    return etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=nsmap)  # type: ignore[arg-type]  # the stubs know no default


def _addresses(root: _Element, name: str, urls: Sequence[SitemapUrl]) -> list[_Element]:
    if len(urls) > MAX_URLS:
        raise FeedError("too-many-addresses", count=len(urls), limit=MAX_URLS)
    elements = []
    for url in urls:
        element = put(root, f"{{{NAMESPACE}}}{name}")
        put(element, f"{{{NAMESPACE}}}loc", url.loc)
        if url.lastmod:
            put(element, f"{{{NAMESPACE}}}lastmod", rfc3339(url.lastmod))
        elements.append(element)
    return elements


def _film(element: _Element, film: Film) -> None:
    put(element, f"{{{_VIDEO}}}thumbnail_loc", film.thumbnail_url)
    put(element, f"{{{_VIDEO}}}title", film.title)
    put(element, f"{{{_VIDEO}}}description", film.description)
    put(element, f"{{{_VIDEO}}}content_loc", film.content_url)
    length = whole(film.duration_s)
    if length and 0 < int(length) <= MAX_FILM_S:
        put(element, f"{{{_VIDEO}}}duration", length)
    if film.published:
        put(element, f"{{{_VIDEO}}}publication_date", rfc3339(film.published))
