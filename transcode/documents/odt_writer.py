"""The text of an OpenDocument file as the HTML that `markup` knows."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.album import Album, kind_of
from transcode.documents.article import one_line
from transcode.documents.fonts import Reading, read_pieces
from transcode.documents.odt_styles import Styles
from transcode.documents.odt_styles import name as full

_LOWEST_HEADING = 6
_MOST_BLANKS = 100
_MOST_SPAN = 50
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
    _pieces: list[tuple[HtmlElement, str, Reading | None]] = field(default_factory=list)

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
                write(self, child, into)
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

    def _heading(self, source: etree._Element, into: HtmlElement) -> None:
        told = source.get(full("text:outline-level")) or "1"
        level = min(int(told), _LOWEST_HEADING) if told.isdigit() and int(told) else 1
        heading = lxml_html.Element(f"h{level}")
        self._words(source, heading, source.get(full("text:style-name")) or "")
        into.append(heading)

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
            self._put(" ".join(text.split(" ")) if text.strip() else " ", into, reading)

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
                self._inlines[tag](self, child, into, reading)
            else:
                self._inline(child, into, reading)
            self._say(child.tail, into, reading)

    def _span(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        style = source.get(full("text:style-name")) or ""
        own = self.styles.reading(style) if self.styles.names_font(style) else reading
        for mark, wanted in zip(("strong", "em"), self.styles.marks(style), strict=True):
            if wanted:
                into.append(lxml_html.Element(mark))
                into = into[-1]
        self._inline(source, into, own)

    def _link(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        link = lxml_html.Element("a", href=source.get(full("xlink:href")) or "")
        into.append(link)
        self._inline(source, link, reading)

    def _blank(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        told = source.get(full("text:c")) or "1"
        self._put(" " * (min(int(told), _MOST_BLANKS) if told.isdigit() else 1), into, reading)

    def _break(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
        into.append(lxml_html.Element("br"))

    def _note(self, source: etree._Element, into: HtmlElement, reading: Reading | None) -> None:
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
        depth, called, above = 1, "", source
        for above in (source, *source.iterancestors(full("text:list"))):
            called = called or above.get(full("text:style-name")) or ""
        depth += sum(1 for _ in source.iterancestors(full("text:list")))
        written = lxml_html.Element("ol" if (called, depth) in self.styles.numbered else "ul")
        for child in source.iterchildren(full("text:list-item")):
            item = lxml_html.Element("li")
            self._children(child, item)
            written.append(item)
        into.append(written)

    def _table(self, source: etree._Element, into: HtmlElement) -> None:
        table = lxml_html.Element("table")
        for row in source.iter(full("table:table-row")):
            if next(row.iterancestors(full("table:table")), None) is source:
                written = lxml_html.Element("tr")
                for cell in row.iterchildren(full("table:table-cell")):
                    written.append(self._cell(cell))
                table.append(written)
        into.append(table)

    def _cell(self, source: etree._Element) -> HtmlElement:
        cell = lxml_html.Element("td")
        for told, way in (("table:number-columns-spanned", "colspan"), ("table:number-rows-spanned", "rowspan")):
            cell.set(way, source.get(full(told)) or "1")
        self._children(source, cell)
        return cell

    def _frame(self, source: etree._Element, into: HtmlElement, reading: Reading | None = None) -> None:
        """A picture, or a box with a picture and its caption."""
        box = source.find(full("draw:text-box"))
        if box is not None:
            self._children(box, into)
            return
        told = source.find(full("svg:desc")), source.find(full("svg:title"))
        alt = one_line(next((part.text for part in told if part is not None and part.text), ""))
        for image in source.iterchildren(full("draw:image")):
            number = self._picture(image.get(full("xlink:href")) or "", alt)
            if number is not None:
                into.append(lxml_html.Element("img", src=f"picture:{number}", alt=alt))
                return

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

    _blocks: Mapping[str, Callable[["OdtWriter", etree._Element, HtmlElement], None]] = field(init=False)
    _inlines: Mapping[str, Callable[["OdtWriter", etree._Element, HtmlElement, Reading | None], None]] = field(
        init=False
    )
