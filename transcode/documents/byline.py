"""The line of an article that names its author: a fact, not a part of the text, and never a heading."""

import re
from collections.abc import Collection

from transcode.documents.article import escaped, one_line, unmarked

#: Blocks at the beginning and at the end among which the line is looked for: title, lead, byline; byline, source.
_HEAD = 4
_TAIL = 2
_LENGTH = 80
_NAME_WORDS = 6
_LABEL = re.compile(
    r"(?P<label>(?:tác giả|bút danh|người viết|phóng viên|nhóm phóng viên|pv|tin|bài(?: viết)?|thực hiện)"
    r"(?P<picture>\s*(?:,|và|-|–|&)\s*ảnh)?(?:\s*(?:,|và)\s*bài)?)\s*:\s*(?P<names>\S.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;&/–]|\s-\s|\bvà\b)\s*")
_AROUND = " \t()[]–-—.,;*"
#: What stands as author in files of machines whose owner never gave a name.
_MACHINES = re.compile(
    r"(?:(?:windows|microsoft|office|home|my)\b.*|admin(?:istrator)?|user|owner|author|unknown.*|un-?named|python-docx"
    r"|pc|computer|laptop|hp|dell|asus|acer|lenovo|vaio|toshiba|welcome|default.*|.*@.*|.*\d.*|.*\.\w{2,4})",
    re.IGNORECASE,
)


def author_of(maker: str) -> str:
    """Who made the document, as its properties say; "" where that is a machine or nobody."""
    line = one_line(maker)
    return "" if _MACHINES.fullmatch(line) else line


def take_byline(body: str, *, known: str, styled: Collection[str] = ()) -> tuple[str, str]:
    """The body without the line that names the author, and the names, parted by commas.

    Near the beginning or the end, a block of its own is that line when it is set in a style for authors, says the name
    that is known, or has names behind a label ("Tác giả: Lò Thị Bình"). A line that also tells whose the pictures are
    ("Bài, ảnh: …") stays, as plain words. A last heading has nothing under it: it is a signature, set in plain words.

    Args:
        body: Markdown.
        known: Author in the document's properties; "" when there is none.
        styled: Words of the lines that are set in a style for authors.

    Returns:
        Names "" when no line names anybody.
    """
    blocks = body.split("\n\n")
    wanted = {line.casefold() for line in (known, *styled) if line}
    named = ""
    for at in _places(blocks):
        line = _line(blocks[at])
        found = _LABEL.fullmatch(line)
        names = _names(found["names"]) if found else ""
        if line.casefold() in wanted:
            blocks[at], named = "", named or line
        elif found and names:
            blocks[at], named = escaped(line) if found["picture"] else "", named or names
    kept = [block for block in blocks if block]
    if len(kept) > 1 and kept[-1].startswith("#"):
        kept[-1] = escaped(_line(kept[-1]))
    return "\n\n".join(kept), named


def _places(blocks: list[str]) -> list[int]:
    """Where the line may stand. What the text begins with as a heading is its title, whatever it says."""
    first = 1 if blocks[0].startswith("#") else 0
    places = [*range(first, min(_HEAD, len(blocks))), *range(max(first, len(blocks) - _TAIL), len(blocks))]
    return [at for at in dict.fromkeys(places) if len(blocks) > 1 and len(blocks[at]) <= _LENGTH * 2]


def _line(block: str) -> str:
    """The words of a block without its marks and brackets."""
    return one_line(unmarked(block.lstrip("# "))).strip(_AROUND)


def _names(words: str) -> str:
    """Names of people parted by commas; "" when the words are no names."""
    names = [name.strip(_AROUND) for name in _BETWEEN.split(words) if name.strip(_AROUND)]
    shaped = all(_is_name(name) for name in names)
    return ", ".join(names) if shaped and len(words) <= _LENGTH else ""


def _is_name(name: str) -> bool:
    words = name.split()
    return len(words) <= _NAME_WORDS and all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words)
