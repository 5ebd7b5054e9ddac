"""Making the forms of an item: gather the original, let `transcode` work, keep each form as it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.extensions.clock import local
from hub.extensions.parts import Parts
from hub.models import Asset, Item, Kind
from hub.services import forms, publishing, work
from hub.services.intake import asset_of
from hub.services.work import Lease, Outcome
from transcode.audio import AudioJob, Made, make_audio
from transcode.errors import FormsError, RejectedError
from transcode.images import make_pictures
from transcode.ladder import plan_video
from transcode.probe import probe
from transcode.tools import Tools
from transcode.video import VideoJob, make_video

#: What a player shows beside sound that has no picture of its own.
COVER = Path(__file__).parent.parent / "static" / "cover-small.jpg"


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the work is done with."""

    folder: Path
    tools: Tools
    on_progress: Callable[[float], None]
    cancelled: Callable[[], bool]


def transcode(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt at the forms that are still missing.

    Raises:
        TranscodeError: A form could not be made; those that could be are kept.
    """
    with parts.database.reading() as session:
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
    missing = forms.start(parts, lease)
    if not missing:
        return work.OK
    source = parts.storage.fetch(asset.key, bench.folder)
    found = probe(source, demuxer=asset.facts["demuxer"], tools=bench.tools, work_dir=bench.folder)
    common: dict[str, Any] = {
        "source": source,
        "demuxer": asset.facts["demuxer"],
        "probe": found,
        "out_dir": _made(bench.folder / "made"),
        "work_dir": _made(bench.folder / "scratch"),
        "tags": tags_of(item, asset),
        # A programme with pictures takes its own poster.
        "cover": None if item.programme.kind == Kind.TV else _cover(parts, asset, bench.folder),
        "forms": missing,
    }

    def on_made(made: Made) -> None:
        forms.keep(parts, lease, made)

    tools, progress, cancelled = bench.tools, bench.on_progress, bench.cancelled
    try:
        if item.programme.kind == Kind.TV:
            video = VideoJob(**common, plan=plan_video(found))
            make_video(video, tools=tools, on_progress=progress, on_made=on_made, cancelled=cancelled)
        else:
            audio = AudioJob(**common)
            make_audio(audio, tools=tools, on_progress=progress, on_made=on_made, cancelled=cancelled)
    except FormsError as error:
        forms.note_failures(parts, lease, error.failures)
        raise
    return work.OK


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
