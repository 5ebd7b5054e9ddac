"""A long video in pieces that any worker on any machine can encode, and one programme of them again.

Pieces begin and end where segments do, so joining is numbering: no picture is touched again. Every piece is decoded
from a little before its beginning, and its frames keep their place in the whole programme. The sound is encoded in one
go (`transcode.whole_sounds`).
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from transcode.chosen_sounds import choose_sounds
from transcode.content.chunk_places import with_true_places
from transcode.encoder import VIDEO_LIMITS, Encoder
from transcode.errors import MachineError, RejectedError
from transcode.hls_video import FOLDER, clean_folder, make_folders, package
from transcode.ladder import LEAST_FRAME_RATE, VideoPlan, step_of
from transcode.made import Made
from transcode.media_playlist import INIT_NAME, SEGMENT_GLOB, Reel, read_reel
from transcode.progress import Progress
from transcode.tools import Tools
from transcode.video_commands import Piece, hls_piece
from transcode.video_job import VideoJob
from transcode.whole_sounds import read_parts

#: From this duration on a video is made in pieces, and how long each is, in seconds.
CHUNKED_FROM_S, CHUNK_S = 600, 60
#: Segments that are decoded before a piece for nothing; seeking is not exact everywhere.
_LEAD_SEGMENTS, _LEAD_SEGMENTS_OF = 1, {"mpegts": 3}


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """One piece; plain values.

    Attributes:
        number: From 0, in the order of time.
        first_segment: The number of its first segment, in every rung.
        first_frame: At the rate of the largest rung.
        frames: Likewise; None: to the end, wherever that is.
    """

    number: int
    first_segment: int
    first_frame: int
    frames: int | None


@dataclass(frozen=True, kw_only=True)
class MadeChunk:
    """One piece that is encoded.

    Attributes:
        number: Of the chunk.
        path: Its folder: one folder a rung, with segments and their initialisation segment.
        frames: Of the largest rung; fewer than planned, or none, where the video has ended.
        size_bytes: Of all files.
    """

    number: int
    path: Path
    frames: int
    size_bytes: int


def plan_chunks(
    plan: VideoPlan, *, duration_s: float, source_rate: float, chunk_s: float = CHUNK_S, from_s: float = CHUNKED_FROM_S
) -> tuple[Chunk, ...]:
    """Split a programme at the beginnings of segments.

    Args:
        plan: Of its rungs.
        duration_s: As decoded; a header's claim is good enough, since the last piece goes to the end.
        source_rate: Frames a second of the source.
        chunk_s: About how long each piece is.
        from_s: Shorter programmes are not split.

    Returns:
        None where it is to be made whole: a short one, and one whose pictures stand still for long (slides), where
        nobody knows without decoding what is shown at a piece's beginning.
    """
    if duration_s < from_s or source_rate < LEAST_FRAME_RATE:
        return ()
    each = max(1, round(Fraction(chunk_s) / plan.segment_s))
    segments = max(1, round(Fraction(duration_s) / plan.segment_s))
    # A rest of less than half a piece belongs to the one before.
    count = max(1, (segments + each // 2) // each)
    return tuple(
        Chunk(
            number=number,
            first_segment=number * each,
            first_frame=number * each * plan.segment_frames,
            frames=each * plan.segment_frames if number < count - 1 else None,
        )
        for number in range(count)
    )


def encode_chunk(
    job: VideoJob,
    chunk: Chunk,
    *,
    tools: Tools,
    on_progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> MadeChunk:
    """Encode one piece of every rung, without sound, into a folder of job.out_dir.

    Args:
        job: With the plan that the chunk is of.
        chunk: Which piece.
        tools: The programs; the same release on every machine.
        on_progress: Called with 0…1.
        cancelled: Asked often; True stops.

    Raises:
        TranscodeError: What stopped ffmpeg; "nothing-decoded" where the first piece holds no picture.
        ValueError: The job has no plan.
    """
    plan = job.planned()
    job = replace(job, source=with_true_places(job.source, job.work_dir))
    folder = clean_folder(job.out_dir.absolute() / f"chunk-{chunk.number:05d}")
    make_folders(folder, plan, None)
    lead = _LEAD_SEGMENTS_OF.get(job.demuxer, _LEAD_SEGMENTS) * plan.segment_frames
    piece = Piece(
        first_frame=chunk.first_frame,
        frames=chunk.frames,
        lead_frames=lead,
        first_segment=chunk.first_segment,
        clock=tuple(sound.stream.index for sound in choose_sounds(job.probe, job.language)),
    )
    argv = hls_piece(job.scene(tools, plan.scan), plan, piece, out_dir=folder)
    encoder = Encoder(tools=tools, work_dir=job.work_dir, cancelled=cancelled)
    frames = chunk.frames or max(1, round((job.probe.duration_s or 0.0) * plan.rate) - chunk.first_frame)
    progress = Progress(expected_s=float(frames / plan.rate), frame_rate=plan.rungs[0].frame_rate)
    try:
        encoder.encode(argv, limits=VIDEO_LIMITS, progress=progress, on_progress=on_progress)
    except RejectedError:
        # Beyond the end there is nothing; before it, the join would miss it.
        if chunk.number == 0:
            raise
        make_folders(clean_folder(folder), plan, None)
    on_progress(1.0)
    return _made_chunk(chunk, folder, plan)


def _made_chunk(chunk: Chunk, folder: Path, plan: VideoPlan) -> MadeChunk:
    """Look at what came out of a piece.

    Raises:
        RejectedError: "nothing-decoded": the rungs do not hold the same pictures, or not those that were asked for.
    """
    frames = 0
    if any(path.is_file() for path in folder.rglob(SEGMENT_GLOB)):
        try:
            reels = [read_reel(folder / rung.name) for rung in plan.rungs]
        except (OSError, ValueError) as error:
            raise RejectedError("nothing-decoded") from error
        frames = reels[-1].frames
        if not all(_is_whole(reel, step, chunk, frames) for reel, step in zip(reels, _steps(plan), strict=True)):
            raise RejectedError("nothing-decoded")
    elif chunk.number == 0:
        raise RejectedError("nothing-decoded")
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return MadeChunk(number=chunk.number, path=folder, frames=frames, size_bytes=sum(sizes))


def _is_whole(reel: Reel, step: int, chunk: Chunk, frames: int) -> bool:
    """Tell whether a rung begins at the chunk's first frame and holds as many pictures as the largest one."""
    first = reel.fragments[0]
    frame_units = Fraction(first.duration, first.samples)
    begins = first.decode_time == chunk.first_frame // step * frame_units
    return begins and reel.frames == -(-frames // step) and frames <= (chunk.frames or frames)


def _steps(plan: VideoPlan) -> list[int]:
    return [step_of(rung, plan.rungs[-1]) for rung in plan.rungs]


def join_chunks(job: VideoJob, chunks: Sequence[Chunk], folders: Sequence[Path], sounds: Path) -> Made:
    """Make one programme of its pieces: segments are moved together, playlists written, everything looked at again.

    Args:
        job: With the plan that the chunks are of; its source is not needed.
        chunks: All of them.
        folders: What `encode_chunk` made of each; emptied.
        sounds: What `encode_sounds` made; emptied.

    Returns:
        The form "hls", as `make_video` makes it.

    Raises:
        RejectedError: "nothing-decoded": a piece is missing, or holds other pictures than it should.
        MachineError: "chunks-differ": machines with different programs have worked on it.
        TranscodeError: "over-budget".
        ValueError: The job has no plan, or there are not as many folders as chunks.
    """
    plan = job.planned()
    folder = clean_folder(job.out_dir.absolute() / FOLDER)
    parts = read_parts(sounds)
    for rung in plan.rungs:
        (folder / rung.name).mkdir()
        for chunk, made in zip(chunks, folders, strict=True):
            _take(made / rung.name, folder / rung.name, is_first=chunk.number == 0)
    for sound in parts.sounds:
        shutil.move(sounds / sound.folder, folder / sound.folder)
    _check_whole(folder, plan)
    return package(folder, plan, parts)


def _take(made: Path, rung: Path, *, is_first: bool) -> None:
    """Move the segments of one piece of a rung to the others.

    Raises:
        MachineError: "chunks-differ".
    """
    segments = sorted(made.glob(SEGMENT_GLOB))
    if is_first:
        shutil.move(made / INIT_NAME, rung / INIT_NAME)
    elif segments and (made / INIT_NAME).read_bytes() != (rung / INIT_NAME).read_bytes():
        # One initialisation segment serves all: a player sets its decoder up once.
        raise MachineError("chunks-differ")
    for path in segments:
        shutil.move(path, rung / path.name)


def _check_whole(folder: Path, plan: VideoPlan) -> None:
    """Look whether every frame is there; `read_reel` has seen that times and numbers have no gap.

    Raises:
        RejectedError: "nothing-decoded".
    """
    try:
        reels = [read_reel(folder / rung.name) for rung in plan.rungs]
    except (OSError, ValueError) as error:
        raise RejectedError("nothing-decoded") from error
    frames = reels[-1].frames
    same = all(reel.frames == -(-frames // step) for reel, step in zip(reels, _steps(plan), strict=True))
    if not same or any(reel.fragments[0].decode_time for reel in reels):
        raise RejectedError("nothing-decoded")
