"""Pages of a PDF to blocks: in reading order for an article, with their places for an issue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from transcode.documents.aligned_tables import with_aligned_tables
from transcode.documents.article import one_line
from transcode.documents.columns import column_count, regions
from transcode.documents.issue import IssueBlock, IssuePage, OutlineEntry, Place
from transcode.documents.layout import Block, Line, blocks_of, body_size, merged, take_title, without_furniture
from transcode.documents.pdf_rules import Rules
from transcode.documents.ruled_tables import with_ruled_tables
from transcode.documents.title import title_from_name


@dataclass(frozen=True, kw_only=True)
class PlacedPicture:
    """A picture on a page: its number in the article, its place in points, y upwards."""

    number: int
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """What stands on one page. Lengths in points."""

    lines: Sequence[Line]
    width: float
    height: float
    pictures: Sequence[PlacedPicture]
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, kw_only=True)
class LaidPage:
    """One page in reading order, and the same as an editor sees it."""

    blocks: list[Block]
    pictures: Sequence[PlacedPicture]
    body: float
    shown: IssuePage


class _Place(TypedDict):
    left: float
    right: float
    top: float
    bottom: float


def laid_out(leaves: Sequence[Leaf], *, outline: Sequence[OutlineEntry]) -> list[LaidPage]:
    """The pages, without page numbers and running heads, in reading order."""
    kept = without_furniture([with_ruled_tables(leaf.lines, leaf.rules) for leaf in leaves])
    body = body_size(line for page in kept for line in page)
    laid = []
    for number, (leaf, lines) in enumerate(zip(leaves, kept, strict=True), 1):
        parts = regions(lines, tables=with_aligned_tables)
        blocks = blocks_of([line for part in parts for line in part.lines], body=body)
        shown = IssuePage(
            number=number,
            width_pt=leaf.width,
            height_pt=leaf.height,
            columns=column_count(parts),
            blocks=tuple(_shown(blocks, leaf)),
            outline=tuple(entry for entry in outline if entry.page == number),
        )
        laid.append(LaidPage(blocks=blocks, pictures=leaf.pictures, body=body, shown=shown))
    return laid


def composed(pages: Sequence[LaidPage], *, given: str, name: str) -> tuple[str, str]:
    """Title and body of the article that all pages make together, pictures behind their page's words."""
    first = pages[0]
    title = one_line(take_title(first.blocks, body=first.body)) or given or title_from_name(name)
    return title, body_of(pages)


def body_of(pages: Sequence[LaidPage], *, without: Collection[Place] = ()) -> str:
    """The words of all pages, pictures behind their page's words.

    Args:
        pages: The pages. Paragraphs that run over the foot of a page are joined in place.
        without: Blocks that are no part of the body.
    """
    left = [
        [block for number, block in enumerate(page.blocks, 1) if (page.shown.number, number) not in without]
        for page in pages
    ]
    parts: list[str] = []
    for blocks, page in zip(list(merged(left)), pages, strict=True):
        parts += [block.markdown() for block in blocks]
        parts += [f"![](picture:{picture.number})" for picture in page.pictures]
    return "\n\n".join(part for part in parts if part)


def _shown(blocks: Sequence[Block], leaf: Leaf) -> list[IssueBlock]:
    def placed(box: Block | PlacedPicture) -> _Place:
        width, height = max(1.0, leaf.width), max(1.0, leaf.height)
        return {
            "left": _share(box.left / width),
            "right": _share(box.right / width),
            "top": _share(1 - box.top / height),
            "bottom": _share(1 - box.bottom / height),
        }

    words = [
        IssueBlock(
            number=number,
            text=block.text,
            heading=block.heading,
            size=block.size,
            markdown=block.markdown() if block.is_table else "",
            **placed(block),
        )
        for number, block in enumerate(blocks, 1)
    ]
    return words + [
        IssueBlock(number=number, text="", heading=False, size=0.0, picture=picture.number, **placed(picture))
        for number, picture in enumerate(leaf.pictures, len(words) + 1)
    ]


def _share(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 4)
