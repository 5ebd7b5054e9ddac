"""Clean HTML to XHTML that keeps the content model of EPUB content documents.

Source: EPUB 3.3 (6.1 XHTML content documents), HTML living standard (content models), EPUB Structural Semantics
Vocabulary 1.1 (noteref, footnote, footnotes). What stands where it may not gives its words to what may stand there.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

from transcode.print.address import safe_address

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = f"{{{OPS}}}type"

# fmt: off
_INLINE = frozenset({
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup",
    "u",
})
# fmt: on
_WORDS_ONLY = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "pre"})
_PLAIN_BLOCKS = frozenset({"blockquote", "div"})
_FOOTNOTE = re.compile(r"fn:(.+)")
_CALL = re.compile(r"fnref\d*:(.+)")
_ALIGNED = frozenset({"right", "center"})


def new(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A new XHTML element at the end of a parent. `class_` and the like lose their last underscore."""
    child = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    for name, value in attributes.items():
        child.set(name.rstrip("_").replace("_", "-"), value)
    child.text = text or None
    return child


def say(target: etree._Element, text: str) -> None:
    """More words at the end of an element."""
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


@dataclass(kw_only=True)
class Copier:
    """Copies a cleaned body into a page.

    Attributes:
        figure: Writes the picture of an `img` that stands alone into an element, with its caption.
        picture: Writes the picture of an `img` among words.
        base: What links that begin with a slash are meant from.
        notes_title: Heading of the notes, for those who hear them.
        back_title: What leads from a note back to the text.
    """

    figure: Callable[[HtmlElement, etree._Element], None]
    picture: Callable[[HtmlElement, etree._Element], None]
    base: str
    notes_title: str
    back_title: str
    _ids: set[str] = field(default_factory=set)

    def copy(self, source: HtmlElement, target: etree._Element) -> None:
        """The children of source, at the end of target, and the links among them that lead somewhere."""
        self._flow(source, target)
        for link in target.iter(f"{{{XHTML}}}a"):
            href = link.get("href") or ""
            if href.startswith("#") and href[1:] not in self._ids:
                for name in ("href", "role", EPUB_TYPE):
                    link.attrib.pop(name, "")

    def _flow(self, source: HtmlElement, target: etree._Element) -> None:
        say(target, source.text or "")
        for child in source:
            self._block(child, target)
            say(target, child.tail or "")

    def _block(self, element: HtmlElement, target: etree._Element) -> None:
        tag = str(element.tag)
        own = self._own_blocks.get(tag)
        if own:
            own(element, target)
        elif tag in _INLINE and not _holds_blocks(element):
            self._inline(element, target)
        elif tag in _INLINE:
            self._flow(element, target)
        elif tag in _WORDS_ONLY:
            self._words(element, new(target, tag))
        else:
            # What stands outside of its list or table is a block like any other.
            self._flow(element, new(target, tag if tag in _PLAIN_BLOCKS else "div"))

    @cached_property
    def _own_blocks(self) -> Mapping[str, Callable[[HtmlElement, etree._Element], None]]:
        return {
            "br": self._empty,
            "hr": self._empty,
            "img": self.picture,
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "table": self._table,
            "figure": self._figure,
            "div": self._division,
        }

    def _empty(self, element: HtmlElement, target: etree._Element) -> None:
        new(target, str(element.tag))

    def _paragraph(self, element: HtmlElement, target: etree._Element) -> None:
        only = len(element) == 1 and element[0].tag == "img" and not element.text_content().strip()
        if only:
            self.figure(element[0], target)
        else:
            self._words(element, new(target, "p"))

    def _words(self, source: HtmlElement, target: etree._Element) -> None:
        """Where only words may stand: blocks in it give theirs."""
        say(target, source.text or "")
        for child in source:
            tag = str(child.tag)
            if tag == "br":
                new(target, "br")
            elif tag == "img":
                self.picture(child, target)
            elif tag in _INLINE:
                self._inline(child, target)
            else:
                say(target, " ")
                self._words(child, target)
                say(target, " ")
            say(target, child.tail or "")

    def _inline(self, element: HtmlElement, target: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "a" and _is_within_link(target):
            self._words(element, target)
            return
        copied = new(target, tag)
        if tag == "a":
            self._link(element, copied)
        elif tag == "sup":
            self._name(copied, element.get("id") or "", _CALL)
        if copied.get("role") == "doc-backlink":
            copied.text = "↩"
        else:
            self._words(element, copied)

    def _link(self, element: HtmlElement, copied: etree._Element) -> None:
        href = element.get("href") or ""
        if not href.startswith("#"):
            address = safe_address(href, self.base)
            if address:
                copied.set("href", address)
            return
        copied.set("href", f"#{_plain_id(href[1:])}")
        kind = element.get("class") or ""
        if kind == "footnote-ref":
            copied.set(EPUB_TYPE, "noteref")
            copied.set("role", "doc-noteref")
        elif kind == "footnote-backref":
            copied.set("role", "doc-backlink")
            copied.set("aria-label", self.back_title)

    def _name(self, copied: etree._Element, given: str, pattern: re.Pattern[str]) -> None:
        """An id that the page has once."""
        plain = _plain_id(given)
        if pattern.fullmatch(given) and plain not in self._ids:
            self._ids.add(plain)
            copied.set("id", plain)

    def _list(self, element: HtmlElement, target: etree._Element) -> None:
        copied = new(target, str(element.tag))
        start = element.get("start") or ""
        if element.tag == "ol" and start:
            copied.set("start", str(int(start)))
        for item in _gathered(element, {"li"}):
            made = new(copied, "li")
            self._name(made, item.get("id") or "", _FOOTNOTE)
            if made.get("id"):
                made.set(EPUB_TYPE, "footnote")
            self._flow(item, made)

    def _terms(self, element: HtmlElement, target: etree._Element) -> None:
        """Terms and what they mean, as paragraphs: few readers show the list that HTML has for them."""
        copied = new(target, "div", class_="terms")
        for item in _gathered(element, {"dt", "dd"}):
            if item.tag == "dt":
                self._words(item, new(new(copied, "p", class_="term"), "b"))
            else:
                self._flow(item, new(copied, "div", class_="meaning"))

    def _figure(self, element: HtmlElement, target: etree._Element) -> None:
        copied = new(target, "figure")
        captions = [child for child in element if child.tag == "figcaption"]
        say(copied, element.text or "")
        for child in element:
            if child.tag != "figcaption":
                self._block(child, copied)
            say(copied, child.tail or "")
        if captions:
            caption = new(copied, "figcaption")
            for one in captions:
                self._flow(one, caption)

    def _division(self, element: HtmlElement, target: etree._Element) -> None:
        if "footnote" not in (element.get("class") or "").split():
            self._flow(element, new(target, "div"))
            return
        notes = new(target, "section", class_="notes", role="doc-endnotes", aria_label=self.notes_title)
        notes.set(EPUB_TYPE, "footnotes")
        for child in element:
            if child.tag != "hr":
                self._block(child, notes)

    def _table(self, element: HtmlElement, target: etree._Element) -> None:
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        rows = [row for row in rows if any(cell.tag in {"td", "th"} for cell in row)]
        for caption in element.iterchildren("caption"):
            self._words(caption, new(target, "p", class_="caption"))
        if not rows:
            return
        copied = new(target, "table")
        head = [row for row in rows if row.getparent().tag == "thead"]
        if head and head == rows[: len(head)]:
            self._rows(head, new(copied, "thead"))
            rows = rows[len(head) :]
        if rows:
            self._rows(rows, new(copied, "tbody"))

    def _rows(self, rows: list[HtmlElement], part: etree._Element) -> None:
        for row in rows:
            copied = new(part, "tr")
            for cell in row.iterchildren("td", "th"):
                made = new(copied, str(cell.tag))
                for name in ("colspan", "rowspan"):
                    span = cell.get(name)
                    if span:
                        made.set(name, span)
                if cell.get("align") in _ALIGNED:
                    made.set("class", cell.get("align") or "")
                self._flow(cell, made)


def _gathered(element: HtmlElement, tags: set[str]) -> Iterator[HtmlElement]:
    """The items of a list; what stands between them goes into items of its own."""
    if (element.text or "").strip():
        yield _wrapped(element, element.text or "")
    for child in element:
        if child.tag in tags:
            yield child
        else:
            item = _wrapped(element, "")
            alone = copy.deepcopy(child)
            alone.tail = None
            item.append(alone)
            yield item
        if (child.tail or "").strip():
            yield _wrapped(element, child.tail or "")


def _wrapped(element: HtmlElement, text: str) -> HtmlElement:
    item = element.makeelement("dd" if element.tag == "dl" else "li")
    item.text = text
    return item


def _is_within_link(target: etree._Element) -> bool:
    return any(one.tag == f"{{{XHTML}}}a" for one in (target, *target.iterancestors()))


def _holds_blocks(element: HtmlElement) -> bool:
    return any(str(one.tag) not in _INLINE | {"br", "img"} for one in element.iterdescendants())


def _plain_id(given: str) -> str:
    """An id without the colon that XML reserves."""
    return "n-" + re.sub(r"[^\w-]", "-", given)
