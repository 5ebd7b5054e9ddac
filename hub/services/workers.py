"""Who takes work from which queue, as far as Redis and this machine can tell."""

import os
import socket
import time
from collections.abc import Collection

from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.command import PUBSUB_CHANNEL_TEMPLATE
from rq.utils import as_text
from rq.worker_registration import get_keys

from hub.extensions.parts import Parts
from hub.extensions.queue import QUEUES

#: Seconds in which a worker that ended is usually there again: `hub up` starts it anew.
RESTART_S = 5.0
LOOK_S = 0.5


def unattended(parts: Parts, names: Collection[str] = QUEUES, *, patience_s: float = RESTART_S) -> list[str]:
    """The queues of these that no worker takes work from, once they have been so for some seconds.

    Returns:
        Names in the order of QUEUES; none when Redis is away, which is told by itself.
    """
    deadline = time.monotonic() + patience_s
    try:
        while missing := _missing(parts, names):
            if time.monotonic() >= deadline:
                break
            time.sleep(LOOK_S)
    except RedisError:
        return []
    return missing


def _missing(parts: Parts, names: Collection[str]) -> list[str]:
    keys = {name: get_keys(parts.queue.queue(name)) for name in QUEUES}
    missing = [name for name in QUEUES if name in names and not any(_lives(parts.redis, key) for key in keys[name])]
    registered = {_channel(key) for several in keys.values() for key in several}
    if missing and _listening(parts.redis, PUBSUB_CHANNEL_TEMPLATE % "*") - registered:
        # Redis was emptied under a worker: it lives, and says with its next heartbeat for which queues.
        return []
    return missing


def _lives(redis: Redis, key: str) -> bool:
    """Whether the worker of a key is there.

    The list of workers also names dead ones until somebody tidies up, and a key lasts two minutes after the last
    heartbeat. So on this machine the process is asked. The name of the machine may be that of a container with
    processes of its own: a worker that still listens to Redis lives too.
    """
    beat, died, host, pid = redis.hmget(key, "last_heartbeat", "death", "hostname", "pid")
    if beat is None or died is not None:
        return False
    if host is None or pid is None or as_text(host) != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return _channel(key) in _listening(redis, _channel(key))
    except PermissionError:
        # Somebody else's process, but there.
        pass
    return True


def _channel(key: str) -> str:
    """Where a worker hears commands."""
    return PUBSUB_CHANNEL_TEMPLATE % key.removeprefix(Worker.redis_worker_namespace_prefix)


def _listening(redis: Redis, channels: str) -> set[str]:
    return {as_text(channel) for channel in redis.pubsub_channels(channels)}
