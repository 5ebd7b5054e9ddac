"""Whatever is killed, flushed or cut off at whatever moment: every item is published once, every delivery made once."""

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from hub.config import Settings
from hub.errors import sentence
from hub.extensions.parts import open_parts
from hub.models import WAITING, Attempt, ItemState, Work, WorkState
from hub.services import renewing
from hub.services.migrating import migrate
from tests.integration.conftest import ENGINES
from tests.integration.kernel.crew import Crew, encoders_of, is_alive, kill_with_parent, parent_of
from tests.integration.kernel.newsroom import (
    RADIO,
    open_newsroom,
    page,
    places_of,
    receive,
    record,
    renditions_of,
    wait_until,
    write_article,
)
from tests.integration.kernel.partner import Partner
from tests.integration.servers import Valkey

pytestmark = pytest.mark.slow

only_sqlite = pytest.mark.parametrize("crew", ["sqlite"], indirect=True)

#: Long enough that ffmpeg can be met at work.
LENGTH_S = 20


@pytest.fixture(scope="module", params=ENGINES)
def crew(request: pytest.FixtureRequest, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    """One hub an engine for the whole file: it has to live with all that was done to it before."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    url = postgres.make() if postgres else ""
    valkey.client.flushall()
    folder = tmp_path_factory.mktemp(request.param)
    settings = Settings.read(
        {}, data=folder, database_url=url, redis_url=valkey.address, lease_s=2, sweep_s=1, egress_allow="127.0.0.1"
    )
    parts = open_parts(settings)
    migrate(parts.database)
    open_newsroom(parts)
    partner = Partner()
    made = Crew(parts, valkey, partner)
    made.look_after()
    yield made
    made.stop()
    partner.stop()
    parts.database.close()
    parts.redis.close()
    if postgres:
        postgres.drop(url)


@pytest.fixture
def recording(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return record(tmp_path / "ban-tin.wav", LENGTH_S, seed=hash(request.node.name))


def assert_published_once(crew: Crew, item_id: str, kind: str = "radio") -> None:
    told = crew.ended(item_id)
    assert (told.state, told.fraction, told.faults) == (ItemState.PUBLISHED, 1.0, ())
    places = places_of(crew.parts, item_id)
    assert set(places) >= {"all", kind, "language-vi"}
    assert set(places.values()) == {1}
    feed = ET.fromstring(page(crew.parts, "feeds/all.rss"))
    assert sum(item_id in (guid.text or "") for guid in feed.iter("guid")) == 1
    assert set(renditions_of(crew.parts, item_id).values()) == {"ready"}
    with crew.parts.database.reading() as session:
        moving = select(Work).where(Work.state.in_([*WAITING, WorkState.LEASED]), Work.subject_id == item_id)
        assert session.scalars(moving).all() == []


def assert_delivered_once(crew: Crew, item_id: str) -> None:
    assert crew.deliveries(item_id) == ["delivered"]
    assert crew.partner.events_of(item_id) == ["item.published"]


def test_kill_9_of_the_worker_and_its_horse_amid_a_transcode_loses_and_repeats_nothing(crew, recording):
    item_id = receive(crew.parts, recording, RADIO)
    for _ in range(2):
        horse = crew.transcoding(item_id)
        encoders = encoders_of(horse)
        kill_with_parent(horse)
        wait_until(lambda encoders=encoders: not any(map(is_alive, encoders)), within_s=10)
    assert_published_once(crew, item_id)
    assert_delivered_once(crew, item_id)


@only_sqlite
def test_kill_9_of_the_worker_alone_lets_its_horse_finish(crew, recording):
    item_id = receive(crew.parts, recording, RADIO)
    os.kill(parent_of(crew.transcoding(item_id)), signal.SIGKILL)
    assert_published_once(crew, item_id)
    assert_delivered_once(crew, item_id)
    assert crew.work(item_id).attempts == 1


@only_sqlite
def test_kill_9_of_the_horse_alone_is_taken_up_again(crew, recording):
    item_id = receive(crew.parts, recording, RADIO)
    os.kill(crew.transcoding(item_id), signal.SIGKILL)
    assert_published_once(crew, item_id)
    assert_delivered_once(crew, item_id)
    assert crew.work(item_id).attempts == 2


@only_sqlite
def test_flushing_redis_again_and_again_loses_and_repeats_nothing(crew, recording, tmp_path):
    items = [receive(crew.parts, recording, RADIO)]
    crew.transcoding(items[0])
    for number in range(4):
        items.append(receive(crew.parts, write_article(tmp_path / f"{number}.md", f"Tin sau lần xóa {number}")))
        crew.valkey.client.flushall()
    for item_id in items:
        crew.ended(item_id)
    assert_published_once(crew, items[0])
    for item_id in items[1:]:
        assert_published_once(crew, item_id, "print")
        assert_delivered_once(crew, item_id)
    assert_delivered_once(crew, items[0])
    crew.until(lambda: crew.parts.queue.workers() >= 2)


@only_sqlite
def test_kill_9_of_valkey_amid_a_transcode_loses_and_repeats_nothing(crew, recording, tmp_path):
    item_id = receive(crew.parts, recording, RADIO)
    crew.transcoding(item_id)
    crew.valkey.kill()
    try:
        other_id = receive(crew.parts, write_article(tmp_path / "a.md", "Nhận khi không có Redis"))
    finally:
        crew.valkey.start()
    assert_published_once(crew, item_id)
    assert_published_once(crew, other_id, "print")
    assert_delivered_once(crew, item_id)
    assert_delivered_once(crew, other_id)


def test_a_database_that_closes_under_a_job_loses_and_repeats_nothing(crew, recording, request):
    item_id = receive(crew.parts, recording, RADIO)
    for _ in range(3):
        crew.transcoding(item_id)
        if crew.parts.database.is_sqlite:
            hold_the_write_lock(crew.parts.settings.folder / "hub.sqlite3", 2 * crew.parts.settings.lease_s)
            break
        postgres = request.getfixturevalue("postgres")
        postgres.cut(crew.parts.settings.database_url)
    assert_published_once(crew, item_id)
    assert_delivered_once(crew, item_id)


def hold_the_write_lock(path: Path, duration_s: float) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=20)
    connection.execute("BEGIN IMMEDIATE")
    threading.Event().wait(duration_s)
    connection.rollback()
    connection.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_sender_killed_around_the_partners_acceptance_delivers_exactly_once(crew, moment, tmp_path):
    crew.push_to("hoi-duoc")
    crew.partner.once(**{moment: crew.kill_sender})
    item_id = receive(crew.parts, write_article(tmp_path / "a.md", f"Gửi, và bị ngắt: {moment}"))
    assert_published_once(crew, item_id, "print")
    assert_delivered_once(crew, item_id)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_where_the_partner_cannot_be_asked_a_person_decides(crew, moment, tmp_path):
    crew.push_to("khong-hoi-duoc")
    crew.partner.once(**{moment: crew.kill_sender})
    item_id = receive(crew.parts, write_article(tmp_path / "a.md", f"Gửi một lần: {moment}"))
    try:
        told = crew.ended(item_id, within_s=25)
    finally:
        crew.push_to("hoi-duoc")
    assert (told.state, told.deliveries) == (ItemState.PUBLISHED, (("khong-hoi-duoc", "unknown"),))
    assert [sentence(code, facts) == code for code, facts in told.faults] == [False]
    assert crew.partner.events_of(item_id) == (["item.published"] if moment == "after" else [])


@only_sqlite
def test_cancelling_running_work_ends_ffmpeg_and_the_item_says_so(crew, recording):
    item_id = receive(crew.parts, recording, RADIO)
    encoders = encoders_of(crew.transcoding(item_id))
    renewing.cancel(crew.parts, item_id, by="t")
    wait_until(lambda: not any(map(is_alive, encoders)), within_s=10)
    told = crew.ended(item_id)
    assert ("cancelled", {}) in told.faults
    assert "running" not in renditions_of(crew.parts, item_id).values()
    assert crew.work(item_id).reason_code == "cancelled"


@only_sqlite
def test_a_worker_that_is_asked_to_end_gives_its_work_back(crew, recording):
    item_id = receive(crew.parts, recording, RADIO)
    encoders = encoders_of(crew.transcoding(item_id))
    crew.end("media")
    held = crew.work(item_id)
    assert (held.state, held.failures, held.lease_owner) == (WorkState.DUE, 0, "")
    assert not any(map(is_alive, encoders))
    with crew.parts.database.reading() as session:
        outcomes = session.scalars(select(Attempt.outcome).where(Attempt.work_id == held.id)).all()
    assert outcomes == ["released"]
    assert_published_once(crew, item_id)
    assert_delivered_once(crew, item_id)
