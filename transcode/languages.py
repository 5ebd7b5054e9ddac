"""Language names between media files (ISO 639-2) and the web (BCP-47, RFC 5646)."""

import re
from collections.abc import Mapping

#: ISO 639-2 terminology and bibliographic codes -> the two letters that BCP-47 prefers. Others stay three letters long.
_SHORT: Mapping[str, str] = {
    "ara": "ar",
    "bur": "my",
    "chi": "zh",
    "cze": "cs",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "hin": "hi",
    "ind": "id",
    "ita": "it",
    "jpn": "ja",
    "khm": "km",
    "kor": "ko",
    "lao": "lo",
    "may": "ms",
    "msa": "ms",
    "mya": "my",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "tha": "th",
    "vie": "vi",
    "zha": "za",
    "zho": "zh",
}
#: The way back; where two codes share a short one, the terminology code (the later in the alphabet of pairs) is named.
_LONG: Mapping[str, str] = {
    short: long for long, short in _SHORT.items() if long not in {"bur", "chi", "fre", "ger", "may"}
}

_SHAPE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
_UNSAID = frozenset({"und", "mis", "mul", "zxx", "unk"})


def bcp47(code: str | None) -> str | None:
    """Give the tag in lower case, or None when the file says nothing useful."""
    tag = (code or "").strip().lower().replace("_", "-")
    if tag in _UNSAID or not _SHAPE.fullmatch(tag):
        return None
    first, separator, rest = tag.partition("-")
    return _SHORT.get(first, first) + separator + rest


def iso639_2(tag: str) -> str:
    """Give the three letters that ID3 and MP4 want for a BCP-47 tag; "und" when there are none."""
    first = tag.strip().lower().partition("-")[0]
    code = _LONG.get(first, first)
    return code if re.fullmatch(r"[a-z]{3}", code) else "und"
