"""An issue of a newspaper or magazine: its pages, from which an editor cuts articles."""

from dataclasses import dataclass

#: Page and block, both from 1.
Place = tuple[int, int]

#: A4 with a millimetre or two to spare, in points.
_LARGE_WIDTH, _LARGE_HEIGHT = 587, 834
_LEAST_PAGES = 2
_LEAST_STORIES = 3


@dataclass(frozen=True, kw_only=True)
class OutlineEntry:
    """One bookmark.

    Attributes:
        title: One line, never empty.
        level: 0 for the highest.
        page: Number of the page that it leads to, from 1.
        block: Number of the block of that page where it leads to; 0 where only the page is known.
    """

    title: str
    level: int
    page: int
    block: int = 0


@dataclass(frozen=True, kw_only=True)
class IssueBlock:
    """One headline, paragraph or picture, at its place.

    Attributes:
        number: From 1 on its page, in reading order. The same file always gives the same numbers.
        text: Its words; "" for a picture.
        heading: Whether it is set as a headline.
        size: Height of its letters in points; 0 for a picture.
        left: Of the page's width, 0 to 1; right likewise.
        top: Of the page's height, 0 to 1, from the top; bottom likewise.
        picture: Number of the picture in the article of the whole issue; None for words.
        markdown: The block as the document itself marks it; "" where only its words are known.
    """

    number: int
    text: str
    heading: bool
    size: float
    left: float
    right: float
    top: float
    bottom: float
    picture: int | None = None
    markdown: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuePage:
    """One page, or one chapter of a book without pages.

    Attributes:
        number: From 1.
        width_pt: In points; 0 of a chapter. height_pt likewise.
        columns: Columns of text side by side where there are most of them.
        blocks: In reading order; pictures behind the words.
        outline: The bookmarks that lead to this page.
    """

    number: int
    width_pt: float
    height_pt: float
    columns: int
    blocks: tuple[IssueBlock, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()

    @property
    def text(self) -> str:
        """The words of the page, its blocks parted by blank lines."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    @property
    def headlines(self) -> tuple[IssueBlock, ...]:
        """The blocks that are set as headlines."""
        return tuple(block for block in self.blocks if block.heading)


@dataclass(frozen=True, kw_only=True)
class Issue:
    """An issue.

    Attributes:
        label: What it calls itself: number and date where the first page tells them, else its title.
        pages: All its pages, or chapters.
        masthead: The blocks that hold its name, number and date; they are no part of any story.
    """

    label: str
    pages: tuple[IssuePage, ...]
    masthead: frozenset[Place] = frozenset()

    @property
    def in_chapters(self) -> bool:
        """Whether it is a book whose chapters have no places on paper."""
        return not any(page.width_pt for page in self.pages)

    @property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """All bookmarks that lead to a page, by page."""
        return tuple(entry for page in self.pages for entry in page.outline)


def looks_like_issue(pages: tuple[IssuePage, ...]) -> bool:
    """Whether these are the pages of a newspaper or magazine and not of one article.

    Two pages at the least; most of them as large as A4 and in columns, or some in columns and bookmarks to several
    stories.
    """
    if len(pages) < _LEAST_PAGES:
        return False
    in_columns = [page for page in pages if page.columns > 1]
    large = [page for page in in_columns if page.width_pt >= _LARGE_WIDTH and page.height_pt >= _LARGE_HEIGHT]
    stories = sum(len(page.outline) for page in pages)
    return len(large) * 2 > len(pages) or (stories >= _LEAST_STORIES and len(in_columns) * 3 >= len(pages))
