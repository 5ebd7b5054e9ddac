"""Where something happens or is made."""

import re
from dataclasses import dataclass
from typing import Literal

from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.number import decimal
from feeds.text import required_line, shortened

MAX_NAME = 128
_COUNTRY = re.compile(r"[A-Z]{2}")
_OSM = re.compile(r"[NWR][1-9][0-9]{0,18}")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place, as podcast:location knows it.

    Attributes:
        name: For people; at most `MAX_NAME` characters are written.
        latitude: Degrees north (WGS 84); None, with `longitude`, when it is not known.
        osm: The OpenStreetMap object: N, W or R for node, way or relation, then its number, such as `R1903059`.
        country: ISO 3166-1, two letters.
        rel: `subject`, what the content is about; `creator`, where it was made.

    Raises:
        FeedError: `missing-text` (no name), `bad-place`.
    """

    name: str
    latitude: float | None = None
    longitude: float | None = None
    osm: str | None = None
    country: str | None = None
    rel: Literal["subject", "creator"] = "subject"

    def __post_init__(self) -> None:
        name = shortened(required_line("place name", self.name), MAX_NAME)
        here = (self.latitude, self.longitude) == (None, None) or (
            self.latitude is not None
            and self.longitude is not None
            and -90 <= self.latitude <= 90  # noqa: PLR2004  the poles
            and -180 <= self.longitude <= 180  # noqa: PLR2004  the date line
        )
        named = (not self.osm or _OSM.fullmatch(self.osm)) and (not self.country or _COUNTRY.fullmatch(self.country))
        if not (here and named and self.rel in {"subject", "creator"}):
            raise FeedError("bad-place", name=name)
        settle(self, name=name, osm=self.osm or None, country=self.country or None)

    @property
    def geo(self) -> str | None:
        """The coordinates as an address (RFC 5870); None when they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return f"geo:{decimal(round(self.latitude, 6))},{decimal(round(self.longitude, 6))}"
