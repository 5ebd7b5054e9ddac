"""The kernel's runner: claim, execute under a heartbeat, write the outcome. A second run finds nothing to do."""

import logging
import os
import shutil
import traceback

from hub.errors import LeaseLostError, code_and_facts
from hub.extensions.parts import Parts
from hub.jobs import process
from hub.jobs.handlers import HANDLERS, Task
from hub.jobs.heart import Heart
from hub.jobs.node import node_name
from hub.services import work
from hub.services.endings import ended
from hub.services.work import Lease, Outcome
from transcode.errors import CancelledError

logger = logging.getLogger(__name__)


def run(work_id: str) -> None:
    """Execute one attempt of one work; does nothing when it is not due or somebody else has it."""
    execute(process.parts(), work_id)


def execute(parts: Parts, work_id: str) -> Outcome | None:
    """The same with given parts.

    Returns:
        The outcome that was written; None when nothing was.
    """
    owner = work.new_owner(node_name(parts.settings.folder), os.getpid())
    lease = work.claim(parts.database, work_id, owner=owner, lease_s=parts.settings.lease_s)
    if lease is None:
        return None
    folder = parts.work_folder / owner.replace(":", "-")
    folder.mkdir(parents=True)
    try:
        with Heart(parts, lease) as heart:
            outcome = _attempt(Task(parts=parts, lease=lease, heart=heart, folder=folder))
        return _finish(parts, lease, outcome)
    except LeaseLostError:
        logger.warning("work %s was taken over by another process", work_id)
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _attempt(task: Task) -> Outcome:
    try:
        return HANDLERS[task.lease.kind](task)
    except LeaseLostError:
        raise
    except CancelledError:
        return _stopped(task.heart)
    except Exception as error:
        code, facts = code_and_facts(error)
        if code in {"unexpected", "machine-fault"}:
            logger.exception("work %s (%s) failed", task.lease.work_id, task.lease.kind)
        name = "failed" if code != "unexpected" and getattr(error, "permanent", False) else "retry"
        return Outcome(name=name, code=code, facts=facts, trace=traceback.format_exc())


def _stopped(heart: Heart) -> Outcome:
    """It goes back to the queue: rests there while it is paused, and ends there where a person wished it to."""
    return work.LOST if heart.out_of_touch else Outcome(name="released")


def _finish(parts: Parts, lease: Lease, outcome: Outcome) -> Outcome:
    with parts.database.writing() as session:
        ended(parts, session, work.finish(session, lease, outcome))
    return outcome
