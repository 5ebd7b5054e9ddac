from pathlib import Path

import pytest

from transcode.allowlist import DECODERS, DEMUXERS, input_options, is_allowed
from transcode.commands import Extras, Sound, Source, encode_mp3, measure, rehearse
from transcode.ladder import plan_video
from transcode.loudness import Gain
from transcode.streams import Probe, Stream
from transcode.tools import Tools
from transcode.video_commands import AudioRendition, Scene, hls, poster

FFMPEG = Path("/opt/ffmpeg")
SOURCE = Source(path=Path("/data/in put"), demuxer="mov", index=3)
SOUND = Sound(pan=("c0", "c1"), stereo_in=True, gain=Gain(gain_db=2.5), sample_rate_hz=44_100, bit_rate_bps=128_000)
VIDEO = Stream(kind="video", index=2, codec="h264", width=1280, height=720, frame_rate=50.0)


def tools(version: str = "8.1.2", filters: frozenset[str] = frozenset()) -> Tools:
    return Tools(ffmpeg=FFMPEG, ffprobe=Path("/opt/ffprobe"), version=version, encoders=frozenset(), filters=filters)


def scene(video: Stream = VIDEO, *, with_tools: Tools | None = None) -> Scene:
    return Scene(source=Source(path=SOURCE.path, demuxer="mov", index=2), video=video, tools=with_tools or tools())


def hls_argv(video: Stream = VIDEO, *, sound: bool = True, with_tools: Tools | None = None) -> list[str]:
    plan = plan_video(Probe(demuxer="mov", duration_s=1, size_bytes=1, streams=(video,)))
    audio = [AudioRendition(name="audio-24k", sound=SOUND), AudioRendition(name="audio-96k", sound=SOUND)]
    return hls(
        scene(video, with_tools=with_tools),
        plan.rungs,
        sound_source=SOURCE if sound else None,
        audio=audio if sound else [],
        out_dir=Path("/out/100%/hls"),
    )


EVERY = {
    "measure": measure(FFMPEG, SOURCE, stereo=True, levels=True),
    "rehearse": rehearse(FFMPEG, SOURCE, SOUND),
    "mp3": encode_mp3(FFMPEG, SOURCE, SOUND, Extras(), Path("/out/audio.mp3")),
    "poster": poster(scene(), at_s=1.5, out=Path("/out/poster.jpg")),
    "hls": hls_argv(),
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
    assert before[before.index("-use_absolute_path") + 1] == "0"
    assert "magicyuv" not in before[before.index("-codec_whitelist") + 1]
    assert {"-nostdin", "-nostats", "-y"} <= set(argv)
    assert argv[argv.index("-progress") + 1] == "pipe:1"
    assert all(isinstance(word, str) for word in argv)


@pytest.mark.parametrize(
    "demuxer", ["hls", "concat", "dash", "image2", "lavfi", "applehttp", "webm_dash_manifest", "sdp"]
)
def test_demuxers_that_open_other_files_are_never_offered(demuxer):
    assert demuxer not in DEMUXERS
    with pytest.raises(ValueError, match=demuxer):
        input_options(demuxer)


def test_risky_decoders_are_never_offered():
    assert DECODERS.isdisjoint({"magicyuv", "ffv1", "utvideo", "lagarith", "tiff", "exr"})
    assert not is_allowed("magicyuv")
    assert is_allowed("av1")
    assert is_allowed("amr_nb")


def test_tags_are_single_lines_in_keys_of_their_own_and_nothing_of_the_source_is_kept():
    tags = {"title": "Bản tin\nsáng", "artist": "Đài", "language": "vi", "encoder": "x", "album": ""}
    argv = encode_mp3(FFMPEG, SOURCE, SOUND, Extras(tags=tags), Path("/out/audio.mp3"))
    values = [argv[place + 1] for place, word in enumerate(argv) if word.startswith("-metadata:g")]
    assert values == ["title=Bản tin sáng", "artist=Đài", "language=vie"]
    assert argv[argv.index("-map_metadata:g") + 1] == "-1"
    assert argv[argv.index("-map_metadata:s") + 1] == "-1"
    assert argv[argv.index("-map_chapters") + 1] == "-1"
    assert argv[argv.index("-id3v2_version") + 1] == "3"


def test_a_cover_is_copied_as_an_attached_picture():
    argv = encode_mp3(FFMPEG, SOURCE, SOUND, Extras(cover=Path("/data/c.jpg"), chapters=True), Path("/out/audio.mp3"))
    assert argv[argv.index("/data/c.jpg") - 1] == "-i"
    assert argv[argv.index("-disposition:v") + 1] == "attached_pic"
    assert argv[argv.index("-map_chapters") + 1] == "0"


def test_sound_is_limited_at_four_times_the_rate_and_never_comes_out_at_192_khz():
    sound = Sound(
        pan=("c0",), stereo_in=True, gain=Gain(gain_db=9, limit_dbtp=-2), sample_rate_hz=48_000, bit_rate_bps=64_000
    )
    argv = encode_mp3(FFMPEG, SOURCE, sound, Extras(), Path("/out/audio.mp3"))
    graph = argv[argv.index("-filter_complex") + 1]
    assert graph.index("aresample=192000") < graph.index("alimiter") < graph.index("aresample=48000")
    assert "limit=0.7943" in graph
    assert argv[argv.index("-ar") + 1] == "48000"
    assert argv[argv.index("-ac") + 1] == "1"


def test_all_rungs_come_from_one_decode_each_scaled_from_the_next_larger():
    argv = hls_argv()
    graph = argv[argv.index("-filter_complex") + 1]
    assert graph.count("[0:2]") == 1
    assert graph.count("scale=") == 5
    assert graph.index("scale=1280:720") < graph.index("scale=854:480") < graph.index("scale=256:144")
    assert "fps=fps=25/1:start_time=0" in graph
    assert graph.count("framestep=2") == 1
    assert argv.count("libx264") == 5
    assert argv.count("aac") == 2
    assert argv.count("expr:gte(t,n_forced*4)") == 5


def test_a_percent_sign_in_the_folder_is_no_pattern():
    argv = hls_argv()
    assert "/out/100%%/hls/144p/%05d.m4s" in argv
    assert "/out/100%/hls/144p/index.m3u8" in argv


def test_without_sound_no_sound_is_made():
    assert "aac" not in hls_argv(sound=False)


def test_only_interlaced_sources_are_deinterlaced():
    interlaced = Stream(**{**VIDEO.__dict__, "interlaced": True})
    assert "bwdif" in " ".join(hls_argv(interlaced))
    assert "bwdif" not in " ".join(hls_argv())


def test_hdr_is_mapped_by_what_this_ffmpeg_has():
    hdr = Stream(**{**VIDEO.__dict__, "hdr": True})
    assert "out_transfer=bt709" in " ".join(hls_argv(hdr))
    old = tools("5.1.9", frozenset({"zscale", "tonemap"}))
    assert "tonemap=" in " ".join(hls_argv(hdr, with_tools=old))
    poor = " ".join(hls_argv(hdr, with_tools=tools("5.1.9")))
    assert "tonemap" not in poor
    assert "out_transfer" not in poor


def test_a_poster_is_at_most_1280_wide_and_never_upscaled():
    large = Stream(**{**VIDEO.__dict__, "width": 3840, "height": 2160})
    assert "scale=1280:720" in " ".join(poster(scene(large), at_s=0, out=Path("/out/p.jpg")))
    small = Stream(**{**VIDEO.__dict__, "width": 321, "height": 241})
    assert "scale=320:240" in " ".join(poster(scene(small), at_s=0, out=Path("/out/p.jpg")))
