"""The head of a newspaper's first page: what it is called, and the number and date of this issue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcode.documents.article import one_line
from transcode.documents.issue import IssueBlock, IssuePage, Place

_TOLD = re.compile(r"\bsố\b.{0,30}\d|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ngày \d{1,2} tháng", re.IGNORECASE)
#: Between the parts of a line such as "Thứ Hai, 23/11/2026 • Số 4521 • Giá: 5.000 đ".
_BETWEEN = re.compile(r"\s*[•·|;–—]\s*|\s+-\s+")
_TOLD_LENGTH = 200
_HEAD_BLOCKS = 8
#: Lines of number and date: beside each other, or in the ears of the page.
_MOST_TOLD = 2
#: Of the height of the page, from the top.
_HEAD_SHARE = 0.25
_NAME_WORDS = 8
_NAME_LENGTH = 4
#: Characters of a running head besides the name, number and date.
_RUNNING_LENGTH = 40
_PAPER = re.compile(r"(?:báo|nhật báo|tuần báo|thời báo|tạp chí|tập san|bản tin|đặc san)\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, kw_only=True)
class Masthead:
    """The head of an issue.

    Attributes:
        name: Of the newspaper or magazine, as it is printed; "" where it is drawn and not written.
        told: The lines that tell number and date, as they are printed.
        places: Where all this stands, and stands again at the head or foot of later pages.
    """

    name: str
    told: tuple[str, ...]
    places: frozenset[Place]

    @property
    def label(self) -> str:
        """The lines with number and date; "" when there are none."""
        return " • ".join(self.told)

    def title(self, otherwise: str) -> str:
        """What the issue is called: its name, and its number and date where the name does not tell them.

        Args:
            otherwise: The name of a paper whose name is drawn.
        """
        called, told = self.name or otherwise, self._number_and_date()
        return one_line(f"{called} – {told}" if told and not _TOLD.search(called) else called)

    def _number_and_date(self) -> str:
        """The parts of the lines that tell number or date, without the price and who publishes it."""
        parts = [part for line in self.told for part in _BETWEEN.split(line) if _TOLD.search(part)]
        return " – ".join(dict.fromkeys(parts))


def masthead_of(pages: Sequence[IssuePage]) -> Masthead:
    """The head of an issue, by its pages. What stands below the first story's headline is no part of it."""
    if not pages:
        return Masthead(name="", told=(), places=frozenset())
    first = pages[0]
    largest = max(first.headlines, key=lambda block: block.size, default=None)
    name = _name(largest, _told(first, largest))
    told = _told(first, name)
    found = [*told, *([name] if name else [])]
    head = Masthead(
        name=one_line(name.text) if name else "",
        told=tuple(block.text for block in told),
        places=frozenset((first.number, block.number) for block in found),
    )
    again = frozenset(place for page in pages[1:] for place in _running_heads(page, head))
    return Masthead(name=head.name, told=head.told, places=head.places | again)


def _told(page: IssuePage, name: IssueBlock | None) -> list[IssueBlock]:
    """The lines of number and date: those of the highest blocks that stand under no headline but the name."""
    highest = sorted((block for block in page.blocks if block.text), key=lambda block: block.top)[:_HEAD_BLOCKS]
    stories = [block for block in page.headlines if block is not name]
    return [
        block
        for block in highest
        if block.top <= _HEAD_SHARE
        and len(block.text) <= _TOLD_LENGTH
        and _TOLD.search(block.text)
        and not any(_is_under(block, story) for story in stories)
    ][:_MOST_TOLD]


def _is_under(block: IssueBlock, other: IssueBlock) -> bool:
    return block.top > other.top and block.left < other.right and other.left < block.right


def _name(largest: IssueBlock | None, told: Sequence[IssueBlock]) -> IssueBlock | None:
    """The largest words of the page, where they are few, stand at its top, and are no headline under the date."""
    if largest is None or largest.top > _HEAD_SHARE or len(largest.text) < _NAME_LENGTH:
        return None
    if len(largest.text.split()) > _NAME_WORDS or sum(map(str.isalpha, largest.text)) * 2 <= len(largest.text):
        return None
    # Where the name is a drawing, the largest words are the first headline: it stands under the date.
    below = told and largest.top > min(block.bottom for block in told)
    return None if below and not (largest.text.isupper() or _PAPER.match(largest.text)) else largest


def _running_heads(page: IssuePage, head: Masthead) -> Iterator[Place]:
    """The name of the paper at the head or foot of a later page."""
    name = _key(head.name)
    most = len(head.name) + len(head.label) + _RUNNING_LENGTH
    ordered = sorted((block for block in page.blocks if block.text), key=lambda block: block.top)
    for block in ordered[:2] + ordered[-2:]:
        if name and len(block.text) <= most and name in _key(block.text) and not _is_story(block, page):
            yield page.number, block.number


def _is_story(block: IssueBlock, page: IssuePage) -> bool:
    """Whether it is set as large as the headlines of its page, as a story about the paper itself is."""
    others = [one.size for one in page.headlines if one is not block]
    return block.heading and block.size >= max(others, default=0.0)


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
