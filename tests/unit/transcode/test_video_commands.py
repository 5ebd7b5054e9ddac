from pathlib import Path

import pytest

from transcode import excerpts, storyboard, vertical
from transcode.commands import Sound, Source
from transcode.focal_point import MIDDLE
from transcode.ladder import VideoPlan, plan_video
from transcode.loudness import Gain
from transcode.picture_filters import Scene
from transcode.scan import Scan
from transcode.streams import Probe, Stream
from transcode.tools import Tools
from transcode.video_commands import AudioRendition, Piece, SoundSet, hls, hls_piece, hls_sounds, poster
from transcode.video_file import FileSound, VideoFile, encode, remux

FFMPEG = Path("/opt/ffmpeg")
PATH = Path("/data/in put")
VIDEO = Stream(kind="video", index=2, codec="h264", width=1280, height=720, frame_rate=50.0, color_matrix="bt709")
HEARD = Source(path=PATH, demuxer="mov", index=3)
SOUND = Sound(pan=("c0", "c1"), stereo_in=True, gain=Gain(gain_db=2.5), sample_rate_hz=44_100, bit_rate_bps=128_000)
SOUNDS = SoundSet(
    source=HEARD,
    renditions=(AudioRendition(name="audio-24k", sound=SOUND), AudioRendition(name="audio-96k", sound=SOUND)),
)
OUT = Path("/out/100%/hls")


def tools(version: str = "8.1.2", filters: frozenset[str] = frozenset()) -> Tools:
    return Tools(ffmpeg=FFMPEG, ffprobe=Path("/opt/ffprobe"), version=version, encoders=frozenset(), filters=filters)


def scene(video: Stream = VIDEO, *, with_tools: Tools | None = None, scan: Scan = "progressive") -> Scene:
    source = Source(path=PATH, demuxer="mov", index=2)
    return Scene(source=source, video=video, tools=with_tools or tools(), scan=scan)


def planned(video: Stream = VIDEO) -> VideoPlan:
    return plan_video(Probe(demuxer="mov", duration_s=1, size_bytes=1, streams=(video,)))


def hls_argv(video: Stream = VIDEO, **about) -> list[str]:
    return hls(scene(video, **about), planned(video), sounds=[SOUNDS], out_dir=OUT)


def file(sound: Sound | None = SOUND, most_s: int | None = None) -> VideoFile:
    heard = FileSound(source=HEARD, sound=sound, clock=2) if sound else None
    tags = {"title": "Bản tin", "language": "vi"}
    return VideoFile(out=Path("/out/video.mp4"), sound=heard, tags=tags, most_s=most_s)


def riding_argv() -> list[str]:
    plan = planned()
    board = storyboard.plan_board((1280, 720), 60)
    cut = vertical.plan_cut((1280, 720), MIDDLE)
    riders = [
        lambda picture: storyboard.sheets_output(picture, board, Path("/out/100%")),
        lambda picture: vertical.vertical_output(picture, cut, plan, file(most_s=180)),
    ]
    return hls(scene(), plan, sounds=[SOUNDS], out_dir=OUT, riders=riders)


def piece_argv(**about) -> list[str]:
    told = {"first_frame": 300, "frames": 200, "lead_frames": 100, "first_segment": 3, **about}
    return hls_piece(scene(), planned(), Piece(**told), out_dir=OUT)


def graph_of(argv: list[str]) -> str:
    return argv[argv.index("-filter_complex") + 1]


EVERY = {
    "poster": poster(scene(), at_s=1.5, out=Path("/out/poster.jpg")),
    "hls": hls_argv(),
    "riding": riding_argv(),
    "piece": piece_argv(),
    "sounds": hls_sounds(scene(), planned(), sounds=[SOUNDS], out_dir=OUT),
    "file": encode(scene(), planned().progressive, file(), key_distance=100),
    "storyboard": storyboard.command(scene(), storyboard.plan_board((1280, 720), 60), Path("/out")),
    "vertical": vertical.command(scene(), vertical.plan_cut((1280, 720), MIDDLE), planned(), file(most_s=180)),
}


@pytest.mark.parametrize("argv", EVERY.values(), ids=EVERY)
def test_every_command_opens_one_guarded_input_and_asks_nothing(argv):
    assert argv[0] == str(FFMPEG)
    assert argv.count("-i") == 1
    before = argv[: argv.index("-i")]
    assert before[before.index("-f") + 1] == "mov"
    assert before[before.index("-protocol_whitelist") + 1] == "file"
    assert before[before.index("-format_whitelist") + 1] == "mov"
    assert before[before.index("-enable_drefs") + 1] == "0"
    assert "magicyuv" not in before[before.index("-codec_whitelist") + 1]
    assert {"-nostdin", "-nostats", "-y"} <= set(argv)
    assert all(isinstance(word, str) for word in argv)


def test_a_look_opens_the_same_file_at_each_place_and_nothing_else():
    sizes = excerpts.Sizes(rate=planned().rate, sample=(426, 240), largest=(1280, 720))
    argv = excerpts.command(scene(), sizes, at=[3.0, 9.0], listing=Path("/scratch/excerpts.txt"))
    assert argv.count("-i") == 2
    assert argv.count(str(PATH)) == 2
    assert argv.count("-protocol_whitelist") == 2
    assert argv.count("-noaccurate_seek") == 2


def test_all_rungs_come_from_one_decode_each_scaled_from_the_next_larger():
    argv = hls_argv()
    graph = graph_of(argv)
    assert graph.count("[0:2]") == 1
    assert graph.count("scale=") == 5
    assert graph.index("scale=1280:720") < graph.index("scale=854:480") < graph.index("scale=256:144")
    assert "fps=fps=25/1:start_time=0" in graph
    assert graph.count("framestep=2") == 1
    assert argv.count("libx264") == 5
    assert argv.count("aac") == 2


def test_what_rides_along_costs_no_second_decode():
    graph = graph_of(riding_argv())
    assert graph.count("[0:2]") == 1
    assert graph.count("fps=fps=25/1") == 1


def test_key_frames_stand_at_the_same_moments_in_all_rungs():
    argv = hls_argv()
    distances = [argv[place + 1] for place, word in enumerate(argv) if word == "-g"]
    assert distances == ["50", "100", "100", "100", "100"]
    assert argv.count("-sc_threshold") == 5
    assert {argv[place + 1] for place, word in enumerate(argv) if word == "-hls_time"} == {"4.000000"}


def test_a_segment_of_ntsc_is_never_longer_than_its_pictures():
    ntsc = Stream(**{**vars(VIDEO), "frame_rate": 30_000 / 1001})
    argv = hls_argv(ntsc)
    assert argv[argv.index("-hls_time") + 1] == "4.004000"
    # 15 frames of 14.9: rounded up, the muxer would wait for the next key frame.
    odd = Stream(**{**vars(VIDEO), "frame_rate": 14.9})
    assert float((argv := hls_argv(odd))[argv.index("-hls_time") + 1]) <= float(planned(odd).segment_s)


def test_a_percent_sign_in_the_folder_is_no_pattern():
    argv = riding_argv()
    assert "/out/100%%/hls/144p/%05d.m4s" in argv
    assert "/out/100%/hls/144p/index.m3u8" in argv
    assert "/out/100%%/sheet-%02d.jpg" in argv


def test_without_sound_no_sound_is_made():
    assert "aac" not in hls(scene(), planned(), sounds=[], out_dir=OUT)
    assert "aac" not in remux(FFMPEG, Path("/scratch/rung.mp4"), file(sound=None))


@pytest.mark.parametrize(
    ("scan", "said"),
    [("tff", "parity=tff"), ("bff", "parity=bff"), ("flagged", "deint=interlaced"), ("progressive", None)],
)
def test_fields_are_woven_as_they_were_seen(scan, said):
    words = " ".join(hls_argv(scan=scan))
    assert ("bwdif" in words) is bool(said)
    assert not said or said in words


def test_hdr_is_mapped_by_what_this_ffmpeg_has():
    hdr = Stream(**{**vars(VIDEO), "hdr": True})
    assert "out_transfer=bt709" in " ".join(hls_argv(hdr))
    old = tools("5.1.9", frozenset({"zscale", "tonemap"}))
    assert "tonemap=" in " ".join(hls_argv(hdr, with_tools=old))
    poor = " ".join(hls_argv(hdr, with_tools=tools("5.1.9")))
    assert "tonemap" not in poor
    assert "out_transfer" not in poor


@pytest.mark.parametrize(
    ("width", "height", "matrix"),
    [(720, 576, "bt601"), (1280, 720, "bt709"), (720, 1280, "bt709"), (640, 360, "bt601")],
)
def test_colours_that_nobody_names_are_those_of_television_of_that_size(width, height, matrix):
    unnamed = Stream(**{**vars(VIDEO), "width": width, "height": height, "color_matrix": ""})
    assert f"in_color_matrix={matrix}" in " ".join(hls_argv(unnamed))
    assert "in_color_matrix" not in " ".join(hls_argv())


def test_a_poster_is_at_most_1280_wide_and_never_upscaled():
    large = Stream(**{**vars(VIDEO), "width": 3840, "height": 2160})
    assert "scale=1280:720" in " ".join(poster(scene(large), at_s=0, out=Path("/out/p.jpg")))
    small = Stream(**{**vars(VIDEO), "width": 321, "height": 241})
    assert "scale=320:240" in " ".join(poster(scene(small), at_s=0, out=Path("/out/p.jpg")))


def test_the_file_for_platforms_copies_the_pictures_of_a_finished_rung():
    argv = remux(FFMPEG, Path("/scratch/rung.mp4"), file())
    assert argv[argv.index("-c:v") + 1] == "copy"
    assert "libx264" not in argv
    assert argv.count("-i") == 2
    assert argv[argv.index("-movflags") + 1] == "+faststart"
    assert "title=Bản tin" in argv
    assert argv[argv.index("-metadata:s:a:0") + 1] == "language=vie"


def test_a_cut_for_short_video_ends_after_three_minutes_and_so_does_its_sound():
    argv = riding_argv()
    assert argv[argv.index("-t") + 1] == "180"
    assert "atrim=end=180" in graph_of(argv)


def test_a_piece_is_decoded_from_a_little_before_and_continues_times_and_numbers():
    argv = piece_argv()
    assert float(argv[argv.index("-ss") + 1]) == 8.0
    assert argv.index("-ss") < argv.index("-i")
    graph = graph_of(argv)
    assert "trim=end_frame=300:start_frame=100" in graph
    assert "setpts=PTS+200" in graph
    assert argv[argv.index("-start_number") + 1] == "3"
    assert argv[argv.index("-hls_segment_options") + 1] == "movflags=+frag_discont:fragment_index=4"
    assert "aac" not in argv


def test_the_first_piece_is_not_sought_and_the_last_goes_to_the_end():
    first, last = piece_argv(first_frame=0, first_segment=0), piece_argv(frames=None)
    assert "-ss" not in first
    assert "end_frame" not in graph_of(last)


def test_a_storyboard_by_itself_decodes_key_pictures_alone():
    argv = EVERY["storyboard"]
    assert argv[argv.index("-skip_frame") + 1] == "nokey"
    assert argv.index("-skip_frame") < argv.index("-i")
