"""The communes and wards of Lai Châu since 1 July 2025.

Source: resolution 1670/NQ-UBTVQH15 of 16 June 2025; codes of the statistics office.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from hub.services.slugs import slug_of


@dataclass(frozen=True)
class Commune:
    """One commune or ward."""

    #: Of the statistics office.
    code: str
    name: str
    is_ward: bool = False

    @property
    def slug(self) -> str:
        """Part of its addresses; no two have the same."""
        return slug_of(self.name)

    @property
    def title(self) -> str:
        """As people say it: Xã Phong Thổ, Phường Tân Phong."""
        return f"{'Phường' if self.is_ward else 'Xã'} {self.name}"


_COMMUNES = (
    Commune("03388", "Đoàn Kết", is_ward=True),
    Commune("03408", "Tân Phong", is_ward=True),
    Commune("03390", "Bình Lư"),
    Commune("03394", "Sin Suối Hồ"),
    Commune("03405", "Tả Lèng"),
    Commune("03424", "Bản Bo"),
    Commune("03430", "Khun Há"),
    Commune("03433", "Bum Tở"),
    Commune("03434", "Nậm Hàng"),
    Commune("03439", "Thu Lũm"),
    Commune("03442", "Pa Ủ"),
    Commune("03445", "Mường Tè"),
    Commune("03451", "Mù Cả"),
    Commune("03460", "Hua Bum"),
    Commune("03463", "Tà Tổng"),
    Commune("03466", "Bum Nưa"),
    Commune("03472", "Mường Mô"),
    Commune("03478", "Sìn Hồ"),
    Commune("03487", "Lê Lợi"),
    Commune("03503", "Pa Tần"),
    Commune("03508", "Hồng Thu"),
    Commune("03517", "Nậm Tăm"),
    Commune("03529", "Tủa Sín Chải"),
    Commune("03532", "Pu Sam Cáp"),
    Commune("03538", "Nậm Mạ"),
    Commune("03544", "Nậm Cuổi"),
    Commune("03549", "Phong Thổ"),
    Commune("03562", "Sì Lở Lầu"),
    Commune("03571", "Dào San"),
    Commune("03583", "Khổng Lào"),
    Commune("03595", "Than Uyên"),
    Commune("03598", "Tân Uyên"),
    Commune("03601", "Mường Khoa"),
    Commune("03613", "Nậm Sỏ"),
    Commune("03616", "Pắc Ta"),
    Commune("03618", "Mường Than"),
    Commune("03637", "Mường Kim"),
    Commune("03640", "Khoen On"),
)

#: By slug, in the order of Vietnamese names: wards first.
COMMUNES: Mapping[str, Commune] = {
    one.slug: one for one in sorted(_COMMUNES, key=lambda one: (not one.is_ward, slug_of(one.name)))
}

#: Names that mean something else as often: a hero and his streets, a virtue, a town far away.
#: They count with their rank before them.
_AMBIGUOUS = frozenset({"doan-ket", "tan-phong", "le-loi", "tan-uyen"})

_NAMED = re.compile(
    r"(?P<rank>\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hị xã)\s+)?\b(?P<name>"
    + "|".join(sorted((re.escape(one.name) for one in _COMMUNES), key=len, reverse=True))
    + r")\b",
)

#: More than these, and a text is about the whole province.
MAX_FOUND = 6


def named_in(text: str) -> list[str]:
    """Slugs of the communes that a Vietnamese text names, in the order of the first mention.

    A name counts with its capitals and tone marks; one that means something else as often, only after "xã" or "phường".
    A text that names more than `MAX_FOUND` is about the province, and gives none.
    """
    found: dict[str, None] = {}
    for one in _NAMED.finditer(unicodedata.normalize("NFC", text)):
        slug = slug_of(one["name"])
        if one["rank"] or slug not in _AMBIGUOUS:
            found[slug] = None
    return list(found) if len(found) <= MAX_FOUND else []
