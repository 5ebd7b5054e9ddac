"""DOCX whose words are set in fonts from before Unicode: the same package with Unicode words.

Source: ECMA-376 part 1, 17.3.2.26 (rFonts) and 17.7 (styles).
"""

import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from transcode.documents.fonts import Reading, read_pieces, reading_of
from transcode.documents.xml import parsed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STYLES = "word/styles.xml"
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_SIGNS = (b".vn", b"vni-")
_MEMORY_BYTES = 8_000_000
_MOST_PARENTS = 20


def with_unicode_words(path: Path) -> BinaryIO:
    """The package at path, open for reading; where it uses such fonts a copy whose words are Unicode.

    Raises:
        ValueError, KeyError, zipfile.BadZipFile: The package is broken; `refusing_broken` names it.
    """
    with zipfile.ZipFile(path) as package:
        there = [name for name in (_STYLES, *_TEXTS) if name in package.namelist()]
        parts = {name: package.read(name) for name in there}
        if not any(sign in part.lower() for part in parts.values() for sign in _SIGNS):
            return path.open("rb")
        styles = _Styles.read(parts.pop(_STYLES, b""))
        # Not in memory: packages hold pictures. Closed by whoever asked for it.
        copy = tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115
        with zipfile.ZipFile(copy, "w") as made:
            for name in dict.fromkeys(package.namelist()):
                part = parts.get(name)
                made.writestr(name, package.read(name) if part is None else _unicode_part(part, styles))
    copy.seek(0)
    return copy  # type: ignore[return-value]  # a spooled file is a BinaryIO in all but its type


@dataclass
class _Styles:
    """Fonts by style, and the style that a paragraph has when it names none."""

    fonts: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    usual: str = ""
    default_font: str = ""

    @classmethod
    def read(cls, part: bytes) -> "_Styles":
        styles = cls()
        if not part:
            return styles
        root = parsed(part, format_name="DOCX")
        styles.default_font = _font(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        for style in root.iter(f"{_W}style"):
            name = style.get(f"{_W}styleId") or ""
            styles.fonts[name] = _font(style.find(f"{_W}rPr"))
            parent = style.find(f"{_W}basedOn")
            styles.parents[name] = (parent.get(f"{_W}val") or "") if parent is not None else ""
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}:
                styles.usual = name
        return styles

    def font(self, name: str) -> str:
        """The font of a style or of the nearest one that it is based on; "" when none of them names one."""
        for _ in range(_MOST_PARENTS):
            if self.fonts.get(name) or not name:
                break
            name = self.parents.get(name, "")
        return self.fonts.get(name, "")


def _font(properties: etree._Element | None) -> str:
    fonts = properties.find(f"{_W}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    return fonts.get(f"{_W}hAnsi") or fonts.get(f"{_W}ascii") or ""


def _named(properties: etree._Element | None, tag: str) -> str:
    style = properties.find(_W + tag) if properties is not None else None
    return (style.get(f"{_W}val") or "") if style is not None else ""


def _unicode_part(part: bytes, styles: _Styles) -> bytes:
    root = parsed(part, format_name="DOCX")
    for paragraph in root.iter(f"{_W}p"):
        usual = styles.font(_named(paragraph.find(f"{_W}pPr"), "pStyle") or styles.usual) or styles.default_font
        pieces: list[tuple[etree._Element, Reading | None]] = []
        for run in paragraph.iter(f"{_W}r"):
            # A frame in a paragraph has paragraphs of its own, which have their turn.
            if next(run.iterancestors(f"{_W}p"), None) is paragraph:
                reading = _reading(run, usual, styles)
                pieces += [(piece, reading) for piece in _pieces(run, legacy=reading is not None)]
        read = read_pieces([(piece.text or "", reading) for piece, reading in pieces])
        for (piece, _), text in zip(pieces, read, strict=True):
            if text != piece.text:
                piece.text = text
                piece.set(_SPACE, "preserve")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _reading(run: etree._Element, usual: str, styles: _Styles) -> Reading | None:
    properties = run.find(f"{_W}rPr")
    return reading_of(_font(properties) or styles.font(_named(properties, "rStyle")) or usual)


def _pieces(run: etree._Element, *, legacy: bool) -> list[etree._Element]:
    """The text elements of a run. Letters that Word keeps as elements of their own become text in such fonts."""
    for child in list(run):
        sign = ""
        if legacy and child.tag == f"{_W}softHyphen":
            # The place of a soft hyphen, 0xAD, is a letter in TCVN3.
            sign = "\u00ad"
        elif child.tag == f"{_W}sym" and reading_of(child.get(f"{_W}font") or "") and legacy:
            sign = _symbol(child.get(f"{_W}char") or "")
        if sign:
            text = etree.Element(f"{_W}t")
            text.text, text.tail = sign, child.tail
            run.replace(child, text)
    return run.findall(f"{_W}t")


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""
