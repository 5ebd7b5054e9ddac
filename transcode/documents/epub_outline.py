"""The table of contents of a book: which of its chapters are articles of their own, and where each begins.

Sources: EPUB 3.3 §7 (navigation document), Open Packaging Format 2.0.1 §2.4.1 (NCX).
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from transcode.documents.article import one_line

_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_MOST_ENTRIES = 2_000
_MOST_LEVELS = 8
#: Elements that only hold others: what stands in them stands on the page.
_TRANSPARENT = frozenset({"div", "section", "article", "main", "header", "hgroup", "center", "body"})


@dataclass(frozen=True, kw_only=True)
class BookMark:
    """One line of the table of contents.

    Attributes:
        title: One line, never empty.
        level: 0 for the highest.
        part: The part of the package that it leads to; "" where it leads nowhere.
        fragment: The name of the place in that part; "" for its beginning.
    """

    title: str
    level: int
    part: str = ""
    fragment: str = ""


def marks_of_page(root: HtmlElement, part: str) -> list[BookMark]:
    """The lines of a navigation document.

    Args:
        root: Its tree.
        part: Its own name in the package; addresses are relative to it.
    """
    lists = [*root.iter("nav")]
    wanted = next((nav for nav in lists if "toc" in (nav.get("epub:type") or "").split()), None)
    nav = wanted if wanted is not None else next(iter(lists), None)
    top = nav.find(".//ol") if nav is not None else None
    return [] if top is None else [*_of_list(top, part, 0)][:_MOST_ENTRIES]


def _of_list(listed: HtmlElement, part: str, level: int) -> Iterator[BookMark]:
    for item in listed.iterchildren("li"):
        link = next(item.iterchildren("a", "span"), None)
        title = one_line(link.text_content()) if link is not None else ""
        if title and link is not None:
            yield _mark(title, level, link.get("href") or "", part)
        for below in item.iterchildren("ol"):
            if level < _MOST_LEVELS:
                yield from _of_list(below, part, level + 1)


def marks_of_ncx(root: etree._Element, part: str) -> list[BookMark]:
    """The lines of an NCX, as books of the second version have it.

    Args:
        root: Its tree.
        part: Its own name in the package; addresses are relative to it.
    """
    found = root.find(f"{_NCX}navMap")
    return [] if found is None else [*_of_points(found, part, 0)][:_MOST_ENTRIES]


def _of_points(parent: etree._Element, part: str, level: int) -> Iterator[BookMark]:
    for point in parent.iterchildren(f"{_NCX}navPoint"):
        label, content = point.find(f"{_NCX}navLabel/{_NCX}text"), point.find(f"{_NCX}content")
        title = one_line("".join(map(str, label.itertext()))) if label is not None else ""
        if title:
            yield _mark(title, level, (content.get("src") or "") if content is not None else "", part)
        if level < _MOST_LEVELS:
            yield from _of_points(point, part, level + 1)


def _mark(title: str, level: int, target: str, part: str) -> BookMark:
    try:
        parts = urlsplit(target)
    except ValueError:
        return BookMark(title=title, level=level)
    if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
        return BookMark(title=title, level=level)
    folder = posixpath.dirname(part)
    named = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else part
    return BookMark(title=title, level=level, part=named, fragment=unquote(parts.fragment))


def chapters_of(marks: list[BookMark]) -> list[BookMark]:
    """The lines without those that lead to places inside the article of the line above them.

    What a section of a magazine lists stands in parts of its own; what an article lists are its subheadings.
    """
    kept: list[BookMark] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        end = next((at for at in range(place + 1, len(marks)) if marks[at].level <= mark.level), len(marks))
        kept.append(mark)
        below = {one.part for one in marks[place + 1 : end]}
        place = end if mark.part and below <= {mark.part} else place + 1
    return kept


def put_signs(pages: Mapping[str, HtmlElement], marks: list[BookMark], sign: str) -> None:
    """Set a paragraph before each place that a line leads to: the sign and the number of the line.

    Args:
        pages: Part of the package -> its page; names on it carry the number of the page ("p3-name").
        marks: The lines.
        sign: A word that no book holds.
    """
    named: dict[str, dict[str, HtmlElement]] = {}
    for number, mark in enumerate(marks):
        page = pages.get(mark.part)
        if page is None:
            continue
        if mark.part not in named:
            named[mark.part] = {name: one for one in page.iter() for name in _names(one)}
        _put(page, named[mark.part].get(mark.fragment, page), f"{sign}n{number}e")


def _names(element: HtmlElement) -> list[str]:
    """What an element is called on its own page, without the number of the page before it."""
    told = (element.get("id"), element.get("name"))
    return [name.partition("-")[2] for name in told if name]


def _put(page: HtmlElement, target: HtmlElement, words: str) -> None:
    paragraph = page.makeelement("p")
    paragraph.text = words
    outer = target
    for above in (target, *target.iterancestors()):
        if above is page:
            break
        if above.tag not in _TRANSPARENT:
            outer = above
    if outer is not page:
        outer.addprevious(paragraph)
        return
    earlier = list(_signs_at_front(page, words))
    if earlier:
        paragraph.tail, earlier[-1].tail = earlier[-1].tail, None
    else:
        paragraph.tail, page.text = page.text, None
    page.insert(len(earlier), paragraph)


def _signs_at_front(page: HtmlElement, words: str) -> Iterator[HtmlElement]:
    sign = words.rpartition("n")[0]
    for child in page:
        if not (child.text or "").startswith(sign):
            return
        yield child
