"""A picture in one of its sizes."""

from dataclasses import dataclass
from math import gcd

from feeds.address import absolute
from feeds.frozen import settle
from feeds.number import measured
from feeds.text import one_line


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture file.

    Attributes:
        width: In pixels; None, with `height`, when it is not known.
        media_type: None when it is plain from the address.
        alt: What it shows, for those who do not see it.
        purpose: What it is for, as words of podcast:image: `artwork`, `social`, `canvas`, `banner`, `poster`,
            `publisher`, `circular`.
        time_s: Where in the film it stands; None for a picture that is no frame of it.

    Raises:
        FeedError: `bad-url`, `bad-number`.
    """

    url: str
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    alt: str = ""
    purpose: str = ""
    time_s: float | None = None

    def __post_init__(self) -> None:
        for field in ("width", "height", "time_s"):
            measured(field, getattr(self, field))
        settle(
            self,
            url=absolute("picture url", self.url),
            alt=one_line(self.alt),
            purpose=one_line(self.purpose).lower(),
        )

    @property
    def aspect_ratio(self) -> str | None:
        """As CSS writes it, such as `16/9`; None when it is not known."""
        if not (self.width and self.height):
            return None
        divisor = gcd(self.width, self.height)
        return f"{self.width // divisor}/{self.height // divisor}"
