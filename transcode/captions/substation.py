"""Formats that pysubs2 reads: SubStation Alpha (ASS, SSA) and MicroDVD.

pysubs2 gives up a whole file for one wrong field, so each line is looked at before it gets it.
"""

import re
import warnings
from collections import Counter

from pysubs2 import SSAFile
from pysubs2.exceptions import Pysubs2Error

from transcode.captions.caption import MILLISECONDS, Cue
from transcode.captions.markup import read_overrides
from transcode.captions.parsed import Parsed
from transcode.errors import RejectedError

_EVENT = re.compile(r"(Dialogue|Comment)\s*:", re.IGNORECASE)
_TIME = re.compile(r"\s*-?\d{1,4}:\d{1,2}:\d{1,2}(?:[.,:]\d{1,3})?\s*")
_FIELDS = ("Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text")
_NEEDED = frozenset({"Start", "End", "Text"})
_FRAMES = re.compile(r"\s*\{\s*(\d{1,8})\s*\}\s*\{\s*(\d{0,8})\s*\}(.*)")
_CONTROL = re.compile(r"\{([A-Za-z]):([^{}]*)\}")
_FRAME_RATE = 25.0
_FRAME_RATES = (1.0, 240.0)
#: What pysubs2 raises over lines that make no sense.
_FAULTS = (Pysubs2Error, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


def read_ass(text: str) -> Parsed:
    """Read ASS or SSA; comments and drawings are left out, italics of styles and overrides are kept.

    Raises:
        RejectedError: "captions-broken".
    """
    mends: Counter[str] = Counter()
    format_name = "ass" if re.search(r"v4(?:\.00)?\+", text, re.IGNORECASE) else "ssa"
    events = _events(text, mends)
    styles = [line for line in text.split("\n") if line.startswith("Style:")]
    heading = "[V4+ Styles]" if format_name == "ass" else "[V4 Styles]"
    try:
        read = _load("\n".join([heading, *styles, "[Events]", *events]), format_name)
    except _FAULTS:
        # A style that cannot be read costs the italics of styles, not the words.
        mends["captions-unread"] += 1
        try:
            read = _load("\n".join(["[Events]", *events]), format_name)
        except _FAULTS as error:
            raise RejectedError("captions-broken", format=format_name.upper()) from error
    cues = []
    for event in read:
        style = read.styles.get(event.style.lstrip("*"))
        words = read_overrides(event.text, italic=bool(style and style.italic))
        cues.append(Cue(event.start / MILLISECONDS, event.end / MILLISECONDS, words, event.name))
    return Parsed(cues=cues, format=format_name.upper(), mends=mends)


def _load(text: str, format_name: str, fps: float | None = None) -> SSAFile:
    with warnings.catch_warnings():
        # It warns of margins and layers, which are not read here.
        warnings.simplefilter("ignore")
        return SSAFile.from_string(text, format_=format_name, fps=fps)


def _events(text: str, mends: Counter[str]) -> list[str]:
    """The lines of what is said, with the fields in the usual order whatever order the file has them in."""
    names: tuple[str, ...] = _FIELDS
    events: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith("["):
            inside = line.strip().lower() == "[events]"
        elif inside and line.lower().startswith("format:"):
            told = tuple(name.strip() for name in line.partition(":")[2].split(","))
            names = told if set(told) >= _NEEDED and told[-1] == "Text" else _FIELDS
        elif kind := _EVENT.match(line):
            values = _values(line[kind.end() :].lstrip(), names)
            if kind[1].lower() == "comment":
                continue
            if not (values.keys() >= _NEEDED and _TIME.fullmatch(values["Start"]) and _TIME.fullmatch(values["End"])):
                mends["captions-unread"] += 1
                continue
            values |= {"Name": values.get("Name") or values.get("Actor", "")}
            events.append("Dialogue: 0," + ",".join(_plain(values.get(name, ""), name) for name in _FIELDS[1:]))
    return events


def _values(line: str, names: tuple[str, ...]) -> dict[str, str]:
    """The fields by name. Matroska keeps them in the usual order, even where the header of the file names fewer."""
    usual = dict(zip(_FIELDS, line.split(",", len(_FIELDS) - 1), strict=False))
    margins = [usual.get(name, "x").strip() for name in _FIELDS if name.startswith("Margin")]
    if len(names) < len(_FIELDS) and all(not margin or margin.isdecimal() for margin in margins):
        return usual
    return dict(zip(names, line.split(",", len(names) - 1), strict=False))


def _plain(value: str, name: str) -> str:
    return "0" if name.startswith("Margin") else value


def read_microdvd(text: str, *, frame_rate: float | None = None) -> Parsed:
    """Read MicroDVD, whose times are frames.

    Args:
        text: The file.
        frame_rate: Of the film; a rate in the first line of the file counts more.

    Raises:
        RejectedError: "captions-broken".
    """
    lines: list[str] = []
    unread = 0
    for line in text.split("\n"):
        found = _FRAMES.fullmatch(line)
        if found:
            lines.append(f"{{{found[1]}}}{{{found[2] or found[1]}}}{_film_words(found[3])}")
        elif line.strip():
            unread += 1
    rate, told = _rate(lines, frame_rate)
    try:
        read = _load("\n".join(lines[told:]), "microdvd", fps=rate)
    except _FAULTS as error:
        raise RejectedError("captions-broken", format="MicroDVD") from error
    cues = [Cue(one.start / MILLISECONDS, one.end / MILLISECONDS, read_overrides(one.text)) for one in read]
    remarks = {} if told else {"captions-frames": {"frame_rate": f"{rate:g}"}}
    return Parsed(cues=cues, format="MicroDVD", mends=Counter({"captions-unread": unread}), remarks=remarks)


def _film_words(words: str) -> str:
    """Words of MicroDVD with italics as ASS marks them; other braces would cost pysubs2 much time."""
    lines = []
    for line in words.split("|"):
        controls = _CONTROL.findall(line)
        plain = _CONTROL.sub("", line).replace("{", "(").replace("}", ")").strip()
        italic = plain.startswith("/") or any(name in "yY" and "i" in value for name, value in controls)
        lines.append(rf"{{\i1}}{plain.removeprefix('/')}{{\i0}}" if italic else plain)
    return r"\N".join(lines) or " "


def _rate(lines: list[str], frame_rate: float | None) -> tuple[float, bool]:
    """Frames a second, and whether the first line tells them."""
    first = re.fullmatch(r"\{[01]\}\{[01]\}\s*(\d{1,3}(?:[.,]\d{1,6})?)\s*", lines[0]) if lines else None
    if first:
        told = float(first[1].replace(",", "."))
        if _FRAME_RATES[0] <= told <= _FRAME_RATES[1]:
            return told, True
    return frame_rate or _FRAME_RATE, False
