"""A look before the plan: what a few excerpts tell about a programme."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.video_bench import CODED, VideoBench
from transcode import excerpts
from transcode.encoder import Encoder
from transcode.errors import CancelledError
from transcode.excerpts import places, plan_by_look
from transcode.ladder import SEGMENT_S, VideoPlan, plan_video, sample_rung

STILL = "testsrc=s=1280x720:r=25:d=1,loop=-1:1:0,trim=end=12,setpts=N/25/TB,format=yuv420p"
LIVELY = "testsrc2=s=1280x720:r=25:d=12,noise=alls=12:allf=t,format=yuv420p"


@pytest.fixture
def bench(tools, work_dir, out_dir) -> VideoBench:
    return VideoBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


def seen(bench: VideoBench, path: Path, demuxer: str = "mov", **about) -> VideoPlan:
    job = bench.job(path, demuxer)
    told = {"tools": bench.tools, "work_dir": bench.work_dir, "cancelled": lambda: False, **about}
    duration_s = told.pop("duration_s", job.probe.duration_s)
    return plan_by_look(job.scene(told["tools"], "progressive"), job.probe, Encoder(**told), duration_s=duration_s)


@given(st.floats(0.04, 100_000))
def test_places_are_spread_over_the_whole_and_few(duration_s):
    found = places(duration_s)
    assert 2 <= len(found) <= 12
    assert found == sorted(set(found))
    assert all(0 <= place < duration_s for place in found)


@pytest.mark.parametrize("unknown", [None, 0.0])
def test_where_nobody_knows_the_duration_the_beginning_is_looked_at(unknown):
    assert places(unknown) == [0.0]


def test_a_lively_picture_gets_every_rung_and_a_still_one_few(bench, make_clip: Callable[..., Path]):
    lively = seen(bench, make_clip("lively.mp4", "-f", "lavfi", "-i", LIVELY, *CODED))
    still = seen(bench, make_clip("still.mp4", "-f", "lavfi", "-i", STILL, *CODED))
    fixed = plan_video(bench.look(bench.work_dir.parent / "lively.mp4"))
    assert [rung.name for rung in lively.rungs] == [rung.name for rung in fixed.rungs]
    assert [rung.name for rung in still.rungs] == ["144p", "720p"]
    assert lively.rungs[-1].video_bps > fixed.rungs[-1].video_bps > still.rungs[-1].video_bps
    assert not list(bench.work_dir.iterdir())


def test_a_header_that_claims_hours_still_lets_something_be_seen(bench, make_clip):
    path = make_clip("still.mkv", "-f", "lavfi", "-i", STILL, *CODED)
    assert [rung.name for rung in seen(bench, path, "matroska", duration_s=36_000.0).rungs] == ["144p", "720p"]


def test_what_cannot_be_seen_is_planned_by_the_table(bench, make_clip):
    path = make_clip("clip.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=4", *CODED)
    blind = replace(bench.tools, ffmpeg=Path("/bin/false"))
    assert seen(bench, path, tools=blind) == plan_video(bench.look(path))


def test_a_picture_with_one_rung_needs_no_look(bench, make_clip):
    path = make_clip("tiny.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=2", *CODED)

    def never() -> bool:
        raise AssertionError("nothing has to run")

    assert len(seen(bench, path, cancelled=never).rungs) == 1


def test_a_look_can_be_cancelled(bench, make_clip):
    path = make_clip("still.mp4", "-f", "lavfi", "-i", STILL, *CODED)
    with pytest.raises(CancelledError):
        seen(bench, path, cancelled=lambda: True)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("real_film_speech_en_8s_720p.mp4", 574 * 0.4, 574 * 2),
        ("real_bbb_30s_720p_vp8.webm", 640 * 0.4, 640 * 2),
        ("made_screen_recording_vfr.mp4", 130 * 0.4, 130 * 3),
    ],
)
def test_what_is_foretold_of_real_pictures_is_about_what_they_need(bench, samples, name, least, most):
    # What the largest rung really needs at this quality without a limit, in kbit/s, was measured with ffmpeg 8.1.
    path = samples / "tv" / name
    job = bench.job(path, "mov" if path.suffix == ".mp4" else "matroska")
    largest, sample = job.plan.rungs[-1], sample_rung(job.plan.rungs)
    sizes = excerpts.Sizes(
        rate=job.plan.rate, sample=(sample.width, sample.height), largest=(largest.width, largest.height)
    )
    encoder = Encoder(tools=bench.tools, work_dir=bench.work_dir, cancelled=lambda: False)
    look = excerpts.look(job.scene(bench.tools, "progressive"), sizes, encoder, duration_s=job.probe.duration_s)
    foretold_bps = look.complexity.rate_bps(
        largest.width * largest.height, frame_rate=largest.frame_rate, segment_s=SEGMENT_S
    )
    assert least <= foretold_bps / 1000 <= most
    assert look.scan == "progressive"
