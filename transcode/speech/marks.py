"""Before the rules one way of writing each sign; after them only letters, spaces and marks that are heard as pauses."""

import re
import unicodedata

from transcode.speech.rewriting import rewrite, rule
from transcode.vietnamese import LETTERS, composed

#: Signs that are written in more than one way.
_SAME = str.maketrans(
    {
        "‐": "-", "‑": "-", "‒": "–", "−": "-", "—": "–", "―": "–", "\u00ad": None,
        "’": "'", "‘": "'", "´": "'", "`": "'",
        "„": "“", "‟": "“", "«": "“", "»": "”", "″": '"', "′": "'", "…": "...", "\u200b": None, "\u200c": None,
        "\u200d": None, "\u2060": None, "\ufeff": None, "∼": "~", "～": "~",
        "⁄": "/", "∕": "/", "º": "°", "，": ",", "．": ".", "：": ":", "；": ";", "（": "(", "）": ")", "％": "%",
        "ð": "đ", "Ð": "Đ", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
    }
)  # fmt: skip
#: Signs that are said, for what is left when addresses are gone.
SIGNS = (
    rule(r"\s?≥\s?", lambda _: " lớn hơn hoặc bằng "),
    rule(r"\s?≤\s?", lambda _: " nhỏ hơn hoặc bằng "),
    rule(r"\s?>\s?(?=\d)", lambda _: " lớn hơn "),
    rule(r"\s?<\s?(?=\d)", lambda _: " nhỏ hơn "),
    rule(r"\s?±\s?", lambda _: " cộng trừ "),
    rule(r"\s?≈\s?", lambda _: " xấp xỉ "),
    rule(r"(?<=[\w%])\s?=\s?(?=\w)", lambda _: " bằng "),
    rule(r"(?<=\d)\s?[×xX]\s?(?=\d)", lambda _: " nhân "),
    rule(r"(?<=\w)\s?×\s?(?=\w)", lambda _: " nhân "),
    rule(r"~\s?(?=\d)", lambda _: "khoảng "),
    rule(r"(?<!\w)H'?(?=mông\b)", lambda _: "", any_case=True),
    # K'Ho, R'lấp: how the names of minorities are written where Vietnamese says a short "ơ".
    rule(r"(?<!\w)([BCDFGHKLMNPRSTVXĐbcdghklmnprst])'(?=[^\W\d_])", lambda found: f"{found[1]}ơ "),
)
_JOINING = (
    rule(r"\s?&\s?", lambda _: " và "),
    rule(r"\+", lambda _: " cộng "),
    rule(r"@", lambda _: " a còng "),
    rule(r"(?<=\w)\s?/\s?hoặc\b", lambda _: " hoặc "),
)
#: Thousands set apart by a narrow or fixed space, and by a plain one where the zeros tell it.
_THIN = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_SPACED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})* 000(?!\d)")
_LONGEST_NAME = 3
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_PAUSES = (
    rule(r"\s[-–]+\s|–", lambda _: ", "),
    rule(r"(?<=\w)-+(?=\w)", lambda _: " "),
    rule(r"[()\[\]{}|/\\→•·*]", lambda _: ", "),
    rule(r"\.{2,}", lambda found: ". " if _ends(found) else ", "),
    rule(r"[^\w\s.,;:?!]|_", lambda _: " "),
    rule(r"\s+", lambda _: " "),
    rule(r"\s*([.,;:?!])(?:[\s.,;:?!]*[.,;:?!])?", lambda found: _strongest(found[0])),
    rule(r"^[\s.,;:?!]+|[\s,;:]+$", lambda _: ""),
    # A dot inside a word is no pause: what is said is written with spaces.
    rule(r"([.,;:?!])(?=\w)", lambda found: f"{found[1]} "),
)
_STRENGTH = "?!.:;,"


def _ends(found: re.Match[str]) -> bool:
    return not re.search(r"\w", found.string[found.end() :])


def _strongest(marks: str) -> str:
    return next(mark for mark in _STRENGTH if mark in marks)


def uniform(text: str) -> str:
    """Give text in NFC with one way of writing each sign, digit and foreign letter; other scripts are left out."""
    plain = _THIN.sub(".", composed(text)).translate(_SAME)
    plain = composed("".join(map(_character, plain)))
    return " ".join(_SPACED.sub(lambda found: found[0].replace(" ", ""), " ".join(plain.split())).split())


def heard(text: str) -> str:
    """Give text of letters, spaces and marks of pause alone, as an engine takes it."""
    return rewrite(_QUOTED.sub(_quoted, rewrite(text, _JOINING)), _PAUSES).strip()


def _character(char: str) -> str:
    if char.isascii() or char in LETTERS:
        return char if char.isprintable() or char.isspace() else " "
    if char in "“”°–²³→•·×±≥≤≈€£¥₫‰§":
        return {"²": "2", "³": "3", "§": " mục "}.get(char, char)
    return _number(char) if char.isnumeric() else _foreign(char)


def _number(char: str) -> str:
    """A digit of any script; a fraction written as one sign."""
    if char.isdigit():
        return str(unicodedata.digit(char))
    parts = unicodedata.normalize("NFKD", char).replace("⁄", "/")
    return f" {parts} " if re.fullmatch(r"\d+(?:/\d+)?", parts) else " "


def _foreign(char: str) -> str:
    """A Latin letter without the marks that Vietnamese lacks; Greek micro; a space for all else."""
    if char in "µμ":
        return char
    base = unicodedata.normalize("NFKD", char)
    kept = "".join(one for one in base if one.isascii() and one.isalpha())
    return kept or (char if unicodedata.combining(char) else " ")


def _quoted(found: re.Match[str]) -> str:
    """A quoted sentence is heard by its pauses; a quoted name is not torn from its sentence."""
    inner = found[1].strip()
    return f", {inner}, " if len(inner.split()) > _LONGEST_NAME else f" {inner} "
