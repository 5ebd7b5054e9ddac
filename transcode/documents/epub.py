"""EPUB 2 and 3, behind the package guard.

Sources: EPUB 3.3 (package document, spine, encryption.xml), Open Packaging Format 2.0.1.
"""

import contextlib
import hashlib
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.album import Album, from_data_url, kind_of
from transcode.documents.article import Article, one_line, summarise
from transcode.documents.byline import author_of
from transcode.documents.chapters import issue_of, without_signs
from transcode.documents.cutting import contents
from transcode.documents.epub_outline import BookMark, chapters_of, marks_of_ncx, marks_of_page, put_signs
from transcode.documents.limits import DocumentLimits
from transcode.documents.package import check_package, refusing_broken
from transcode.documents.text import decode
from transcode.documents.webpage import article_markdown, page_tree, titled
from transcode.documents.xml import parsed
from transcode.errors import RejectedError

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
#: Ways to make fonts unreadable outside their book. Only fonts are hidden by them, no words.
_FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
#: An empty XHTML element that HTML would take for an open one.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:.-]*)([^<>]*?)/>"
)
_NCX_TYPE = "application/x-dtbncx+xml"
_COVER = "Bìa"
_DATE_LENGTH = 10
_MOST_PAGES = 2_000


def read_epub(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """One article of a book: its pages in the order of its spine, the cover before them, its notes behind them.

    A book whose table of contents leads to several articles is an issue too; its chapters stand for pages.

    Raises:
        RejectedError: what `check_package` raises; "book-locked", "document-broken", "document-hostile",
            "document-too-slow", "text-too-long", "no-text".
    """
    check_package(path, limits=limits, format_name="EPUB", scan=False)
    with refusing_broken("EPUB"), zipfile.ZipFile(path) as package:
        _refuse_locked(package)
        book = _Book.open(package)
        album = Album(limits=limits)
        root = lxml_html.Element("div")
        pages = dict(_pages(book, limits))
        root.extend(pages.values())
        marks = chapters_of(book.marks())
        sign = _sign(root)
        put_signs(pages, marks, sign)
        cover = _cover(book, album)
        signed = article_markdown(
            root, pictures=lambda source, alt, caption: _taken(package, album, source, alt, caption)
        )
        limits.check_text(signed)
        facts = book.facts()
    told = facts.pop("title", "")
    title, body = titled(without_signs(signed, sign), told=told, page_title="", name=name)
    if not body.strip():
        raise RejectedError("no-text")
    if cover is not None and f"](picture:{cover})" not in body:
        body = f"![{_COVER}](picture:{cover})\n\n{body}"
    issue = issue_of(signed, sign, marks, label=title)
    return Article(
        title=title,
        summary=contents(issue) if issue else summarise(body),
        markdown=body,
        pictures=tuple(album.pictures),
        language=facts.pop("language", None),
        metadata=facts | album.told,
        issue=issue,
    )


def _pages(book: "_Book", limits: DocumentLimits) -> Iterator[tuple[str, HtmlElement]]:
    """The pages of a book by their parts, as trees."""
    started, characters = limits.clock(), 0
    for number, part in enumerate(book.pages()):
        if limits.clock() - started > limits.seconds:
            raise RejectedError("document-too-slow", most_seconds=limits.seconds)
        text = decode(book.package.read(part)).text
        characters += len(text)
        if characters > limits.characters:
            raise RejectedError("text-too-long", characters=characters, most_characters=limits.characters)
        yield part, _page(text, part=part, number=number, places=book.places)


def _sign(root: HtmlElement) -> str:
    """A word that the book cannot hold: it is made of all its words."""
    return "chapter" + hashlib.sha256(root.text_content().encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class _Book:
    """The package document of an open book, and where it lies."""

    package: zipfile.ZipFile
    root: etree._Element
    folder: str
    places: dict[str, int]

    @classmethod
    def open(cls, package: zipfile.ZipFile) -> "_Book":
        container = parsed(package.read(_CONTAINER), format_name="EPUB")
        found = next((part.get("full-path") for part in container.iter("{*}rootfile") if part.get("full-path")), None)
        if not found:
            raise RejectedError("document-broken", format="EPUB")
        root = parsed(package.read(found), format_name="EPUB")
        book = cls(package=package, root=root, folder=posixpath.dirname(found), places={})
        book.places.update({part: number for number, part in enumerate(book.pages())})
        return book

    def items(self) -> dict[str, etree._Element]:
        """The manifest by id."""
        return {item.get("id") or "": item for item in self.root.iter(f"{_OPF}item")}

    def part(self, item: etree._Element) -> str:
        """The name of an item's part in the package."""
        return posixpath.normpath(posixpath.join(self.folder, unquote(item.get("href") or "")))

    def pages(self) -> Iterator[str]:
        """The parts of the spine in their order, the table of contents left out, each once."""
        items, names = self.items(), set(self.package.namelist())
        parts: dict[str, None] = {}
        for ref in self.root.iter(f"{_OPF}itemref"):
            item = items.get(ref.get("idref") or "")
            if item is not None and "nav" not in (item.get("properties") or "").split():
                part = self.part(item)
                if part in names and (item.get("media-type") or "") in _PAGE_TYPES:
                    parts.setdefault(part)
        yield from [*parts][:_MOST_PAGES]

    def cover(self) -> str | None:
        """The part with the picture of the cover."""
        items = self.items()
        for item in items.values():
            if "cover-image" in (item.get("properties") or "").split():
                return self.part(item)
        named = next((meta.get("content") for meta in self.root.iter(f"{_OPF}meta") if meta.get("name") == "cover"), "")
        return self.part(items[named]) if named and named in items else None

    def marks(self) -> list[BookMark]:
        """The lines of its table of contents; none where it has none that can be read."""
        items = self.items().values()
        nav = next((item for item in items if "nav" in (item.get("properties") or "").split()), None)
        ncx = next((item for item in items if item.get("media-type") == _NCX_TYPE), None)
        with contextlib.suppress(RejectedError, KeyError):
            if nav is not None:
                part = self.part(nav)
                return marks_of_page(page_tree(_closed(decode(self.package.read(part)).text)), part)
            if ncx is not None:
                part = self.part(ncx)
                return marks_of_ncx(parsed(self.package.read(part), format_name="EPUB"), part)
        return []

    def facts(self) -> dict[str, str]:
        """What the book says about itself."""
        facts: dict[str, str] = {}
        authors = []
        for part in self.root.iter(f"{_DC}title", f"{_DC}language", f"{_DC}date", f"{_DC}creator"):
            value, kind = one_line(part.text or ""), str(part.tag).removeprefix(_DC)
            if kind == "creator" and author_of(value):
                authors.append(author_of(value))
            elif value and kind != "creator":
                facts.setdefault(kind, value)
        if authors:
            facts["author"] = ", ".join(authors)
        if "date" in facts:
            facts["date"] = facts["date"][:_DATE_LENGTH]
        if not _LANGUAGE.fullmatch(facts.get("language", "und")):
            del facts["language"]
        return facts


def _refuse_locked(package: zipfile.ZipFile) -> None:
    if "META-INF/rights.xml" in package.namelist() and _ENCRYPTION in package.namelist():
        raise RejectedError("book-locked")
    if _ENCRYPTION in package.namelist():
        root = parsed(package.read(_ENCRYPTION), format_name="EPUB")
        methods = {method.get("Algorithm") for method in root.iter("{*}EncryptionMethod")}
        if not methods <= _FONTS_ONLY:
            raise RejectedError("book-locked")


def _page(text: str, *, part: str, number: int, places: dict[str, int]) -> HtmlElement:
    """The body of one page. Its names, and what points at them, carry its number; addresses name parts of the book."""
    tree = page_tree(_closed(text))
    body = tree.find("body")
    page = body if body is not None else tree
    page.tag = "div"
    folder = posixpath.dirname(part)
    for element in page.iter():
        for key in ("id", "name"):
            if element.get(key):
                element.set(key, f"p{number}-{element.get(key)}")
        if element.tag == "a" and element.get("href"):
            element.set("href", _pointed(element.get("href") or "", number=number, folder=folder, places=places))
        _name_picture(element, folder)
    for drawing in [*page.iter("svg")]:
        # A cover page is often one drawing around one picture.
        if [child.tag for child in drawing.iterdescendants()] == ["img"]:
            drawing.tag = "div"
    return page


def _closed(text: str) -> str:
    return _CLOSED.sub(r"<\1\2></\1>", text)


def _name_picture(element: HtmlElement, folder: str) -> None:
    if element.tag == "image":
        element.set("src", element.get("xlink:href") or element.get("href") or "")
        element.tag = "img"
    source = element.get("src") or ""
    if element.tag == "img" and not source.startswith("data:"):
        element.set("src", posixpath.normpath(posixpath.join(folder, unquote(source))))


def _pointed(target: str, *, number: int, folder: str, places: dict[str, int]) -> str:
    """A link within the book as a link within the one article; links elsewhere as they are."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return target
    there = places.get(posixpath.normpath(posixpath.join(folder, unquote(parts.path)))) if parts.path else number
    return f"#p{there}-{parts.fragment}" if there is not None and parts.fragment else ""


def _cover(book: _Book, album: Album) -> int | None:
    """The number of the cover's picture."""
    part = book.cover()
    if part is None or part not in book.package.namelist():
        return None
    data = book.package.read(part)
    return album.take(data, kind_of(data), alt=_COVER)


def _taken(package: zipfile.ZipFile, album: Album, source: str, alt: str, caption: str) -> str:
    data = from_data_url(source)
    if not data and source in package.namelist():
        data = package.read(source)
    number = album.take(data, kind_of(data), alt=alt, caption=caption)
    return "" if number is None else f"picture:{number}"
