"""Captions and transcripts of a recording: those that came with it or in it, or that a program heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, Item, Rendition
from hub.services import renditions, voices
from hub.services.bench import Bench
from hub.services.work import Lease
from transcode.captions.caption import CaptionFile
from transcode.captions.extraction import ExtractionWishes, extract_captions
from transcode.captions.quality import assess
from transcode.captions.reading import read_captions
from transcode.captions.transcript import write_transcript
from transcode.captions.transcription import TranscriptionJob, transcribe
from transcode.captions.writing import MACHINE_NOTE, write_vtt
from transcode.commands import Source
from transcode.errors import RejectedError
from transcode.probe import Probe
from transcode.streams import Stream
from transcode.video_job import CaptionTrack


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One original whose words are wanted.

    Attributes:
        item: That it belongs to.
        asset: As it was received.
        source: Its file.
        probe: What it holds.
        duration_s: As decoded; None while nobody has decoded it.
    """

    item: Item
    asset: Asset
    source: Path
    probe: Probe
    duration_s: float | None


def gather(
    parts: Parts, recording: Recording, bench: Bench, folder: Path
) -> tuple[list[CaptionFile], dict[str, dict[str, Any]]]:
    """The captions of each language, those that lay beside the file before those in it; and what was wrong with others.

    Raises:
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    remarks: dict[str, dict[str, Any]] = {}
    found: dict[str, CaptionFile] = {}
    for told in recording.asset.facts.get("sidecars", {}).get("captions", []):
        try:
            read = read_captions(parts.storage.read(told["key"]), duration_s=recording.duration_s)
        except RejectedError as error:
            remarks[error.code] = dict(error.facts)
            continue
        language = told.get("language") or read.language or recording.item.language
        if told.get("ai"):
            read = replace(read, captions=tuple(replace(one, machine=True) for one in read.captions))
        found.setdefault(language, read)

    def left_out(stream: Stream, reason: RejectedError) -> None:
        del stream
        remarks[reason.code] = dict(reason.facts)

    wishes = ExtractionWishes(duration_s=recording.duration_s, on_left_out=left_out, cancelled=bench.cancelled)
    if any(stream.kind == "subtitle" for stream in recording.probe.streams):
        for one in extract_captions(recording.source, recording.probe, bench.tools, folder, wishes):
            found.setdefault(one.language or recording.item.language, one)
    return [replace(one, language=language) for language, one in found.items()], remarks


def hear(parts: Parts, recording: Recording, sound: Source, bench: Bench, folder: Path) -> CaptionFile | None:
    """Captions that a program writes; None where none is set, or nothing can be heard.

    Raises:
        MachineError: Program or model are not as they should be.
        CancelledError: Somebody asked to stop.
    """
    program = voices.recogniser(parts.settings)
    if program is None:
        return None
    job = TranscriptionJob(
        sound=sound, duration_s=recording.duration_s or 0.0, work_dir=folder, language=recording.item.language
    )
    try:
        return transcribe(
            job, tools=bench.tools, recogniser=program, on_progress=lambda _: None, cancelled=bench.cancelled
        )
    except RejectedError:
        return None


def keep(
    parts: Parts, lease: Lease, recording: Recording, files: Sequence[CaptionFile], folder: Path
) -> dict[str, dict[str, Any]]:
    """Store captions and transcript of each language as forms of the item.

    Returns:
        What was mended in them or is doubtful, for the editor.
    """
    told: dict[str, dict[str, Any]] = {}
    for file in files:
        language = file.language or recording.item.language
        machine = any(one.machine for one in file.captions)
        quality = assess(file.captions, duration_s=recording.duration_s, language=language)
        remarks = {code: dict(facts) for code, facts in {**file.remarks, **quality.remarks}.items()}
        told |= remarks
        # What the original brings, players get from the original.
        inside = "index" in file.details
        details = {"language": language, "machine": machine, "inside": inside, "remarks": remarks}
        transcript = "\n\n".join([*([MACHINE_NOTE] if machine else []), write_transcript(file.captions)])
        texts = {
            ("captions", f"captions-{language}.vtt", "text/vtt; charset=utf-8"): write_vtt(
                file.captions, language=language
            ),
            ("transcript", f"transcript-{language}.txt", "text/plain; charset=utf-8"): transcript,
        }
        for (form, name, media_type), text in texts.items():
            path = folder / name
            path.write_text(text, "utf-8")
            rendition = Rendition(
                item_id=recording.item.id,
                asset_id=recording.asset.id,
                form=form,
                name=name,
                media_type=media_type,
                details=details,
            )
            renditions.keep_more(parts, lease, rendition, path)
    return told


def tracks(parts: Parts, item_id: str, folder: Path) -> tuple[CaptionTrack, ...]:
    """The captions of an item that are ready, for players."""
    with parts.database.reading() as session:
        ready = session.scalars(
            select(Rendition).where(Rendition.item_id == item_id, Rendition.form == "captions").order_by(Rendition.name)
        ).all()
    return tuple(
        CaptionTrack(language=one.details["language"], label="", path=parts.storage.fetch(one.private_key, folder))
        for one in ready
        if not one.details.get("inside")
    )
