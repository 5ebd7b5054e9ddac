"""Whether media may be used now, and by whom."""

from dataclasses import dataclass
from typing import Literal

from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.text import one_line, required_line

_STATES = ("active", "blocked", "deleted")
_RELATIONSHIPS = ("allow", "deny")
_KINDS = ("country", "uri", "sharing")


@dataclass(frozen=True, kw_only=True)
class MediaStatus:
    """Tells partners what became of media that they may hold.

    Attributes:
        state: `active`; `blocked`, not to be used for now; `deleted`, to be thrown away.
        reason: In words, or the address of a page that says it.

    Raises:
        FeedError: `bad-media-status`.
    """

    state: Literal["active", "blocked", "deleted"]
    reason: str = ""

    def __post_init__(self) -> None:
        if self.state not in _STATES:
            raise FeedError("bad-media-status", value=self.state, known=", ".join(_STATES))
        settle(self, reason=one_line(self.reason))


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """Who may, or may not, use media.

    Attributes:
        relationship: `allow` those named and no others, or `deny` them.
        kind: What `named` names: a `country` (ISO 3166), a `uri` or the `sharing` with others, where it is empty.
        named: Parted by spaces.

    Raises:
        FeedError: `bad-media-status`, `missing-text` (nobody is named).
    """

    relationship: Literal["allow", "deny"]
    kind: Literal["country", "uri", "sharing"]
    named: str = ""

    def __post_init__(self) -> None:
        for value, known in ((self.relationship, _RELATIONSHIPS), (self.kind, _KINDS)):
            if value not in known:
                raise FeedError("bad-media-status", value=value, known=", ".join(known))
        settle(self, named="" if self.kind == "sharing" else required_line("media restriction", self.named))
