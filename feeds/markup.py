"""HTML of others: what of it may be shown, and what it says in plain text."""

import html
import re

import nh3

from feeds.links import absolute_links
from feeds.text import clean, one_line

_TEXT_TAGS = ("a", "b", "br", "code", "del", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup", "u")
_BLOCK_TAGS = ("blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "hr", "img", "li", "ol", "p", "pre", "ul")
_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")  # h1 is the page's title
_TABLE_TAGS = ("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
#: What an article needs; no script, style, form or frame.
ARTICLE_TAGS = frozenset((*_TEXT_TAGS, *_BLOCK_TAGS, *_HEADING_TAGS, *_TABLE_TAGS))
#: What a news agency's text needs: its pictures travel apart.
PLAIN_TAGS = ARTICLE_TAGS - {"div", "figcaption", "figure", "img", "small", "span"}

_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
#: Their text is for programs.
_SILENT_TAGS = {"script", "style", "template", "title", "noscript", "iframe", "object"}
#: What closes itself, or is closed by the next of its kind.
_FLAT_TAGS = {"br", "hr", "img", "p", "li", "dd", "dt", "td", "th", "tr", "input", "link", "meta", "source", "wbr"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_MOST_LEVELS = 300
_BREAK = re.compile(r"<(?:br|hr|/?(?:p|div|li|tr|td|th|h[1-6]|blockquote|dd|dt|figcaption))\b", re.IGNORECASE)


def safe_html(markup: str, *, base_url: str | None = None, tags: frozenset[str] = ARTICLE_TAGS) -> str:
    """Keep of HTML what may be shown anywhere.

    Args:
        markup: HTML of any quality.
        base_url: What its relative addresses are relative to; None leaves them as they are.
        tags: Elements to keep; of the others their text stays.

    Returns:
        Well-formed HTML in NFC with `tags` only, no event handlers, no classes, no addresses but http, https, mailto
        and tel. Cleaning it again changes nothing.
    """
    safe = nh3.clean(
        _shallow(_composed(markup)),
        tags=set(tags),
        clean_content_tags=_SILENT_TAGS,
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items() if tag == "*" or tag in tags},
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    # A character reference may have stood for a control character or one half of a composed letter.
    safe = _composed(absolute_links(safe, base_url) if base_url else safe)
    return safe.replace("&nbsp;", "\u00a0").strip()


def plain_text(markup: str) -> str:
    """Read HTML aloud, as it were.

    Returns:
        Its text on one line, in NFC; words of neighbouring blocks stay apart.
    """
    spaced = _BREAK.sub(lambda tag: f" {tag.group()}", _shallow(clean(markup)))
    return one_line(html.unescape(nh3.clean(spaced, tags=set(), attributes={}, clean_content_tags=_SILENT_TAGS)))


def paragraphs(text: str) -> str:
    """Make HTML of plain text: a blank line parts paragraphs, a line end becomes a break."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", clean(text)))
    lines = (html.escape(block, quote=False).replace("\n", "<br>") for block in blocks if block)
    return _composed("".join(f"<p>{line}</p>" for line in lines))


def _composed(markup: str) -> str:
    """Clean markup, but never compose a tag's end with a stroke (U+0338) behind it: the tag would have no end."""
    return ">".join(clean(part).lstrip("\u0338") for part in markup.split(">"))


def _shallow(markup: str) -> str:
    """Give up the markup of what is nested absurdly deep: the time of an HTML parser grows with the square of it."""
    level = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _FLAT_TAGS:
            level = max(level - 1, 0) if tag[1] else level + 1
        if level > _MOST_LEVELS:
            return _TAG.sub(" ", markup)
    return markup
