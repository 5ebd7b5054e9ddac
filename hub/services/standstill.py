"""One thing that does not move, as it is told to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.errors import operators_sentence

#: (Vietnamese, English)
Pair = tuple[str, str]

#: Lines of one sort, at most.
LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """One thing that does not move. Pairs are (Vietnamese, English).

    Attributes:
        kind: asset, arrival, upload, source, rendition, work, delivery, subscriber, page, feed, or part.
        state: As in the table of states; empty for a part.
        about: What of the thing that the title names: the form, the kind of work.
        action: What a person can do.
        address: Path of the page where it is done; empty where there is none.
    """

    kind: str
    id: str
    title: str
    state: str
    since: datetime | None
    sentence: Pair
    action: Pair = ("", "")
    address: str = ""
    about: Pair = ("", "")

    def named(self, language: str) -> str:
        """What it is, in a language."""
        return " · ".join(part for part in (self.title, self.about[1 if language == "en" else 0]) if part)


def told(code: str, facts: Mapping[str, object]) -> Pair:
    return operators_sentence(code, facts), operators_sentence(code, facts, "en")
