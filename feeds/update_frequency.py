"""How often a show comes out."""

import re
from dataclasses import dataclass
from datetime import datetime

from feeds.date import utc
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.text import one_line, shortened

MAX_TEXT = 128

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
#: Parts of a recurrence rule (RFC 5545 section 3.3.10) that a broadcaster's timetable can need.
_PARTS = re.compile(
    r"(?:(?:INTERVAL|COUNT)=[1-9]\d{0,4}"
    r"|UNTIL=\d{8}(?:T\d{6}Z)?"
    r"|BYDAY=[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*"
    r"|(?:BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYHOUR|BYMINUTE|BYSECOND|BYSETPOS)=[+-]?\d{1,3}(?:,[+-]?\d{1,3})*"
    r"|WKST=(?:MO|TU|WE|TH|FR|SA|SU))",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class UpdateFrequency:
    """A timetable in words, as a rule, or both.

    Attributes:
        text: For people; at most `MAX_TEXT` characters are written.
        rule: A recurrence rule of RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO,TH`.
        start: When the rule begins; a rule with COUNT needs it.

    Raises:
        FeedError: `missing-text` (neither text nor rule), `bad-recurrence`, `naive-date`, `bad-date`.
    """

    text: str = ""
    rule: str = ""
    start: datetime | None = None

    def __post_init__(self) -> None:
        text, rule = shortened(one_line(self.text), MAX_TEXT), self.rule.strip().upper()
        if not (text or rule):
            raise FeedError("missing-text", field="update frequency")
        if rule and not (_is_rule(rule) and (self.start or "COUNT=" not in rule)):
            raise FeedError("bad-recurrence", rule=one_line(self.rule))
        settle(self, text=text, rule=rule, start=utc("update frequency start", self.start) if self.start else None)


def _is_rule(rule: str) -> bool:
    first, *others = rule.split(";")
    names = [part.partition("=")[0] for part in others]
    return (
        first in {f"FREQ={frequency}" for frequency in _FREQUENCIES}
        and all(_PARTS.fullmatch(part) for part in others)
        and len(set(names)) == len(names)
        and not {"COUNT", "UNTIL"} <= set(names)
    )
