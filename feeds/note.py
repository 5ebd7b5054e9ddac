"""A word to one program among all that read a feed (podcast:txt)."""

from dataclasses import dataclass

from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.text import one_line, required_line

MAX_TEXT = 4000
MAX_PURPOSE = 128


@dataclass(frozen=True, kw_only=True)
class Note:
    """A word such as the proof of ownership that a directory asks for.

    Attributes:
        purpose: `verify`, `applepodcastsverify`, `ai-content` (text `true` or `false`), or the name of a service.

    Raises:
        FeedError: `missing-text`, `too-long`: half a proof proves nothing, so nothing is cut off.
    """

    text: str
    purpose: str = ""

    def __post_init__(self) -> None:
        text, purpose = required_line("note", self.text), one_line(self.purpose)
        for field, value, limit in (("note", text, MAX_TEXT), ("note purpose", purpose, MAX_PURPOSE)):
            if len(value) > limit:
                raise FeedError("too-long", field=field, count=len(value), limit=limit)
        settle(self, text=text, purpose=purpose)
