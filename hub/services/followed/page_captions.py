"""Captions on pages of others: bound to their pictures before the article is taken out, which would part them."""

import re

from lxml import html
from lxml.html import HtmlElement

from transcode.documents.webpage import page_tree

#: What is called a caption by its class, beside `figcaption`.
_CLASS = re.compile(r"caption|chu-?thich", re.IGNORECASE)
_MAY_BE = ("td", "p", "div", "span")

#: Parts of a page around a caption that are asked for its picture, and letters beside it that such a part may hold.
_MOST_LEVELS = 5
_BESIDE = 20


def bound(page: str) -> str:
    """The page with the words below each picture as the picture's title, and no other titles of pictures.

    Raises:
        RejectedError: It is no page, or hostile.
    """
    root = page_tree(page)
    for picture in root.iter("img"):
        picture.attrib.pop("title", None)
    for told in [*root.iter("figcaption"), *filter(_is_caption, root.iter(*_MAY_BE))]:
        words = " ".join(str(told.text_content()).split())
        holder = _holder(told, words)
        if holder is None or next(told.iter("img"), None) is not None:
            continue
        picture = next(holder.iter("img"))
        if words and not picture.get("title"):
            picture.set("title", words)
            told.drop_tree()
            _unlay(holder, picture)
    return str(html.tostring(root, encoding="unicode"))


def unbound(markup: str) -> str:
    """The article with those titles as captions again."""
    root = html.fragment_fromstring(markup, create_parent="div")
    for picture in [*root.iter("img")]:
        words = picture.attrib.pop("title", "")
        if words:
            figure, caption = html.Element("figure"), html.Element("figcaption")
            figure.tail, picture.tail, caption.text = picture.tail, None, words
            picture.getparent().replace(picture, figure)
            figure.extend([picture, caption])
    return str(html.tostring(root, encoding="unicode"))


def _is_caption(element: HtmlElement) -> bool:
    return bool(_CLASS.search(element.get("class") or "")) and next(element.iterancestors("figcaption"), None) is None


def _holder(told: HtmlElement, words: str) -> HtmlElement | None:
    """The part of the page that is one picture with its caption; None where there is none such."""
    for level, one in enumerate(told.iterancestors()):
        pictures = [*one.iter("img")]
        if pictures or level == _MOST_LEVELS:
            figure = told.tag == "figcaption" and one.tag == "figure"
            alone = len(" ".join(str(one.text_content()).split())) - len(words) <= _BESIDE
            return one if len(pictures) == 1 and (figure or alone) else None
    return None


def _unlay(holder: HtmlElement, picture: HtmlElement) -> None:
    """A table that only put a caption below its picture goes."""
    table = next((one for one in (holder, *holder.iterancestors("table")) if one.tag == "table"), None)
    if table is None or len([*table.iter("img")]) > 1 or str(table.text_content()).strip():
        return
    picture.tail = None
    figure = html.Element("figure")
    figure.tail, table.tail = table.tail, None
    table.getparent().replace(table, figure)
    figure.append(picture)
