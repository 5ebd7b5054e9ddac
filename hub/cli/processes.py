"""The processes of the Procfile: web, worker, scheduler."""

import ctypes
import logging
import os
import signal
import sys

import click

from hub.config import Settings
from hub.extensions.queue import QUEUES

#: Set by `hub up` for the processes that it starts.
SUPERVISED = "SUPERVISED_BY"

#: prctl(2): the signal that a process gets when its parent ends.
PR_SET_PDEATHSIG = 1

#: Requests answered at the same time; readers of the progress stream hold one each.
THREADS = 64


@click.command()
def web() -> None:
    """Chạy máy chủ web (gunicorn). / Run the web server (gunicorn)."""
    settings = _begin()
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = [
        "gunicorn",
        "--bind",
        f"{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}",
        "--worker-class",
        "gthread",
        "--threads",
        str(THREADS),
        "--graceful-timeout",
        "3",
        "--no-control-socket",
        "--log-level",
        "warning",
        "hub.web:create_app()",
    ]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


@click.command()
@click.option("--queues", default=",".join(QUEUES), help="Hàng đợi, quan trọng trước. / Queues, the first ones first.")
def worker(queues: str) -> None:
    """Chạy một tiến trình xử lý. / Run a worker."""
    settings = _begin()
    from hub.jobs.worker import work
    from hub.services import readiness

    names = [name.strip() for name in queues.split(",") if name.strip()]
    unknown = sorted(set(names) - set(QUEUES))
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}; {', '.join(QUEUES)}", param_hint="--queues")
    # A wrong HUB_FFMPEG is told by its name.
    readiness.programs(settings)
    work(names)


@click.command()
def scheduler() -> None:
    """Chạy bộ hẹn giờ. / Run the scheduler."""
    _begin()
    from hub.jobs.worker import schedule

    schedule()


def _begin() -> Settings:
    settings = Settings.read()
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    if os.environ.get(SUPERVISED) and sys.platform == "linux":
        # Whatever happens to `hub up`, no process of it stays behind.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    return settings
