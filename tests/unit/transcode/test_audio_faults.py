"""Faults of a recording, found in the one decode that measures it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.audio_bench import AudioBench, voice
from transcode.encoder import Encoder
from transcode.errors import SENTENCES
from transcode.faults import Clipping, Faults, Silence, parse_clipping
from transcode.hearing import read_moments
from transcode.soundtrack import Soundtrack, measure_sound

TONE = "sine=440:d={seconds}:r=44100"


@pytest.fixture
def hear(tools, work_dir, out_dir):
    """Measure a file as a job does."""
    bench = AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)

    def measured(path: Path, demuxer: str = "wav") -> Soundtrack:
        job = bench.job(path, demuxer)
        encoder = Encoder(tools=tools, work_dir=work_dir, cancelled=lambda: False)
        stream = job.sound()
        assert stream
        return measure_sound(job, stream, encoder, lambda _: None)

    return measured


def test_a_good_recording_has_no_faults(hear, make_clip):
    track = hear(make_clip("v.wav", *voice(level=0.1)))
    assert track.faults == Faults()
    assert track.faults.details() == {}


def test_silence_from_beginning_to_end_is_told_once(hear, make_wav):
    faults = hear(make_wav(0.0, 0.0, seconds=12)).faults
    assert faults.silent
    assert list(faults.remarks()) == ["sound-silent"]


def test_long_silences_are_told_with_their_places(hear, make_clip):
    quiet = "volume='not(between(t,3,9)+gte(t,12))':eval=frame"
    path = make_clip("q.wav", "-f", "lavfi", "-i", TONE.format(seconds=20), "-af", f"asetnsamples=441,{quiet}")
    faults = hear(path).faults
    assert [(one.start_s, one.end_s) for one in faults.silences] == [
        pytest.approx((3, 9), abs=0.05),
        pytest.approx((12, 20), abs=0.05),
    ]
    assert faults.details()["sound-gaps_places"] == "0:03–0:09, 0:12–0:20" or faults.silences[0].start_s < 3


def test_a_pause_of_four_seconds_is_a_pause(hear, make_clip):
    quiet = "volume='not(between(t,3,7))':eval=frame"
    path = make_clip("p.wav", "-f", "lavfi", "-i", TONE.format(seconds=10), "-af", f"asetnsamples=441,{quiet}")
    assert hear(path).faults == Faults()


@pytest.mark.parametrize("after_db", [0, -3])
def test_clipping_is_found_at_full_scale_and_below(hear, make_clip, after_db):
    loud = f"volume=30dB,aformat=sample_fmts=s16,volume={after_db}dB"
    track = hear(make_clip("c.wav", "-f", "lavfi", "-i", TONE.format(seconds=4), "-af", loud))
    assert track.faults.clipped_share > 0.3
    assert track.faults.details()["sound-clipped_percent"] > 30


def test_what_a_player_would_cut_off_is_clipping_although_the_file_holds_more(hear, make_clip):
    over = ("-f", "lavfi", "-i", TONE.format(seconds=4), "-af", "volume=30dB", "-c:a", "pcm_f32le")
    assert hear(make_clip("f.wav", *over)).faults.clipped_share > 0.3


def test_a_codec_that_overshoots_full_scale_in_single_samples_is_no_clipping(hear, make_clip):
    peaks = "aevalsrc='0.1*sin(2*PI*440*t)+1.5*lt(mod(t,1),1/44100)':s=44100:d=5"
    path = make_clip("o.wav", "-f", "lavfi", "-i", peaks, "-c:a", "pcm_f32le")
    assert hear(path).faults == Faults()


@pytest.mark.parametrize(("frequency_hz", "level_db"), [(1000, 18), (50, 0)])
def test_a_test_tone_is_no_clipping(hear, make_clip, frequency_hz, level_db):
    tone = f"sine={frequency_hz}:d=4:r=48000,volume={level_db}dB"
    assert hear(make_clip("t.wav", "-f", "lavfi", "-i", tone)).faults.clipped_share == 0


@pytest.mark.parametrize(("levels", "dead"), [((0.2, 0.0), "right"), ((0.0, 0.2), "left")])
def test_a_dead_channel_is_named(hear, make_wav, levels, dead):
    faults = hear(make_wav(*levels, rate_hz=44_100)).faults
    assert faults.dead_channel == dead
    assert list(faults.remarks()) == [f"{dead}-channel-dead"]


def test_channels_that_cancel_each_other_are_told(hear, make_wav):
    faults = hear(make_wav(0.2, -0.2, rate_hz=44_100)).faults
    assert faults.inverted_phase
    assert list(faults.remarks()) == ["phase-inverted"]


def test_sound_that_was_pressed_to_the_limit_is_told(hear, make_clip):
    hot = "anoisesrc=d=4:r=44100:a=0.9,volume=6dB,alimiter=limit=0.97:level=false"
    faults = hear(make_clip("h.wav", "-f", "lavfi", "-i", hot)).faults
    assert faults.hot_lufs is not None
    assert faults.hot_lufs > -9
    assert "sound-hot" in faults.remarks()


@pytest.mark.parametrize("seconds", [0.3, 4])
def test_a_recording_that_holds_hardly_anything_is_told(hear, make_clip, seconds):
    soft = f"sine=440:d={seconds}:r=48000,volume=-35dB"
    faults = hear(make_clip("s.wav", "-f", "lavfi", "-i", soft)).faults
    assert list(faults.remarks()) == ["sound-soft"]
    assert faults.soft_lufs == pytest.approx(-56.5, abs=1.5)


def test_faults_stand_in_the_details_of_every_form(tools, work_dir, out_dir, make_wav):
    bench = AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)
    made = bench.make(make_wav(0.2, 0.0, rate_hz=44_100))
    assert {one.details["faults"] for one in made.values()} == {"right-channel-dead"}


def test_every_fault_has_its_sentence():
    faults = [
        Faults(silent=True),
        Faults(silences=tuple(Silence(start_s=60 * n, end_s=60 * n + 7) for n in range(12)), clipped_share=0.0123),
        Faults(dead_channel="left"),
        Faults(dead_channel="right", hot_lufs=-6.04),
        Faults(inverted_phase=True),
        Faults(soft_lufs=-55.55),
    ]
    told = {code: facts for one in faults for code, facts in one.remarks().items()}
    assert len(told) == 8
    for code, facts in told.items():
        for sentence in SENTENCES[code]:
            assert "{" not in sentence.format(**facts)
    assert told["sound-gaps"] == {"count": 12, "places": ", ".join(f"{n}:00–{n}:07" for n in range(10)) + " …"}
    assert told["sound-clipped"] == {"percent": 1.23}
    assert told["sound-hot"] == {"lufs": -6.0}


def test_details_are_plain_finite_values():
    details = Faults(silences=(Silence(start_s=3.2, end_s=8.9),), hot_lufs=-5.5).details()
    assert details == {
        "faults": "sound-gaps,sound-hot",
        "sound-gaps_count": 1,
        "sound-gaps_places": "0:03–0:08",
        "sound-hot_lufs": -5.5,
    }


REPORT = """
[Parsed_astats_17 @ 0x1] Channel: 1
[Parsed_astats_17 @ 0x1] Peak level dB: -inf
[Parsed_astats_9 @ 0x2] Channel: 1
[Parsed_astats_17 @ 0x1] Flat factor: -inf
[Parsed_astats_17 @ 0x1] Peak count: 2000
[Parsed_astats_17 @ 0x1] Channel: 2
[Parsed_astats_17 @ 0x1] Peak level dB: -0.100000
[Parsed_astats_17 @ 0x1] Flat factor: 12.500000
[Parsed_astats_17 @ 0x1] Peak count: 50
[Parsed_astats_17 @ 0x1] Overall
[Parsed_astats_17 @ 0x1] Number of samples: 1000
[Parsed_astats_9 @ 0x2] Number of samples: 5
"""


def test_the_worst_channel_counts_and_a_silent_one_is_not_clipped():
    assert parse_clipping(REPORT) == Clipping(share=0.05, flat_db=12.5, peak_db=-0.1)
    assert parse_clipping("nothing") is None


def test_a_silence_that_nobody_saw_end_lasts_to_the_end():
    lines = ["frame:0 pts:0 pts_time:0", "lavfi.silence_start=2.5", "lavfi.astats.Overall.Peak_level=-inf"]
    peaks, silences = read_moments(lines, duration_s=9.5)
    assert silences == (Silence(start_s=2.5, end_s=9.5),)
    assert peaks.columns(10) == [0.0]


@given(st.lists(st.text()), st.floats(0, 1e6))
def test_any_lines_give_finite_silences(lines, duration_s):
    keys = ("lavfi.silence_start=", "lavfi.silence_end=", "lavfi.astats.Overall.Peak_level=")
    _, silences = read_moments([key + line for line in lines for key in keys], duration_s=duration_s)
    for one in silences:
        assert 0 <= one.start_s <= 1e308
        assert one.end_s == one.end_s


@pytest.mark.parametrize(
    ("name", "remarks"),
    [
        ("fault_5s_dropout.mp3", {"sound-gaps"}),
        ("fault_digital_silence.mp3", {"sound-silent"}),
        ("fault_left_channel_only.mp3", {"right-channel-dead"}),
        ("fault_phase_inverted_stereo.mp3", {"phase-inverted"}),
        ("loud_hot_music.mp3", {"sound-hot"}),
        ("loud_quiet_speech.mp3", set()),
        ("ban_tin_vi_cbr32_id3v23_utf16_cover.mp3", set()),
    ],
)
def test_real_recordings_are_judged_rightly(hear, samples, name, remarks):
    path = samples / "radio" / name
    if not path.exists():
        pytest.skip("this sample is not here")
    faults = hear(path, "mp3").faults
    assert set(faults.remarks()) == remarks
    if name == "fault_5s_dropout.mp3":
        assert [(one.start_s, one.end_s) for one in faults.silences] == [pytest.approx((3.07, 8.08), abs=0.1)]
