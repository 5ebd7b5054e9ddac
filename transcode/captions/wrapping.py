"""Lines that can be read: at most two of about 42 characters, longer texts as several captions one after the other."""

import re

from transcode.captions.caption import without_italics
from transcode.captions.markup import balanced

#: Characters of a line as most guides for captions want it (BBC: 37 to 42), and what is still left alone.
LINE = 42
LONGEST_LEFT_ALONE = 50
LINES = 2
MOST_LINES_LEFT_ALONE = 4
#: A shorter caption is not seen; rather more lines than that.
LEAST_MS = 800

_SENTENCE_END = re.compile(r"""[.!?…。]["'”’»)]*(?:</i>)?$""")
_CLAUSE_END = re.compile(r"""[,;:–—]["'”’»)]*(?:</i>)?$""")
_DIALOGUE = re.compile(r"(?:<i>)?[-–—‐]\s?\S")
_DASH_FIRST = re.compile(r"(?:<i>)?[-–—‐]")
_ENDS_WELL = ((_SENTENCE_END, 0.5), (_CLAUSE_END, 0.3))


def width(text: str) -> int:
    """Characters that are shown."""
    return len(without_italics(text))


def is_monster(text: str) -> bool:
    """Whether lines of a caption are too long or too many; a single long word cannot be helped."""
    lines = text.split("\n")
    return len(lines) > MOST_LINES_LEFT_ALONE or any(
        width(line) > LONGEST_LEFT_ALONE and " " in without_italics(line).strip() for line in lines
    )


def rewrapped(text: str, duration_ms: int) -> list[str]:
    """The texts of the captions that one long text becomes, each of at most two lines where there is time for it.

    Args:
        text: See `Caption.text`.
        duration_ms: How long it is shown.
    """
    blocks: list[list[str]] = []
    for paragraph in _paragraphs(text):
        for piece in _pieces(paragraph.split(" ")):
            lines = _two_lines(piece)
            if blocks and len(blocks[-1]) + len(lines) <= LINES and _DIALOGUE.match(lines[0]):
                blocks[-1] += lines
            else:
                blocks.append(lines)
    most = max(1, duration_ms // LEAST_MS)
    if len(blocks) > most:
        size = -(-len(blocks) // most)
        groups = [blocks[place : place + size] for place in range(0, len(blocks), size)]
        blocks = [[line for block in group for line in block] for group in groups]
    return _carried(["\n".join(lines) for lines in blocks])


def _paragraphs(text: str) -> list[str]:
    """Lines joined, but for those of a dialogue, which begin with a dash."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and not _DIALOGUE.match(line):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _pieces(words: list[str]) -> list[list[str]]:
    """Words in runs that fill two lines each, cut where sentences or clauses end, and evenly where they do not."""
    pieces: list[list[str]] = []
    while words:
        longest = _fitting(words)
        if longest == len(words):
            return [*pieces, words]
        total = width(" ".join(words))
        target = total / (total // (LINES * LINE) + 1)
        cut = min(range(1, longest + 1), key=lambda place: _cost(words, place, target))
        pieces.append(words[:cut])
        words = words[cut:]
    return pieces


def _fitting(words: list[str]) -> int:
    """How many words fit into two lines; at least one."""
    lines, used = 1, 0
    for place, word in enumerate(words):
        size = width(word)
        if used and used + 1 + size > LINE:
            if lines == LINES:
                return place
            lines, used = lines + 1, size
        else:
            used += size + (1 if used else 0)
    return len(words)


def _cost(words: list[str], cut: int, target: float) -> float:
    """How bad it is to end a run of words there."""
    away = abs(width(" ".join(words[:cut])) - target) / target
    good = next((bonus for pattern, bonus in _ENDS_WELL if pattern.search(words[cut - 1])), 0.0)
    # A line that begins with a dash would be taken for a dialogue.
    dash = 2.0 if cut < len(words) and _DASH_FIRST.match(words[cut]) else 0.0
    return away - good + dash


def _two_lines(words: list[str]) -> list[str]:
    """The words on one line where they fit, else on two that are about as long as each other."""
    whole = " ".join(words)
    cuts = [place for place in range(1, len(words)) if not _DASH_FIRST.match(words[place])]
    if width(whole) <= LINE or not cuts:
        return [whole]

    def badness(cut: int) -> float:
        first, second = width(" ".join(words[:cut])), width(" ".join(words[cut:]))
        over = max(0, max(first, second) - LINE)
        good = next((bonus for pattern, bonus in _ENDS_WELL if pattern.search(words[cut - 1])), 0.0)
        return over * 10 + abs(first - second) - good * 20

    cut = min(cuts, key=badness)
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _carried(texts: list[str]) -> list[str]:
    """Italics that run over a cut are closed before it and opened behind it."""
    carried: list[str] = []
    opened = False
    for text in texts:
        whole = ("<i>" if opened else "") + text
        opened = whole.rfind("<i>") > whole.rfind("</i>")
        carried.append(balanced(whole))
    return carried
