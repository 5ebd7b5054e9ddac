"""The body of an article as a tree of clean HTML, from which its forms are written."""

import html
import re

from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.render import plain_text, render_html
from transcode.print.article import PrintedArticle

#: Elements deeper than this give their words to the one above: no writer means them, and no reader shows them.
_DEEPEST = 40
#: Behind 256 levels the parser drops the words.
_DEEPEST_PARSED = 200
_TAG = re.compile(r"<(/?)(?!(?:br|hr|img)\b)[a-z][^>]*>")
_PICTURE = re.compile(r"picture-(\d+)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """Text without the characters that XML 1.0 does not know, or that no page should hold."""
    return _CONTROL.sub("", text)


def body_tree(article: PrintedArticle) -> HtmlElement:
    """The cleaned body below one `div`; its pictures have a source that `picture_number` reads."""
    sources = [f"picture-{number}" for number in range(len(article.pictures))]
    rendered = render_html(without_controls(article.markdown), picture_urls=sources)
    if not rendered:
        return lxml_html.Element("div")
    cleaned = without_controls(rendered)
    if _depth(cleaned) > _DEEPEST_PARSED:
        cleaned = "".join(f"<p>{html.escape(block)}</p>" for block in plain_text(cleaned).split("\n\n"))
    root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    for element in _too_deep(root):
        element.drop_tag()
    return root


def _depth(cleaned: str) -> int:
    """How deep elements stand in each other. In cleaned HTML every element is closed."""
    depth = deepest = 0
    for found in _TAG.finditer(cleaned):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _too_deep(root: HtmlElement) -> list[HtmlElement]:
    deep, level = [], [root]
    for depth in range(1, 1_000_000):
        level = [child for element in level for child in element]
        if not level:
            break
        deep += level if depth > _DEEPEST else []
    return deep[::-1]


def picture_number(element: HtmlElement) -> int | None:
    """The number of the picture that an `img` of the tree shows."""
    found = _PICTURE.fullmatch(element.get("src") or "")
    return int(found[1]) if found else None


def loose_pictures(article: PrintedArticle, root: HtmlElement) -> list[int]:
    """Numbers of the pictures that the body does not show."""
    shown = {picture_number(element) for element in root.iter("img")}
    return [number for number in range(len(article.pictures)) if number not in shown]
