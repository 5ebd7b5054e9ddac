"""Making the forms of an item: gather the original, let `transcode` work, keep each form as it comes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hub.extensions.clock import local
from hub.extensions.parts import Parts
from hub.models import Asset, Chunk, Item, Kind, Rendition, RenditionState
from hub.services import captioning, chunking, faults_heard, printed, publishing, renditions, reserving, work
from hub.services.bench import Bench
from hub.services.captioning import Recording
from hub.services.intake import asset_of
from hub.services.printed import PrintJob
from hub.services.readiness import DiskShortError
from hub.services.renditions import Order
from hub.services.work import Lease, Outcome
from transcode.allowlist import is_readable
from transcode.audio import AudioJob, Made, make_audio
from transcode.audio_job import SoundForms
from transcode.chunks import CHUNKED_FROM_S
from transcode.commands import Source
from transcode.errors import FormsError, RejectedError, TranscodeError
from transcode.images import make_pictures
from transcode.print.card import CardPicture
from transcode.probe import Probe, probe
from transcode.progress import portion
from transcode.video import VideoJob, make_video
from transcode.video_job import VideoForms

#: What a player shows beside sound that has no picture of its own.
COVER = Path(__file__).parent.parent / "static" / "cover-small.jpg"

#: Seconds after which work that found too little room on the disk looks again.
ROOM_AGAIN_S = 60.0

#: Seconds between two notes of how far a form is.
NOTED_EVERY_S = 2.0

#: Forms of a film that wait until the light ones are made.
HEAVY_FORMS = frozenset({"hls", "mp4", "storyboard", "vertical"})

#: Share of the media themselves in the whole; the rest is words and the card.
_MEDIA_SHARE = 0.97


@dataclass(frozen=True, kw_only=True)
class _Job:
    """One attempt at the forms of one item."""

    parts: Parts
    lease: Lease
    bench: Bench
    item: Item
    asset: Asset
    order: Order
    #: Form -> when its progress was noted last.
    noted: dict[str, float] = field(default_factory=dict)

    @property
    def out_dir(self) -> Path:
        return _made(self.bench.folder / "made")

    @property
    def work_dir(self) -> Path:
        return _made(self.bench.folder / "scratch")

    def on_made(self, made: Made) -> None:
        renditions.keep(self.parts, self.lease, made, self.order)

    def on_form(self, form: str, fraction: float) -> None:
        """Note how far a form is: when it begins, and now and then."""
        at = time.monotonic()
        if form not in self.noted or at - self.noted[form] > NOTED_EVERY_S:
            self.noted[form] = at
            renditions.note_progress(self.parts, self.lease, form, fraction)

    def fail(self, error: FormsError) -> None:
        renditions.note_failures(self.parts, self.lease, error.failures)


def transcode(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt at the forms that are still missing.

    Raises:
        TranscodeError: A form could not be made; those that could be are kept.
    """
    with parts.database.reading() as session:
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
        expected = session.scalars(
            select(Rendition).where(Rendition.item_id == item.id, Rendition.state != RenditionState.READY)
        ).all()
    try:
        reserving.reserve(parts, lease, reserving.room_of(asset, expected))
    except DiskShortError as error:
        return Outcome(name="waiting", code=error.code, facts=error.facts, retry_after_s=ROOM_AGAIN_S)
    order = renditions.start(parts, lease)
    if not order.forms:
        return work.OK
    job = _Job(parts=parts, lease=lease, bench=bench, item=item, asset=asset, order=order)
    if item.programme.kind == Kind.PRINT:
        _print(job, None, bench.on_progress)
    else:
        _media(job)
    return work.OK


def _media(job: _Job) -> None:
    """The forms of a recording; its words first, because players are told of them.

    Raises:
        TranscodeError: A form could not be made.
    """
    bench, asset = job.bench, job.asset
    source = job.parts.storage.fetch(asset.key, bench.folder)
    found = probe(source, demuxer=asset.facts["demuxer"], tools=bench.tools, work_dir=bench.folder)
    recording = Recording(item=job.item, asset=asset, source=source, probe=found, duration_s=job.item.duration_s)
    _caption(job, recording)
    error: TranscodeError | None = None
    forms = job.order.forms & (VideoForms if job.item.programme.kind == Kind.TV else SoundForms)
    if forms:
        try:
            _make_media(job, source, found, forms)
        except FormsError as failed:
            job.fail(failed)
            error = failed
    if "share" in job.order.forms:
        poster = job.out_dir / "poster.jpg"
        _print(job, poster if poster.is_file() else None, portion(bench.on_progress, _MEDIA_SHARE, 1.0))
    _hear(job, recording)
    if error is not None:
        raise error


def _make_media(job: _Job, source: Path, found: Probe, forms: frozenset[str]) -> None:
    bench = job.bench
    run: dict[str, Any] = {
        "tools": bench.tools,
        "on_progress": portion(bench.on_progress, 0.0, _MEDIA_SHARE),
        "on_form": job.on_form,
        "on_made": partial(_keep_and_tell, job),
        "cancelled": bench.cancelled,
    }
    if job.item.programme.kind == Kind.RADIO:
        cover = _cover(job.parts, job.asset, bench.folder)
        make_audio(AudioJob(**_common(job, source, found), cover=cover, forms=forms), **run)
        return
    video = VideoJob(
        **_common(job, source, found),
        forms=forms,
        captions=captioning.tracks(job.parts, job.item.id, bench.folder),
    )
    failures: dict[str, TranscodeError] = {}
    # Parts of pictures that nobody here can read would only fail one after the other.
    readable = is_readable(video.video.codec, bench.tools.decoders)
    if "hls" in forms and readable and (found.duration_s or 0) >= CHUNKED_FROM_S:
        light = forms - HEAVY_FORMS
        told = partial(portion, bench.on_progress)
        failures |= _tried(replace(video, forms=light), {**run, "on_progress": told(0.0, chunking.LIGHT_SHARE)})
        # A light form that failed holds back none of the heavy ones.
        sounds = replace(bench, on_progress=told(chunking.LIGHT_SHARE, chunking.BEFORE_PARTS))
        if chunking.begin(job.parts, job.lease, video, sounds):
            forms -= light | renditions.IN_CHUNKS
        else:
            forms -= light
        run["on_progress"] = told(chunking.BEFORE_PARTS, _MEDIA_SHARE)
    if "mp4" in forms and "hls" not in forms:
        # It is put together from the rungs, which were made by an earlier attempt.
        renditions.fetch_folder(job.parts, job.item.id, "hls", job.out_dir)
    failures |= _tried(replace(video, forms=forms), run)
    if failures:
        raise FormsError(failures)


def _tried(video: VideoJob, run: Mapping[str, Any]) -> Mapping[str, TranscodeError]:
    """Make the forms of a job; those that could not be made are given with their reasons."""
    if video.forms:
        try:
            make_video(video, **run)
        except FormsError as error:
            return error.failures
    return {}


def _common(job: _Job, source: Path, found: Probe) -> dict[str, Any]:
    return {
        "source": source,
        "demuxer": job.asset.facts["demuxer"],
        "probe": found,
        "out_dir": job.out_dir,
        "work_dir": job.work_dir,
        "tags": tags_of(job.item, job.asset),
    }


def encode_chunk(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt at one part of a long video.

    Raises:
        TranscodeError: What stopped ffmpeg.
    """
    with parts.database.reading() as session:
        chunk = session.get(Chunk, lease.subject_id)
    if chunk is None:
        return work.OK
    return chunking.encode(parts, lease, bench, _video_job(parts, lease, bench, chunk.item_id))


def join_chunks(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt at joining the parts of a long video.

    Raises:
        TranscodeError: A part is missing, or does not fit the others.
    """
    return chunking.join(parts, lease, bench, _video_job(parts, lease, bench, lease.subject_id))


def _video_job(parts: Parts, lease: Lease, bench: Bench, item_id: str) -> VideoJob:
    with parts.database.reading() as session:
        item = publishing.get(session, item_id)
        asset = asset_of(session, item_id)
    source = parts.storage.fetch(asset.key, bench.folder)
    found = probe(source, demuxer=asset.facts["demuxer"], tools=bench.tools, work_dir=bench.folder)
    nothing = Order(forms=frozenset(), made_of={})
    job = _Job(parts=parts, lease=lease, bench=bench, item=item, asset=asset, order=nothing)
    return VideoJob(**_common(job, source, found), captions=captioning.tracks(parts, item_id, bench.folder))


def _keep_and_tell(job: _Job, made: Made) -> None:
    job.on_made(made)
    faults_heard.note(job.parts, job.lease, made)


def _caption(job: _Job, recording: Recording) -> None:
    with job.parts.database.reading() as session:
        held = select(Rendition.id).where(Rendition.item_id == job.item.id, Rendition.form == "captions")
        if session.scalar(held.limit(1)) is not None:
            return
    files, remarks = captioning.gather(job.parts, recording, job.bench, job.work_dir)
    remarks |= captioning.keep(job.parts, job.lease, recording, files, job.work_dir)
    if remarks:
        faults_heard.remark(job.parts, job.lease, remarks)


def _hear(job: _Job, recording: Recording) -> None:
    """Captions by a program, where one is set and nobody has written any."""
    with job.parts.database.reading() as session:
        ready = session.scalars(select(Rendition).where(Rendition.item_id == job.item.id)).all()
    lite = next((one for one in ready if one.form == "lite" and one.state == RenditionState.READY), None)
    if lite is None or any(one.form == "captions" for one in ready):
        return
    sound = Source(path=job.parts.storage.fetch(lite.private_key, job.bench.folder), demuxer="mp3", index=0)
    heard = captioning.hear(job.parts, recording, sound, job.bench, job.work_dir)
    if heard is not None:
        remarks = captioning.keep(job.parts, job.lease, recording, [heard], job.work_dir)
        faults_heard.remark(job.parts, job.lease, remarks)


def _print(job: _Job, picture: Path | None, on_progress: Callable[[float], None]) -> None:
    """The forms that are made of words.

    Raises:
        FormsError: Some could not be made.
    """
    article, shown = printed.gather(job.parts, job.item, job.bench.folder)
    wanted = PrintJob(
        article=article,
        book=printed.book(job.parts, job.item, article, job.bench.folder),
        picture=CardPicture(path=picture) if picture else shown,
        out_dir=job.out_dir,
        work_dir=job.work_dir,
        tags=tags_of(job.item, job.asset),
        forms=job.order.forms,
    )
    try:
        printed.make_printed(
            wanted,
            job.parts.settings,
            replace(job.bench, on_progress=on_progress),
            on_form=job.on_form,
            on_made=job.on_made,
        )
    except FormsError as error:
        job.fail(error)
        raise


def tags_of(item: Item, asset: Asset) -> dict[str, str]:
    """What stands in the file itself, so that it tells what it is wherever it goes."""
    programme = item.programme
    tags = {
        "title": item.title,
        "artist": programme.organisation.name,
        "album": programme.title,
        "date": str(local(item.published_at or asset.received_at).year),
        "language": item.language,
        "comment": " — ".join(part for part in (item.ai_label, item.credit, item.id) if part),
    }
    return {name: value for name, value in tags.items() if value}


def _cover(parts: Parts, asset: Asset, folder: Path) -> Path:
    """The picture that came with the sound or in it, made small; the hub's own where there is none."""
    told = asset.facts.get("sidecars", {}).get("cover")
    if not told:
        return COVER
    place = _made(folder / "cover")
    try:
        return make_pictures(parts.storage.fetch(told["key"], place), place, stem="cover").thumb.path
    except RejectedError:
        return COVER


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
