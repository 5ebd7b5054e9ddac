"""The languages of the province, by BCP-47 tag; names for people. Source: ISO 639-3, checked in iso-codes 4.15."""

from collections.abc import Mapping

#: tag -> (Vietnamese name, English name).
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "vi": ("Tiếng Việt", "Vietnamese"),
    "blt": ("Tiếng Thái (Thái Đen)", "Tai Dam (Black Thai)"),
    "twh": ("Tiếng Thái (Thái Trắng)", "Tai Dón (White Thai)"),
    "hmn": ("Tiếng Mông", "Hmong"),
    "mww": ("Tiếng Mông Trắng", "White Hmong"),
    "hnj": ("Tiếng Mông Xanh", "Green Hmong"),
    "ium": ("Tiếng Dao", "Iu Mien"),
    "mji": ("Tiếng Dao Tuyển", "Kim Mun"),
    "hni": ("Tiếng Hà Nhì", "Hani"),
    "lhu": ("Tiếng La Hủ", "Lahu"),
    "khb": ("Tiếng Lự", "Lü"),
    "pcc": ("Tiếng Giáy", "Bouyei (Giáy)"),
    "zng": ("Tiếng Mảng", "Mang"),
    "cnc": ("Tiếng Cống", "Côông"),
    "slt": ("Tiếng Si La", "Sila"),
    "kjg": ("Tiếng Khơ Mú", "Khmu"),
    "kjm": ("Tiếng Kháng", "Kháng"),
    "lo": ("Tiếng Lào", "Lao"),
    "tyz": ("Tiếng Tày", "Tày"),
    "nut": ("Tiếng Nùng", "Nung"),
    "mtq": ("Tiếng Mường", "Mường"),
    "yue": ("Tiếng Hoa", "Cantonese"),
    "en": ("Tiếng Anh", "English"),
}


def language_name(tag: str, language: str = "vi") -> str:
    """What people call the language of a tag; script and region subtags are looked past."""
    names = LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-", maxsplit=1)[0])
    return tag if names is None else names[1 if language == "en" else 0]
