"""One handler a kind of work: what executes an attempt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.extensions.parts import Parts
from hub.jobs import process
from hub.jobs.heart import Heart
from hub.services import delivering, looking, publisher, transcoding, uploads, work
from hub.services.transcoding import Bench
from hub.services.work import Lease, Outcome


@dataclass(frozen=True, kw_only=True)
class Task:
    """One attempt: what to do, with what, and where to leave scratch files."""

    parts: Parts
    lease: Lease
    heart: Heart
    folder: Path


def _intake(task: Task) -> Outcome:
    return looking.look(task.parts, task.lease, task.folder, process.tools())


def _accept(task: Task) -> Outcome:
    return uploads.accept(task.parts, task.lease)


def _transcode(task: Task) -> Outcome:
    bench = Bench(
        folder=task.folder,
        tools=process.tools(),
        on_progress=task.heart.progress,
        cancelled=task.heart.cancelled,
    )
    return transcoding.transcode(task.parts, task.lease, bench)


def _render(task: Task) -> Outcome:
    kept_back: list[str] = []
    while not task.heart.cancelled():
        rendered, faults = publisher.render_batch(task.parts, task.heart.cancelled)
        kept_back += faults
        if not rendered:
            break
    if kept_back:
        return Outcome(name="failed", code="feed-kept-back", facts={"faults": "; ".join(kept_back[:5])})
    return Outcome(name="released") if task.heart.released else work.OK


def _deliver(task: Task) -> Outcome:
    return delivering.deliver(task.parts, task.lease, task.folder)


def _withdraw(task: Task) -> Outcome:
    return delivering.withdraw(task.parts, task.lease, task.folder)


HANDLERS: Mapping[str, Callable[[Task], Outcome]] = {
    "intake": _intake,
    "accept": _accept,
    "transcode": _transcode,
    "render": _render,
    "deliver": _deliver,
    "withdraw": _withdraw,
}
