"""How soon something can be listened to, as a share of the whole job's time."""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.clip import clip, demuxer_of, job_of, make
from tests.bench.row import Row
from transcode.audio import AudioJob, make_audio
from transcode.made import Made
from transcode.probe import probe
from transcode.tools import Tools, find_tools
from transcode.video_job import VideoForms

BULLETIN = Path(__file__).parents[2] / "hub" / "demo" / "radio"
CLIP_S, TURNS = 60, 3


def rows(scratch: Path) -> Iterator[Row]:
    film = clip(scratch, CLIP_S)
    shares = [
        _share(lambda on_made: make(film, job_of(film, scratch / "film", forms=VideoForms), on_made))
        for _ in range(TURNS)
    ]
    yield _row("video", shares, f"every form of {CLIP_S} s of the demo's film")
    path = max(BULLETIN.glob("*.mp3"), key=lambda one: one.stat().st_size)
    # A worker looks for the programs once, when it starts.
    tools = find_tools()
    shares = [_share(lambda on_made: _bulletin(path, scratch / "sound", tools, on_made)) for _ in range(TURNS)]
    yield _row("radio", shares, "every form of the demo's longest bulletin")


def _share(run: Callable[[Callable[[Made], None]], None]) -> float:
    """Time until the light sound is ready over the time of everything."""
    ready: dict[str, float] = {}

    def noted(made: Made) -> None:
        ready.setdefault(made.form, time.monotonic())

    begun = time.monotonic()
    run(noted)
    return (ready["lite"] - begun) / (time.monotonic() - begun)


def _bulletin(path: Path, folder: Path, tools: Tools, on_made: Callable[[Made], None]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "work").mkdir(parents=True)
    demuxer = demuxer_of(path)
    found = probe(path, demuxer=demuxer, tools=tools, work_dir=folder)
    job = AudioJob(source=path, demuxer=demuxer, probe=found, out_dir=folder, work_dir=folder / "work")
    make_audio(job, tools=tools, on_progress=lambda _: None, on_made=on_made, cancelled=lambda: False)


def _row(kind: str, shares: list[float], what: str) -> Row:
    return Row(
        name=f"first listenable form, {kind}",
        figure=statistics.median(shares) * 100,
        unit="%",
        budget=10,
        sense="≤",
        how=f"time until `lite` is ready over the time of {what}, median of {TURNS}",
    )
