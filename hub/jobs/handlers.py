"""One handler a kind of work: what executes an attempt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.extensions.parts import Parts
from hub.jobs import process
from hub.jobs.heart import Heart
from hub.models import Source, SourceKind, Way
from hub.services import (
    arrivals,
    delivering,
    feed_visits,
    looking,
    publisher,
    releasing,
    sources,
    transcoding,
    uploads,
    work,
)
from hub.services.bench import Bench
from hub.services.folders import watching
from hub.services.sources import Looked, Looker, Visit
from hub.services.websub import announcing, handing_over, verifying
from hub.services.work import Lease, Outcome


@dataclass(frozen=True, kw_only=True)
class Task:
    """One attempt: what to do, with what, and where to leave scratch files."""

    parts: Parts
    lease: Lease
    heart: Heart
    folder: Path


def _intake(task: Task) -> Outcome:
    return looking.look(task.parts, task.lease, _bench(task))


def _accept(task: Task) -> Outcome:
    return uploads.accept(task.parts, task.lease)


def _look(task: Task) -> Outcome:
    with task.parts.database.reading() as session:
        source = session.get(Source, task.lease.subject_id)
    if source is None:
        return work.OK
    visit = Visit(parts=task.parts, lease=task.lease, source=source, folder=task.folder, cancelled=task.heart.cancelled)
    return sources.look(visit, LOOKERS[source.kind])


def _fetch(task: Task) -> Outcome:
    with task.parts.database.reading() as session:
        way = arrivals.get(session, task.lease.subject_id).way
    return FETCHERS[way](task)


def _import(task: Task) -> Outcome:
    # Imported on use: yt-dlp is large, and most processes never fetch.
    from hub.services.sites import importing

    return importing.fetch(task.parts, task.lease, _bench(task))


def _look_at_channel(visit: Visit) -> Looked:
    from hub.services.sites import followed_channels

    return followed_channels.look(visit)


def _look_at_feed(visit: Visit) -> Looked:
    # Imported on use, as the readers of feeds and pages are needed by few processes.
    from hub.services.followed import following

    return following.look(visit)


def _take_entry(task: Task) -> Outcome:
    from hub.services.followed import entry_taking

    return entry_taking.fetch_entry(task.parts, task.lease, task.folder)


def _release(task: Task) -> Outcome:
    return releasing.release(task.parts, task.lease)


def _transcode(task: Task) -> Outcome:
    return transcoding.transcode(task.parts, task.lease, _bench(task))


def _chunk(task: Task) -> Outcome:
    return transcoding.encode_chunk(task.parts, task.lease, _bench(task))


def _join(task: Task) -> Outcome:
    return transcoding.join_chunks(task.parts, task.lease, _bench(task))


def _bench(task: Task) -> Bench:
    return Bench(
        folder=task.folder,
        tools=process.tools(),
        on_progress=task.heart.progress,
        cancelled=task.heart.cancelled,
    )


def _render(task: Task) -> Outcome:
    while not task.heart.cancelled():
        rendered, _ = publisher.render_batch(task.parts, task.heart.cancelled)
        if not rendered:
            break
    return Outcome(name="released") if task.heart.released else work.OK


def _deliver(task: Task) -> Outcome:
    return delivering.deliver(task.parts, task.lease, task.folder)


def _withdraw(task: Task) -> Outcome:
    return delivering.withdraw(task.parts, task.lease, task.folder)


def _visit(task: Task) -> Outcome:
    return feed_visits.visit_all(task.parts, task.lease, task.heart.cancelled)


def _verify(task: Task) -> Outcome:
    return verifying.verify(task.parts, task.lease)


def _announce(task: Task) -> Outcome:
    return announcing.announce(task.parts, task.lease, task.heart.cancelled)


def _notify(task: Task) -> Outcome:
    return handing_over.notify(task.parts, task.lease)


#: Kind of source -> who looks at it.
LOOKERS: Mapping[str, Looker] = {
    SourceKind.FOLDER: watching.look,
    SourceKind.CHANNEL: _look_at_channel,
    SourceKind.FEED: _look_at_feed,
}

#: Way of an arrival -> who fetches it.
FETCHERS: Mapping[str, Callable[[Task], Outcome]] = {
    Way.URL: _import,
    Way.CHANNEL: _import,
    Way.FEED: _take_entry,
}

HANDLERS: Mapping[str, Callable[[Task], Outcome]] = {
    "intake": _intake,
    "accept": _accept,
    "look": _look,
    "fetch": _fetch,
    "transcode": _transcode,
    "chunk": _chunk,
    "join": _join,
    "render": _render,
    "deliver": _deliver,
    "withdraw": _withdraw,
    "release": _release,
    "visit": _visit,
    "verify": _verify,
    "announce": _announce,
    "notify": _notify,
}
