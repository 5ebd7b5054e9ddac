"""The order of the forms, their fates, and how a job ends."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.transcode.video_bench import CODED, PICTURE, SOUND, VideoBench
from transcode.errors import CancelledError, FormsError, MachineError, RejectedError
from transcode.progress import Progress
from transcode.thumbnail import THUMB_BYTES
from transcode.tools import Tools
from transcode.video import VideoForms, VideoJob, make_video, plan_pictures

EVERY = ["lite", "poster", "speech", "audio", "speaker", "hls", "storyboard", "mp4", "vertical"]
TORN = ("-bsf:a", "noise=drop=gte(n\\,0)")


@pytest.fixture
def bench(tools, work_dir, out_dir) -> VideoBench:
    return VideoBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def clip(make_clip: Callable[..., Path]) -> Path:
    return make_clip("clip.mp4", *PICTURE, *SOUND, *CODED)


def test_all_forms_are_made_lightest_first(bench, clip):
    made = bench.make(clip)
    assert list(made) == EVERY
    assert set(made) == VideoForms
    assert made["hls"].path == bench.out_dir / "hls"
    assert made["hls"].details["rungs"] == "144p,240p,360p"
    for form in EVERY:
        files = [path for path in made[form].path.rglob("*") if path.is_file()] or [made[form].path]
        assert made[form].size_bytes == sum(path.stat().st_size for path in files)
    assert made["hls"].details["files"] == len(list((bench.out_dir / "hls").rglob("*.*")))
    assert not list(bench.work_dir.iterdir())


def test_durations_are_what_is_decoded(bench, clip):
    made = bench.make(clip)
    for form in ("lite", "audio", "hls", "mp4", "vertical"):
        assert made[form].duration_s == pytest.approx(9, abs=0.1)
    for form in ("mp4", "vertical"):
        assert bench.look(made[form].path).duration_s == pytest.approx(9, abs=0.1)
    assert made["poster"].duration_s == made["storyboard"].duration_s == 0


def test_progress_only_grows_and_reaches_its_end(bench, clip):
    bench.make(clip)
    assert bench.fractions == sorted(bench.fractions)
    assert bench.fractions[-1] == 1


def test_pictures_are_counted_because_the_clock_stands_still_with_a_form_that_ends_early():
    progress = Progress(expected_s=10.0, frame_rate=12.5)
    assert progress.take("frame=50")
    assert not progress.take("out_time_us=9000000")
    assert progress.fraction == 0.4


def test_a_look_before_the_plan_is_part_of_the_job(bench, clip):
    made = bench.make(clip, plan=None, forms=frozenset({"hls"}))
    assert made["hls"].details["rungs"].startswith("144p,")
    assert made["hls"].details["rungs"].endswith("360p")


def test_without_sound_there_are_pictures_alone(bench, make_clip):
    made = bench.make(make_clip("mute.mp4", *PICTURE, *CODED))
    assert list(made) == ["poster", "hls", "storyboard", "mp4", "vertical"]
    text = (made["hls"].path / "master.m3u8").read_text()
    assert "mp4a" not in text
    assert "AUDIO" not in text
    assert bench.ask(made["mp4"].path, "stream=codec_type") == ["video"]
    assert made["mp4"].details["sound"] == "none"


def test_a_picture_smaller_than_any_rung_is_one_rung(bench, make_clip):
    made = bench.make(make_clip("tiny.mp4", "-f", "lavfi", "-i", "testsrc2=s=10x8:r=25:d=2", *CODED))
    assert made["hls"].details["rungs"] == "8p"
    assert bench.ask(made["mp4"].path, "stream=width,height") == ["10,8"]
    assert set(made) == {"poster", "hls", "storyboard", "mp4", "vertical"}


def test_the_poster_is_bounded_and_its_thumbnail_weighs_at_most_10_kb(bench, make_clip):
    path = make_clip("noise.mp4", "-f", "lavfi", "-i", "nullsrc=s=1920x1080:r=5:d=1,geq=random(1)*255:128:128", *CODED)
    poster = bench.make(path, forms=frozenset({"poster"}))["poster"]
    with Image.open(poster.path) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (1280, 720)
    thumb = bench.out_dir / poster.details["thumb"]
    assert thumb.stat().st_size == poster.details["thumb_size_bytes"] <= THUMB_BYTES
    with Image.open(thumb) as picture:
        assert picture.format == "JPEG"


def test_the_poster_is_the_cover_of_the_full_sound(bench, clip):
    made = bench.make(clip, forms=frozenset({"poster", "audio"}))
    assert bench.look(made["audio"].path, "mp3").cover is not None


def test_a_second_try_leaves_no_file_of_the_first(bench, clip):
    stale = [bench.out_dir / "hls" / "1080p", bench.out_dir / "storyboard"]
    for folder in stale:
        folder.mkdir(parents=True)
        (folder / "00099.m4s").write_bytes(b"old")
    bench.make(clip, forms=frozenset({"hls", "storyboard"}))
    assert not list(bench.out_dir.rglob("00099.m4s"))


def test_again_makes_only_what_is_missing(bench, clip):
    made = bench.make(clip, forms=frozenset({"vertical", "storyboard"}))
    assert list(made) == ["storyboard", "vertical"]
    assert not (bench.out_dir / "hls").exists()


def test_a_picture_that_this_ffmpeg_cannot_read_still_gives_its_sound(bench, clip):
    bench.tools = Tools(**{**vars(bench.tools), "decoders": frozenset()})
    with pytest.raises(FormsError) as caught:
        bench.make(clip)
    assert [one.form for one in bench.made] == ["lite", "speech", "audio", "speaker"]
    assert {error.code for error in caught.value.failures.values()} == {"codec-not-readable"}


def test_a_source_without_a_moving_picture_is_refused(bench, make_wav):
    path = make_wav(0.2)
    found = bench.look(path, "wav")
    job = VideoJob(source=path, demuxer="wav", probe=found, out_dir=bench.out_dir, work_dir=bench.work_dir)
    with pytest.raises(RejectedError):
        make_video(job, tools=bench.tools, on_progress=lambda _: None, on_made=lambda _: None, cancelled=lambda: False)


def test_cancelling_stops_before_the_rungs(bench, clip):
    with pytest.raises(CancelledError):
        bench.make(clip, cancelled=lambda: len(bench.made) == 2, forms=frozenset({"lite", "poster", "hls", "mp4"}))
    assert [one.form for one in bench.made] == ["lite", "poster"]


def test_torn_sound_costs_only_what_was_asked_for(bench, make_clip):
    path = make_clip("torn.mkv", *PICTURE, *SOUND, *CODED, *TORN)
    made = bench.make(path, "matroska", forms=frozenset({"hls", "mp4"}))
    assert made["hls"].details["sound"] == made["mp4"].details["sound"] == "lost"


def test_sound_that_cannot_be_decoded_does_not_hold_back_the_pictures(bench, make_clip):
    path = make_clip("torn.mkv", *PICTURE, *SOUND, *CODED, *TORN)
    with pytest.raises(FormsError) as caught:
        bench.make(path, "matroska")
    assert [one.form for one in bench.made] == ["poster", "hls", "storyboard", "mp4", "vertical"]
    assert set(caught.value.failures) == {"lite", "speech", "audio", "speaker"}
    assert caught.value.permanent


def test_a_sick_machine_makes_no_mute_pictures(bench, clip, monkeypatch):
    def measure(*_given):
        raise MachineError("disk-full")

    monkeypatch.setattr("transcode.video.measure_sound", measure)
    with pytest.raises(FormsError) as caught:
        bench.make(clip)
    assert [one.form for one in bench.made] == ["poster", "storyboard"]
    assert set(caught.value.failures) == VideoForms - {"poster", "storyboard"}
    assert not caught.value.permanent


def test_rungs_that_fail_hold_back_neither_storyboard_nor_file_nor_cut(bench, clip, monkeypatch):
    def make_hls(*_given):
        raise MachineError("stalled", stall_s=300)

    monkeypatch.setattr("transcode.video.make_hls", make_hls)
    with pytest.raises(FormsError) as caught:
        bench.make(clip, forms=frozenset({"hls", "storyboard", "mp4", "vertical"}))
    assert [one.form for one in bench.made] == ["storyboard", "mp4", "vertical"]
    assert set(caught.value.failures) == {"hls"}
    assert {one.form: one.details.get("pictures") for one in bench.made}["mp4"] == "encoded"


def test_a_plan_can_be_made_before_the_work_and_shown(bench, clip):
    job = bench.job(clip, plan=None)
    plan = plan_pictures(job, tools=bench.tools, cancelled=lambda: False)
    made = bench.make(clip, plan=plan, forms=frozenset({"hls"}))["hls"]
    assert made.details["rungs"] == ",".join(rung.name for rung in plan.rungs)
