"""What Vietnamese is written with, beside ASCII."""

import re
import unicodedata

#: In NFC.
LETTERS = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)
#: Letters and the usual signs; text in another encoding, read as this one, gives other characters.
EXPECTED = LETTERS | frozenset("“”‘’–—…•«»°§×€²³½\u00a0")
EXPECTED_SHARE = 0.9
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_MARK = "[\u0300-\u036f]"
#: A tone before the mark that makes another vowel of the letter. Both stand above it, so NFC keeps their order; the
#: horn and the dot below have places of their own, and NFC sorts them.
_TONE_FIRST = re.compile(f"(?:[áàảãóòỏõéèẻẽÁÀẢÃÓÒỎÕÉÈẺẼ]{_CIRCUMFLEX}|[áàảãÁÀẢÃ]{_BREVE})(?!{_MARK})")


def composed(text: str) -> str:
    """Text in NFC, where Vietnamese letters are whole in whichever order their marks were typed: "é" + "^" is "ế"."""
    return _TONE_FIRST.sub(_whole, unicodedata.normalize("NFC", text))


def _whole(found: re.Match[str]) -> str:
    letter, tone, mark = list(unicodedata.normalize("NFD", found[0]))
    return unicodedata.normalize("NFC", letter + mark + tone)


def is_likely(text: str) -> bool:
    """Whether nearly all that is not ASCII in NFC text is what Vietnamese is written with."""
    foreign = [char for char in text if not char.isascii()]
    return sum(char in EXPECTED for char in foreign) >= EXPECTED_SHARE * len(foreign)
