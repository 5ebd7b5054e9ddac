"""How many of the people who count are trained, as of a date, with the names behind the figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from training.course import GROUPS, Group
from training.errors import RosterError, TrainingError

#: Asia/Ho_Chi_Minh: +07:00 without summer time since 1975, so no time zone database is needed.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One line of the roster.

    Attributes:
        id: The same for one person everywhere; a person who moved has a line for each place.
        name: For people.
        group: One of the four groups of the plan.
        organisation: Where the person works, for people.
        joined_on: The first day that counts.
        left_on: The last day that counts; None while the person is there. Someone who moves joins the next place a
            day later.
    """

    id: str
    name: str
    group: Group
    organisation: str
    joined_on: date
    left_on: date | None = None

    def is_active(self, on: date) -> bool:
        """Say whether the line is in force on a day."""
        return self.joined_on <= on and (self.left_on is None or on <= self.left_on)


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A person completed a course; `completed_at` is aware."""

    person_id: str
    course_slug: str
    completed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure: trained people of all people.

    Attributes:
        organisation: None: all of them.
        group: None: all of them.
        trained: People with at least one completed course of the topic.
        total: People who count.
    """

    organisation: str | None
    group: Group | None
    trained: int
    total: int

    @property
    def share(self) -> Fraction | None:
        """Trained of total, exactly; None when nobody counts."""
        return Fraction(self.trained, self.total) if self.total else None

    @property
    def percent_exact(self) -> Decimal | None:
        """The percentage with two decimals (2 of 3 is 66.67); None when nobody counts."""
        if not self.total:
            return None
        return (Decimal(100 * self.trained) / Decimal(self.total)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def percent(self) -> int | None:
        """The whole percentage, half rounded up (2 of 3 is 67); None when nobody counts.

        100 is said only when everybody is trained: 249 of 250 is 99, not 100.
        """
        if not self.total:
            return None
        rounded = (200 * self.trained + self.total) // (2 * self.total)
        return rounded if self.trained == self.total else min(rounded, 99)

    def meets(self, target_percent: int) -> bool:
        """Compare the whole percentage with a target, so that 2 of 3 meets 67 %; nobody meets nothing."""
        return self.percent is not None and self.percent >= target_percent


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person behind the figures.

    Attributes:
        person: The roster's line in force.
        trained: At least one completed course of the topic.
        completed_at: The first completion; None when not trained.
        courses: Slugs of the completed courses, sorted, each once.
    """

    person: Person
    trained: bool
    completed_at: datetime | None
    courses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of one day.

    Attributes:
        as_of: The day, to its end in Vietnam.
        rows: One for each organisation and group that has people; organisations by name, groups in the plan's order.
        organisations: One for each organisation, over its groups.
        groups: One for each of the four groups, over all organisations, also where nobody counts.
        total: Everybody.
        people: Everybody who counts, by organisation, group and name.
    """

    as_of: date
    rows: tuple[Row, ...]
    organisations: tuple[Row, ...]
    groups: tuple[Row, ...]
    total: Row
    people: tuple[PersonLine, ...]


def report(
    people: Iterable[Person],
    completions: Iterable[Completion],
    *,
    as_of: date,
    courses: frozenset[str] | None = None,
) -> Report:
    """Count who is trained on a day (target T6: persons active with at least one completed course / persons active).

    Args:
        people: The roster with its history; only lines in force on the day count.
        completions: Of anybody, in any order, repeated or not; those after the day's end in Vietnam do not count.
        as_of: The day.
        courses: Slugs of the courses of the topic; None means all.

    Raises:
        RosterError: One person has two lines in force on the day.
        TrainingError: A completion has no time zone.
    """
    active = _active(people, as_of)
    completed = _completed(completions, as_of, courses)
    lines = [_line(person, completed.get(person.id, [])) for person in active]
    cells: dict[tuple[str, Group], tuple[int, int]] = {}
    for line in lines:
        trained, total = cells.get((line.person.organisation, line.person.group), (0, 0))
        cells[line.person.organisation, line.person.group] = (trained + line.trained, total + 1)
    rows = tuple(
        Row(organisation=organisation, group=group, trained=trained, total=total)
        for (organisation, group), (trained, total) in cells.items()
    )
    return Report(
        as_of=as_of,
        rows=rows,
        organisations=tuple(_sum(rows, organisation=name) for name in dict.fromkeys(row.organisation for row in rows)),
        groups=tuple(_sum(rows, group=group) for group in GROUPS),
        total=_sum(rows),
        people=tuple(lines),
    )


def end_of_day(day: date) -> datetime:
    """Give the first instant after a day in Vietnam, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC) + timedelta(days=1)


def _active(people: Iterable[Person], as_of: date) -> list[Person]:
    active: dict[str, Person] = {}
    for person in people:
        if not person.is_active(as_of):
            continue
        if person.id in active:
            raise RosterError("person-twice", person_id=person.id, as_of=as_of.isoformat())
        active[person.id] = person
    return sorted(active.values(), key=lambda one: (one.organisation, GROUPS.index(one.group), one.name, one.id))


def _completed(
    completions: Iterable[Completion], as_of: date, courses: frozenset[str] | None
) -> Mapping[str, list[Completion]]:
    end = end_of_day(as_of)
    found: dict[str, list[Completion]] = {}
    for completion in completions:
        if completion.completed_at.tzinfo is None:
            raise TrainingError("evidence-without-zone", name="completed_at")
        if completion.completed_at < end and (courses is None or completion.course_slug in courses):
            found.setdefault(completion.person_id, []).append(completion)
    return found


def _line(person: Person, found: Sequence[Completion]) -> PersonLine:
    return PersonLine(
        person=person,
        trained=bool(found),
        completed_at=min((completion.completed_at for completion in found), default=None),
        courses=tuple(sorted({completion.course_slug for completion in found})),
    )


def _sum(rows: Iterable[Row], *, organisation: str | None = None, group: Group | None = None) -> Row:
    chosen = [row for row in rows if organisation in {None, row.organisation} and group in {None, row.group}]
    trained, total = sum(row.trained for row in chosen), sum(row.total for row in chosen)
    return Row(organisation=organisation, group=group, trained=trained, total=total)
