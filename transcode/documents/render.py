"""Markdown to HTML that is safe in the site's own pages, and to plain text.

What comes out was cleaned last: of all that Markdown and its extensions make, only the tags and
attributes listed here remain.
"""

import hashlib
import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown as python_markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# fmt: off
_TAGS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q",
    "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
})
# fmt: on
_ATTRIBUTES = {
    "a": {"href", "id", "class"},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "div": {"class"},
}
#: Elements that go with all they hold: it is code or a form, not text.
# fmt: off
_GONE = frozenset({
    "script", "style", "iframe", "object", "embed", "form", "template", "noscript",
    "svg", "math", "select", "textarea", "title",
})
# fmt: on
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_CLASSES = frozenset({"footnote", "footnote-ref", "footnote-backref"})
_FOOTNOTE_ID = re.compile(r"fn(ref)?\d*:[\w-]+")
_SPAN = re.compile(r"[1-9]\d?")
_NUMBER = re.compile(r"\d{1,6}")
_PICTURE = re.compile(r"picture:(\d{1,4})")
_ALIGNED = re.compile(r"text-align: (left|right|center);")
_EMPTY = re.compile(r"<p>\s*</p>\n?")
#: A link whose address was not let through: its words stay.
_NOWHERE = re.compile(r'<a rel="noopener">(.*?)</a>', re.DOTALL)
_LOWEST_HEADING = 6
_OPENINGS = 1_000
_SECTIONS = 50
_SIGNS = "\\[<&*_`!"
_MOST_SIGNS = 10_000


def render_html(
    markdown: str, *, picture_urls: Sequence[str] = (), picture_sizes: Sequence[tuple[int, int] | None] = ()
) -> str:
    """Safe HTML for the body of an article; its highest heading is h2.

    Args:
        markdown: The body. HTML in it is cleaned: scripts, handlers, styles, frames, forms and foreign pictures go.
        picture_urls: Where the pictures are, by their number in `![alt](picture:0)`. Other pictures are left out.
        picture_sizes: Width and height in pixels of the same pictures, where known, so that pages do not jump.
    """
    kept = _Kept(markdown)
    pictures = _Pictures(kept=kept, urls=picture_urls, sizes=picture_sizes)
    try:
        made = python_markdown.markdown(
            _calmed(markdown, kept), extensions=["tables", "footnotes", "fenced_code", "sane_lists", _House(pictures)]
        )
    except RecursionError:
        # Nested deeper than any writer does; the words are still shown.
        made = "".join(f"<p>{html.escape(block)}</p>\n" for block in re.split(r"\n\s*\n", markdown))
    cleaned = nh3.clean(
        made,
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        link_rel="noopener",
        url_schemes=set(_SCHEMES),
        url_relative=_relative,
    )
    return _EMPTY.sub("", kept.put_in(_NOWHERE.sub(r"\1", cleaned))).strip()


def _calmed(markdown: str, kept: "_Kept") -> str:
    """The same text, with the blocks kept aside as plain words that would hold Markdown up for minutes.

    The time its patterns take grows with the square of the signs in one block. Blocks of real articles are far below
    the bounds.
    """
    blocks = re.split(r"(\n[ \t]*\n)", markdown)
    calm = "".join(kept.keep(html.escape(block)) if _is_endless(block) else block for block in blocks)
    return calm.replace("<![", "&lt;![") if calm.count("<![") > _SECTIONS else calm


def _is_endless(block: str) -> bool:
    if len(block) <= _OPENINGS:
        return False
    opened = max(block.count("["), block.count("<") - block.count(">"))
    return opened > _OPENINGS or sum(map(block.count, _SIGNS)) > _MOST_SIGNS


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    """The value when it is one of those that the house makes, else None, which drops the attribute."""
    patterns = {"id": _FOOTNOTE_ID, "colspan": _SPAN, "rowspan": _SPAN, "start": _NUMBER}
    if attribute in patterns:
        return value if patterns[attribute].fullmatch(value) else None
    if attribute == "title" and tag != "abbr":
        return None
    if attribute == "class":
        return value if value in _CLASSES else None
    return value


def _relative(url: str) -> str | None:
    """Links within the page and the site stay; those that name another host without a scheme do not."""
    return url if url.startswith("#") or (url.startswith("/") and url[1:2] not in {"/", "\\"}) else None


class _Kept:
    """Finished HTML that waits, as a word that nobody can write, and is put in after the cleaning.

    The word holds the hash of the whole text, so the text cannot contain it. Only what this file escaped is kept.
    """

    def __init__(self, markdown: str) -> None:
        self._word = "kept" + hashlib.sha256(markdown.encode("utf-8", "replace")).hexdigest()[:32]
        self._pieces: list[str] = []

    def keep(self, piece: str) -> str:
        self._pieces.append(piece)
        return f"{self._word}n{len(self._pieces) - 1}e"

    def put_in(self, cleaned: str) -> str:
        return re.sub(self._word + r"n(\d+)e", lambda found: self._pieces[int(found[1])], cleaned)


class _Pictures:
    """The pictures that an article may show."""

    def __init__(self, *, kept: _Kept, urls: Sequence[str], sizes: Sequence[tuple[int, int] | None]) -> None:
        self._kept = kept
        self._urls = urls
        self._sizes = sizes

    def wait(self, source: str, alt: str) -> str:
        """The word for one picture, "" when the article has no such picture."""
        found = _PICTURE.fullmatch(source)
        index = int(found[1]) if found else len(self._urls)
        if index >= len(self._urls):
            return ""
        size = self._sizes[index] if index < len(self._sizes) else None
        bounds = f' width="{size[0]:d}" height="{size[1]:d}"' if size else ""
        url, words = html.escape(self._urls[index]), html.escape(alt)
        return self._kept.keep(f'<img src="{url}" alt="{words}"{bounds} loading="lazy">')


class _House(Extension):
    """Headings from h2 down, pictures by number."""

    def __init__(self, pictures: _Pictures) -> None:
        super().__init__()
        self._pictures = pictures

    def extendMarkdown(self, md: python_markdown.Markdown) -> None:  # noqa: N802 - the name is Markdown's
        md.treeprocessors.register(_HouseTree(md, self._pictures), "house", 0)


class _HouseTree(Treeprocessor):
    def __init__(self, md: python_markdown.Markdown, pictures: _Pictures) -> None:
        super().__init__(md)
        self._pictures = pictures

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        shift = 2 - min((int(element.tag[1]) for element in headings), default=2)
        for element in headings:
            element.tag = f"h{min(int(element.tag[1]) + shift, _LOWEST_HEADING)}"
        for element in root.iter():
            aligned = _ALIGNED.fullmatch(element.attrib.pop("style", ""))
            if aligned:
                element.set("align", aligned[1])
        for element in list(root.iter("img")):
            words = self._pictures.wait(element.get("src", ""), element.get("alt", ""))
            element.tag, element.text = "span", words
            element.attrib.clear()


# fmt: off
_BLOCKS = frozenset({
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "section", "table", "tr", "ul", "article",
})
# fmt: on
# fmt: off
_SPACED = frozenset({
    "blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul",
})
# fmt: on


class _Words(HTMLParser):
    """Collects the words of HTML, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._gap = 0
        self._mark = ""
        self._spaced = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self._hidden += tag in _GONE
        self._part(tag)
        if tag == "li":
            self._mark = "- "
        self._spaced = self._spaced or tag in {"td", "th"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _GONE))
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Notes how many lines the next words go down. The first words of a list item stand beside its mark."""
        if tag in _BLOCKS or tag == "br":
            self._gap = max(self._gap, 2 if tag in _SPACED and not self._mark else 1)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        words = " ".join(data.split())
        self._spaced = self._spaced or data[:1].isspace()
        if words:
            between = "\n" * self._gap or (" " if self._spaced else "")
            self.pieces.append((between if self.pieces else "") + self._mark + words)
            self._gap, self._mark = 0, ""
            self._spaced = data[-1:].isspace()


def plain_text(html_or_markdown: str) -> str:
    """The words alone, for feeds, summaries and `text.txt`: paragraphs parted by a blank line, lists with "- ".

    Args:
        html_or_markdown: What `render_html` gave, or Markdown.
    """
    source = html_or_markdown.lstrip()
    words = _Words()
    words.feed(source if source.startswith("<") else render_html(source))
    words.close()
    return "".join(words.pieces)
