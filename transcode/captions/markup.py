"""Markup inside the text of a cue: of WebVTT, of SubRip, which borrows from HTML and ASS, and of ASS itself.

Sources: WebVTT (W3C), section 5.1; SubRip has no standard, this is what players take; the ASS format of Aegisub.
"""

import html
import re
from dataclasses import dataclass, field

#: What follows "<" directly is a tag; with blanks before the name (as optical recognition puts them) only a short one.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*|(?=\d))([^<>]*)>|<\s{0,3}(/?)\s{0,3}([ibuIBU])\s{0,3}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_OVERRIDE = re.compile(r"\{([^{}]*)\}")
_BORROWED = re.compile(r"\{(\\[^{}]*)\}")
_OVERRIDE_ITALIC = re.compile(r"\\i([01])(?!\d)|\\(r)|\\p(\d)")
_BLANK_FIRST, _BLANK_LAST = re.compile(r"<i>(\s+)"), re.compile(r"(?<!\s)(\s+)</i>")
_EMPTY = re.compile(r"<i>(\s*)</i>|</i>(\s*)<i>")
#: Tags whose words are shown; everything else between "<" and ">" that names no tag is what somebody wrote.
_SHOWN = frozenset({
    "a", "b", "big", "body", "c", "center", "div", "font", "html", "lang", "p", "ruby", "s", "small", "span", "strike",
    "strong", "sub", "sup", "tt", "u",
})  # fmt: skip
_HIDDEN = frozenset({"head", "rp", "rt", "script", "style"})
_ITALIC = frozenset({"em", "i"})


@dataclass(kw_only=True)
class _Line:
    """What has been read of one cue."""

    parts: list[str] = field(default_factory=list)
    voices: list[str] = field(default_factory=list)
    hidden: str = ""

    def add(self, words: str) -> None:
        if not self.hidden:
            self.parts.append(_ENTITY.sub(lambda found: html.unescape(found[0]), words))

    def take(self, tag: re.Match[str]) -> None:
        closing, name, rest = tag[1] or tag[4] or "", (tag[2] or tag[5] or "").lower(), tag[3] or ""
        if self.hidden:
            if closing and name == self.hidden:
                self.hidden = ""
        elif name in _ITALIC:
            self.parts.append(f"<{closing}i>")
        elif name == "br":
            self.parts.append("\n")
        elif name == "v":
            self._speak("" if closing else rest)
        elif name in _HIDDEN:
            self.hidden = "" if closing else name
        elif name and name not in _SHOWN and not closing and "=" not in rest:
            # "<tiếng cười>" is no tag but what somebody hears.
            self.parts.append(tag[0])

    def _speak(self, rest: str) -> None:
        # Behind the first blank; before it stand classes.
        name = " ".join(html.unescape(re.sub(r"^\S*", "", rest)).split())
        if name:
            self.voices.append(name)
            self.parts.append(f"\n\0{len(self.voices) - 1}\0")

    def whole(self) -> tuple[str, str]:
        """Text and speaker; where several speak, each name stands before its words."""
        text = "".join(self.parts)
        several = len(set(self.voices)) > 1
        for place, voice in enumerate(self.voices):
            text = text.replace(f"\n\0{place}\0", f"\n{voice}: " if several else "", 1)
        return text, "" if several or not self.voices else self.voices[0]


def read_tags(text: str) -> tuple[str, str]:
    """Take the markup of a cue of WebVTT or SubRip.

    Args:
        text: Its lines, without NUL.

    Returns:
        The text with `<i>` as the only mark, and the speaker of its `<v>`, or "".
    """
    line = _Line()
    place = 0
    for tag in _TAG.finditer(text):
        line.add(text[place : tag.start()])
        line.take(tag)
        place = tag.end()
    line.add(text[place:])
    return line.whole()


def read_overrides(text: str, *, italic: bool = False) -> str:
    r"""Take the markup of a line of ASS: `{\i1}`, `\N`, `\h`; drawings are left out.

    Args:
        text: The line.
        italic: Its style is italic.
    """
    parts = ["<i>"] if italic else []
    place, drawing = 0, False
    for block in _OVERRIDE.finditer(text):
        parts += [] if drawing else [text[place : block.start()]]
        place = block.end()
        for on, reset, scale in _OVERRIDE_ITALIC.findall(block[1]):
            if scale:
                drawing = scale != "0"
            else:
                parts.append("<i>" if on == "1" or (reset and italic) else "</i>")
    parts += [] if drawing else [text[place:]]
    return "".join(parts).replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " ")


def read_borrowed(text: str) -> str:
    r"""Take the marks of ASS that programs put into SubRip; braces without a backslash are what somebody wrote."""

    def taken(block: re.Match[str]) -> str:
        switches = [on for on, _, _ in _OVERRIDE_ITALIC.findall(block[1]) if on]
        return {"1": "<i>", "0": "</i>"}.get(switches[-1], "") if switches else ""

    return _BORROWED.sub(taken, text).replace(r"\N", "\n")


def balanced(text: str) -> str:
    """Text whose `<i>` and `</i>` are paired and stand beside words: doubled and empty ones are left out."""
    parts: list[str] = []
    opened = False
    for piece in re.split("(</?i>)", text):
        if piece in {"<i>", "</i>"}:
            if opened is (piece == "<i>"):
                continue
            opened = not opened
        parts.append(piece)
    whole = "".join(parts) + ("</i>" if opened else "")
    before = ""
    while before != whole:
        before = whole
        whole = _EMPTY.sub(r"\1\2", _BLANK_LAST.sub(r"</i>\1", _BLANK_FIRST.sub(r"\1<i>", whole)))
    return whole
