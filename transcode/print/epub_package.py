"""The package document of a book, its navigation, and the older table of contents for older readers.

Source: EPUB 3.3 (5 package document, 7 navigation document), EPUB Accessibility 1.1 (metadata), NCX of EPUB 2.0.1.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from transcode.print.article import words
from transcode.print.epub_pages import clean, data_of, page
from transcode.print.xhtml import EPUB_TYPE, XML_LANG, new

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"

CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a book tells about itself.

    Attributes:
        identifier: Never changes for the same item.
        title: One line.
        languages: BCP-47 tags, the book's own first.
        publisher: Press agency.
        creators: Authors.
        series: What it is a part of; "" for nothing. series_position: its number there, None when it has none.
        published_at: Aware. modified_at likewise.
        source: Its address; "" when it has none.
        description: One paragraph, or "".
        rights: Or "".
        has_pictures: Whether anything is to be seen. is_described: whether all of that is told in words too.
    """

    identifier: str
    title: str
    languages: Sequence[str]
    publisher: str
    creators: Sequence[str]
    series: str
    series_position: int | None
    published_at: dt.datetime
    modified_at: dt.datetime
    source: str
    description: str
    rights: str
    has_pictures: bool
    is_described: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file of the book. `spine`: whether it is read in its turn, None when it is no page."""

    id: str
    name: str
    media_type: str
    properties: str = ""
    spine: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents. An entry with entries below it is a section."""

    title: str
    name: str
    language: str
    entries: Sequence["Entry"] = ()


def package_document(facts: Facts, parts: Sequence[Part]) -> bytes:
    """The package document: metadata, manifest, spine."""
    root = etree.XML(f'<package xmlns="{_OPF}" version="3.0" unique-identifier="id"/>')
    root.set(XML_LANG, facts.languages[0])
    metadata = etree.SubElement(root, f"{{{_OPF}}}metadata", nsmap={"dc": _DC})
    for name, text, own in _elements(facts):
        _below(metadata, f"{{{_DC}}}{name}", text, **({"id": own} if own else {}))
    for name, text, more in _properties(facts):
        _below(metadata, f"{{{_OPF}}}meta", text, property=name, **more)
    if any("cover-image" in part.properties for part in parts):
        # For readers of EPUB 2, which do not know the property of the manifest.
        _below(metadata, f"{{{_OPF}}}meta", "", name="cover", content="cover-image")
    manifest = _below(root, f"{{{_OPF}}}manifest", "")
    spine = _below(root, f"{{{_OPF}}}spine", "", toc="ncx")
    for part in parts:
        item = _below(manifest, f"{{{_OPF}}}item", "", id=part.id, href=part.name)
        item.set("media-type", part.media_type)
        if part.properties:
            item.set("properties", part.properties)
        if part.spine is not None:
            _below(spine, f"{{{_OPF}}}itemref", "", idref=part.id, **({} if part.spine else {"linear": "no"}))
    return _data(root)


def _elements(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Dublin Core: name, text, id."""
    yield "identifier", facts.identifier, "id"
    yield "title", clean(facts.title), ""
    for language in facts.languages:
        yield "language", language, ""
    for name in facts.creators:
        yield "creator", clean(name), ""
    told = {
        "publisher": facts.publisher,
        "date": _utc(facts.published_at),
        "source": facts.source,
        "description": facts.description,
        "rights": facts.rights,
    }
    for name, text in told.items():
        if clean(text):
            yield name, clean(text), ""


def _properties(facts: Facts) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Properties: name, text, further attributes."""
    yield "dcterms:modified", _utc(facts.modified_at), {}
    if clean(facts.series):
        yield "belongs-to-collection", clean(facts.series), {"id": "series"}
        yield "collection-type", "series", {"refines": "#series"}
        if facts.series_position is not None:
            yield "group-position", str(facts.series_position), {"refines": "#series"}
    yield "schema:accessMode", "textual", {}
    if facts.has_pictures:
        yield "schema:accessMode", "visual", {}
    if facts.is_described:
        yield "schema:accessModeSufficient", "textual", {}
    for feature in ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"):
        yield "schema:accessibilityFeature", feature, {}
    if facts.has_pictures and facts.is_described:
        yield "schema:accessibilityFeature", "alternativeText", {}
    yield "schema:accessibilityHazard", "none", {}
    yield "schema:accessibilitySummary", words(facts.languages[0])["summary"], {}


def navigation(facts: Facts, entries: Sequence[Entry], *, is_page: bool) -> bytes:
    """The contents and the landmarks.

    Args:
        facts: Of the book.
        entries: Its contents; at least one.
        is_page: Whether the contents are read in their turn, as a page of the book.
    """
    says = words(facts.languages[0])
    root, body = page(says["contents"], facts.languages[0])
    contents = new(body, "nav", id="toc", role="doc-toc", aria_labelledby="contents")
    contents.set(EPUB_TYPE, "toc")
    new(contents, "h1", says["contents"], id="contents")
    _listed(contents, entries, facts.languages[0])
    marks = new(body, "nav", hidden="hidden", aria_label=clean(facts.title))
    marks.set(EPUB_TYPE, "landmarks")
    listed = new(marks, "ol")
    first = next(_leaves(entries)).name
    new(new(listed, "li"), "a", says["cover"], href="cover.xhtml").set(EPUB_TYPE, "cover")
    if is_page:
        new(new(listed, "li"), "a", says["contents"], href="nav.xhtml").set(EPUB_TYPE, "toc")
    new(new(listed, "li"), "a", says["start"], href=first).set(EPUB_TYPE, "bodymatter")
    return data_of(root)


def _listed(parent: etree._Element, entries: Sequence[Entry], language: str) -> None:
    listed = new(parent, "ol")
    for entry in entries:
        item = new(listed, "li")
        line = new(item, "span", clean(entry.title)) if entry.entries else _linked(item, entry)
        if entry.language != language:
            line.set("lang", entry.language)
            line.set(XML_LANG, entry.language)
        if entry.entries:
            _listed(item, entry.entries, language)


def _linked(item: etree._Element, entry: Entry) -> etree._Element:
    return new(item, "a", clean(entry.title), href=entry.name)


def _leaves(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield from _leaves(entry.entries) if entry.entries else [entry]


def older_contents(facts: Facts, entries: Sequence[Entry]) -> bytes:
    """The contents as readers of EPUB 2 know them; many cheap phones have one."""
    root = etree.XML(f'<ncx xmlns="{_NCX}" version="2005-1"/>')
    root.set(XML_LANG, facts.languages[0])
    head = _below(root, f"{{{_NCX}}}head", "")
    depth = 2 if any(entry.entries for entry in entries) else 1
    for name, value in (("uid", facts.identifier), ("depth", str(depth))):
        _below(head, f"{{{_NCX}}}meta", "", name=f"dtb:{name}", content=value)
    _below(_below(root, f"{{{_NCX}}}docTitle", ""), f"{{{_NCX}}}text", clean(facts.title))
    _points(_below(root, f"{{{_NCX}}}navMap", ""), entries, iter(range(1, 1_000_000)))
    return _data(root)


def _points(parent: etree._Element, entries: Sequence[Entry], numbers: Iterator[int]) -> None:
    for entry in entries:
        number = next(numbers)
        point = _below(parent, f"{{{_NCX}}}navPoint", "", id=f"point-{number}")
        _below(_below(point, f"{{{_NCX}}}navLabel", ""), f"{{{_NCX}}}text", clean(entry.title))
        _below(point, f"{{{_NCX}}}content", "", src=next(_leaves([entry])).name)
        _points(point, entry.entries, numbers)


def _below(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, tag, attributes)
    child.text = text or None
    return child


def _data(root: etree._Element) -> bytes:
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
