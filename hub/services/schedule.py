"""When programmes are on the air: kept by administrators, shown on the page of the week and that of each programme."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from hub.extensions.clock import local
from hub.models import Fact, Programme, Slot
from hub.services import airtimes, programmes, tree
from hub.services.airtimes import WEEKDAYS, Airtime
from hub.services.audit import record
from hub.services.pages import AirDay, Airing, SchedulePage

#: Of the public tree.
PATH = "schedule/"

#: The day that the page was made for last.
_DAY = "schedule-day"


def every(session: Session) -> Sequence[Slot]:
    """Every slot of the week, in its order."""
    order = (Slot.weekday, Slot.starts_min, Slot.programme_id)
    return session.scalars(select(Slot).order_by(*order)).all()


def slots_of(session: Session, programme: Programme) -> Sequence[Slot]:
    of_it = select(Slot).where(Slot.programme_id == programme.id)
    return session.scalars(of_it.order_by(Slot.weekday, Slot.starts_min)).all()


def of_programme(session: Session, programme: Programme) -> tuple[Airtime, ...]:
    return tuple(_airtime(one) for one in slots_of(session, programme))


def hours(slot: Slot) -> str:
    """05:30–06:00."""
    return _airtime(slot).hours


def add(session: Session, slug: str, times: Iterable[Airtime], *, by: str) -> None:
    """Put more times into a programme's week. Raises NotFoundError, InvalidError."""
    replace(session, slug, [*of_programme(session, programmes.find(session, slug)), *times], by=by)


def remove(session: Session, slug: str, slot_id: str, *, by: str) -> None:
    """Take one time out of a programme's week; one that is gone already stays gone. Raises NotFoundError."""
    programme = programmes.find(session, slug)
    replace(session, slug, [_airtime(one) for one in slots_of(session, programme) if one.id != slot_id], by=by)


def replace(session: Session, slug: str, times: Iterable[Airtime], *, by: str) -> None:
    """Give a programme the week that it has from now on. Raises NotFoundError, InvalidError."""
    programme = programmes.find(session, slug)
    week = airtimes.checked(times)
    session.execute(delete(Slot).where(Slot.programme_id == programme.id))
    for one in week:
        session.add(
            Slot(
                programme_id=programme.id,
                weekday=one.weekday,
                starts_min=one.starts_min,
                lasts_min=one.lasts_min,
                note=one.note,
            )
        )
    session.flush()
    tree.mark(session, [PATH, f"lists/programme-{slug}/"])
    record(session, by, "schedule.changed", programme.id, {"slug": slug, "week": airtimes.lines(week)})


def turn_day(session: Session, moment: datetime) -> bool:
    """Have the page made anew on the first look of each local day. Returns whether this was it.

    A hub without a schedule has nothing to make.
    """
    today = local(moment).date().isoformat()
    if session.scalar(select(Slot.id).limit(1)) is None:
        return False
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    # One statement: of two that look at the same moment, one turns the day.
    turned = insert(Fact).values(name=_DAY, value=today)
    turned = turned.on_conflict_do_update(index_elements=["name"], set_={"value": today}, where=Fact.value != today)
    if session.scalar(turned.returning(Fact.name)) is None:
        return False
    tree.mark(session, [PATH])
    return True


def page(session: Session, moment: datetime) -> SchedulePage:
    """The week, and the day of a moment on top of it."""
    slots = every(session)
    days = [
        AirDay(title=title, airings=[_airing(one) for one in slots if one.weekday == weekday])
        for weekday, title in enumerate(WEEKDAYS)
    ]
    today = local(moment)
    return SchedulePage(
        path=PATH,
        today=AirDay(
            title=f"Hôm nay, {WEEKDAYS[today.weekday()].lower()} {today:%d/%m/%Y}",
            airings=days[today.weekday()].airings,
        ),
        days=[one for one in days if one.airings],
    )


def _airing(slot: Slot) -> Airing:
    programme = slot.programme
    return Airing(
        path=f"programmes/{programme.slug}/",
        title=programme.title,
        kind=programme.kind,
        language=programme.language,
        hours=hours(slot),
        note=slot.note,
    )


def _airtime(slot: Slot) -> Airtime:
    return Airtime(weekday=slot.weekday, starts_min=slot.starts_min, lasts_min=slot.lasts_min, note=slot.note)
