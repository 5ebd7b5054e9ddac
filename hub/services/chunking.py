"""Long videos in parts: planned once, encoded by every free worker on every machine, joined without a seam."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import WAITING, Chunk, ChunkState, Priority, Rendition, RenditionState, Work, WorkState
from hub.services import publishing, renditions, tree, work
from hub.services.bench import Bench
from hub.services.intake import asset_of
from hub.services.work import Lease, Outcome
from transcode.chunks import Chunk as PlannedChunk
from transcode.chunks import encode_chunk, join_chunks, plan_chunks
from transcode.encoder import Encoder
from transcode.excerpts import plan_by_look
from transcode.ladder import Rung, VideoPlan
from transcode.video import make_video
from transcode.video_job import VideoJob
from transcode.whole_sounds import encode_sounds

#: What is made before the parts are known, in the work that promises them: its light forms, then its sounds.
LIGHT_SHARE, BEFORE_PARTS = 0.07, 0.1

#: Where parts and sounds of a video wait for one another, in the storage.
PREFIX = "chunks"


def begin(parts: Parts, lease: Lease, job: VideoJob, bench: Bench) -> bool:
    """Plan a long video in parts, and promise each of them; go on with those that an earlier attempt has left.

    Returns:
        False where the video is to be made whole.

    Raises:
        TranscodeError: What stopped the encoding of its sounds.
    """
    if _renew(parts, lease):
        return True
    encoder = Encoder(tools=bench.tools, work_dir=job.work_dir, cancelled=bench.cancelled)
    duration_s = job.probe.duration_s or 0.0
    scene = job.scene(bench.tools, "progressive")
    plan = job.plan or plan_by_look(scene, job.probe, encoder, duration_s=duration_s)
    chunks = plan_chunks(plan, duration_s=duration_s, source_rate=job.video.frame_rate)
    if not chunks:
        return False
    planned = replace(job, plan=plan)
    sounds = encode_sounds(planned, tools=bench.tools, on_progress=bench.on_progress, cancelled=bench.cancelled)
    _store(parts, sounds, f"{PREFIX}/{lease.subject_id}/sounds")
    with parts.database.writing() as session:
        work.fence(session, lease)
        asset_id = _newest(session, lease.subject_id)
        for one in chunks:
            row = Chunk(
                item_id=lease.subject_id,
                asset_id=asset_id,
                number=one.number,
                plan={"video": asdict(plan), "chunk": asdict(one)},
            )
            session.add(row)
            session.flush()
            work.promise(session, "chunk", row.id, priority=_priority(session, lease))
    return True


def encode(parts: Parts, lease: Lease, bench: Bench, job: VideoJob) -> Outcome:
    """One attempt at one part.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    with parts.database.reading() as session:
        chunk = session.get(Chunk, lease.subject_id)
    if chunk is None or chunk.state == ChunkState.READY:
        return work.OK
    with parts.database.writing() as session:
        work.fence(session, lease)
        _note_progress(session, chunk.item_id)
    planned = replace(job, plan=_plan(chunk))
    part = PlannedChunk(**chunk.plan["chunk"])
    made = encode_chunk(planned, part, tools=bench.tools, on_progress=bench.on_progress, cancelled=bench.cancelled)
    _store(parts, made.path, f"{PREFIX}/{chunk.item_id}/{chunk.number:05d}")
    with parts.database.writing() as session:
        work.fence(session, lease)
        session.get_one(Chunk, chunk.id).state = ChunkState.READY
        session.flush()
        _note_progress(session, chunk.item_id)
    return work.OK


def join(parts: Parts, lease: Lease, bench: Bench, job: VideoJob) -> Outcome:
    """One attempt at making one video of its parts, and what is put together from its rungs.

    Raises:
        TranscodeError: A part is missing, or was made by other programs than the others.
    """
    with parts.database.reading() as session:
        rows = session.scalars(select(Chunk).where(Chunk.item_id == lease.subject_id).order_by(Chunk.number)).all()
    if not rows:
        return work.OK
    planned = replace(job, plan=_plan(rows[0]))
    folders = [_fetch(parts, f"{PREFIX}/{lease.subject_id}/{one.number:05d}", bench.folder) for one in rows]
    sounds = _fetch(parts, f"{PREFIX}/{lease.subject_id}/sounds", bench.folder)
    order = renditions.order_of(parts, lease)
    made = join_chunks(planned, [PlannedChunk(**one.plan["chunk"]) for one in rows], folders, sounds)
    renditions.keep(parts, lease, made, order)
    if "mp4" in order.forms:
        renditions.note_progress(parts, lease, "mp4", 0.0)
        make_video(
            replace(planned, forms=frozenset({"mp4"})),
            tools=bench.tools,
            on_progress=bench.on_progress,
            on_made=lambda one: renditions.keep(parts, lease, one, order),
            cancelled=bench.cancelled,
        )
    with parts.database.writing() as session:
        work.fence(session, lease)
        session.execute(delete(Chunk).where(Chunk.item_id == lease.subject_id))
    parts.storage.delete_under(f"{PREFIX}/{lease.subject_id}")
    return work.OK


def chunk_ended(parts: Parts, session: Session, chunk_id: str, outcome: Outcome, *, priority: Priority) -> None:
    """A part is done or has failed: the last one has them joined, a failed one stops the others."""
    chunk = session.get(Chunk, chunk_id)
    if chunk is None:
        return
    rows = session.scalars(select(Chunk).where(Chunk.item_id == chunk.item_id)).all()
    if outcome.name != WorkState.DONE:
        chunk.state, chunk.reason_code, chunk.reason_facts = ChunkState.FAILED, outcome.code, dict(outcome.facts)
        for other in _works(session, [one.id for one in rows if one.state == ChunkState.PLANNED]):
            work.cancel(other)
        fail(parts, session, chunk.item_id, outcome)
        return
    whole = all(one.state == ChunkState.READY for one in rows)
    if whole and not work.waiting_or_running(session, "join", chunk.item_id):
        work.promise(session, "join", chunk.item_id, priority=priority)


def fail(parts: Parts, session: Session, item_id: str, outcome: Outcome) -> None:
    """What was to be made of the parts cannot be."""
    rows = select(Rendition).where(Rendition.item_id == item_id, Rendition.form.in_(renditions.IN_CHUNKS))
    for rendition in session.scalars(rows):
        if rendition.state != RenditionState.READY:
            rendition.state = RenditionState.FAILED
            rendition.reason_code, rendition.reason_facts = outcome.code or "unexpected", dict(outcome.facts)
    for chunk in session.scalars(select(Chunk).where(Chunk.item_id == item_id, Chunk.state == ChunkState.PLANNED)):
        chunk.state = ChunkState.FAILED
    session.flush()
    publishing.forms_changed(parts, session, publishing.get(session, item_id))


def _renew(parts: Parts, lease: Lease) -> bool:
    """Take up the parts of an earlier attempt; False where there are none of this original."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        asset_id = _newest(session, lease.subject_id)
        session.execute(delete(Chunk).where(Chunk.item_id == lease.subject_id, Chunk.asset_id != asset_id))
        rows = session.scalars(select(Chunk).where(Chunk.item_id == lease.subject_id)).all()
        if not rows:
            return False
        missing = [one for one in rows if one.state != ChunkState.READY]
        priority = _priority(session, lease)
        for one in missing:
            one.state, one.reason_code, one.reason_facts = ChunkState.PLANNED, "", {}
            if not work.waiting_or_running(session, "chunk", one.id):
                work.promise(session, "chunk", one.id, priority=priority)
        if not missing and not work.waiting_or_running(session, "join", lease.subject_id):
            work.promise(session, "join", lease.subject_id, priority=priority)
        return True


def _priority(session: Session, lease: Lease) -> Priority:
    """Whatever is short overtakes them; those of an archive stay behind everything."""
    own = Priority(session.get_one(Work, lease.work_id).priority)
    return max(own, Priority.LONG)


def _note_progress(session: Session, item_id: str) -> None:
    """How far the rungs are, by the parts that are encoded; the first note is when they began."""
    states = session.scalars(select(Chunk.state).where(Chunk.item_id == item_id)).all()
    share = sum(state == ChunkState.READY for state in states) / len(states)
    hls = select(Rendition).where(Rendition.item_id == item_id, Rendition.form == "hls")
    for rendition in session.scalars(hls):
        rendition.progress = max(rendition.progress, share)
        rendition.started_at = rendition.started_at or now()


def _works(session: Session, chunk_ids: Sequence[str]) -> Sequence[Work]:
    states = [*WAITING, WorkState.LEASED]
    return session.scalars(
        select(Work).where(Work.kind == "chunk", Work.subject_id.in_(chunk_ids), Work.state.in_(states))
    ).all()


def _newest(session: Session, item_id: str) -> str:
    return asset_of(session, item_id).id


def _plan(chunk: Chunk) -> VideoPlan:
    told = chunk.plan["video"]
    return VideoPlan(**{**told, "rungs": tuple(Rung(**rung) for rung in told["rungs"])})


def _store(parts: Parts, folder: Path, prefix: str) -> None:
    parts.storage.delete_under(prefix)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        parts.storage.put_file(f"{prefix}/{name}", path, media_type=tree.media_type_of(name))


def _fetch(parts: Parts, prefix: str, folder: Path) -> Path:
    """A copy of stored files that may be moved about."""
    into = folder / prefix
    into.mkdir(parents=True, exist_ok=True)
    for key in parts.storage.keys(prefix):
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        fetched = parts.storage.fetch(key, target.parent)
        if fetched != target:
            shutil.copyfile(fetched, target)
    return into
