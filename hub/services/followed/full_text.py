"""The article on a page of the web, without what stands around it."""

import re
from dataclasses import dataclass

from feeds.markup import plain_text, safe_html
from feeds.reading.entry import ReadEntry
from feeds.reading.link import web_address
from hub.services.followed import page_captions
from transcode.documents.webpage import page_tree
from transcode.documents.webpage_facts import facts_of
from transcode.errors import RejectedError

#: Words of a text that a feed can have given whole, and share of a feed's words that its page must have at least.
WHOLE_WORDS = 80
_SHARE = 0.7

#: How beginnings end that promise the rest.
_PROMISE = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:xem|đọc) (?:thêm|tiếp)|read more|continue reading)\W*$", re.IGNORECASE
)
#: The title, which is kept apart.
_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class FullText:
    """What a page tells of its article; `markup` is safe HTML with absolute addresses, the rest may be empty."""

    markup: str
    title: str = ""
    authors: tuple[str, ...] = ()


def is_whole(entry: ReadEntry) -> bool:
    """Whether a feed gives the article itself, and not its beginning."""
    words = plain_text(entry.content_html)
    return len(words.split()) >= WHOLE_WORDS and not _PROMISE.search(words[-60:])


def of_page(page: str, url: str) -> FullText | None:
    """The article of a page; None when there is none that can be told from the rest.

    Args:
        page: HTML of any quality.
        url: Its address.
    """
    # Imported on use: it takes a second.
    from trafilatura import bare_extraction, extract

    try:
        page = page_captions.bound(page)
    except RejectedError:
        return None
    markup = extract(
        page,
        url=url,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_links=True,
        include_images=True,
    )
    told = bare_extraction(page, url=url, include_comments=False, with_metadata=True) if markup else None
    if not markup or told is None or isinstance(told, dict):
        return None
    names = tuple(name.strip() for name in (told.author or "").split(";") if name.strip())
    return FullText(
        markup=safe_html(page_captions.unbound(_TITLE.sub("", markup, count=1)), base_url=url),
        title=told.title or "",
        authors=names,
    )


def picture_of(page: str, url: str) -> str:
    """The picture by which a page is shown elsewhere (Open Graph, Twitter); empty where it names none of its own.

    Args:
        page: HTML of any quality.
        url: Its address.
    """
    try:
        return web_address(url, facts_of(page_tree(page)).picture)
    except RejectedError:
        return ""


def is_better(found: FullText, entry: ReadEntry) -> bool:
    """Whether the page says at least as much as the feed: a wall before the article says less."""
    told = max(len(plain_text(one).split()) for one in (entry.content_html, entry.summary_html))
    return len(plain_text(found.markup).split()) >= max(1, _SHARE * told)
