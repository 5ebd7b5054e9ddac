"""Hostile or careless HTML to the few elements that `markup` writes as Markdown."""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from lxml.html import HtmlElement

from transcode.documents.fonts import Reading, read_pieces, reading_of

# fmt: off
#: Elements that go with all they hold.
_GONE = frozenset({
    "script", "style", "template", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "svg",
    "math", "canvas", "audio", "video", "select", "input", "button", "textarea", "datalist",
    "dialog", "nav", "head", "meta", "link", "base", "title", "map", "menu", "aside", "footer", "rp",
})
_SECTIONS = frozenset({
    "section", "article", "main", "header", "hgroup", "address", "details", "summary", "center", "form", "fieldset",
    "legend", "body", "html", "noindex", "picture",
})
_BLOCKS = frozenset({
    "p", "div", "blockquote", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption",
    "pre", "hr", "dl", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "caption",
})
# fmt: on
#: Elements that hold nothing. The parser does not know that, and puts into them what stands behind them.
_EMPTY = frozenset({"source", "track"})
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_WINDOWS_PATH = re.compile(r"[A-Za-z]:")
_LAYOUT_WORDS = 600
_LATE = ("data-src", "data-original", "data-lazy-src")
_TINY = re.compile(r"[01](px)?")

#: Address, words for it, caption -> the address that it has in the article; "" when it is not kept.
PictureTaker = Callable[[str, str, str], str]


def tidy(root: HtmlElement, *, pictures: PictureTaker) -> None:
    """Changes the tree in place. No attribute remains but those of links, pictures, notes and cells.

    Args:
        root: The part of the page that holds the article. Stays what it is.
        pictures: Told of every picture; gives the address that it has in the article, "" when it is not kept.
    """
    for element in [*root.iter()]:
        if not isinstance(element.tag, str):
            _drop(element)
        elif element.tag in _EMPTY and element.getparent() is not None:
            element.drop_tag()
        elif element is not root and (element.tag in _GONE or _is_hidden(element)) and element.getparent() is not None:
            element.drop_tree()
    _unicode_words(root)
    for element in [*root.iter()]:
        if element.tag in _SECTIONS and element is not root:
            element.tag = "div"
    _unlay(root)
    _close_blocks(root)
    _settle_pictures(root, pictures)
    _collapse(root)


def beside(source: str) -> str:
    """The address of a picture that lies beside the page, quoted; "" when it lies anywhere else."""
    place = source.strip()
    if not place or len(place) > 500 or place.startswith(("/", "\\", "#")) or _WINDOWS_PATH.match(place):  # noqa: PLR2004 - no path is longer
        return ""
    try:
        parts = urlsplit(place)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else quote(unquote(parts.path), safe="/-_.~")


def picture_source(image: HtmlElement) -> str:
    """The address of a picture. Pages that load pictures late name the true one in an attribute of their own."""
    source = image.get("src") or ""
    late = next((told for name in _LATE if (told := image.get(name))), "")
    return source if beside(source) or not late else late


def is_counter(image: HtmlElement) -> bool:
    """Whether a picture is only there to be fetched: one dot that counts readers."""
    return any(_TINY.fullmatch(image.get(side) or "") for side in ("width", "height"))


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _unicode_words(root: HtmlElement) -> None:
    """Words in fonts from before Unicode ("<font face=.VnTime>") become Unicode."""
    pieces: list[tuple[HtmlElement, str, Reading | None]] = []

    def walk(element: HtmlElement, reading: Reading | None) -> None:
        family = element.get("face") or (_FAMILY.search(element.get("style") or "") or ("", ""))[1]
        own = reading_of(family.split(",")[0]) if family else reading
        pieces.append((element, "text", own))
        for child in element:
            walk(child, own)
            pieces.append((child, "tail", own))

    walk(root, None)
    if any(reading for _, _, reading in pieces):
        read = read_pieces([(getattr(element, where) or "", reading) for element, where, reading in pieces])
        for (element, where, reading), text in zip(pieces, read, strict=True):
            if reading:
                setattr(element, where, text)


def _unlay(root: HtmlElement) -> None:
    """Tables that only place things on the page become blocks: those that hold tables or whole columns of text."""
    for table in [*root.iter("table")]:
        cells = [*table.iter("td", "th")]
        longest = max((len(cell.text_content()) for cell in cells), default=0)
        if next(table.iterdescendants("table"), None) is not None or longest > _LAYOUT_WORDS or len(cells) == 1:
            inner = {cell for inside in table.iterdescendants("table") for cell in inside.iter()}
            for element in [*table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption")]:
                if element not in inner:
                    element.tag = "div"


def _close_blocks(root: HtmlElement) -> None:
    """An inline element around blocks goes, its blocks stay."""
    for element in [*root.iter()]:
        loose = element is not root and element.tag not in _BLOCKS
        if loose and any(inner.tag in _BLOCKS for inner in element.iterdescendants()):
            element.drop_tag()


def _settle_pictures(root: HtmlElement, pictures: PictureTaker) -> None:
    seen: set[HtmlElement] = set()
    for image in [*root.iter("img")]:
        source = picture_source(image)
        if is_counter(image):
            _drop(image)
            continue
        alt, told = image.get("alt") or "", _caption(image, seen)
        caption = _BLANKS.sub(" ", told.text_content()).strip() if told is not None else ""
        place = pictures(source, alt, caption)
        image.attrib.clear()
        if place:
            if told is not None:
                # It goes with the picture.
                _drop(told)
            image.set("src", place)
            image.set("alt", alt)
            if caption and not place.startswith("picture:"):
                image.set("title", caption)
        else:
            image.tag, image.text = "span", "" if alt.strip() == caption else alt


def _caption(image: HtmlElement, seen: set[HtmlElement]) -> HtmlElement | None:
    """The caption of the figure that a picture stands in, for the first picture of it."""
    figure = next(image.iterancestors("figure"), None)
    if figure is None or figure in seen:
        return None
    seen.add(figure)
    return figure.find(".//figcaption")


def _collapse(root: HtmlElement) -> None:
    """Blanks and line ends count as one blank, except in lines that were typed as they are."""
    for element in root.iter():
        typed = element.tag == "pre" or next(element.iterancestors("pre"), None) is not None
        if element.text and not typed:
            element.text = _BLANKS.sub(" ", element.text)
        if element.tail and next(element.iterancestors("pre"), None) is None:
            element.tail = _BLANKS.sub(" ", element.tail)
