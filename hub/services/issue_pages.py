"""The pages of an issue on its reader's page: each begins with its picture, and its words follow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: A picture of a whole page, as `issues.in_pages` names it, alone in its paragraph.
_MARK = re.compile(r'<p>(?=(?:(?!</p>).)*? alt="Trang (?P<number>\d+) trên \d+")')


@dataclass(frozen=True, kw_only=True)
class PrintedPage:
    """One page of an issue. `html` is its picture and its words."""

    number: int
    html: str


def pages_of(page_html: str) -> Sequence[PrintedPage]:
    """The pages of an issue's body; none where it does not go page by page."""
    marks = list(_MARK.finditer(page_html))
    numbers = [int(mark["number"]) for mark in marks]
    if not marks or marks[0].start() or numbers != sorted(set(numbers)):
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(page_html)]
    return [
        PrintedPage(number=number, html=page_html[mark.start() : end])
        for number, mark, end in zip(numbers, marks, ends, strict=True)
    ]
