"""What a page says about itself in its head."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from transcode.documents.article import one_line
from transcode.documents.byline import author_of

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\S{0,20}")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "og:article:author")
_DATES = ("article:published_time", "datepublished", "date", "pubdate", "dc.date", "dcterms.date", "og:published_time")
_SUMMARIES = ("og:description", "description", "dc.description")
#: How pages name the picture of their article, and the names of files that a site gives to all of its pages.
_PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_SIGN = re.compile(r"(?:logo|favicon|default|placeholder|no-?image)[^/]*$", re.IGNORECASE)
_MOST_METAS = 500


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """Plain text, each on one line; "" for what is not said.

    Attributes:
        title: What the page tells others that it is called.
        page_title: What stands in the title bar; the name of the site may stand there too.
        author: A person, no address and no machine.
        summary: Its description.
        language: BCP-47.
        picture: Address of the picture by which it is shown elsewhere, as it was written; none that is a site's sign.
        told: "date" as it was written.
    """

    title: str
    page_title: str
    author: str
    summary: str
    language: str | None
    picture: str
    told: Mapping[str, str] = field(default_factory=dict)


def facts_of(root: HtmlElement) -> PageFacts:
    """The facts in the head of a page, and its language."""
    metas: dict[str, str] = {}
    for meta in [*root.iter("meta")][:_MOST_METAS]:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        metas.setdefault(name, one_line(meta.get("content") or "", most=1_000))
    title = root.find(".//title")
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    author = _first(metas, _AUTHORS)
    picture = _first(metas, _PICTURES)
    date = next((metas[name] for name in _DATES if _DATE.fullmatch(metas.get(name, ""))), "") or _time(root)
    return PageFacts(
        title=one_line(_first(metas, _TITLES)),
        page_title=one_line(title.text_content()) if title is not None else "",
        author="" if "://" in author else author_of(author),
        summary=_first(metas, _SUMMARIES),
        language=language if _LANGUAGE.fullmatch(language) else None,
        picture="" if _SIGN.search(picture.partition("?")[0]) else picture,
        told={"date": date} if date else {},
    )


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _time(root: HtmlElement) -> str:
    times = (element.get("datetime") or "" for element in root.iter("time"))
    return next((time for time in times if _DATE.fullmatch(time)), "")
