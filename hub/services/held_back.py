"""Feeds whose newest version has faults: the last good one stays, and it is told until a good one takes its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hub.errors import Fact, operators_sentence
from hub.extensions.clock import now
from hub.services import facts
from hub.services.standstill import LIMIT, Pair, Standstill

_SORT = "held-back"

#: Faults of one feed that are kept and told; what is wrong with one entry often is with all.
MOST = 5

#: A code, and what its sentence is filled with.
Fault = tuple[str, Mapping[str, Fact]]


@dataclass(frozen=True, kw_only=True)
class HeldBack:
    """Since when a path of the tree is not brought up to date, and why."""

    since: datetime
    faults: Sequence[Fault]

    def sentence(self, language: str) -> str:
        return " ".join(operators_sentence(code, facts, language) for code, facts in self.faults)


def note(session: Session, held: Mapping[str, Sequence[Fault]], good: Collection[str]) -> None:
    """Keep what was held back, and forget what is good again. In the common case there is one small query."""
    known = facts.under(session, _SORT)
    facts.drop(session, _SORT, [path for path in known if path in good and path not in held])
    for path, faults in held.items():
        since = known[path]["since"] if path in known else now().isoformat()
        kept = [[code, dict(told)] for code, told in faults[:MOST]]
        facts.put(session, _SORT, path, {"since": since, "faults": kept})


def every(session: Session) -> dict[str, HeldBack]:
    """Path below the public root, or of what is made together -> why it is not brought up to date."""
    return {
        path: HeldBack(
            since=datetime.fromisoformat(value["since"]), faults=[(code, told) for code, told in value["faults"]]
        )
        for path, value in facts.under(session, _SORT).items()
    }


def standstills(session: Session) -> list[Standstill]:
    return [
        Standstill(
            kind="feed",
            id=path,
            title=path,
            state="held back",
            since=one.since,
            sentence=_kept_back(one),
            action=(
                "Sửa điều vừa nêu rồi chạy `hub site build`; người đọc vẫn có bản tốt trước đó.",
                "Mend it, then run `hub site build`; readers have the last good one meanwhile.",
            ),
        )
        for path, one in list(every(session).items())[:LIMIT]
    ]


def _kept_back(one: HeldBack) -> Pair:
    vi, en = (
        operators_sentence("feed-kept-back", {"faults": one.sentence(language)}, language) for language in ("vi", "en")
    )
    return vi, en
