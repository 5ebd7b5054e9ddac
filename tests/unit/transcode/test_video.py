import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from transcode.errors import CancelledError, FormsError, MachineError, RejectedError
from transcode.hls import read_track
from transcode.ladder import plan_video
from transcode.probe import Probe, probe
from transcode.thumbnail import THUMB_BYTES
from transcode.tools import Tools
from transcode.video import Made, VideoJob, make_video

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=9")
SOUND = ("-f", "lavfi", "-i", "sine=440:d=9")
CODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")


@dataclass
class Bench:
    """Makes the forms of a source and looks at them with ffprobe."""

    tools: Tools
    work_dir: Path
    out_dir: Path

    def look(self, path: Path, demuxer: str = "mov") -> Probe:
        return probe(path, demuxer=demuxer, tools=self.tools, work_dir=self.work_dir)

    def make(self, path: Path, demuxer: str = "mov", *, cancelled=lambda: False, **job) -> dict[str, Made]:
        found = self.look(path, demuxer)
        self.made: list[Made] = []
        self.fractions: list[float] = []
        job = VideoJob(
            source=path,
            demuxer=demuxer,
            probe=found,
            out_dir=self.out_dir,
            work_dir=self.work_dir,
            plan=plan_video(found),
            **job,
        )
        make_video(
            job, tools=self.tools, on_progress=self.fractions.append, on_made=self.made.append, cancelled=cancelled
        )
        return {one.form: one for one in self.made}

    def ask(self, path: Path, entries: str) -> list[str]:
        argv = [str(self.tools.ffprobe), "-v", "error", "-show_entries", entries, "-of", "csv=p=0", str(path)]
        lines = subprocess.run(argv, check=True, capture_output=True, text=True).stdout.splitlines()
        return [line for line in lines if line]

    def joined(self, folder: Path) -> Path:
        """One rung as a plain file, for reading packets."""
        whole = self.work_dir / f"{folder.name}.mp4"
        whole.write_bytes(b"".join(part.read_bytes() for part in [folder / "init.mp4", *sorted(folder.glob("*.m4s"))]))
        return whole

    def packets(self, folder: Path) -> list[tuple[float, bool]]:
        """Time and key flag of each frame, in the order of showing."""
        lines = self.ask(self.joined(folder), "packet=pts_time,flags")
        return sorted((float(line.split(",")[0]), "K" in line) for line in lines)


@pytest.fixture
def bench(tools, work_dir, out_dir) -> Bench:
    return Bench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def clip(make_clip: Callable[..., Path]) -> Path:
    return make_clip("clip.mp4", *PICTURE, *SOUND, *CODED)


def test_all_forms_are_made_lightest_first(bench, clip):
    made = bench.make(clip)
    assert list(made) == ["lite", "poster", "audio", "hls"]
    assert made["hls"].path == bench.out_dir / "hls"
    assert made["hls"].duration_s == pytest.approx(9, abs=0.1)
    assert made["hls"].details["rungs"] == "144p,240p,360p"
    files = [path for path in made["hls"].path.rglob("*") if path.is_file()]
    assert made["hls"].details["files"] == len(files)
    assert made["hls"].size_bytes == sum(path.stat().st_size for path in files)
    assert bench.fractions == sorted(bench.fractions)
    assert bench.fractions[-1] == 1


def test_every_rung_is_what_the_master_playlist_says(bench, clip):
    hls = bench.make(clip, forms=frozenset({"hls"}))["hls"].path
    master = (hls / "master.m3u8").read_text().splitlines()
    uris = [line for line in master if not line.startswith("#")]
    assert uris == ["144p/index.m3u8", "240p/index.m3u8", "360p/index.m3u8", "audio-24k/index.m3u8"]
    for name, size, rate in [("144p", "256,144", "25/2"), ("240p", "426,240", "25/1"), ("360p", "640,360", "25/1")]:
        entry = "stream=codec_name,width,height,pix_fmt,r_frame_rate"
        assert bench.ask(bench.joined(hls / name), entry) == [f"h264,{size},yuv420p,{rate}"]
        (line,) = [line for line in master if f"RESOLUTION={size.replace(',', 'x')}," in line]
        assert read_track(hls / name, "index.m3u8").codec in line


def test_segments_are_aligned_in_all_rungs_and_begin_with_key_frames(bench, clip):
    hls = bench.make(clip, forms=frozenset({"hls"}))["hls"].path
    for name, frames in [("144p", 113), ("240p", 225), ("360p", 225)]:
        packets = bench.packets(hls / name)
        assert len(packets) == frames
        assert [time for time, key in packets if key] == pytest.approx([0, 4, 8], abs=0.001)
        track = read_track(hls / name, "index.m3u8")
        assert [round(segment.duration_s, 1) for segment in track.segments][:2] == [4, 4]
        assert all(round(segment.duration_s) <= track.target_duration_s for segment in track.segments)
        assert track.duration_s == pytest.approx(9, abs=0.1)
        text = (hls / name / "index.m3u8").read_text()
        assert "#EXT-X-PLAYLIST-TYPE:VOD" in text
        assert text.rstrip().endswith("#EXT-X-ENDLIST")


def test_sound_and_picture_begin_together(bench, clip):
    hls = bench.make(clip, forms=frozenset({"hls"}))["hls"].path
    starts = bench.ask(hls / "master.m3u8", "stream=codec_type,start_time")
    assert starts
    assert all(float(line.split(",")[1]) == pytest.approx(0, abs=0.05) for line in starts if line.count(",") == 1)


def test_sound_that_begins_late_is_not_moved_forward(bench, make_clip):
    path = make_clip("late.mkv", *PICTURE, "-itsoffset", "3", *SOUND, "-t", "9", *CODED)
    hls = bench.make(path, "matroska", forms=frozenset({"hls"}))["hls"].path
    track = read_track(hls / "audio-24k", "index.m3u8")
    assert track.duration_s == pytest.approx(9, abs=0.15)
    argv = [str(bench.tools.ffmpeg), "-i", str(bench.joined(hls / "audio-24k")), "-af", "silencedetect=n=-50dB:d=1"]
    said = subprocess.run([*argv, "-f", "null", "-"], check=True, capture_output=True, text=True).stderr
    (end,) = [line.split("silence_end: ")[1].split()[0] for line in said.splitlines() if "silence_end" in line]
    assert float(end) == pytest.approx(3, abs=0.1)


def test_pictures_that_begin_late_stand_still_until_then(bench, make_clip):
    path = make_clip("late.mkv", *SOUND, "-itsoffset", "3", *PICTURE, "-t", "9", *CODED)
    hls = bench.make(path, "matroska", forms=frozenset({"hls"}))["hls"].path
    times = [time for time, _ in bench.packets(hls / "240p")]
    assert times[0] == pytest.approx(0, abs=0.001)
    assert len(times) == pytest.approx(9 * 25, abs=3)


def test_torn_sound_costs_only_what_was_asked_for(bench, make_clip):
    path = make_clip("torn.mkv", *PICTURE, *SOUND, *CODED, "-bsf:a", "noise=drop=gte(n\\,0)")
    made = bench.make(path, "matroska", forms=frozenset({"hls"}))
    assert made["hls"].details["sound"] == "lost"


def test_without_sound_there_are_pictures_alone(bench, make_clip):
    path = make_clip("mute.mp4", *PICTURE, *CODED)
    made = bench.make(path)
    assert list(made) == ["poster", "hls"]
    text = (made["hls"].path / "master.m3u8").read_text()
    assert "mp4a" not in text
    assert "AUDIO" not in text


def test_a_turned_picture_comes_out_upright(bench, clip, make_clip):
    turned = make_clip("turned.mp4", "-display_rotation", "90", "-i", str(clip), "-c", "copy")
    made = bench.make(turned, forms=frozenset({"hls", "poster"}))
    assert bench.ask(bench.joined(made["hls"].path / "240p"), "stream=width,height") == ["240,426"]
    with Image.open(made["poster"].path) as poster:
        assert poster.size == (360, 640)


def test_fields_ten_bits_oblong_pixels_and_odd_sizes_play_everywhere(bench, make_clip):
    path = make_clip(
        "odd.mkv", "-f", "lavfi", "-i", "testsrc2=s=353x287:r=25:d=5",
        "-vf", "setsar=12/11,interlace,format=yuv422p10le", "-c:v", "prores_ks",
    )  # fmt: skip
    hls = bench.make(path, "matroska", forms=frozenset({"hls"}))["hls"].path
    entries = "stream=width,height,pix_fmt,sample_aspect_ratio"
    assert bench.ask(bench.joined(hls / "240p"), entries) == ["322,240,1:1,yuv420p"]


def test_an_uneven_rate_becomes_even_and_keeps_its_duration(bench, make_clip):
    path = make_clip(
        "vfr.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=8", "-vf", "select='lt(t,2)+not(mod(n,6))'",
        "-fps_mode", "vfr", *CODED,
    )  # fmt: skip
    hls = bench.make(path, forms=frozenset({"hls"}))["hls"].path
    times = [time for time, _ in bench.packets(hls / "240p")]
    gaps = {round(after - before, 3) for before, after in pairwise(times)}
    assert max(gaps) - min(gaps) <= 0.002
    assert times[-1] == pytest.approx(7.8, abs=0.1)


def test_a_picture_smaller_than_any_rung_is_one_rung(bench, make_clip):
    path = make_clip("tiny.mp4", "-f", "lavfi", "-i", "testsrc2=s=10x8:r=25:d=2", *CODED)
    made = bench.make(path)
    assert made["hls"].details["rungs"] == "8p"


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


def test_the_smallest_rung_of_the_worst_picture_keeps_45_mb_an_hour(bench, make_clip):
    noise = "nullsrc=s=256x144:r=15:d=30,geq=random(1)*255:128+64*sin(N/3):128"
    path = make_clip("noise.mp4", "-f", "lavfi", "-i", noise, "-f", "lavfi", "-i", "sine=d=30", *CODED)
    hls = bench.make(path, forms=frozenset({"hls"}))["hls"].path
    size_bytes = sum(f.stat().st_size for name in ("144p", "audio-24k") for f in (hls / name).iterdir())
    assert size_bytes <= 45_000_000 * 30 / 3600 + 20_000


def test_the_poster_is_the_cover_of_the_full_sound(bench, clip):
    made = bench.make(clip, forms=frozenset({"poster", "audio"}))
    assert bench.look(made["audio"].path, "mp3").cover is not None


def test_a_second_try_leaves_no_file_of_the_first(bench, clip):
    stale = bench.out_dir / "hls" / "1080p"
    stale.mkdir(parents=True)
    (stale / "00099.m4s").write_bytes(b"old")
    bench.make(clip, forms=frozenset({"hls"}))
    assert not stale.exists()


def test_a_picture_that_this_ffmpeg_cannot_read_still_gives_its_sound(bench, clip):
    bench.tools = Tools(**{**bench.tools.__dict__, "decoders": frozenset()})
    with pytest.raises(FormsError) as caught:
        bench.make(clip)
    assert [one.form for one in bench.made] == ["lite", "audio"]
    assert {error.code for error in caught.value.failures.values()} == {"codec-not-readable"}


def test_a_source_without_a_moving_picture_is_refused(bench, make_wav):
    path = make_wav(0.2)
    found = bench.look(path, "wav")
    job = VideoJob(source=path, demuxer="wav", probe=found, out_dir=bench.out_dir, work_dir=bench.work_dir, plan=None)
    with pytest.raises(RejectedError):
        make_video(job, tools=bench.tools, on_progress=lambda _: None, on_made=lambda _: None, cancelled=lambda: False)


def test_cancelling_stops_before_the_rungs(bench, clip):
    with pytest.raises(CancelledError):
        bench.make(clip, cancelled=lambda: len(bench.made) == 3)
    assert [one.form for one in bench.made] == ["lite", "poster", "audio"]


def test_sound_that_cannot_be_decoded_does_not_hold_back_the_pictures(bench, make_clip):
    path = make_clip("torn.mkv", *PICTURE, *SOUND, *CODED, "-bsf:a", "noise=drop=gte(n\\,0)")
    with pytest.raises(FormsError) as caught:
        bench.make(path, "matroska")
    assert [one.form for one in bench.made] == ["poster", "hls"]
    assert set(caught.value.failures) == {"lite", "audio"}
    assert caught.value.permanent
    assert bench.made[-1].details["sound"] == "lost"


def test_a_sick_machine_makes_no_mute_pictures(bench, clip, monkeypatch):
    def measure(*_given):
        raise MachineError("disk-full")

    monkeypatch.setattr("transcode.video.measure_sound", measure)
    with pytest.raises(FormsError) as caught:
        bench.make(clip)
    assert [one.form for one in bench.made] == ["poster"]
    assert set(caught.value.failures) == {"lite", "audio", "hls"}
    assert not caught.value.permanent


def test_rungs_that_came_out_incomplete_are_refused(bench, clip, monkeypatch):
    def read(folder, name):
        raise ValueError(f"{folder}/{name} is no complete media playlist")

    monkeypatch.setattr("transcode.video.read_track", read)
    with pytest.raises(RejectedError) as caught:
        bench.make(clip, forms=frozenset({"hls"}))
    assert caught.value.code == "nothing-decoded"


def test_cancelling_while_the_sound_is_measured_ends_the_job(bench, clip):
    with pytest.raises(CancelledError):
        bench.make(clip, cancelled=lambda: True)
    assert bench.made == []


def test_a_poster_is_found_at_the_start_where_a_header_claims_too_much(bench, clip):
    found = bench.look(clip)
    claims = Probe(**{**found.__dict__, "duration_s": 36_000.0})
    made: list[Made] = []
    job = VideoJob(
        source=clip,
        demuxer="mov",
        probe=claims,
        out_dir=bench.out_dir,
        work_dir=bench.work_dir,
        plan=plan_video(claims),
        forms=frozenset({"poster"}),
    )
    make_video(job, tools=bench.tools, on_progress=lambda _: None, on_made=made.append, cancelled=lambda: False)
    assert [one.form for one in made] == ["poster"]


def test_pictures_that_cannot_be_decoded_give_no_forms(bench, make_clip):
    path = make_clip("torn.mkv", *PICTURE, *CODED, "-bsf:v", "noise=amount=1")
    with pytest.raises(RejectedError) as caught:
        bench.make(path, "matroska")
    assert caught.value.code in {"nothing-decoded", "not-media"}


def test_a_thumbnail_that_cannot_be_small_enough_is_over_budget(bench, clip, monkeypatch):
    monkeypatch.setattr("transcode.thumbnail.THUMB_BYTES", 100)
    with pytest.raises(FormsError) as caught:
        bench.make(clip, forms=frozenset({"poster"}))
    assert caught.value.failures["poster"].code == "over-budget"
