"""Importing from addresses: an attempt can be stopped, killed and repeated."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import LeaseLostError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, Item, Work
from hub.services import arrivals, work
from hub.services.sites import importing
from tests.integration.egress.site import Handler, Site
from tests.integration.intake.sites.served import UNCLOSED, all_of, ask, bench, claimed, dripping, url
from transcode.errors import CancelledError
from transcode.tools import Tools

pytestmark = UNCLOSED


def test_a_wish_to_stop_is_heard_while_nothing_comes(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    begun = threading.Event()

    def drip(to: Handler) -> None:
        begun.set()
        dripping(to)

    place.answers["/giot.mp4"] = drip
    ask(newsroom, url(place, "/giot.mp4"))
    with pytest.raises(CancelledError):
        importing.fetch(newsroom, claimed(newsroom), bench(tmp_path / "s", tools, begun.is_set))
    assert not all_of(newsroom, Item)


def test_a_second_attempt_after_the_first_was_killed_makes_no_second_item(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    ask(newsroom, url(place, "/clip.mp4"))
    for _ in range(2):
        # The first one dies after its commit: nobody writes its outcome.
        assert importing.fetch(newsroom, claimed(newsroom), bench(tmp_path / "s", tools)) == work.OK
        with newsroom.database.writing() as session:
            for one in session.scalars(select(Work).where(Work.kind == "fetch")):
                one.lease_until = now() - timedelta(seconds=1)
            session.flush()
            work.take_back(session)
    assert len(all_of(newsroom, Item)) == 1
    assert len(all_of(newsroom, Arrival)) == 1


def test_whoever_lost_the_lease_writes_nothing(newsroom: Parts, place: Site, tools: Tools, tmp_path: Path) -> None:
    ask(newsroom, url(place, "/clip.mp4"))
    lease = claimed(newsroom)
    with newsroom.database.writing() as session:
        session.get_one(Work, lease.work_id).lease_owner = "another"
    with pytest.raises(LeaseLostError):
        importing.fetch(newsroom, lease, bench(tmp_path / "s", tools))
    assert not all_of(newsroom, Item)


def test_what_a_person_passed_over_meanwhile_becomes_nothing(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    asked = ask(newsroom, url(place, "/clip.mp4"))
    lease = claimed(newsroom)
    with newsroom.database.writing() as session:
        arrivals.skip(session, asked, by="bien-tap@hub.example")
    assert importing.fetch(newsroom, lease, bench(tmp_path / "s", tools)) == work.OK
    assert not all_of(newsroom, Item)
