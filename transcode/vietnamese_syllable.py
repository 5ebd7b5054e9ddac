"""The shape of a Vietnamese syllable: what it may begin with, how it may go on, which tone it may carry.

Source: the rules of Quốc ngữ as schools teach them; the tone of a syllable that ends in c, ch, p or t is sắc or nặng.
"""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = frozenset("\u0301\u0323")
_LONGEST = 7
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
_RIMES = (
    r"a(?:[iouycmnpt]|ch|ng|nh)?", r"ă(?:[cmnpt]|ng)", r"â(?:[cmnptuy]|ng)",
    r"e(?:[ocmnpt]|ng)?", r"ê(?:[umnpt]|ch|nh|ng)?",
    r"i(?:[aumnpt]|ch|nh)?", r"iê(?:[cmnptu]|ng)", r"yê(?:[mntu]|ng)", r"ê(?:ng)",
    r"o(?:[icmnpt]|ng)?", r"oo(?:c|ng)", r"oa(?:[ioycmnpt]|ch|ng|nh)?", r"oă(?:[cmnt]|ng)", r"oe(?:[onmt])?",
    r"ô(?:[icmnpt]|ng)?", r"ơ(?:[imnpt])?",
    r"u(?:[aicmnpt]|ng)?", r"uâ(?:[nty]|ng)", r"uê(?:[un]|ch|nh)?", r"uô(?:[icmnt]|ng)", r"uơ(?:[nt])?",
    r"uy(?:[auntp]|ch|nh)?", r"uyê(?:[nt])", r"ư(?:[aiucmnt]|ng)?", r"ươ(?:[icmnptu]|ng)",
    r"y(?:t|nh)?",
)  # fmt: skip
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RIMES)})")
_STOPPED = ("c", "ch", "p", "t")


def is_syllable(word: str) -> bool:
    """Whether a word, in NFC and of any case, is built as Vietnamese syllables are; a foreign word may be by chance."""
    if len(word) > _LONGEST:
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in _TONES]
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if not _SYLLABLE.fullmatch(base):
        return False
    return not base.endswith(_STOPPED) or (bool(tones) and tones[0] in _STOPPED_TONES)
