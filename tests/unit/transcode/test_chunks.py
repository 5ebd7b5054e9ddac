"""A long video made in pieces is the same programme as one made whole."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.video_bench import CODED, NUMBERED, VideoBench, flash_and_beep, peak_bps
from transcode.chunks import Chunk, encode_chunk, join_chunks, plan_chunks
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.ladder import plan_from, plan_video, step_of
from transcode.made import Made
from transcode.media_playlist import read_reel
from transcode.streams import Probe, Stream
from transcode.video import VideoJob
from transcode.whole_sounds import encode_sounds

#: Three pieces.
SECONDS, CHUNK_S = 24, 8
FRAMES, SEGMENTS = 25 * SECONDS, SECONDS // 4


def planned(rate: float = 25.0, width: int = 1280, height: int = 720):
    video = Stream(kind="video", index=0, codec="h264", width=width, height=height, frame_rate=rate)
    return plan_video(Probe(demuxer="mov", duration_s=1.0, size_bytes=1, streams=(video,)))


@given(
    rate=st.floats(10, 240, allow_nan=False), duration_s=st.floats(0.04, 20_000), chunk_s=st.floats(1, 300),
)  # fmt: skip
def test_pieces_follow_each_other_without_gap_and_begin_with_a_segment_in_every_rung(rate, duration_s, chunk_s):
    plan = planned(rate)
    chunks = plan_chunks(plan, duration_s=duration_s, source_rate=rate, chunk_s=chunk_s, from_s=0)
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    assert (chunks[0].first_frame, chunks[0].first_segment, chunks[-1].frames) == (0, 0, None)
    for before, after in pairwise(chunks):
        assert after.first_frame == before.first_frame + before.frames
        assert after.first_frame == after.first_segment * plan.segment_frames
        for rung in plan.rungs:
            assert after.first_frame % step_of(rung, plan.rungs[-1]) == 0
    if len(chunks) > 1:
        rest_s = duration_s - float(chunks[-1].first_frame / plan.rate)
        each_s = float(chunks[0].frames / plan.rate)
        assert each_s / 2 - float(plan.segment_s) <= rest_s <= each_s * 1.5 + float(plan.segment_s)


def test_ten_minutes_are_ten_pieces_of_one_minute():
    chunks = plan_chunks(planned(), duration_s=600, source_rate=25)
    assert len(chunks) == 10
    assert {chunk.frames for chunk in chunks} == {1500, None}
    assert chunks[3] == Chunk(number=3, first_segment=45, first_frame=4500, frames=1500)


@pytest.mark.parametrize(("duration_s", "rate"), [(599.0, 25.0), (3600.0, 2.0)])
def test_short_videos_and_slides_are_made_whole(duration_s, rate):
    assert plan_chunks(planned(rate), duration_s=duration_s, source_rate=rate) == ()


def test_a_piece_can_be_kept_as_plain_values():
    (first, *_) = plan_chunks(planned(), duration_s=600, source_rate=25)
    assert Chunk(**asdict(first)) == first


@pytest.fixture
def bench(tools, work_dir, out_dir) -> VideoBench:
    return VideoBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def numbered(make_clip: Callable[..., Path]) -> Callable[..., Path]:
    """Seconds whose every frame tells its number, key frames far apart and elsewhere than our segments."""

    def make(name: str, rate: str = "25", *more: str) -> Path:
        source = f"color=black:s=426x240:r={rate}:d={SECONDS},{NUMBERED}"
        sound = ("-f", "lavfi", "-i", f"sine=440:d={SECONDS}")
        return make_clip(name, "-f", "lavfi", "-i", source, *sound, *CODED, "-g", "130", "-bf", "2", *more)

    return make


def in_pieces(bench: VideoBench, job: VideoJob, *, order: Callable[[Sequence[Chunk]], Sequence[Chunk]] = list) -> Made:
    """Make every piece as if on a machine of its own, then join them."""
    chunks = plan_chunks(
        job.planned(), duration_s=job.probe.duration_s, source_rate=job.video.frame_rate, chunk_s=CHUNK_S, from_s=0
    )
    calls = {"tools": bench.tools, "on_progress": lambda _: None, "cancelled": lambda: False}
    folders = {chunk.number: encode_chunk(job, chunk, **calls).path for chunk in order(chunks)}
    sounds = encode_sounds(job, **calls)
    return join_chunks(job, chunks, [folders[chunk.number] for chunk in chunks], sounds)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "demuxer", "rate"),
    [("a.mp4", "mov", "25"), ("b.mkv", "matroska", "30000/1001"), ("c.ts", "mpegts", "25"), ("d.mp4", "mov", "50")],
)
def test_every_frame_is_there_once_and_in_its_place(bench, numbered, name, demuxer, rate):
    job = bench.job(numbered(name, rate), demuxer)
    whole = bench.make(job.source, demuxer, forms=frozenset({"hls"}))["hls"]
    expected = {rung.name: bench.numbers(bench.joined(whole.path / rung.name)) for rung in job.plan.rungs}
    clocks = {rung.name: bench.packets(whole.path / rung.name) for rung in job.plan.rungs}
    assert len(expected["240p"]) == pytest.approx(SECONDS * min(30, eval_rate(rate)), abs=2)
    assert expected["240p"][:3] != expected["240p"][1:4]

    parts = in_pieces(bench, job, order=lambda chunks: list(reversed(chunks)))
    for rung in job.plan.rungs:
        assert bench.numbers(bench.joined(parts.path / rung.name)) == expected[rung.name]
        assert bench.packets(parts.path / rung.name) == clocks[rung.name]
    assert parts.duration_s == whole.duration_s
    same = {"rungs", "sounds", "captions", "files", "sound"}
    assert {key: parts.details[key] for key in same} == {key: whole.details[key] for key in same}


def eval_rate(text: str) -> float:
    rate = float(Fraction(text))
    return rate / 2 if rate > 30 else rate


@pytest.mark.slow
@pytest.mark.parametrize("late", ["neither", "picture", "sound"])
@pytest.mark.parametrize(("name", "demuxer"), [("flash.mp4", "mov"), ("flash.ts", "mpegts")])
def test_sound_and_picture_stay_together_over_the_seams(bench, make_clip, name, demuxer, late):
    early, flash = (flash_and_beep(at_s, seconds=SECONDS, size="426x240") for at_s in (17.0, 19.0))
    arguments = {
        "neither": flash,
        "picture": ("-itsoffset", "2", *early[:4], *flash[4:]),
        "sound": (*flash[:4], "-itsoffset", "2", *early[4:]),
    }[late]
    made = in_pieces(bench, bench.job(make_clip(name, *arguments, *CODED), demuxer))
    master = made.path / "master.m3u8"
    assert bench.flash_s(master) == pytest.approx(bench.beep_s(master), abs=0.04)
    assert bench.flash_s(master) == pytest.approx(19, abs=0.07)


@pytest.mark.slow
def test_the_joined_playlists_keep_what_they_state(bench, numbered):
    made = in_pieces(bench, bench.job(numbered("a.mp4")))
    text = (made.path / "240p" / "index.m3u8").read_text()
    assert "DISCONTINUITY" not in text
    assert text.count("#EXTINF") == SEGMENTS
    assert (made.path / "240p" / "iframes.m3u8").read_text().count("#EXT-X-BYTERANGE") == SEGMENTS
    assert made.details["240p_peak_bps"] >= peak_bps(made.path / "240p" / "index.m3u8") - 1
    assert bench.frames(made.path / "240p" / "index.m3u8") == FRAMES


@pytest.mark.slow
def test_the_file_for_platforms_is_copied_from_the_joined_rung(bench, numbered):
    path = numbered("a.mp4")
    in_pieces(bench, bench.job(path))
    made = bench.make(path, forms=frozenset({"mp4"}))["mp4"]
    assert made.details["pictures"] == "copied"
    assert bench.numbers(made.path) == list(range(FRAMES))


@pytest.mark.slow
def test_a_header_that_claims_too_much_only_gives_pieces_that_are_empty(bench, numbered):
    job = bench.job(numbered("a.mp4"))
    lying = replace(job, probe=replace(job.probe, duration_s=60.0))
    made = in_pieces(bench, lying)
    assert made.duration_s == pytest.approx(SECONDS, abs=0.1)
    assert read_reel(made.path / "240p").frames == FRAMES


@pytest.fixture
def pieces(bench, numbered) -> tuple[VideoJob, list[Chunk], list[Path], Path]:
    job = bench.job(numbered("a.mp4"))
    chunks = list(plan_chunks(job.planned(), duration_s=SECONDS, source_rate=25, chunk_s=CHUNK_S, from_s=0))
    calls = {"tools": bench.tools, "on_progress": lambda _: None, "cancelled": lambda: False}
    return job, chunks, [encode_chunk(job, chunk, **calls).path for chunk in chunks], encode_sounds(job, **calls)


@pytest.mark.slow
def test_a_missing_piece_is_noticed(pieces):
    job, chunks, folders, sounds = pieces
    shutil.rmtree(folders[1])
    for rung in job.plan.rungs:
        (folders[1] / rung.name).mkdir(parents=True)
    with pytest.raises(RejectedError):
        join_chunks(job, chunks, folders, sounds)


@pytest.mark.slow
def test_pieces_of_different_programs_are_not_joined(pieces):
    job, chunks, folders, sounds = pieces
    init = folders[1] / "240p" / "init.mp4"
    init.write_bytes(init.read_bytes().replace(b"avcC\x01\x4d", b"avcC\x01\x42"))
    with pytest.raises(MachineError) as caught:
        join_chunks(job, chunks, folders, sounds)
    assert caught.value.code == "chunks-differ"


@pytest.mark.slow
def test_a_piece_has_its_own_progress(bench, numbered):
    job, fractions = bench.job(numbered("a.mp4")), []
    chunk = plan_chunks(job.planned(), duration_s=SECONDS, source_rate=25, chunk_s=CHUNK_S, from_s=0)[1]
    made = encode_chunk(job, chunk, tools=bench.tools, on_progress=fractions.append, cancelled=lambda: False)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert (made.number, made.frames) == (1, read_reel(made.path / "240p").frames) == (1, chunk.frames)
    assert made.size_bytes == sum(path.stat().st_size for path in made.path.rglob("*.*"))


def test_a_piece_can_be_cancelled(bench, numbered):
    job = bench.job(numbered("a.mp4"))
    (first, *_) = plan_chunks(job.planned(), duration_s=SECONDS, source_rate=25, chunk_s=CHUNK_S, from_s=0)
    with pytest.raises(CancelledError):
        encode_chunk(job, first, tools=bench.tools, on_progress=lambda _: None, cancelled=lambda: True)


def test_pieces_are_of_a_plan(bench, numbered):
    job = bench.job(numbered("a.mp4"), plan=None)
    chunk = Chunk(number=0, first_segment=0, first_frame=0, frames=None)
    with pytest.raises(ValueError, match="planned"):
        encode_chunk(job, chunk, tools=bench.tools, on_progress=lambda _: None, cancelled=lambda: False)


def test_a_plan_that_was_kept_gives_the_same_pieces():
    plan = planned(30_000 / 1001)
    kept = plan_from(asdict(plan))
    assert plan_chunks(kept, duration_s=900, source_rate=29.97) == plan_chunks(plan, duration_s=900, source_rate=29.97)
