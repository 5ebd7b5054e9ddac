"""What is not said: adverts of subtitle sites, control characters, signs that were encoded twice."""

import re
import unicodedata

from transcode.captions.markup import balanced
from transcode.documents.article import without_turns

_UNSEEN = frozenset("\u200b\ufeff\u00ad\u2060")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cs"})
#: Notes and quotes whose UTF-8 was taken for windows-1252: "â™ª" for "♪".
_DOUBLED = re.compile("â(?:™[ª«¬]|€[™˜œ“”¦])")
_SPEAKER_LENGTH = 60
#: Sites, groups and programs that put themselves into subtitles. Credits of a newsroom are none of them.
_ADVERTS = re.compile(
    r"""
    open\s?subtitles | osdb\.link | subscene | addic7ed | podnapisi | subdl\. | yify | \byts\b | titlovi\.com
    | tvsubtitles
    | amara\.org | subtitles?\s+downloaded\s+from | phụ\s+đề\s+tải\s+(?:về\s+)?từ
    | (?:become|support)\s[^\n]{0,40}\bvip\s+member | advertise\s+your\s+product\s+or\s+brand
    | please\s+rate\s+this\s+subtitle | sync(?:ed|hroni[sz]ed)?\s*(?:,|&|and)\s*correct(?:ed|ions?)\s+by
    | ghiền\s+mì\s+gõ | viet\s?sub(?:bed)?\s+(?:by|bởi)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ADVERT_LENGTH = 200


def clean(text: str) -> str:
    """Text of a caption: NFC, no empty lines, one blank between words, italics in pairs; "" when nothing is left."""
    signs = _DOUBLED.sub(lambda found: found[0].encode("cp1252").decode("utf-8", "replace"), text)
    seen = "".join(char for char in signs if char == "\n" or char.isspace() or _is_seen(char))
    lines = (" ".join(line.split()) for line in balanced(without_turns(seen)).split("\n"))
    kept = "\n".join(line for line in lines if line)
    return kept if any(char.isprintable() and not char.isspace() for char in re.sub("</?i>", "", kept)) else ""


def clean_speaker(name: str) -> str:
    """A name on one line, at most 60 characters; "" for none."""
    seen = "".join(char for char in name if char.isspace() or _is_seen(char))
    return without_turns(" ".join(re.sub("</?i>", "", seen).split())).strip(" :<>")[:_SPEAKER_LENGTH].strip()


def is_advert(text: str) -> bool:
    """Whether a caption speaks of a subtitle site or program and not of what is seen or heard."""
    return len(text) <= _ADVERT_LENGTH and _ADVERTS.search(text) is not None


def _is_seen(char: str) -> bool:
    return char not in _UNSEEN and unicodedata.category(char) not in _UNSEEN_CATEGORIES
