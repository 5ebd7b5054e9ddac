"""What Vietnamese is written with, beside ASCII."""

#: In NFC.
LETTERS = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
)
#: Letters and the usual signs; text in another encoding, read as this one, gives other characters.
EXPECTED = LETTERS | frozenset("“”‘’–—…•«»°§×€²³½\u00a0")
EXPECTED_SHARE = 0.9


def is_likely(text: str) -> bool:
    """Whether nearly all that is not ASCII in NFC text is what Vietnamese is written with."""
    foreign = [char for char in text if not char.isascii()]
    return sum(char in EXPECTED for char in foreign) >= EXPECTED_SHARE * len(foreign)
