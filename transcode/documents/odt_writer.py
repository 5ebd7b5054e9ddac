"""The text of an OpenDocument file as the HTML that `markup` knows."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.album import Album, kind_of
from transcode.documents.article import one_line
from transcode.documents.fonts import Reading, read_pieces
from transcode.documents.odt_styles import Styles
from transcode.documents.odt_styles import name as full

_BLANKS = re.compile(r"[ \t\n\r]+")
_LOWEST_HEADING = 6
_MOST_BLANKS = 100
_MOST_SPAN = 50
_CAPTION_LENGTH = 500
#: Elements that go with all they hold: deleted text, remarks, forms, indexes that programs make.
_GONE = frozenset(
    full(tag)
    for tag in (
        "text:tracked-changes", "office:annotation", "office:annotation-end", "office:forms", "text:sequence-decls",
        "text:table-of-content", "text:alphabetical-index", "text:user-index", "text:note-citation", "svg:title",
        "svg:desc", "text:ruby-text", "office:binary-data", "text:list-header",
    )
)  # fmt: skip
_AUTHOR_STYLES = frozenset({"author", "byline", "tác giả", "bút danh"})
_QUOTE_STYLES = frozenset({"quote", "quotations", "intense quote", "trích dẫn"})
_TITLE_STYLES = frozenset({"title", "tiêu đề"})

_BlockWriter = Callable[[Any, HtmlElement], None]
_InlineWriter = Callable[[Any, HtmlElement, Reading | None], None]


@dataclass
class OdtWriter:
    """Writes one document.

    Attributes:
        authors: The words of the paragraphs whose style says that they name the author.
    """

    styles: Styles
    album: Album
    package: zipfile.ZipFile
    authors: list[str] = field(default_factory=list)
    _notes: list[HtmlElement] = field(default_factory=list)
    _boxes: list[HtmlElement] = field(default_factory=list)
    _pieces: list[tuple[HtmlElement, str, Reading | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._blocks: dict[str, _BlockWriter] = {
            full("text:p"): self._paragraph,
            full("text:h"): self._heading,
            full("text:list"): self._list,
            full("table:table"): self._table,
            full("draw:frame"): self._frame_block,
        }
        self._inlines: dict[str, _InlineWriter] = {
            full("text:span"): self._span,
            full("text:a"): self._link,
            full("text:s"): self._blank,
            full("text:tab"): self._blank,
            full("text:line-break"): self._break,
            full("text:note"): self._note,
            full("draw:frame"): self._frame,
        }

    def document(self, content: etree._Element) -> HtmlElement:
        """The body of content.xml, its notes behind it."""
        root = lxml_html.Element("div")
        text = content.find(f"{full('office:body')}/{full('office:text')}")
        if text is not None:
            self._children(text, root)
        if self._notes:
            notes = lxml_html.Element("ol")
            notes.extend(self._notes)
            root.append(notes)
        return root

    def _children(self, source: etree._Element, into: HtmlElement) -> None:
        for child in source:
            tag = str(child.tag)
            if tag in _GONE:
                continue
            write = self._blocks.get(tag)
            if write:
                write(child, into)
            else:
                self._children(child, into)

    def _paragraph(self, source: etree._Element, into: HtmlElement) -> None:
        style = source.get(full("text:style-name")) or ""
        shown = self.styles.shown(style)
        paragraph = lxml_html.Element("h1" if shown in _TITLE_STYLES else "p")
        self._words(source, paragraph, style)
        if shown in _AUTHOR_STYLES:
            self.authors.append(one_line(str(paragraph.text_content())))
        place = into
        if shown in _QUOTE_STYLES:
            place = lxml_html.Element("blockquote")
            into.append(place)
        place.append(paragraph)
        self._put_boxes(into)

    def _heading(self, source: etree._Element, into: HtmlElement) -> None:
        told = source.get(full("text:outline-level")) or "1"
        level = min(int(told), _LOWEST_HEADING) if told.isdigit() and int(told) else 1
        heading = lxml_html.Element(f"h{level}")
        self._words(source, heading, source.get(full("text:style-name")) or "")
        into.append(heading)
        self._put_boxes(into)

    def _put_boxes(self, into: HtmlElement) -> None:
        """What hung on a paragraph stands behind it."""
        into.extend(self._boxes)
        self._boxes = []

    def _words(self, source: etree._Element, into: HtmlElement, style: str) -> None:
        """The inline content of one paragraph, in Unicode."""
        before = self._pieces
        self._pieces = []
        self._inline(source, into, self.styles.reading(style))
        read = read_pieces([(getattr(element, where) or "", reading) for element, where, reading in self._pieces])
        for (element, where, _), text in zip(self._pieces, read, strict=True):
            setattr(element, where, text)
        self._pieces = before

    def _say(self, text: str | None, into: HtmlElement, reading: Reading | None) -> None:
        if text:
            # Blanks count as one here (part 3, 6.1.2); more are elements of their own.
            self._put(_BLANKS.sub(" ", text), into, reading)

    def _put(self, text: str, into: HtmlElement, reading: Reading | None) -> None:
        """Every piece of text in an element of its own, so that its font can be looked at by itself."""
        piece = lxml_html.Element("span")
        piece.text = text
        into.append(piece)
        self._pieces.append((piece, "text", reading))

    def _inline(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        self._say(source.text, into, reading)
        for child in source:
            tag = str(child.tag)
            if tag in _GONE:
                pass
            elif tag in self._inlines:
                self._inlines[tag](child, into, reading)
            else:
                self._inline(child, into, reading)
            self._say(child.tail, into, reading)

    def _span(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        style = source.get(full("text:style-name")) or ""
        own = self.styles.reading(style) if self.styles.names_font(style) else reading
        place = into
        for mark, wanted in zip(("strong", "em"), self.styles.marks(style), strict=True):
            if wanted:
                inner = lxml_html.Element(mark)
                place.append(inner)
                place = inner
        self._inline(source, place, own)

    def _link(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        link = lxml_html.Element("a", href=source.get(full("xlink:href")) or "")
        into.append(link)
        self._inline(source, link, reading)

    def _blank(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        told = source.get(full("text:c")) or "1"
        self._put(" " * (min(int(told), _MOST_BLANKS) if told.isdigit() else 1), into, reading)

    def _break(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:  # noqa: ARG002 - as the others
        into.append(lxml_html.Element("br"))

    def _note(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:  # noqa: ARG002 - as the others
        body = source.find(full("text:note-body"))
        if body is None:
            return
        note = lxml_html.Element("li", id="")
        self._notes.append(note)
        number = len(self._notes)
        note.set("id", f"footnote-{number}")
        into.append(lxml_html.Element("a", href=f"#footnote-{number}"))
        self._children(body, note)

    def _list(self, source: etree._Element, into: HtmlElement) -> None:
        lists = [source, *source.iterancestors(full("text:list"))]
        called = next((style for above in lists if (style := above.get(full("text:style-name")))), "")
        written = lxml_html.Element("ol" if (called, len(lists)) in self.styles.numbered else "ul")
        for child in source.iterchildren(full("text:list-item")):
            item = lxml_html.Element("li")
            self._children(child, item)
            if len(item):
                written.append(item)
        into.append(written)

    def _table(self, source: etree._Element, into: HtmlElement) -> None:
        table = lxml_html.Element("table")
        for row in source.iter(full("table:table-row")):
            if next(row.iterancestors(full("table:table")), None) is source:
                written = lxml_html.Element("tr")
                for cell in row.iterchildren(full("table:table-cell")):
                    told = cell.get(full("table:number-columns-repeated")) or "1"
                    times = min(int(told), _MOST_SPAN) if told.isdigit() else 1
                    written.extend(self._cell(cell) for _ in range(times))
                table.append(written)
        into.append(table)

    def _cell(self, source: etree._Element) -> HtmlElement:
        cell = lxml_html.Element("td")
        for told, way in (("table:number-columns-spanned", "colspan"), ("table:number-rows-spanned", "rowspan")):
            cell.set(way, source.get(full(told)) or "1")
        self._children(source, cell)
        return cell

    def _frame(self, source: etree._Element, into: HtmlElement, reading: Reading | None = None) -> None:  # noqa: ARG002 - as the others
        """A picture, or a box with a picture and its caption, or with words."""
        box = source.find(full("draw:text-box"))
        if box is not None:
            self._box(box)
            return
        told = source.find(full("svg:desc")), source.find(full("svg:title"))
        alt = one_line(next((part.text for part in told if part is not None and part.text), ""))
        for image in source.iterchildren(full("draw:image")):
            number = self._picture(image.get(full("xlink:href")) or "", alt)
            if number is not None:
                into.append(lxml_html.Element("img", src=f"picture:{number}", alt=alt))
                return

    def _box(self, source: etree._Element) -> None:
        outer, self._boxes = self._boxes, []
        box = lxml_html.Element("div")
        self._children(source, box)
        pictures = [*box.iter("img")]
        caption = one_line(str(box.text_content()), most=_CAPTION_LENGTH)
        if pictures and caption and not caption.endswith("…"):
            self.album.tell_caption(int((pictures[0].get("src") or "").removeprefix("picture:")), caption)
            box = lxml_html.Element("div")
            box.extend(pictures)
        self._boxes = [*outer, box]

    def _picture(self, part: str, alt: str) -> int | None:
        """Only pictures in the package are taken; those that are linked are never fetched."""
        try:
            data = self.package.read(part.removeprefix("./"))
        except KeyError:
            data = b""
        return self.album.take(data, kind_of(data), alt=alt)

    def _frame_block(self, source: etree._Element, into: HtmlElement) -> None:
        paragraph = lxml_html.Element("p")
        self._frame(source, paragraph)
        into.append(paragraph)
