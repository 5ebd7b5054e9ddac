from pathlib import Path

import pytest

from transcode.allowlist import DECODERS, DEMUXERS, input_options, is_allowed
from transcode.commands import Extras, Sound, Source, encode_mp3, encode_opus, listen, measure, rehearse
from transcode.hls_sound import encode_rates
from transcode.loudness import Gain
from transcode.shaping import VOICE
from transcode.sound_forms import SOUND_RATES

FFMPEG = Path("/opt/ffmpeg")
SOURCE = Source(path=Path("/data/in put"), demuxer="mov", index=3)
SOUND = Sound(pan=("c0", "c1"), stereo_in=True, gain=Gain(gain_db=2.5), sample_rate_hz=44_100, bit_rate_bps=128_000)


EVERY = {
    "measure": measure(FFMPEG, SOURCE, stereo=True),
    "listen": listen(FFMPEG, SOURCE, stereo=True, window_s=0.1, moments="moments.txt"),
    "rehearse": rehearse(FFMPEG, SOURCE, SOUND),
    "mp3": encode_mp3(FFMPEG, SOURCE, SOUND, Extras(), Path("/out/audio.mp3")),
    "opus": encode_opus(FFMPEG, SOURCE, SOUND, Extras(), Path("/out/speech.opus")),
    "rates": encode_rates(FFMPEG, SOURCE, {SOUND_RATES[0]: SOUND}, Path("/out/hls")),
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


def test_chapters_in_ogg_are_comments_to_the_millisecond():
    marks = [(0.0, "Mở đầu"), (59.9996, "Tin"), (3723.975, "=;#\\")]
    argv = encode_opus(FFMPEG, SOURCE, SOUND, Extras(tags={"title": "x"}, marks=marks), Path("/out/s.opus"))
    values = [argv[place + 1] for place, word in enumerate(argv) if word.startswith("-metadata:g")]
    assert values == [
        "title=x",
        *("CHAPTER000=00:00:00.000", "CHAPTER000NAME=Mở đầu"),
        *("CHAPTER001=00:01:00.000", "CHAPTER001NAME=Tin"),
        *("CHAPTER002=01:02:03.975", "CHAPTER002NAME==;#\\"),
    ]
    assert argv[argv.index("-map_chapters") + 1] == "-1"
    assert argv[argv.index("-application") + 1] == "voip"


def test_shaping_comes_after_a_known_level_and_before_the_gain():
    sound = Sound(**{**SOUND.__dict__, "pan": ("c0",), "level_db": -3.0, "shape": VOICE.steps})
    argv = encode_opus(FFMPEG, SOURCE, sound, Extras(), Path("/out/s.opus"))
    graph = argv[argv.index("-filter_complex") + 1]
    order = ["pan=", "aresample=44100", "volume=-3.00dB", "highpass", "acompressor", "volume=2.50dB"]
    assert [graph.index(step) for step in order] == sorted(graph.index(step) for step in order)


def test_only_a_source_with_gaps_is_filled_with_silence():
    assert "async" not in " ".join(encode_mp3(FFMPEG, SOURCE, SOUND, Extras(), Path("/out/a.mp3")))
    timed = Source(**{**SOURCE.__dict__, "timed": True})
    for argv in (
        encode_mp3(FFMPEG, timed, SOUND, Extras(), Path("/out/a.mp3")),
        rehearse(FFMPEG, timed, SOUND),
        listen(FFMPEG, timed, stereo=False, window_s=0.1, moments="m.txt"),
    ):
        assert "aresample=async=1:first_pts=0" in argv[argv.index("-filter_complex") + 1]


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
