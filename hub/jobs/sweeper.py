"""The sweeper: re-dispatches what is due, takes back expired leases, sweeps up after dead attempts."""

import logging
import shutil
import time

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import process
from hub.services import schedule, tree, uploads, work
from hub.services.endings import ended
from hub.services.websub import subscriptions

logger = logging.getLogger(__name__)

#: Seconds after which the scratch folder of an attempt that nobody holds is removed.
SCRATCH_S = 24 * 3600


def sweep() -> None:
    """What RQ's cron calls every few seconds."""
    sweep_with(process.parts())


def sweep_with(parts: Parts) -> int:
    """The same with given parts.

    Returns:
        How many attempts were dispatched.
    """
    with parts.database.writing() as session:
        lost = work.take_back(session)
        for one in lost:
            logger.warning("work %s (%s) was left by its worker", one.id, one.kind)
            ended(parts, session, one)
        schedule.turn_day(session, now())
        if tree.is_dirty(session):
            tree.ensure_rendering(session)
    due = work.overdue(parts.database)
    parts.queue.dispatch(due)
    uploads.expire(parts)
    subscriptions.sweep(parts)
    _remove_scratch(parts)
    return len(due)


def _remove_scratch(parts: Parts) -> None:
    if not parts.work_folder.is_dir():
        return
    for folder in parts.work_folder.iterdir():
        if time.time() - folder.stat().st_mtime > SCRATCH_S:
            shutil.rmtree(folder, ignore_errors=True)
