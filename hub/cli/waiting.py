"""Waiting on the command line: for items with a live progress bar each, and for their deliveries."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.cli import sent
from hub.cli.output import say
from hub.cli.sent import Sent
from hub.errors import HubError, operators_sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import WAITING, ArrivalState, Chunk, ItemState, RenditionState, Work, WorkState
from hub.services import arrivals, forms, labels, tree, workers
from hub.services.kinds import KINDS
from hub.services.progress import ItemProgress, item_progress

#: Seconds between two looks.
LOOK_S = 0.5

#: Seconds without a worker for what is due, after which waiting makes no sense.
NO_WORKER_S = 15

FAILED = 1
#: As sysexits.h has it: nothing has failed, and it is not done; the hub goes on by itself.
RETRYING = os.EX_TEMPFAIL


def wait_for(parts: Parts, rows: Sequence[dict[str, Any]], *, published: bool, quiet: bool) -> int:
    """Wait until each item's work has ended, and each of its deliveries has, or will be tried again later.

    Returns:
        Exit code: 0, FAILED, or RETRYING. `rows` get their `state`, and `deliveries`, `reason`, `url` where there are.

    Raises:
        HubError: No worker is running.
    """
    return _worst(parts, [_wait_for_one(parts, row, published=published, quiet=quiet) for row in rows])


def fetched(parts: Parts, rows: Sequence[dict[str, Any]], *, quiet: bool) -> list[dict[str, Any]]:
    """Wait until what is fetched has become items: one row for each, in place of the row of its address.

    Raises:
        HubError: No worker is running.
    """
    found: list[dict[str, Any]] = []
    for row in rows:
        found += [row] if not row.get("arrival") else _fetched(parts, row, quiet=quiet)
    return found


def _fetched(parts: Parts, row: dict[str, Any], *, quiet: bool) -> list[dict[str, Any]]:
    first = str(row["arrival"])
    with click.progressbar(length=1000, label=first, show_eta=True, hidden=quiet, width=30) as bar:

        def ended() -> bool:
            done = [_fetching(parts, one) for one in _made_of(parts, first)]
            bar.update(max(round(1000 * sum(done) / len(done)) - bar.pos, 0))
            return all(one >= 1 for one in done)

        _until(parts, first, ended)
    language = parts.settings.language
    rows = []
    with parts.database.reading() as session:
        for one in _made_of(parts, first):
            arrival = arrivals.get(session, one)
            fetch = session.scalar(select(Work).where(Work.kind == "fetch", Work.subject_id == one))
            # Why it will be tried again stands on the work alone.
            told = arrival if arrival.reason_code or arrival.state != ArrivalState.WAITING or fetch is None else fetch
            reason = operators_sentence(told.reason_code, told.reason_facts, language) if told.reason_code else ""
            if reason and not quiet:
                click.echo(f"  {arrival.address}: {reason}", err=True)
            rows.append(
                {**row, "source": arrival.address, "arrival": one, "id": arrival.item_id, "state": arrival.state}
                | ({"reason": reason} if reason else {})
            )
            if arrival.item_id and not quiet:
                click.echo(arrival.item_id)
    return rows


def code_of_fetched(parts: Parts, rows: Sequence[dict[str, Any]]) -> int:
    """RETRYING, said in a line, where some of it is still to be fetched; 0 otherwise."""
    if all(row["state"] != ArrivalState.WAITING for row in rows):
        return 0
    say(
        parts.settings,
        "Chưa lấy về được tất cả; hub sẽ tự thử lại. Xem tiếp bằng `hub list arrivals`.",
        "Not everything has been fetched yet; the hub will try again by itself. Follow it with `hub list arrivals`.",
        err=True,
    )
    return RETRYING


def _made_of(parts: Parts, arrival_id: str) -> list[str]:
    """An arrival, and those that its playlist or channel became."""
    found, fresh = [arrival_id], [arrival_id]
    with parts.database.reading() as session:
        while fresh:
            fresh = [one for parent in fresh for one in session.scalars(arrivals.became(parent))]
            found += fresh
    return found


def _fetching(parts: Parts, arrival_id: str) -> float:
    """0 to 1 of its fetching; 1 also where it will be tried again later."""
    with parts.database.reading() as session:
        fetch = session.scalar(select(Work).where(Work.kind == "fetch", Work.subject_id == arrival_id))
        if fetch is None or fetch.state not in {WorkState.DUE, WorkState.LEASED}:
            return 1.0
        return min(fetch.progress, 0.99)


def wait_for_deliveries(parts: Parts, item_id: str, to: Sequence[str], *, quiet: bool) -> tuple[int, list[Sent]]:
    """Wait until the deliveries of a public item, to all destinations or some, have ended or will be tried later.

    Returns:
        Exit code as `wait_for`, and the deliveries.

    Raises:
        HubError: No worker is running.
    """
    _until(parts, item_id, lambda: all(one.settled for one in sent.look(parts, item_id, to)))
    found = sent.look(parts, item_id, to)
    if not quiet:
        _tell_deliveries(parts, found)
    return _worst(parts, [_code(found)]), found


def _wait_for_one(parts: Parts, row: dict[str, Any], *, published: bool, quiet: bool) -> int:
    item_id = str(row["id"])
    told: set[str] = set()
    with click.progressbar(
        length=1000, label=item_id, show_eta=True, hidden=quiet, width=30, item_show_func=lambda told: told
    ) as bar:

        def ended() -> bool:
            found = item_progress(parts, item_id)
            bar.update(max(round(found.fraction * 1000) - bar.pos, 0), _under_way(parts, found))
            if found.waits_for and found.waits_for[0] not in told and not quiet:
                told.add(found.waits_for[0])
                click.echo("\n  " + operators_sentence(*found.waits_for, parts.settings.language), err=True)
            return rests(parts, item_id)

        _until(parts, item_id, ended)
        bar.update(1000 - bar.pos)
    return _tell(parts, row, item_progress(parts, item_id), published=published, quiet=quiet)


def _under_way(parts: Parts, found: ItemProgress) -> str | None:
    """The form that is being made, how far it is, and how long it still takes."""
    language = parts.settings.language
    one = next((form for form in found.forms if form.state == RenditionState.RUNNING and form.fraction > 0), None)
    if one is None:
        return None
    rest = f", {labels.left(one.left_s, language)}" if one.left_s is not None else ""
    return f"{forms.label(one.form, language)} {round(one.fraction * 100)} %{rest}"


def rests(parts: Parts, item_id: str) -> bool:
    """Whether nothing of an item moves: its work, its page, the first attempt of each delivery."""
    if item_progress(parts, item_id).ended:
        return True
    with parts.database.reading() as session:
        chunks = select(Chunk.id).where(Chunk.item_id == item_id)
        of_item = (Work.subject_id == item_id) | Work.subject_id.in_(chunks)
        moving = select(Work.id).where(of_item, Work.state.in_([*WAITING, WorkState.LEASED]))
        if session.scalar(moving.limit(1)) is not None or tree.is_dirty(session):
            return False
    return all(one.settled for one in sent.look(parts, item_id))


def _until(parts: Parts, item_id: str, ended: Callable[[], bool]) -> None:
    attended = time.monotonic()
    while not ended():
        if parts.queue.workers() and not workers.unattended(parts, _wanted(parts, item_id), patience_s=0):
            attended = time.monotonic()
        elif time.monotonic() - attended > NO_WORKER_S:
            raise HubError("no-worker")
        time.sleep(LOOK_S)


def _wanted(parts: Parts, item_id: str) -> set[str]:
    """The queues whose workers an item needs now."""
    with parts.database.reading() as session:
        subjects = [item_id, *(one.id for one in sent.of(session, item_id))]
        return {KINDS[kind].queue for kind in _due(session, subjects)}


def _due(session: Session, subjects: Sequence[str]) -> set[str]:
    due = select(Work.kind).where(
        Work.state.in_(WAITING), Work.due_at <= now(), Work.subject_id.in_(subjects) | (Work.kind == "render")
    )
    return set(session.scalars(due))


def _tell(parts: Parts, row: dict[str, Any], end: ItemProgress, *, published: bool, quiet: bool) -> int:
    found = sent.look(parts, end.item_id)
    # What a delivery met stands in its own line.
    others = [fault for fault in end.faults if fault not in [(one.reason_code, one.reason_facts) for one in found]]
    faults, remarks = _said(parts, others), _said(parts, end.remarks)
    row["state"] = end.state
    if found:
        row["deliveries"] = [one.row(parts.settings.language) for one in found]
    if end.url:
        row["url"] = end.url
    if end.faults:
        row["reason"] = "; ".join(_said(parts, end.faults))
    if remarks:
        row["remarks"] = remarks
    if not quiet:
        _show(parts, end, [*faults, *remarks], found)
    if faults or (published and end.state != ItemState.PUBLISHED):
        return FAILED
    return _code(found)


def _show(parts: Parts, end: ItemProgress, sentences: Sequence[str], found: Sequence[Sent]) -> None:
    for one in sentences:
        click.echo(f"  {one}", err=True)
    _tell_deliveries(parts, found)
    if end.url:
        click.echo(f"  {end.url}")


def _said(parts: Parts, told: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    return [operators_sentence(code, facts, parts.settings.language) for code, facts in told]


def _tell_deliveries(parts: Parts, found: Sequence[Sent]) -> None:
    for one in found:
        click.echo(f"  {one.line(parts.settings.language)}")
    if not found:
        say(parts.settings, "  Không có lượt gửi nào.", "  No deliveries.")


def _code(found: Sequence[Sent]) -> int:
    if any(one.failed for one in found):
        return FAILED
    return RETRYING if any(one.retrying for one in found) else 0


def _worst(parts: Parts, codes: Sequence[int]) -> int:
    if FAILED in codes:
        return FAILED
    if RETRYING in codes:
        say(
            parts.settings,
            "Chưa gửi được đến mọi nơi; hub sẽ tự gửi lại. Xem tiếp bằng `hub list deliveries`.",
            "Not everything is delivered yet; the hub will try again by itself. Follow it with `hub list deliveries`.",
            err=True,
        )
        return RETRYING
    return 0
