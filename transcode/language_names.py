"""What a language calls itself, for players' menus: whoever needs a language may read no other."""

from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

#: Languages of the north-west of Vietnam that CLDR does not name (or only in a script that few phones have).
#: Source: names as their speakers write them in Latin letters, ISO 639-3 and Ethnologue.
_NAMES: Mapping[str, str] = {
    "blt": "Tãy Đăm",
    "cnc": "Côông",
    "hmn": "Hmoob",
    "hni": "Haqniqdoq",
    "hnj": "Moob Leeg",
    "ium": "Iu Mienh",
    "khb": "Lự",
    "kjg": "Kmhmu",
    "lhu": "Ladhof",
    "mji": "Kim Mun",
    "mtq": "Mõl",
    "mww": "Hmoob Dawb",
    "nut": "Nồng",
    "pcc": "Giáy",
    "slt": "Si La",
    "twh": "Tãy Đón",
    "tyz": "Tày",
    "zng": "Mảng",
}


def own_name(tag: str) -> str:
    """Give the language's own name; the tag itself where nobody knows one.

    Args:
        tag: BCP-47; script and region are looked past.
    """
    language = tag.lower().partition("-")[0]
    if language in _NAMES:
        return _NAMES[language]
    try:
        name = Locale.parse(language).get_language_name(language)
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name[0].upper()}{name[1:]}" if name else tag
