"""Blocks of an issue that an editor has chosen: in the order of the article, and as a short text for an address."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from transcode.documents.cutting import BlockRange, Story
from transcode.documents.issue import Issue, IssueBlock

#: Page and block, both from 1.
Place = tuple[int, int]

_RANGE = re.compile(r"(\d{1,6})\.(\d{1,6})(?:-(\d{1,6}))?")
#: Of the narrower of two blocks that stand one above the other.
_LEAST_OVERLAP = 0.5


def places_of(ranges: Iterable[BlockRange]) -> frozenset[Place]:
    """The blocks that ranges hold.

    >>> sorted(places_of([BlockRange(page=2, first=3, last=4)]))
    [(2, 3), (2, 4)]
    """
    return frozenset((one.page, number) for one in ranges for number in range(one.first, one.last + 1))


def ranges_of(issue: Issue, places: Collection[Place]) -> tuple[BlockRange, ...]:
    """Chosen blocks in reading order, each picture beside the chosen words that it stands nearest to on its page."""
    found: list[BlockRange] = []
    for page in issue.pages:
        chosen = [block for block in page.blocks if (page.number, block.number) in places]
        found += _runs(page.number, _in_order(chosen))
    return tuple(found)


def of_story(issue: Issue, story: Story) -> frozenset[Place]:
    """The blocks of a proposed article, with the pictures that stand nearest to its words."""
    places = places_of(story.ranges)
    pictures = {
        (page.number, block.number)
        for page in issue.pages
        for block in page.blocks
        if not block.text
        and (nearest := _nearest(block, page.blocks)) is not None
        and (page.number, nearest.number) in places
    }
    return places | pictures


def written(places: Collection[Place]) -> str:
    """Blocks as a text that `read` understands.

    >>> written({(1, 3), (1, 4), (2, 7)})
    '1.3-4,2.7'
    """
    pages = sorted({page for page, _ in places})
    runs = [run for page in pages for run in _runs(page, sorted(number for at, number in places if at == page))]
    return ",".join(f"{run.page}.{run.first}" + (f"-{run.last}" if run.last > run.first else "") for run in runs)


def read(issue: Issue, text: str) -> frozenset[Place]:
    """The blocks of the issue that a text names; what is not there is passed over."""
    numbers = {page.number: len(page.blocks) for page in issue.pages}
    found: set[Place] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is not None:
            page, first, last = int(match[1]), int(match[2]), int(match[3] or match[2])
            found |= {(page, number) for number in range(max(first, 1), min(last, numbers.get(page, 0)) + 1)}
    return frozenset(found)


def _in_order(chosen: Sequence[IssueBlock]) -> list[int]:
    order = [block.number for block in chosen if block.text]
    for picture in (block for block in chosen if not block.text):
        nearest = _nearest(picture, chosen)
        if nearest is None:
            order.append(picture.number)
        else:
            order.insert(order.index(nearest.number) + (nearest.top < picture.top), picture.number)
    return order


def _nearest(picture: IssueBlock, blocks: Iterable[IssueBlock]) -> IssueBlock | None:
    """The words above or below a picture that are nearest to it."""
    beside = [block for block in blocks if block.text and _overlap(picture, block) >= _LEAST_OVERLAP]
    return min(beside, key=lambda block: max(block.top - picture.bottom, picture.top - block.bottom, 0), default=None)


def _overlap(one: IssueBlock, other: IssueBlock) -> float:
    common = min(one.right, other.right) - max(one.left, other.left)
    narrower = min(one.right - one.left, other.right - other.left)
    return common / narrower if narrower > 0 else 0.0


def _runs(page: int, numbers: Iterable[int]) -> Iterator[BlockRange]:
    """Numbers as ranges, in the order in which they are given."""
    run: list[int] = []
    for number in numbers:
        if run and number == run[-1] + 1:
            run.append(number)
            continue
        if run:
            yield BlockRange(page=page, first=run[0], last=run[-1])
        run = [number]
    if run:
        yield BlockRange(page=page, first=run[0], last=run[-1])
