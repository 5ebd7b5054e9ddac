"""What the pictures look like: size, fields, colours, clock, and what goes with them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.transcode.video_bench import CODED, PICTURE, SOUND, VideoBench, flash_and_beep
from transcode import commands
from transcode.commands import Source
from transcode.encoder import Encoder
from transcode.excerpts import plan_by_look
from transcode.focal_point import FocalPoint
from transcode.loudness import parse_loudness
from transcode.process import Limits, run
from transcode.video import VideoJob, make_video

HLS, FILE, CUT = frozenset({"hls"}), frozenset({"hls", "mp4"}), frozenset({"vertical"})


@pytest.fixture
def bench(tools, work_dir, out_dir) -> VideoBench:
    return VideoBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def clip(make_clip: Callable[..., Path]) -> Path:
    return make_clip("clip.mp4", *PICTURE, *SOUND, *CODED)


def test_a_turned_picture_comes_out_upright_in_every_form(bench, clip, make_clip):
    turned = make_clip("turned.mp4", "-display_rotation", "90", "-i", str(clip), "-c", "copy")
    made = bench.make(turned)
    assert bench.ask(bench.joined(made["hls"].path / "240p"), "stream=width,height") == ["240,426"]
    assert bench.ask(made["mp4"].path, "stream=width,height", "-select_streams", "v") == ["360,640"]
    assert bench.ask(made["vertical"].path, "stream=width,height", "-select_streams", "v") == ["540,960"]
    with Image.open(made["poster"].path) as poster:
        assert poster.size == (360, 640)
    assert (made["storyboard"].details["width"], made["storyboard"].details["height"]) == (90, 160)


def test_fields_ten_bits_oblong_pixels_and_odd_sizes_play_everywhere(bench, make_clip):
    path = make_clip(
        "odd.mkv", "-f", "lavfi", "-i", "testsrc2=s=353x287:r=25:d=5",
        "-vf", "setsar=12/11,interlace,format=yuv422p10le", "-c:v", "prores_ks",
    )  # fmt: skip
    made = bench.make(path, "matroska", forms=FILE)
    entries = "stream=width,height,pix_fmt,sample_aspect_ratio"
    assert bench.ask(bench.joined(made["hls"].path / "240p"), entries) == ["322,240,1:1,yuv420p"]
    assert bench.ask(made["mp4"].path, entries) == ["384,286,1:1,yuv420p"]


def test_an_uneven_rate_becomes_even_and_keeps_its_duration(bench, make_clip):
    path = make_clip(
        "vfr.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=8", "-vf", "select='lt(t,2)+not(mod(n,6))'",
        "-fps_mode", "vfr", *CODED,
    )  # fmt: skip
    hls = bench.make(path, forms=HLS)["hls"].path
    times = [time for time, _ in bench.packets(hls / "240p")]
    gaps = {round(after - before, 3) for before, after in pairwise(times)}
    assert max(gaps) - min(gaps) <= 0.002
    assert times[-1] == pytest.approx(7.8, abs=0.1)


#: Broadcast pictures: bars that move from field to field.
FIELDS = "testsrc2=s=720x576:r=50:d=6,interlace=scan=tff:lowpass=off"
FRAMES = "testsrc=s=720x576:r=25:d=6,format=yuv420p"


def combing(bench: VideoBench, path: Path) -> float:
    """How much lines differ from the mean of their neighbours: high where two moments are woven."""
    width, height = 32, 480
    shape = f"crop={width}:{height},format=gray"
    values = bench.decoded(path, "-map", "0:v:0", "-vf", shape, "-ss", "1", "-frames:v", "10", "-f", "rawvideo")
    lines = [values[place : place + width] for place in range(0, len(values), width)]
    inner = [at for at in range(1, len(lines) - 1) if at % height not in {0, height - 1}]
    return sum(
        abs(2 * here - above - below)
        for at in inner
        for above, here, below in zip(lines[at - 1], lines[at], lines[at + 1], strict=True)
    )


@pytest.mark.parametrize("flagged", [True, False])
def test_combed_pictures_are_mended_whatever_the_header_says(bench, make_clip, flagged):
    marks = ("-flags", "+ilme+ildct") if flagged else ()
    fields = FIELDS if flagged else f"{FIELDS},setfield=prog"
    path = make_clip("fields.mkv", "-f", "lavfi", "-i", fields, "-c:v", "libx264", "-qp", "12", *marks)
    job = bench.job(path, "matroska")
    assert job.video.interlaced is flagged
    assert looked(bench, job).scan == "tff"
    woven = bench.make(path, "matroska", plan=replace(job.plan, scan="progressive"), forms=frozenset({"mp4"}))
    before = combing(bench, woven["mp4"].path)
    made = bench.make(path, "matroska", plan=None, forms=frozenset({"mp4"}))
    assert combing(bench, made["mp4"].path) < before / 2
    # 25 pairs of fields a second are 25 pictures.
    assert bench.frames(made["mp4"].path) == pytest.approx(150, abs=1)


def test_progressive_pictures_are_left_alone_though_the_header_says_fields(bench, make_clip):
    marked = ("-vf", "setfield=tff", "-c:v", "libx264", "-flags", "+ilme+ildct")
    path = make_clip("frames.mkv", "-f", "lavfi", "-i", FRAMES, *marked)
    job = bench.job(path, "matroska", plan=None)
    assert job.video.interlaced
    assert looked(bench, job).scan == "progressive"


def test_where_nothing_moves_the_header_is_believed(bench, make_clip):
    still = "color=0x306090:s=720x576:r=25:d=6,setfield=tff"
    path = make_clip("still.mkv", "-f", "lavfi", "-i", still, "-c:v", "libx264", "-flags", "+ilme+ildct")
    assert looked(bench, bench.job(path, "matroska", plan=None)).scan == "flagged"


def looked(bench: VideoBench, job: VideoJob):
    encoder = Encoder(tools=bench.tools, work_dir=bench.work_dir, cancelled=lambda: False)
    return plan_by_look(job.scene(bench.tools, "progressive"), job.probe, encoder, duration_s=job.probe.duration_s)


PQ = "color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
TAGS = "stream=color_range,color_space,color_transfer,color_primaries"


@pytest.mark.parametrize("source", ["untagged", "smpte170m", "bt470bg", "full-range", "hdr"])
def test_every_picture_is_tagged_bt709_whatever_it_was(bench, make_clip, source):
    how = {
        "untagged": ("-c:v", "libx264", "-pix_fmt", "yuv420p"),
        "smpte170m": ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m"),
        "bt470bg": ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-colorspace", "bt470bg", "-color_primaries", "bt470bg"),
        "full-range": ("-c:v", "libx264", "-pix_fmt", "yuvj420p"),
        "hdr": (
            "-vf", f"format=yuv420p10le,setparams={PQ}",
            "-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1",
        ),
    }[source]  # fmt: skip
    path = make_clip("colours.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=1", *how)
    made = bench.make(path, forms=frozenset({"hls", "mp4", "vertical"}))
    tags = ["tv,bt709,bt709,bt709"]
    assert bench.ask(bench.joined(made["hls"].path / "144p"), TAGS) == tags
    assert bench.ask(made["mp4"].path, TAGS) == tags
    assert bench.ask(made["vertical"].path, TAGS) == tags


@pytest.mark.parametrize("matrix", ["smpte170m", "bt709"])
def test_colours_stay_what_they_were(bench, make_clip, matrix):
    path = make_clip(
        "red.mp4", "-f", "lavfi", "-i", "color=0xC03020:s=320x180:r=10:d=1",
        "-vf", f"scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p,setparams=colorspace={matrix}:range=tv",
        "-c:v", "libx264", "-qp", "0",
    )  # fmt: skip
    made = bench.make(path, forms=frozenset({"mp4"}))
    picture = bench.decoded(made["mp4"].path, "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo")
    luma, chroma = 320 * 180, 160 * 90
    seen = [sum(part) / len(part) for part in (picture[:luma], picture[luma : luma + chroma], picture[luma + chroma :])]
    # 0xC03020 by the matrix of BT.709, which the file names.
    assert seen == pytest.approx([83, 106, 192], abs=3)


def test_hdr_comes_out_as_bright_as_sdr_is(bench, make_clip):
    # A white of 203 cd/m2, which is what paper and captions have in HDR (BT.2408), is near white and not grey.
    path = make_clip(
        "white.mp4", "-f", "lavfi", "-i", "color=black:s=320x180:r=10:d=1,format=yuv420p10le",
        "-vf", f"geq=lum=573:cb=512:cr=512,setparams={PQ}:range=tv",
        "-c:v", "libx265", "-x265-params", "log-level=none:qp=4", "-tag:v", "hvc1",
    )  # fmt: skip
    made = bench.make(path, forms=frozenset({"mp4"}))
    assert max(bench.brightness(made["mp4"].path)) > 150


@pytest.mark.parametrize("demuxer", ["matroska", "mpegts"])
@pytest.mark.parametrize("name", ["late-sound", "late-picture", "both", "offset"])
def test_sound_and_picture_stay_together_in_every_form(bench, make_clip, name, demuxer):
    flash = flash_and_beep(3.0)
    picture, sound = flash[:4], flash[4:]
    arguments = {
        # The flash and the beep move apart in what is read, and together again by the offset.
        "late-sound": (*flash_and_beep(5.0)[:4], "-itsoffset", "2", *sound),
        "late-picture": ("-itsoffset", "2", *picture, *flash_and_beep(5.0)[4:]),
        "both": flash,
        "offset": ("-itsoffset", "7", *picture, "-itsoffset", "7", *sound),
    }[name]
    suffix = "mkv" if demuxer == "matroska" else "ts"
    path = make_clip(f"flash.{suffix}", *arguments, "-map", "0:v", "-map", "1:a", *CODED)
    made = bench.make(path, demuxer, forms=frozenset({"hls", "mp4", "vertical"}))
    for form in ("hls", "mp4", "vertical"):
        whole = made[form].path / "master.m3u8" if form == "hls" else made[form].path
        assert bench.flash_s(whole) == pytest.approx(bench.beep_s(whole), abs=0.04)
        # A player of ffmpeg's begins HLS with the encoder's delay, which an edit list takes off elsewhere.
        assert bench.flash_s(whole) == pytest.approx(3 if name in {"both", "offset"} else 5, abs=0.07)


def test_of_two_videos_in_one_file_the_larger_is_made_with_all_sounds(bench, make_clip):
    path = make_clip(
        "two.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4",
        "-f", "lavfi", "-i", "testsrc2=s=480x270:r=25:d=4",
        "-f", "lavfi", "-i", "sine=440:d=4", "-f", "lavfi", "-i", "sine=880:d=4",
        "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-disposition:v", "default", *CODED,
        "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=vie",
    )  # fmt: skip
    made = bench.make(path, forms=FILE, tags={"language": "vi"})
    assert made["hls"].details["rungs"] == "144p,240p,270p"
    assert made["hls"].details["sounds"] == "vi,en"
    assert bench.ask(made["mp4"].path, "stream=width,height", "-select_streams", "v") == ["480,270"]


def test_the_file_has_every_picture_of_its_rung_and_begins_with_its_index(bench, clip):
    made = bench.make(clip, forms=FILE, tags={"title": "Bản tin", "language": "vi"})
    path = made["mp4"].path
    assert made["mp4"].details["pictures"] == "copied"
    assert bench.frames(path) == bench.frames(bench.joined(made["hls"].path / "360p")) == 225
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    video, sound = bench.ask(path, "stream=codec_name,profile,bit_rate:stream_tags=language")
    assert video.startswith("h264,High")
    assert sound.startswith("aac,LC")
    assert sound.endswith("vie")
    assert bench.ask(path, "format_tags=title") == ["Bản tin"]


def test_the_file_made_by_itself_has_the_same_pictures(bench, clip):
    alone = bench.make(clip, forms=frozenset({"mp4"}))["mp4"]
    assert alone.details["pictures"] == "encoded"
    assert bench.frames(alone.path) == 225


def test_the_file_has_the_loudness_of_the_other_sounds(bench, clip):
    made = bench.make(clip, forms=FILE)
    argv = commands.measure(bench.tools.ffmpeg, Source(path=made["mp4"].path, demuxer="mov", index=1), stereo=True)
    limits = Limits(time_s=60, stall_s=60, memory_bytes=1 << 30, output_bytes=1 << 20)
    heard = parse_loudness(run(argv, limits=limits, cwd=bench.work_dir).stderr_tail)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1


HALVES = ("-f", "lavfi", "-i", "color=black:s=640x360:r=25:d=2,drawbox=x=320:w=320:h=360:color=white:t=fill")


@pytest.mark.parametrize(("x", "sides"), [(0.1, (0, 0)), (0.9, (255, 255)), (0.5, (0, 255))])
def test_the_cut_shows_what_lies_around_the_focal_point(bench, make_clip, x, sides):
    made = bench.make(make_clip("halves.mp4", *HALVES, *CODED), forms=CUT, focal_point=FocalPoint(x, 0.5))
    assert bench.ask(made["vertical"].path, "stream=width,height") == ["198,352"]
    assert bench.sides(made["vertical"].path) == pytest.approx(sides, abs=8)


def test_the_cut_has_every_picture_and_the_sound(bench, clip):
    made = bench.make(clip, forms=frozenset({"hls", "vertical"}))
    assert bench.frames(made["vertical"].path) == 225
    assert bench.ask(made["vertical"].path, "stream=codec_name") == ["h264", "aac"]


@pytest.mark.parametrize("forms", [CUT, frozenset({"hls", "vertical"})], ids=["alone", "with-rungs"])
def test_the_cut_ends_where_platforms_would_cut_it_and_nothing_else_does(bench, clip, monkeypatch, forms):
    monkeypatch.setattr("transcode.vertical.MOST_S", 4)
    made = bench.make(clip, forms=forms)
    assert made["vertical"].duration_s == pytest.approx(4, abs=0.1)
    assert bench.look(made["vertical"].path).duration_s == pytest.approx(4, abs=0.1)
    assert "hls" not in made or made["hls"].duration_s == pytest.approx(9, abs=0.1)


GREYS = ("-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=30,geq=lum='16+40*floor(T/5)':cb=128:cr=128")


@pytest.mark.parametrize("forms", [{"storyboard"}, {"hls", "storyboard"}], ids=["key-pictures", "with-rungs"])
def test_each_tile_shows_its_moment(bench, make_clip, forms):
    made = bench.make(make_clip("greys.mp4", *GREYS, *CODED, "-g", "25"), forms=frozenset(forms))["storyboard"]
    assert made.details["tiles"] == 6
    text = (made.path / "storyboard.vtt").read_text()
    assert text.count("#xywh=") == 6
    with Image.open(made.path / "sheet-01.jpg") as sheet:
        assert sheet.size == (800, 450)
        shades = []
        for area in [line.partition("#xywh=")[2] for line in text.splitlines() if "#xywh=" in line]:
            x, y, width, height = map(int, area.split(","))
            shades.append(sheet.convert("L").getpixel((x + width // 2, y + height // 2)))
    # 16…235 of television is 0…255 of JPEG.
    assert shades == pytest.approx([round(40 * step * 255 / 219) for step in range(6)], abs=6)


def test_a_header_that_claims_ten_times_as_much_gets_a_storyboard_of_what_there_is(bench, make_clip):
    path = make_clip("short.mkv", *GREYS, *CODED, "-g", "25")
    job = bench.job(path, "matroska")
    claimed = type(job.probe)(**{**vars(job.probe), "duration_s": 3000.0})
    made = []
    lying = VideoJob(**{**vars(job), "probe": claimed, "forms": frozenset({"hls", "storyboard"})})
    calls = {"on_progress": lambda _: None, "on_made": made.append, "cancelled": lambda: False}
    make_video(lying, tools=bench.tools, **calls)
    assert {one.form: one.details for one in made}["storyboard"]["distance_s"] == 5
    assert {one.form: one.details for one in made}["storyboard"]["tiles"] == 6
