"""Redis, embedded or outside: may vanish at any moment; nothing but speed is lost with it."""

import contextlib
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from hub.config import Settings
from hub.errors import StartError, problem_of

#: Where `hub up` writes the address of its embedded server, for commands in other terminals.
ADDRESS_FILE = "run/redis-url"

#: Seconds in which Redis has to answer: a frozen one must not hold up whoever commits.
ANSWER_S = 5


def address(settings: Settings) -> str:
    """The set address, or that of the embedded server of the data folder."""
    if settings.redis_url:
        return settings.redis_url
    with contextlib.suppress(OSError):
        return (settings.folder / ADDRESS_FILE).read_text().strip()
    return f"unix://{Path(settings.folder) / 'run' / 'valkey.sock'}"


def connect(settings: Settings) -> Redis:
    """A client that fails fast: callers go on without Redis, the sweeper makes good."""
    # RQ's worker raises the time-out for itself, because it waits for jobs.
    return Redis.from_url(
        address(settings), socket_connect_timeout=2, socket_timeout=ANSWER_S, retry=Retry(NoBackoff(), 0)
    )


def check(client: Redis) -> None:
    """Raises StartError when Redis does not answer."""
    try:
        client.ping()
    except RedisError as error:
        kwargs = client.connection_pool.connection_kwargs
        shown = kwargs.get("path") or f"{kwargs.get('host')}:{kwargs.get('port')}"
        raise StartError("redis-unreachable", url=str(shown), problem=problem_of(error)) from error
