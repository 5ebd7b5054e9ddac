"""The Markdown of a book with several articles, cut into its chapters: an issue without pages of paper."""

import re
from collections.abc import Iterator, Sequence

from transcode.documents.article import one_line, unmarked
from transcode.documents.epub_outline import BookMark
from transcode.documents.issue import Issue, IssueBlock, IssuePage, OutlineEntry

_LEAST_CHAPTERS = 2
_FENCE = re.compile(r"(`{3,}|~{3,})")
_NOTE = re.compile(r"\[\^([\w-]{1,40})\]:")
_NOTE_MARK = re.compile(r"\[\^([\w-]{1,40})\](?!:)")
_PICTURE = re.compile(r'!\[(?:[^\[\]\\]|\\.)*\]\(picture:(\d{1,4})(?: "[^"\n]*")?\)')
_FRAME = re.compile(r"^\|(?: ?-{3} ?\|)+$|\s*\|\s*", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6}) ")
_LOWEST = 7
_SHOWN_LENGTH = 2_000


def without_signs(markdown: str, sign: str) -> str:
    """The same without the signs of `epub_outline.put_signs`."""
    pieces = (piece.strip("\n") for piece in re.split(_signs(sign), markdown)[::2])
    return "\n\n".join(piece for piece in pieces if piece)


def issue_of(markdown: str, sign: str, marks: Sequence[BookMark], *, label: str) -> Issue | None:
    """The chapters of a book, each with the lines of the table of contents that lead to it, and with its notes.

    Args:
        markdown: Of the whole book, with the signs that `epub_outline.put_signs` has set.
        sign: The word that they begin with.
        marks: The lines that they stand for.
        label: What the book is called.

    Returns:
        None for a book of one article.
    """
    first, *rest = re.split(_signs(sign), markdown)
    parts: list[tuple[list[BookMark], str]] = [([], first)]
    for number, text in zip(rest[::2], rest[1::2], strict=True):
        if parts[-1][1].strip() or not parts[-1][0]:
            parts.append(([], text))
        parts[-1] = ([*parts[-1][0], marks[int(number)]], text)
    notes = {name: block for _, text in parts for name, block in _notes(text)}
    whole = [(lines, _with_notes(text, notes)) for lines, text in parts]
    filled = [(lines, blocks) for lines, blocks in whole if blocks]
    pages = tuple(_page(number, lines, blocks) for number, (lines, blocks) in enumerate(filled, 1))
    told = sum(bool(page.outline) for page in pages)
    return Issue(label=label, pages=pages) if told >= _LEAST_CHAPTERS else None


def _signs(sign: str) -> str:
    return rf"(?:^|\n\n){sign}n(\d+)e(?=\n\n|$)"


def _with_notes(text: str, notes: dict[str, str]) -> list[str]:
    """The blocks of a chapter: its own, and behind them the notes that they point at."""
    own = [block for block in _blocks(text) if not _NOTE.match(block)]
    names = dict.fromkeys(name for block in own for name in _NOTE_MARK.findall(block))
    return own + [notes[name] for name in names if name in notes]


def _notes(text: str) -> Iterator[tuple[str, str]]:
    for block in _blocks(text):
        found = _NOTE.match(block)
        if found:
            yield found[1], block


def _blocks(text: str) -> Iterator[str]:
    """Blocks that mean the same by themselves: what is stepped in, and code, stays with what it belongs to."""
    held: list[str] = []
    fence = ""
    for piece in re.split(r"\n\n+", text.strip("\n")):
        if held and not fence and not piece.startswith("    "):
            yield "\n\n".join(held)
            held = []
        if piece:
            held.append(piece)
        fence = _open_fence(piece, fence)
    if held:
        yield "\n\n".join(held)


def _open_fence(piece: str, fence: str) -> str:
    for line in piece.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif fence and line.strip() == fence:
            fence = ""
    return fence


def _page(number: int, lines: Sequence[BookMark], blocks: Sequence[str]) -> IssuePage:
    shown = tuple(_block(at, block, len(blocks)) for at, block in enumerate(blocks))
    first = next((block.number for block in shown if block.text), 0)
    return IssuePage(
        number=number,
        width_pt=0,
        height_pt=0,
        columns=1,
        blocks=shown,
        outline=tuple(
            OutlineEntry(title=line.title, level=line.level, page=number, block=first) for line in lines if first
        ),
    )


def _block(at: int, markdown: str, count: int) -> IssueBlock:
    """One block; its place on the page is its place in the order."""
    heading = _HEADING.match(markdown)
    picture = _PICTURE.fullmatch(markdown)
    return IssueBlock(
        number=at + 1,
        text="" if picture else _words(markdown),
        heading=heading is not None,
        size=float(_LOWEST - len(heading[1])) if heading else 0.0,
        left=0,
        right=1,
        top=at / count,
        bottom=(at + 1) / count,
        picture=int(picture[1]) if picture else None,
        markdown=markdown,
    )


def _words(markdown: str) -> str:
    table = markdown.startswith("|")
    words = _FRAME.sub(" ", markdown) if table else _NOTE.sub("", markdown.lstrip("# "), count=1)
    return one_line(unmarked(words), most=_SHOWN_LENGTH)
