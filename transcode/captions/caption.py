"""A caption, and a file of captions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from transcode.errors import Fact

MILLISECONDS = 1000
_ITALIC_MARK = re.compile("</?i>")


@dataclass(frozen=True, kw_only=True)
class Caption:
    r"""Words, and when they are shown.

    Attributes:
        start_s: When they appear, in whole milliseconds.
        end_s: When they go; later than start_s.
        text: NFC, never empty, lines parted by "\n". Plain but for `<i>` and `</i>`, which are balanced; every other
            sign, "<" and "&" too, means itself.
        speaker: Who says it, one line; "" when nobody knows.
        machine: A program heard or wrote the words, and no person has read them yet.
    """

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    machine: bool = False

    @property
    def plain(self) -> str:
        """The words on one line, without italics."""
        return " ".join(without_italics(self.text).split())


class Cue(NamedTuple):
    """A caption as a file has it: nothing is sure of its times and little of its text.

    Attributes:
        start_s: Any number, also negative or not finite.
        end_s: Likewise.
        text: Lines as a person would see them, with `<i>` and `</i>` as the only marks.
        speaker: "" when the file does not say it.
        machine: See `Caption`.
    """

    start_s: float
    end_s: float
    text: str
    speaker: str = ""
    machine: bool = False


@dataclass(frozen=True, kw_only=True)
class CaptionFile:
    """Captions that are fit to be shown.

    Attributes:
        captions: At least one, by time; none overlaps the next.
        format: What they were: "SRT", "WebVTT", "ASS", "SSA", "SBV", "TTML", "MicroDVD", "JSON"; of a container, that
            of its stream; "ASR" for captions that a program heard.
        language: BCP-47, where the file tells it.
        encoding: What the bytes were in.
        remarks: What was mended and what an editor should look at: key of `transcode.errors.SENTENCES` -> its facts.
        details: What else is known, as text: of a stream "index", of captions that a program heard "program", "model".
    """

    captions: tuple[Caption, ...]
    format: str
    language: str | None = None
    encoding: str = "utf-8"
    remarks: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


def without_italics(text: str) -> str:
    """Text of a caption without its marks."""
    return _ITALIC_MARK.sub("", text)
