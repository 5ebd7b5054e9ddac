"""HLS as it comes out: every promise of the playlists measured on the files (RFC 8216)."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.transcode.playlists import read_track
from tests.unit.transcode.video_bench import CODED, PICTURE, SOUND, VideoBench, attributes, peak_bps
from transcode.fragments import codec_of
from transcode.ladder import plan_video
from transcode.video import CaptionTrack

HLS = frozenset({"hls"})


@pytest.fixture
def bench(tools, work_dir, out_dir) -> VideoBench:
    return VideoBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def clip(make_clip: Callable[..., Path]) -> Path:
    return make_clip("clip.mp4", *PICTURE, *SOUND, *CODED)


@pytest.fixture
def tongues(make_clip: Callable[..., Path], tmp_path: Path) -> Path:
    """Three sounds and two captions, the item's language neither first nor marked."""
    for language, words in (("vi", "Xin chào"), ("en", "Good morning")):
        lines = f"1\n00:00:01,500 --> 00:00:03,250\n{words}\n\n2\n00:00:05,000 --> 00:00:08,000\n{words} 2\n"
        (tmp_path / f"{language}.srt").write_text(lines, "utf-8")
    sounds = [part for pitch in (440, 660, 880) for part in ("-f", "lavfi", "-i", f"sine={pitch}:d=9")]
    words = ("-i", str(tmp_path / "vi.srt"), "-i", str(tmp_path / "en.srt"))
    maps = [part for place in range(6) for part in ("-map", str(place))]
    tags = [("a:0", "eng"), ("a:1", "hmn"), ("a:2", "vie"), ("s:0", "vie"), ("s:1", "eng")]
    named = [part for stream, code in tags for part in (f"-metadata:s:{stream}", f"language={code}")]
    return make_clip("tongues.mkv", *PICTURE, *sounds, *words, *maps, *named, *CODED, "-c:s", "srt")


def lines_of(folder: Path, tag: str) -> list[dict[str, str]]:
    return [
        attributes(line) for line in (folder / "master.m3u8").read_text().splitlines() if line.startswith(f"#{tag}:")
    ]


def variants(folder: Path) -> list[tuple[str, dict[str, str]]]:
    lines = (folder / "master.m3u8").read_text().splitlines()
    return [(after, attributes(line)) for line, after in pairwise(lines) if line.startswith("#EXT-X-STREAM-INF:")]


def test_every_rung_is_what_the_master_playlist_says(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    found = variants(hls)
    assert [uri for uri, _ in found] == [
        "144p/index.m3u8", "240p/index.m3u8", "360p/index.m3u8", "audio-24k/index.m3u8"
    ]  # fmt: skip
    shapes = [("144p", "256x144", "12.500"), ("240p", "426x240", "25.000"), ("360p", "640x360", "25.000")]
    for (name, size, rate), (_, told) in zip(shapes, found, strict=False):
        entry = "stream=codec_name,width,height,pix_fmt,r_frame_rate"
        fraction = "25/2" if rate == "12.500" else "25/1"
        assert bench.ask(bench.joined(hls / name), entry) == [f"h264,{size.replace('x', ',')},yuv420p,{fraction}"]
        assert (told["RESOLUTION"], told["FRAME-RATE"]) == (size, rate)
        sound = codec_of((hls / told["AUDIO"] / "init.mp4").read_bytes())
        assert told["CODECS"] == f"{codec_of((hls / name / 'init.mp4').read_bytes())},{sound}"


def test_segments_are_aligned_in_all_rungs_and_begin_with_key_frames(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    for name, frames in [("144p", 113), ("240p", 225), ("360p", 225)]:
        packets = bench.packets(hls / name)
        assert len(packets) == frames
        assert [time for time, key in packets if key] == pytest.approx([0, 4, 8], abs=0.001)
        track = read_track(hls / name, "index.m3u8")
        assert [segment.duration_s for segment in track.segments][:2] == [4, 4]
        assert track.duration_s == pytest.approx(9, abs=0.1)
        text = (hls / name / "index.m3u8").read_text()
        assert "#EXT-X-PLAYLIST-TYPE:VOD" in text
        assert text.rstrip().endswith("#EXT-X-ENDLIST")


@pytest.mark.parametrize("rate", ["30000/1001", "24000/1001", "15", "12.3", "50"])
def test_segments_are_aligned_at_any_rate(bench, make_clip, rate):
    path = make_clip("rate.mp4", "-f", "lavfi", "-i", f"testsrc2=s=426x240:r={rate}:d=13", *SOUND, *CODED)
    hls = bench.make(path, forms=HLS)["hls"].path
    starts = []
    for name in ("144p", "240p"):
        packets = bench.packets(hls / name)
        keys = [time for time, key in packets if key]
        durations = [segment.duration_s for segment in read_track(hls / name, "index.m3u8").segments]
        assert keys == pytest.approx([sum(durations[:place]) for place in range(len(durations))], abs=0.001)
        starts.append(keys)
    assert starts[0] == pytest.approx(starts[1], abs=0.001)


def test_all_playlists_have_one_target_duration_which_no_segment_passes(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    tracks = [read_track(path.parent, path.name) for path in hls.rglob("index.m3u8")]
    assert len({track.target_duration_s for track in tracks}) == 1
    for track in tracks:
        assert all(int(segment.duration_s + 0.5) <= track.target_duration_s for segment in track.segments)


def test_the_stated_rates_are_those_of_the_files(bench, tongues):
    made = bench.make(tongues, "matroska", forms=HLS, tags={"language": "vi"})
    hls = made["hls"].path
    group = {}
    for told in lines_of(hls, "EXT-X-MEDIA"):
        if told["TYPE"] == "AUDIO":
            group.setdefault(told["GROUP-ID"], []).append(peak_bps(hls / told["URI"]))
    words = max((path.stat().st_size * 8 / made["hls"].duration_s for path in hls.rglob("*.vtt")), default=0)
    for uri, told in variants(hls):
        own = 0 if uri.startswith("audio") else peak_bps(hls / uri)
        heaviest = own + max(group[told["AUDIO"]]) + words
        assert heaviest <= int(told["BANDWIDTH"]) <= heaviest * 1.01
        assert int(told["AVERAGE-BANDWIDTH"]) <= int(told["BANDWIDTH"])


def test_the_items_language_is_heard_first_and_every_language_is_a_choice(bench, tongues):
    hls = bench.make(tongues, "matroska", forms=HLS, tags={"language": "vi"})["hls"].path
    sounds = [told for told in lines_of(hls, "EXT-X-MEDIA") if told["TYPE"] == "AUDIO"]
    for name in ("audio-24k", "audio-96k"):
        of_group = [told for told in sounds if told["GROUP-ID"] == name]
        assert [(told["LANGUAGE"], told["NAME"], told["DEFAULT"]) for told in of_group] == [
            ("vi", "Tiếng Việt", "YES"),
            ("en", "English", "NO"),
            ("hmn", "Hmoob", "NO"),
        ]
    # Each is the sound of its language: pitch is heard, not names.
    pitches = {told["LANGUAGE"]: pitch(bench, hls / told["URI"]) for told in sounds if told["GROUP-ID"] == "audio-96k"}
    assert pitches == pytest.approx({"vi": 880, "en": 440, "hmn": 660}, abs=5)


def pitch(bench: VideoBench, playlist: Path) -> float:
    samples = bench.decoded(playlist, "-ss", "2", "-t", "4", "-ac", "1", "-ar", "16000", "-f", "s16le")
    signs = [samples[place] >= 128 for place in range(1, len(samples), 2)]
    return sum(before != after for before, after in pairwise(signs)) / 2 / 4


def test_captions_inside_the_file_keep_their_times_and_languages(bench, tongues):
    hls = bench.make(tongues, "matroska", forms=HLS, tags={"language": "vi"})["hls"].path
    words = [told for told in lines_of(hls, "EXT-X-MEDIA") if told["TYPE"] == "SUBTITLES"]
    assert [(told["LANGUAGE"], told["NAME"], told["DEFAULT"]) for told in words] == [
        ("vi", "Tiếng Việt", "NO"),
        ("en", "English", "NO"),
    ]
    assert all(told["SUBTITLES"] == "captions" for _, told in variants(hls))
    playlist = hls / words[0]["URI"]
    text = playlist.read_text()
    told = re.search(r"#EXT-X-TARGETDURATION:(\d+)\n.*#EXTINF:([\d.]+),\ncaptions.vtt\n#EXT-X-ENDLIST", text, re.DOTALL)
    assert float(told[2]) == pytest.approx(9, abs=0.1)
    assert float(told[2]) <= int(told[1])
    vtt = (playlist.parent / "captions.vtt").read_text("utf-8")
    assert vtt.startswith("WEBVTT")
    assert vtt.splitlines()[1] == "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"
    assert "Xin chào\n" in vtt
    times = [line.split(",") for line in bench.ask(playlist.parent / "captions.vtt", "packet=pts_time,duration_time")]
    assert [float(start) for start, _ in times] == pytest.approx([1.5, 5], abs=0.04)
    assert [float(length) for _, length in times] == pytest.approx([1.75, 3], abs=0.001)


def test_given_captions_stand_before_those_of_the_file_in_the_same_language(bench, tongues, tmp_path):
    path = tmp_path / "given.vtt"
    path.write_text("WEBVTT\n\n00:02.000 --> 00:04.000\nĐã duyệt\n\n00:20.000 --> 00:22.000\nSau khi hết\n", "utf-8")
    made = bench.make(
        tongues, "matroska", forms=HLS, tags={"language": "vi"},
        captions=(CaptionTrack(language="vi", label="Phụ đề đã duyệt", path=path),),
    )["hls"]  # fmt: skip
    words = [told for told in lines_of(made.path, "EXT-X-MEDIA") if told["TYPE"] == "SUBTITLES"]
    assert [told["NAME"] for told in words] == ["Phụ đề đã duyệt", "English"]
    vtt = (made.path / words[0]["URI"]).with_name("captions.vtt").read_text("utf-8")
    assert "Đã duyệt" in vtt
    # Beyond the end there is nothing to show them with.
    assert "Sau khi hết" not in vtt
    assert made.details["captions"] == "vi,en"


def test_captions_that_cannot_be_shown_cost_nothing_else_and_are_told(bench, clip, tmp_path):
    path = tmp_path / "given.vtt"
    path.write_bytes(b"\x00\x01 no captions")
    given = CaptionTrack(language="vi", label="", path=path)
    made = bench.make(clip, forms=HLS, captions=(given,))["hls"]
    assert made.details["captions"] == ""
    assert made.details["captions_left_out"]
    assert "SUBTITLES" not in (made.path / "master.m3u8").read_text()


def test_key_frames_are_listed_alone_with_the_ranges_that_show_them(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    told = lines_of(hls, "EXT-X-I-FRAME-STREAM-INF")
    assert [one["URI"] for one in told] == ["144p/iframes.m3u8", "240p/iframes.m3u8", "360p/iframes.m3u8"]
    for one in told:
        playlist = hls / one["URI"]
        lines = playlist.read_text().splitlines()
        assert "#EXT-X-I-FRAMES-ONLY" in lines
        shown = []
        for range_line, name in pairwise(lines):
            if range_line.startswith("#EXT-X-BYTERANGE:"):
                length, _, offset = range_line.partition(":")[2].partition("@")
                part = (playlist.parent / name).read_bytes()[int(offset) : int(offset) + int(length)]
                alone = bench.work_dir / "alone.mp4"
                alone.write_bytes((playlist.parent / "init.mp4").read_bytes() + part)
                argv = [str(bench.tools.ffprobe), "-v", "fatal", "-show_entries", "frame=pict_type,pts_time"]
                argv += ["-of", "csv=p=0", str(alone)]
                shown += subprocess.run(argv, check=True, capture_output=True, text=True).stdout.split()
        assert [line.split(",")[1] for line in shown] == ["I", "I", "I"]
        assert [float(line.split(",")[0]) for line in shown] == pytest.approx([0, 4, 8], abs=0.17)
        assert int(one["BANDWIDTH"]) <= int(dict(variants(hls))[f"{playlist.parent.name}/index.m3u8"]["BANDWIDTH"])


def test_a_player_of_ffmpegs_plays_every_frame_of_every_variant(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    for name, frames in (("144p", 113), ("360p", 225)):
        assert bench.frames(hls / name / "index.m3u8") == frames
    assert float(bench.ask(hls / "master.m3u8", "format=duration")[0]) == pytest.approx(9, abs=0.1)


@pytest.mark.parametrize("seconds", [8.04, 8.2, 8.6, 12.0])
def test_no_playlist_ends_with_a_stump_that_players_would_wait_for(bench, make_clip, seconds):
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=426x240:r=25:d={seconds}")
    path = make_clip("end.mp4", *picture, "-f", "lavfi", "-i", f"sine=440:d={seconds}", *CODED)
    made = bench.make(path, forms=HLS)["hls"]
    tracks = {track.parent.name: read_track(track.parent, track.name) for track in made.path.rglob("index.m3u8")}
    for track in tracks.values():
        assert track.segments[-1].duration_s >= 0.4
        assert track.duration_s == pytest.approx(seconds, abs=0.1)
    assert len(tracks["144p"].segments) == len(tracks["240p"].segments)
    assert bench.frames(made.path / "240p" / "index.m3u8") == round(seconds * 25)


def test_sound_and_picture_begin_together(bench, clip):
    hls = bench.make(clip, forms=HLS)["hls"].path
    starts = bench.ask(hls / "master.m3u8", "stream=codec_type,start_time")
    assert starts
    assert all(float(line.split(",")[1]) == pytest.approx(0, abs=0.05) for line in starts if line.count(",") == 1)


def test_sound_that_begins_late_is_not_moved_forward(bench, make_clip):
    path = make_clip("late.mkv", *PICTURE, "-itsoffset", "3", *SOUND, "-t", "9", *CODED)
    hls = bench.make(path, "matroska", forms=HLS)["hls"].path
    track = read_track(hls / "audio-24k", "index.m3u8")
    assert track.duration_s == pytest.approx(9, abs=0.15)
    argv = [str(bench.tools.ffmpeg), "-i", str(bench.joined(hls / "audio-24k")), "-af", "silencedetect=n=-50dB:d=1"]
    said = subprocess.run([*argv, "-f", "null", "-"], check=True, capture_output=True, text=True).stderr
    (end,) = [line.split("silence_end: ")[1].split()[0] for line in said.splitlines() if "silence_end" in line]
    assert float(end) == pytest.approx(3, abs=0.1)


def test_pictures_that_begin_late_stand_still_until_then(bench, make_clip):
    path = make_clip("late.mkv", *SOUND, "-itsoffset", "3", *PICTURE, "-t", "9", *CODED)
    hls = bench.make(path, "matroska", forms=HLS)["hls"].path
    times = [time for time, _ in bench.packets(hls / "240p")]
    assert times[0] == pytest.approx(0, abs=0.001)
    assert len(times) == pytest.approx(9 * 25, abs=3)


def test_the_smallest_rung_of_the_worst_picture_keeps_45_mb_an_hour(bench, make_clip):
    noise = "nullsrc=s=256x144:r=15:d=30,geq=random(1)*255:128+64*sin(N/3):128"
    path = make_clip("noise.mp4", "-f", "lavfi", "-i", noise, "-f", "lavfi", "-i", "sine=d=30", *CODED)
    hls = bench.make(path, forms=HLS)["hls"].path
    size_bytes = sum(f.stat().st_size for name in ("144p", "audio-24k") for f in (hls / name).iterdir())
    assert size_bytes <= 45_000_000 * 30 / 3600 + 20_000


def test_a_torn_second_sound_costs_only_itself(bench, make_clip):
    path = make_clip(
        "torn.mkv", *PICTURE, *SOUND, "-f", "lavfi", "-i", "sine=880:d=9", "-map", "0", "-map", "1", "-map", "2",
        "-metadata:s:a:0", "language=vie", "-metadata:s:a:1", "language=eng", *CODED,
        "-bsf:a:1", "noise=drop=gte(n\\,0)",
    )  # fmt: skip
    made = bench.make(path, "matroska", forms=HLS)["hls"]
    assert made.details["sounds"] == "vi"
    assert made.details["sounds_left_out"] == 1


def test_the_plan_of_a_look_is_what_is_made(bench, make_clip):
    chart = "color=0x204060:s=1280x720:r=25:d=12,drawbox=x=100:y=100:w=300:h=200:color=white:t=fill"
    path = make_clip("chart.mp4", "-f", "lavfi", "-i", chart, "-f", "lavfi", "-i", "sine=d=12", *CODED)
    fixed = [rung.name for rung in plan_video(bench.look(path)).rungs]
    made = bench.make(path, plan=None, forms=HLS)["hls"]
    assert fixed == ["144p", "240p", "360p", "480p", "720p"]
    assert made.details["rungs"] == "144p,240p,720p"
