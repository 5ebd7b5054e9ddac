"""What an entry carries beside its text."""

import mimetypes
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Role = Literal["enclosure", "picture", "thumbnail", "transcript", "chapters"]


@dataclass(frozen=True, kw_only=True)
class ReadMedia:
    """One file of an entry, as its feed tells of it.

    Attributes:
        url: Absolute, http or https.
        media_type: Lower case and without parameters; guessed from the suffix when it is not told; empty when unknown.
        size_bytes: None when it is not told or told as 0.
        duration_s: None when it is not told.
        title: Plain text; empty when there is none.
        role: `enclosure` is sound, video or a document; `picture` belongs to the story; `thumbnail` stands for it in
            lists; `transcript` is what is said in an enclosure, `chapters` where its parts begin.
        language: BCP 47, of a transcript; empty when it is not told.
        width: Pixels of a picture or video; None when it is not told.
        credit: Who made a picture or recording; empty when it is not told.
    """

    url: str
    media_type: str
    size_bytes: int | None = None
    duration_s: float | None = None
    title: str = ""
    role: Role = "enclosure"
    language: str = ""
    width: int | None = None
    credit: str = ""


def media_type_of(url: str, told: str) -> str:
    """Settle the type of a file: the one told if it has the shape of one, otherwise what its suffix says."""
    kind = told.partition(";")[0].strip().lower()
    if kind.count("/") == 1 and not kind.startswith("/") and not kind.endswith("/"):
        return kind
    return mimetypes.guess_type(urlsplit(url).path)[0] or ""


def whole_number(told: object) -> int | None:
    """Read a positive whole number such as a count of bytes; None when it is none, not told, or 0."""
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    digits = str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
    plausible = digits.isascii() and digits.isdigit() and len(digits) <= 15  # noqa: PLR2004  a petabyte
    return (int(digits) or None) if plausible else None


def seconds(told: object) -> float | None:
    """Read a duration told as seconds (`75`, `75.5`) or as a clock (`1:15`, `00:01:15`); None when it is none."""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    parts = str(told).strip().split(":")
    if len(parts) > 3 or not all(  # noqa: PLR2004  hours, minutes, seconds
        part.isascii() and part.replace(".", "", 1).isdigit() and len(part) <= 12  # noqa: PLR2004
        for part in parts
    ):
        return None
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total or None
