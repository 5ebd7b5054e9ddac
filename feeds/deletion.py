"""An entry that was taken back."""

from dataclasses import dataclass
from datetime import datetime

from feeds.date import utc
from feeds.frozen import settle
from feeds.identity import entry_id, urn
from feeds.person import Person
from feeds.text import one_line


@dataclass(frozen=True, kw_only=True)
class Deletion:
    """Tells readers who keep what they once read to throw an entry away.

    Attributes:
        id: That of the entry.
        when: When it was withdrawn.
        by: Who did it; None to leave that unsaid.
        comment: Why, in words for readers.

    Raises:
        FeedError: `bad-id`, `naive-date`, `bad-date`.
    """

    id: str
    when: datetime
    by: Person | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        entry_id(self.id)
        settle(self, when=utc("deletion when", self.when), comment=one_line(self.comment))

    @property
    def urn(self) -> str:
        """The id as Atom has it, the same as that of the entry."""
        return urn(self.id)
