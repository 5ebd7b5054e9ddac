"""The lines of a Markdown body: which are code, which are headings, where a piece of text stands."""

import re
from collections.abc import Iterator

from training.page import Page

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})(.*)")
_UNDERLINE = re.compile(r"(=+|-+)\s*")


def numbered_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Give the body's lines with their numbers in the file; lines of fenced code come back empty."""
    fence = ""
    for number, line in enumerate(page.lines, start=page.first_line):
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if closes else fence
            yield number, ""
        elif mark:
            fence = mark[1]
            yield number, ""
        else:
            yield number, line


def check_headings(page: Page) -> None:
    """Note headings of level 1 (the title is the page's) and headings that jump over a level."""
    above = 1
    for number, level in _headings(page):
        if level == 1:
            page.fault("heading-title", number)
        elif level > above + 1:
            page.fault("heading-skips", number, above=above, level=level, wanted=above + 1)
        above = level


def locate(page: Page, needle: str, nth: int) -> int:
    """Give the line on which a text stands for the nth time (from 0), or the body's first line when it does not."""
    seen = -1
    for number, line in numbered_lines(page):
        seen += line.count(needle)
        if seen >= nth:
            return number
    return page.first_line


def _headings(page: Page) -> Iterator[tuple[int, int]]:
    above = ""
    for number, line in numbered_lines(page):
        heading = _HEADING.match(line)
        underline = _UNDERLINE.fullmatch(line)
        if heading:
            yield number, len(heading[1])
        elif underline and above.strip() and not above.lstrip().startswith((">", "-", "*", "|", "#")):
            yield number - 1, 1 if underline[1][0] == "=" else 2
        above = line
