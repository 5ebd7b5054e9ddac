"""Which queues nobody works for, and how `hub status` says it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from redis import Redis

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.extensions.queue import QUEUES
from hub.services import status, workers
from hub.services.migrating import migrate
from tests.integration.cli.hub import HUB, command, environment, until
from tests.integration.servers import Valkey, short_folder

pytestmark = pytest.mark.slow

#: All but one.
REST = tuple(name for name in QUEUES if name != "media")


@pytest.fixture(scope="module")
def server() -> Iterator[Valkey]:
    with short_folder() as folder:
        server = Valkey(folder)
        yield server
        server.stop()


@pytest.fixture
def hub(server: Valkey, tmp_path) -> Iterator[Parts]:
    server.client.flushall()
    parts = open_parts(Settings.read({}, data=tmp_path, redis_url=server.address))
    migrate(parts.database)
    yield parts
    parts.database.close()
    parts.redis.close()


def missing(hub: Parts) -> list[str]:
    return workers.unattended(hub, patience_s=0)


def ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def register(redis: Redis, name: str, *, pid: int, host: str = "", queues: tuple[str, ...] = QUEUES) -> None:
    """As RQ does at a worker's birth."""
    values = {"last_heartbeat": "2026-11-23T00:00:00Z", "pid": pid, "hostname": host or socket.gethostname()}
    redis.hset(f"rq:worker:{name}", mapping=values)
    for queue in queues:
        redis.sadd(f"rq:workers:{queue}", f"rq:worker:{name}")


def test_without_any_worker_every_queue_is_named(hub):
    assert missing(hub) == list(QUEUES)
    told = [one for one in status.standstills(hub) if one.kind == "part"]
    assert [one.id for one in told] == [f"queue-{name}" for name in QUEUES]
    assert all(
        f"àng đợi {name}: không có worker nào nhận việc" in one.sentence[0]
        for one, name in zip(told, QUEUES, strict=True)
    )


def test_a_worker_whose_process_is_gone_on_this_machine_counts_no_longer(hub):
    register(hub.redis, "here", pid=os.getpid(), queues=REST)
    register(hub.redis, "gone", pid=ended_process(), queues=("media",))
    assert missing(hub) == ["media"]
    register(hub.redis, "new", pid=os.getpid(), queues=("media",))
    assert missing(hub) == []


def test_a_worker_whose_key_expired_counts_no_longer(hub):
    register(hub.redis, "elsewhere", pid=1, host="may-khac")
    assert missing(hub) == []
    hub.redis.delete("rq:worker:elsewhere")
    assert missing(hub) == list(QUEUES)


def test_the_process_of_another_machine_is_not_looked_for_here(hub):
    register(hub.redis, "elsewhere", pid=ended_process(), host="may-khac")
    assert missing(hub) == []


def test_a_worker_in_a_container_of_the_same_name_that_listens_is_no_false_alarm(hub):
    register(hub.redis, "container", pid=ended_process())
    assert missing(hub) == list(QUEUES)
    with hub.redis.pubsub() as listening:
        listening.subscribe("rq:pubsub:container")
        until(lambda: not missing(hub), "the worker is taken for alive")


def test_a_flush_under_living_workers_is_no_false_alarm(hub):
    register(hub.redis, "here", pid=os.getpid())
    with hub.redis.pubsub() as listening:
        listening.subscribe("rq:pubsub:here")
        until(lambda: listening.get_message(timeout=1), "it listens")
        hub.redis.flushall()
        assert missing(hub) == []
    until(lambda: missing(hub) == list(QUEUES), "nobody listens any more")


def test_asking_leaves_the_fast_failing_client_as_it_is(hub):
    before = dict(hub.redis.connection_pool.connection_kwargs)
    register(hub.redis, "here", pid=os.getpid())
    missing(hub)
    assert hub.redis.connection_pool.connection_kwargs == before


def test_status_names_the_queue_of_a_killed_worker_long_before_its_key_expires(hub, tmp_path):
    settings = environment(tmp_path, HUB_REDIS_URL=hub.settings.redis_url)
    with (tmp_path / "log").open("wb") as log:
        running = {
            name: subprocess.Popen([HUB, "worker", "--queues", name], env=settings, stdout=log, stderr=log)
            for name in (",".join(REST), "media")
        }
    try:
        until(lambda: not missing(hub), "all queues are attended")
        assert command(tmp_path, "status", HUB_REDIS_URL=hub.settings.redis_url).returncode == 0
        running["media"].send_signal(signal.SIGKILL)
        running["media"].wait()
        answer = command(tmp_path, "status", HUB_REDIS_URL=hub.settings.redis_url)
        assert answer.returncode == 1
        assert answer.stdout.count("\n") == 1
        assert "Hàng đợi media: không có worker nào nhận việc" in answer.stdout
        key = next(key for key in hub.redis.smembers("rq:workers:media"))
        assert hub.redis.ttl(key) > 0
    finally:
        for one in running.values():
            one.terminate()
            one.wait(30)
