"""Styles of OpenDocument texts: which are headings, lists with numbers, bold, and which fonts they use."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from transcode.documents.fonts import Reading, reading_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": _OASIS + "office:1.0",
    "style": _OASIS + "style:1.0",
    "text": _OASIS + "text:1.0",
    "table": _OASIS + "table:1.0",
    "draw": _OASIS + "drawing:1.0",
    "fo": _OASIS + "xsl-fo-compatible:1.0",
    "svg": _OASIS + "svg-compatible:1.0",
    "meta": _OASIS + "meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_MOST_PARENTS = 20
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


def name(short: str) -> str:
    """The full name of an element or attribute: "text:p" -> "{urn:…}p"."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, kw_only=True)
class _Style:
    parent: str
    shown: str
    font: str
    bold: bool | None
    italic: bool | None


@dataclass
class Styles:
    """What the styles of one document say."""

    styles: dict[str, _Style] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    numbered: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, roots: Iterable[etree._Element]) -> "Styles":
        """The styles of all parts; those of a later part win."""
        found = cls()
        for root in roots:
            for face in root.iter(name("style:font-face")):
                found.fonts[face.get(name("style:name")) or ""] = face.get(name("svg:font-family")) or ""
            for style in root.iter(name("style:style")):
                found.styles[style.get(name("style:name")) or ""] = _style(style)
            for listing in root.iter(name("text:list-style")):
                called = listing.get(name("style:name")) or ""
                for level in listing.iter(name("text:list-level-style-number")):
                    if level.get(name("style:num-format")):
                        found.numbered.add((called, int(level.get(name("text:level")) or 1)))
        return found

    def shown(self, called: str) -> str:
        """The name of a style, or of its nearest named ancestor, as a person reads it, in lower case."""
        for style in self._line(called):
            if style.shown:
                return style.shown
        return called.replace("_20_", " ").casefold()

    def reading(self, called: str) -> Reading | None:
        """How words of this style are read; None for fonts of today and where no font is named."""
        font = next((style.font for style in self._line(called) if style.font), "")
        return reading_of(self.fonts.get(font) or font) if font else None

    def names_font(self, called: str) -> bool:
        """Whether the style or one that it is based on names a font."""
        return any(style.font for style in self._line(called))

    def marks(self, called: str) -> tuple[bool, bool]:
        """Whether words of this style are bold, and italic, by the style itself or one that it is based on."""
        line = self._line(called)
        bold = next((style.bold for style in line if style.bold is not None), False)
        italic = next((style.italic for style in line if style.italic is not None), False)
        return bool(bold), bool(italic)

    def _line(self, called: str) -> list[_Style]:
        line: list[_Style] = []
        while called in self.styles and len(line) < _MOST_PARENTS:
            line.append(self.styles[called])
            called = line[-1].parent
        return line


def _style(element: etree._Element) -> _Style:
    words = element.find(name("style:text-properties"))
    weight = words.get(name("fo:font-weight")) if words is not None else None
    slant = words.get(name("fo:font-style")) if words is not None else None
    font = ""
    if words is not None:
        font = words.get(name("style:font-name")) or words.get(name("fo:font-family")) or ""
    automatic = element.getparent() is not None and str(element.getparent().tag).endswith("automatic-styles")  # type: ignore[union-attr]
    shown = element.get(name("style:display-name")) or element.get(name("style:name")) or ""
    return _Style(
        parent=element.get(name("style:parent-style-name")) or "",
        shown="" if automatic else shown.replace("_20_", " ").casefold(),
        font=font,
        bold=None if weight is None else weight in _BOLD,
        italic=None if slant is None else slant in {"italic", "oblique"},
    )
