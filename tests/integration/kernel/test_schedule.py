"""The schedule on its page and on those of the programmes, day after day."""

from datetime import UTC, datetime

import pytest

from hub.errors import InvalidError
from hub.extensions.parts import Parts
from hub.jobs import sweeper
from hub.models import AuditEntry
from hub.services import airtimes, publisher, schedule, tree
from tests.integration.kernel.newsroom import PRINT, RADIO, page, work_off

#: A Monday in the province, on which it is still Sunday in UTC.
MONDAY = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)


def put(parts: Parts, slug: str, text: str) -> None:
    with parts.database.writing() as session:
        schedule.replace(session, slug, airtimes.read(text), by="t")


def test_a_hub_without_a_schedule_says_so(newsroom: Parts) -> None:
    publisher.mark_all(newsroom)
    work_off(newsroom)
    assert "Chưa có lịch." in page(newsroom, "schedule/index.html")
    assert "Phát sóng" not in page(newsroom, f"programmes/{RADIO}/index.html")


def test_times_stand_in_the_week_and_on_the_page_of_their_programme(newsroom: Parts) -> None:
    put(newsroom, RADIO, "T2-T6 05:30 30 phút FM\nCN 23:30 60 phút")
    work_off(newsroom)
    shown = page(newsroom, "schedule/index.html")
    week = shown.partition("Cả tuần")[2]
    assert week.count("05:30–06:00") == 5
    assert week.count("23:30–00:30") == 1
    assert "Thứ bảy" not in week
    own = page(newsroom, f"programmes/{RADIO}/index.html")
    assert "Phát sóng: Thứ hai đến thứ sáu, 05:30–06:00 (FM); Chủ nhật, 23:30–00:30." in own
    assert "Phát sóng" not in page(newsroom, f"programmes/{PRINT}/index.html")
    put(newsroom, RADIO, "")
    work_off(newsroom)
    assert "Chưa có lịch." in page(newsroom, "schedule/index.html")
    assert "Phát sóng" not in page(newsroom, f"programmes/{RADIO}/index.html")


def test_times_are_added_and_removed_one_by_one_and_what_overlaps_changes_nothing(newsroom: Parts) -> None:
    put(newsroom, RADIO, "T2 05:30 30")
    with newsroom.database.writing() as session:
        schedule.add(session, RADIO, airtimes.read("T3 06:00 20"), by="t")
    with pytest.raises(InvalidError), newsroom.database.writing() as session:
        schedule.add(session, RADIO, airtimes.read("T3 06:10 20"), by="t")
    with newsroom.database.writing() as session:
        # Another programme's times are none of its business.
        schedule.add(session, PRINT, airtimes.read("T3 06:10 20"), by="t")
        first = schedule.every(session)[0]
        schedule.remove(session, RADIO, first.id, by="t")
    with newsroom.database.reading() as session:
        held = [(one.programme.slug, one.weekday, one.starts_min) for one in schedule.every(session)]
        verbs = [one.verb for one in session.query(AuditEntry).filter_by(verb="schedule.changed")]
    assert held == [(RADIO, 1, 360), (PRINT, 1, 370)]
    assert len(verbs) == 4


def test_the_day_on_top_is_that_of_the_province(newsroom: Parts) -> None:
    put(newsroom, RADIO, "T2 05:30 30\nCN 07:00 30")
    with newsroom.database.reading() as session:
        shown = schedule.page(session, MONDAY).today
    assert shown.title == "Hôm nay, thứ hai 23/11/2026"
    assert [one.hours for one in shown.airings] == ["05:30–06:00"]


def test_the_page_is_made_anew_once_each_local_day(newsroom: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(moment: datetime) -> list[str]:
        monkeypatch.setattr(sweeper, "now", lambda: moment)
        sweeper.sweep_with(newsroom)
        with newsroom.database.writing() as session:
            found = tree.dirty(session, 100)
            tree.clean(session, found)
        return [one.path for one in found]

    work_off(newsroom)
    assert marked(MONDAY) == []
    put(newsroom, RADIO, "T2 05:30 30")
    work_off(newsroom)
    late = MONDAY.replace(hour=16, minute=59)
    for moment, expected in (
        (late, ["schedule/"]),
        (late, []),
        # Midnight in the province.
        (late.replace(hour=17, minute=0), ["schedule/"]),
        (MONDAY, []),
        (MONDAY.replace(day=23, hour=16), []),
        (MONDAY.replace(day=23, hour=17), ["schedule/"]),
    ):
        assert marked(moment) == expected, moment
