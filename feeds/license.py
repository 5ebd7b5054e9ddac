"""What others may do with something."""

from dataclasses import dataclass

from feeds.address import optional_absolute
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.text import required_line, shortened

MAX_NAME = 128

#: The names that podcast:license knows without an address, and their addresses.
KNOWN = {
    "ARR": "https://en.wikipedia.org/wiki/All_rights_reserved",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}


@dataclass(frozen=True, kw_only=True)
class License:
    """A licence.

    Attributes:
        name: One of `KNOWN`, in any case, or the newsroom's own name for its terms.
        url: The whole text; found by a name of `KNOWN` when None.

    Raises:
        FeedError: `missing-text` (no name), `bad-url`, `missing-license-address`.
    """

    name: str
    url: str | None = None

    def __post_init__(self) -> None:
        name = shortened(required_line("license name", self.name), MAX_NAME)
        name = name.upper() if name.upper() in KNOWN else name
        url = optional_absolute("license url", self.url) or KNOWN.get(name)
        if not url:
            raise FeedError("missing-license-address", name=name)
        settle(self, name=name, url=url)
