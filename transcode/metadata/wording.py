"""Text of tags as the hub keeps it."""

import unicodedata

from transcode.documents.article import one_line, without_turns

#: Characters of one value at the most.
MOST_CHARACTERS = 4_000
_UNWANTED = frozenset({"Cc", "Cs", "Co", "Cn"})


def line(text: str, *, most: int = 500) -> str:
    """One line in NFC without control characters and turns of direction, cut at a word."""
    return one_line(paragraphs(text), most=most)


def paragraphs(text: str) -> str:
    """The same with its lines, at most 4,000 characters."""
    unix = text[: MOST_CHARACTERS * 2].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\n")
    shown = (char if char == "\n" or unicodedata.category(char) not in _UNWANTED else " " for char in unix)
    return without_turns("".join(shown)).strip()[:MOST_CHARACTERS]


def several(text: str, *, marks: str = ";\n") -> tuple[str, ...]:
    """The values of a field that holds several, each once, at most 50."""
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    found = (line(part, most=200) for part in paragraphs(text).split(marks[0]))
    return tuple(dict.fromkeys(part for part in found if part))[:50]
