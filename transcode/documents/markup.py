"""Clean HTML to Markdown.

Only for HTML that a converter made from a document that passed its guard, or that `webpage` has tidied: well-formed, of
known depth, addresses of pictures settled. Elements that are not named here give their text.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import html as lxml_html
from lxml.html import HtmlElement

from transcode.documents.article import escaped
from transcode.documents.table import table_markdown

_FOOTNOTE = re.compile(r"#?(?:[\w-]*-)?(footnote|endnote)-(\d+)$")
_FOOTNOTE_BACK = re.compile(r"#?(?:[\w-]*-)?(footnote|endnote)-ref-(\d+)$")
#: Only a list begins like this: in words the mark is escaped.
_ITEM_MARK = re.compile(r"-   |\d+\. ")
_MARKS: Mapping[str, str] = {"strong": "**", "b": "**", "em": "*", "i": "*"}
#: Columns of a table, and rows that one cell may go over.
_MOST_SPAN = 50
_RAW = frozenset({"sup", "sub"})
_SAFE_LINK = re.compile(r"(https?|mailto|tel):[^\s()<>]+", re.IGNORECASE)


def markdown_from_html(source: str) -> str:
    """Markdown of the house: headings, lists, tables, footnotes, links, pictures as `![alt](src)`."""
    if not source.strip():
        return ""
    return markdown_from_tree(lxml_html.fragment_fromstring(source, create_parent="div"))


def markdown_from_tree(root: HtmlElement) -> str:
    """The same for HTML that was read already."""
    return "\n\n".join(block for block in _blocks(root) if block.strip())


def _blocks(parent: HtmlElement) -> Iterator[str]:
    """The block elements of parent, each as Markdown; words that stand between them become paragraphs."""
    loose = escaped(parent.text or "")
    for child in parent:
        write = _BLOCKS.get(str(child.tag))
        if write:
            if loose.strip():
                yield loose.strip()
            loose = ""
            yield from write(child)
        else:
            loose += _inline(child)
        loose += escaped(child.tail or "")
    if loose.strip():
        yield loose.strip()


def _paragraph(element: HtmlElement) -> Iterator[str]:
    yield _words(element)


def _heading(element: HtmlElement) -> Iterator[str]:
    words = " ".join(_words(element).replace("**", "").split())
    if words:
        yield "#" * int(str(element.tag)[1]) + " " + words


def _quote(element: HtmlElement) -> Iterator[str]:
    yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(element)).split("\n"))


def _list(element: HtmlElement) -> Iterator[str]:
    items = [item for item in element if item.tag == "li"]
    notes = [_note(item) for item in items]
    if items and all(notes):
        yield from (note for note in notes if note)
        return
    marks = [f"{number}." if element.tag == "ol" else "-" for number in range(1, len(items) + 1)]
    bodies = [_item(item) for item in items]
    lines = [mark.ljust(4) + _indented(body) for mark, body in zip(marks, bodies, strict=True)]
    # Items of one paragraph each stand close together, as they did in the document.
    yield ("\n\n" if any("\n\n" in body for body in bodies) else "\n").join(lines)


def _item(item: HtmlElement) -> str:
    """The blocks of one item; a list in it follows its words closely."""
    body = ""
    for block in _blocks(item):
        body += ("" if not body else "\n" if _ITEM_MARK.match(block) else "\n\n") + block
    return body or " "


def _indented(body: str) -> str:
    """All lines but the first one step in."""
    return re.sub(r"\n(?!\n)", "\n    ", body)


def _note(item: HtmlElement) -> str:
    """A footnote's text; "" when the item is no footnote."""
    found = _FOOTNOTE.match(item.get("id") or "")
    if not found:
        return ""
    body = "\n\n".join(_blocks(item)).strip()
    return f"[^{_note_name(found)}]: " + _indented(body)


def _note_name(found: re.Match[str]) -> str:
    return found[2] if found[1] == "footnote" else f"e{found[2]}"


def _table(element: HtmlElement) -> Iterator[str]:
    rows = _grid(element)
    width = max((len(row) for row in rows), default=0)
    for caption in element.iterchildren("caption"):
        yield _words(caption)
    if width == 0:
        return
    if width == 1:
        # A frame around text, not a table of figures.
        yield from (row[0].replace("<br>", "\n\n") for row in rows if row and row[0])
        return
    yield table_markdown(rows)


def _grid(element: HtmlElement) -> list[list[str]]:
    """The cells by rows and columns. A cell over several columns or rows stands in the first; the others are empty."""
    rows: list[list[str]] = []
    #: How many more rows each column is taken by a cell from above.
    taken = [0] * _MOST_SPAN
    for row in element.iter("tr"):
        cells: list[str] = []
        further = [max(0, rest - 1) for rest in taken]
        for cell in row.iterchildren("td", "th"):
            while len(cells) < _MOST_SPAN and taken[len(cells)]:
                cells.append("")
            wide = min(_span(cell, "colspan"), _MOST_SPAN - len(cells))
            if wide <= 0:
                break
            further[len(cells) : len(cells) + wide] = [_span(cell, "rowspan") - 1] * wide
            cells += [_cell(cell), *[""] * (wide - 1)]
        taken = further
        rows.append(cells)
    return rows


def _span(cell: HtmlElement, way: str) -> int:
    told = cell.get(way) or "1"
    return max(1, min(int(told), _MOST_SPAN)) if told.isascii() and told.isdigit() else 1


def _cell(cell: HtmlElement) -> str:
    return "<br>".join(" ".join(block.split()) for block in _blocks(cell) if block.strip())


def _code(element: HtmlElement) -> Iterator[str]:
    """Lines as they were typed, behind a fence that is longer than any in them."""
    text = str(element.text_content()).strip("\n")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    if text.strip():
        yield f"{fence}\n{text}\n{fence}"


def _rule(_: HtmlElement) -> Iterator[str]:
    yield "---"


_BLOCKS: Mapping[str, Callable[[HtmlElement], Iterator[str]]] = {
    "p": _paragraph,
    "div": _blocks,
    "figure": _blocks,
    "figcaption": _paragraph,
    "dl": _blocks,
    "dt": _paragraph,
    "dd": _paragraph,
    "pre": _code,
    "hr": _rule,
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "h1": _heading,
    "h2": _heading,
    "h3": _heading,
    "h4": _heading,
    "h5": _heading,
    "h6": _heading,
}


def _words(element: HtmlElement) -> str:
    """The inline content of an element."""
    words = escaped(element.text or "")
    for child in element:
        words += _inline(child) + escaped(child.tail or "")
    return words.strip()


def _inline(element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag == "br":
        return "<br>"
    if tag == "img":
        return _picture(element)
    if tag == "a":
        return _link(element)
    words = escaped(element.text or "") + "".join(_inline(child) + escaped(child.tail or "") for child in element)
    if tag in _MARKS and words.strip():
        # Marks must touch the words: blanks inside go outside.
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return f"{before}{_MARKS[tag]}{words.strip()}{_MARKS[tag]}{after}"
    if tag in _RAW and words.strip() and not words.startswith("[^"):
        return f"<{tag}>{words}</{tag}>"
    return words


def _picture(element: HtmlElement) -> str:
    alt = escaped(" ".join((element.get("alt") or "").split()))
    caption = " ".join((element.get("title") or "").split()).replace('"', "”")
    told = f' "{caption}"' if caption else ""
    return f"![{alt}]({element.get('src') or ''}{told})"


def _link(element: HtmlElement) -> str:
    target = element.get("href") or ""
    note = _FOOTNOTE.match(target)
    if note:
        return f"[^{_note_name(note)}]"
    words = _words(element)
    if not words or _FOOTNOTE_BACK.match(target):
        return ""
    return f"[{words}]({target})" if _SAFE_LINK.fullmatch(target) else words
