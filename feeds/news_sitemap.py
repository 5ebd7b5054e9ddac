"""A sitemap of fresh news (Google's news extension of the protocol)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from feeds.address import absolute
from feeds.date import rfc3339, utc
from feeds.errors import FeedError
from feeds.extensions.extension import put
from feeds.frozen import settle
from feeds.language import language_tag
from feeds.sitemap import MEDIA_TYPE, NAMESPACE, urlset
from feeds.text import required_line

__all__ = ["AGE", "MAX_NEWS", "MEDIA_TYPE", "News", "news_sitemap"]

#: Articles in one file, and how long they stand in it.
MAX_NEWS = 1_000
AGE = timedelta(days=2)
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, kw_only=True)
class News:
    """One article.

    Attributes:
        published: When it was published first; a correction leaves it.
        language: BCP 47; Google knows two or three letters, so what follows them is left out.

    Raises:
        FeedError: `bad-url`, `missing-text` (no title), `naive-date`, `bad-date`, `bad-language`.
    """

    loc: str
    title: str
    published: datetime
    language: str

    def __post_init__(self) -> None:
        settle(
            self,
            loc=absolute("loc", self.loc),
            title=required_line("title", self.title),
            published=utc("published", self.published),
            language=language_tag(self.language),
        )


def news_sitemap(publication: str, news: Sequence[News], now: datetime) -> bytes:
    """Write a sitemap of the news of the last two days.

    Args:
        publication: The name of the newspaper, as it stands on its pages.
        news: In any order; what is older than `AGE` is left out.
        now: The moment that age is counted from.

    Returns:
        UTF-8 with an XML declaration, newest first; the same bytes for the same data.

    Raises:
        FeedError: `missing-text` (no publication), `naive-date`, `bad-date`, `too-many-addresses` (more than
            `MAX_NEWS`).
    """
    name, oldest = required_line("publication", publication), utc("now", now) - AGE
    fresh = sorted((one for one in news if one.published >= oldest), key=lambda one: one.published, reverse=True)
    if len(fresh) > MAX_NEWS:
        raise FeedError("too-many-addresses", count=len(fresh), limit=MAX_NEWS)
    root = urlset(news=_NEWS)
    for one in fresh:
        element = put(root, f"{{{NAMESPACE}}}url")
        put(element, f"{{{NAMESPACE}}}loc", one.loc)
        told = put(element, f"{{{_NEWS}}}news")
        about = put(told, f"{{{_NEWS}}}publication")
        put(about, f"{{{_NEWS}}}name", name)
        put(about, f"{{{_NEWS}}}language", one.language.partition("-")[0].lower())
        put(told, f"{{{_NEWS}}}publication_date", rfc3339(one.published))
        put(told, f"{{{_NEWS}}}title", one.title)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
