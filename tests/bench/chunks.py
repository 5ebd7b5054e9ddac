"""A ten-minute video encoded by two workers against one, each with a core of its own, as two machines would have."""

import multiprocessing
import os
import shutil
import statistics
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.bench.clip import Clip, clip, job_of, wall_s
from tests.bench.row import Row
from transcode.chunks import CHUNKED_FROM_S, Chunk, encode_chunk, join_chunks, plan_chunks
from transcode.ladder import VideoPlan
from transcode.video import plan_pictures
from transcode.whole_sounds import encode_sounds

TURNS = 3
#: Small pictures, so that ten minutes of them are soon encoded.
_SMALL = ("-vf", "scale=426:240", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "copy")


def rows(scratch: Path) -> Iterator[Row]:
    cores = sorted(os.sched_getaffinity(0))[:2]
    film = clip(scratch, CHUNKED_FROM_S, options=_SMALL)
    wanted = frozenset({"hls"})
    plan = plan_pictures(job_of(film, scratch / "look", forms=wanted), tools=film.tools, cancelled=lambda: False)
    turns = [
        (_made_s(film, plan, scratch / "one", cores[:1]), _made_s(film, plan, scratch / "two", cores))
        for _ in range(TURNS)
    ]
    yield Row(
        name="two workers against one",
        figure=statistics.median(one / two for one, two in turns),
        unit="×",
        budget=1.7,
        sense="≥",
        how=f"{CHUNKED_FROM_S} s of film in {len(_chunks(film, plan))} parts of {len(plan.rungs)} rungs, its sound, "
        f"and the join; a core for each worker, median of {TURNS}",
    )


def _chunks(film: Clip, plan: VideoPlan) -> tuple[Chunk, ...]:
    video = film.probe.video
    if video is None:
        raise ValueError("the film has a picture")
    return plan_chunks(plan, duration_s=CHUNKED_FROM_S, source_rate=video.frame_rate)


def _made_s(film: Clip, plan: VideoPlan, folder: Path, cores: list[int]) -> float:
    """Seconds from the first part to the joined programme."""
    shutil.rmtree(folder, ignore_errors=True)
    context = multiprocessing.get_context("spawn")
    free = context.Queue()
    for core in cores:
        free.put(core)
    with ProcessPoolExecutor(len(cores), mp_context=context, initializer=_pin, initargs=(free,)) as workers:
        # They are there before the clock starts, as workers are.
        list(workers.map(abs, range(len(cores) * 4)))
        return wall_s(lambda: _make(film, plan, folder, workers))


def _make(film: Clip, plan: VideoPlan, folder: Path, workers: ProcessPoolExecutor) -> None:
    chunks = _chunks(film, plan)
    sounds = workers.submit(_sounds, film, plan, folder / "sounds")
    parts = [workers.submit(_part, film, plan, chunk, folder / f"part-{chunk.number}") for chunk in chunks]
    made = [one.result() for one in parts]
    job = job_of(film, folder / "joined", forms=frozenset({"hls"}), plan=plan)
    join_chunks(job, chunks, made, sounds.result())


def _pin(free: "multiprocessing.Queue[int]") -> None:
    os.sched_setaffinity(0, {free.get()})


def _sounds(film: Clip, plan: VideoPlan, folder: Path) -> Path:
    job = job_of(film, folder, forms=frozenset({"hls"}), plan=plan)
    return encode_sounds(job, tools=film.tools, on_progress=lambda _: None, cancelled=lambda: False)


def _part(film: Clip, plan: VideoPlan, chunk: Chunk, folder: Path) -> Path:
    job = job_of(film, folder, forms=frozenset({"hls"}), plan=plan)
    return encode_chunk(job, chunk, tools=film.tools, on_progress=lambda _: None, cancelled=lambda: False).path
