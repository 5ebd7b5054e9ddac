from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.course import GROUPS
from training.errors import RosterError, TrainingError
from training.report import Completion, Person, Row, end_of_day, report

DAY = date(2025, 12, 31)


def person(id_: str, **changes: Any) -> Person:
    plain = {"name": f"Người {id_}", "group": "reporters", "organisation": "Báo", "joined_on": date(2020, 1, 1)}
    return Person(**{**plain, "id": id_, **changes})


def completion(id_: str, course: str = "khoa", at: datetime = datetime(2025, 6, 1, tzinfo=UTC)) -> Completion:
    return Completion(person_id=id_, course_slug=course, completed_at=at)


def test_two_of_three_is_67_percent_and_meets_the_plan() -> None:
    total = report([person("a"), person("b"), person("c")], [completion("a"), completion("b")], as_of=DAY).total

    assert (total.trained, total.total, total.share) == (2, 3, Fraction(2, 3))
    assert (total.percent, total.percent_exact) == (67, Decimal("66.67"))
    assert total.meets(67)
    assert not total.meets(68)


def test_a_hundred_percent_is_said_only_when_everybody_is_trained() -> None:
    almost = Row(organisation=None, group=None, trained=249, total=250)

    assert (almost.percent, almost.percent_exact, almost.meets(100)) == (99, Decimal("99.60"), False)
    assert Row(organisation=None, group=None, trained=250, total=250).meets(100)


def test_nobody_has_no_percentage_and_meets_nothing() -> None:
    total = report([], [completion("a")], as_of=DAY).total

    assert (total.total, total.share, total.percent, total.percent_exact) == (0, None, None, None)
    assert not total.meets(0)


def test_a_person_counts_from_the_first_to_the_last_day_both_included() -> None:
    people = [person("a", joined_on=date(2025, 3, 1), left_on=date(2025, 5, 31))]

    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 1)]
    assert [report(people, [], as_of=day).total.total for day in days] == [0, 1, 1, 0]


def test_the_day_ends_at_midnight_in_vietnam() -> None:
    assert end_of_day(date(2025, 12, 31)) == datetime(2025, 12, 31, 17, tzinfo=UTC)
    last, first = datetime(2025, 12, 31, 16, 59, 59, 999999, UTC), datetime(2025, 12, 31, 17, tzinfo=UTC)

    assert report([person("a")], [completion("a", at=last)], as_of=DAY).total.trained == 1
    assert report([person("a")], [completion("a", at=first)], as_of=DAY).total.trained == 0
    assert report([person("a")], [completion("a", at=first)], as_of=date(2026, 1, 1)).total.trained == 1


def test_only_courses_of_the_topic_count_when_they_are_named() -> None:
    done = [completion("a", "khac"), completion("b", "khoa"), completion("b", "khac")]

    result = report([person("a"), person("b")], done, as_of=DAY, courses=frozenset({"khoa"}))

    assert [(line.person.id, line.trained, line.courses) for line in result.people] == [
        ("a", False, ()),
        ("b", True, ("khoa",)),
    ]
    assert report([person("a")], done, as_of=DAY, courses=frozenset()).total.trained == 0


def test_the_first_completion_is_told_and_each_course_once() -> None:
    early, late = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    done = [completion("a", "b", late), completion("a", "b", early), completion("a", "a", late)]

    line = report([person("a")], done, as_of=DAY).people[0]

    assert (line.completed_at, line.courses) == (early, ("a", "b"))


def test_someone_who_moved_counts_once_where_the_person_is_on_the_day() -> None:
    people = [
        person("a", organisation="Đài", left_on=date(2025, 6, 19)),
        person("a", organisation="Báo", joined_on=date(2025, 6, 20)),
    ]

    assert [row.organisation for row in report(people, [], as_of=date(2025, 6, 19)).organisations] == ["Đài"]
    assert [row.organisation for row in report(people, [], as_of=date(2025, 6, 20)).organisations] == ["Báo"]


def test_one_person_twice_on_the_same_day_is_refused() -> None:
    with pytest.raises(RosterError, match="2025-12-31") as caught:
        report([person("a"), person("a", organisation="Đài")], [], as_of=DAY)
    assert caught.value.facts["person_id"] == "a"


def test_a_completion_without_a_time_zone_is_refused() -> None:
    with pytest.raises(TrainingError) as caught:
        report([person("a")], [completion("a", at=datetime(2025, 1, 1))], as_of=DAY)  # noqa: DTZ001 -- the fault itself
    assert caught.value.code == "evidence-without-zone"


def test_rows_come_by_organisation_and_in_the_plans_order_of_groups() -> None:
    people = [
        person("1", organisation="Tạp chí", group="editors"),
        person("2", organisation="Báo", group="editors"),
        person("3", organisation="Báo", group="leaders"),
    ]

    result = report(people, [], as_of=DAY)

    assert [(row.organisation, row.group) for row in result.rows] == [
        ("Báo", "leaders"),
        ("Báo", "editors"),
        ("Tạp chí", "editors"),
    ]
    assert [row.group for row in result.groups] == list(GROUPS)
    assert [line.person.id for line in result.people] == ["3", "2", "1"]


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PEOPLE = st.lists(
    st.builds(
        lambda id_, group, organisation, joined, stay: person(
            str(id_),
            group=group,
            organisation=organisation,
            joined_on=joined,
            left_on=joined + timedelta(days=stay) if stay is not None else None,
        ),
        st.integers(0, 30),
        st.sampled_from(GROUPS),
        st.sampled_from(["Báo", "Đài", "Tạp chí"]),
        DAYS,
        st.none() | st.integers(0, 700),
    ),
    max_size=15,
    unique_by=lambda one: one.id,
)
COMPLETIONS = st.lists(
    st.builds(
        completion,
        st.integers(0, 35).map(str),
        st.sampled_from(["a", "b", "c"]),
        st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 -- bounds
    ),
    max_size=25,
)


@given(PEOPLE, COMPLETIONS, DAYS)
def test_every_sum_is_the_sum_of_its_cells_and_of_the_people(people: Any, done: Any, day: date) -> None:
    result = report(people, done, as_of=day)

    for rows in (result.rows, result.organisations, result.groups):
        assert sum(row.trained for row in rows) == result.total.trained
        assert sum(row.total for row in rows) == result.total.total
    assert result.total.total == len(result.people) == sum(one.is_active(day) for one in people)
    assert result.total.trained == sum(line.trained for line in result.people)
    assert all(line.trained == bool(line.courses) == (line.completed_at is not None) for line in result.people)


@given(PEOPLE, COMPLETIONS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_does_not_matter(people: Any, done: Any, day: date, random: Any) -> None:
    expected = report(people, done, as_of=day)
    random.shuffle(people)
    doubled = [*done, *done]
    random.shuffle(doubled)

    assert report(people, doubled, as_of=day) == expected


@given(PEOPLE, COMPLETIONS, DAYS, DAYS)
def test_with_a_constant_roster_the_figure_never_falls(people: Any, done: Any, one: date, other: date) -> None:
    constant = [person(each.id, group=each.group, organisation=each.organisation) for each in people]
    before, after = (report(constant, done, as_of=day).total for day in sorted((one, other)))

    assert before.total == after.total
    assert before.trained <= after.trained


@given(st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_whole_percentage_is_the_nearest_one_and_never_a_hundred_too_early(figures: tuple[int, int]) -> None:
    row = Row(organisation=None, group=None, trained=figures[0], total=figures[1])
    share = Fraction(100 * figures[0], figures[1])

    assert row.percent is not None
    assert abs(row.percent - share) <= Fraction(1, 2) or row.percent == 99
    assert (row.percent == 100) == (figures[0] == figures[1])
