import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.transcode.audio_bench import LIMITS, AudioBench
from transcode import audio
from transcode.audio_job import SoundForms
from transcode.encoder import Encoder
from transcode.errors import CancelledError, FormsError, RejectedError
from transcode.loudness import parse_loudness
from transcode.process import run

CLASSIC = frozenset({"lite", "audio"})
BULLETINS = Path(__file__).parents[3] / "hub" / "demo" / "radio"


@pytest.fixture
def bench(tools, work_dir, out_dir) -> AudioBench:
    return AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


def test_every_form_is_made_the_one_that_plays_everywhere_first(bench, make_wav: Callable[..., Path]):
    made = bench.make(make_wav(0.05, 0.04, seconds=5, rate_hz=48_000))
    assert list(made) == ["lite", "waveform", "speech", "audio", "speaker", "hls-audio"]
    assert set(made) == SoundForms
    assert not list(bench.out_dir.glob("*.take"))
    assert not list(bench.work_dir.iterdir())


def test_both_forms_are_made_lightest_first_at_the_same_loudness(bench, make_wav: Callable[..., Path]):
    made = bench.make(make_wav(0.05, 0.04, seconds=6, rate_hz=48_000), forms=CLASSIC)
    assert list(made) == ["lite", "audio"]
    full = bench.look(made["audio"].path, "mp3").audio
    assert (full.codec, full.channels, full.sample_rate_hz, full.bit_rate_bps) == ("mp3", 2, 48_000, 128_000)
    lite = bench.look(made["lite"].path, "mp3").audio
    assert (lite.codec, lite.channels, lite.sample_rate_hz, lite.bit_rate_bps) == ("mp3", 1, 22_050, 32_000)
    assert bench.heard(made["audio"].path).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert bench.heard(made["audio"].path).true_peak_dbtp <= -1
    assert bench.heard(made["lite"].path).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert bench.heard(made["lite"].path).true_peak_dbtp <= -1
    for form in made.values():
        assert form.duration_s == pytest.approx(6, abs=0.1)
        assert form.size_bytes == form.path.stat().st_size
        assert form.media_type == "audio/mpeg"


@pytest.mark.parametrize("path", sorted(BULLETINS.glob("*.mp3")), ids=lambda path: path.stem)
def test_a_voice_is_ready_to_be_heard_after_it_was_encoded_once(bench, path, monkeypatch):
    runs = []
    encode = Encoder.encode
    monkeypatch.setattr(Encoder, "encode", lambda *args, **more: runs.append(1) or encode(*args, **more))
    made = bench.make(path, demuxer="mp3", forms={"lite"})["lite"]
    # Heard as it came, encoded, heard as it was made.
    assert len(runs) == 3
    assert made.details["loudness_after_lufs"] == pytest.approx(-16, abs=0.5)
    assert made.details["true_peak_after_dbtp"] < 0


def test_details_tell_the_loudness_before_and_after(bench, make_wav):
    details = bench.make(make_wav(0.05), forms=CLASSIC)["audio"].details
    assert details["loudness_before_lufs"] < -25
    assert details["loudness_after_lufs"] == pytest.approx(-16, abs=0.5)
    assert details["true_peak_after_dbtp"] <= -1
    assert details["channels"] == 1
    assert details["sample_rate_hz"] == 44_100


def test_too_loud_a_source_is_turned_down(bench, make_wav):
    made = bench.make(make_wav(1.0, 1.0, rate_hz=44_100), forms={"audio"})
    assert bench.heard(made["audio"].path).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert made["audio"].details["gain_db"] < 0


def test_lonely_peaks_are_held_under_the_ceiling(bench, make_wav):
    path = make_wav(0.04, rate_hz=44_100, seconds=6)
    content = bytearray(path.read_bytes())
    for place in range(44 + 20_000, len(content) - 2, 40_000):
        struct.pack_into("<h", content, place, 32_000)
    path.write_bytes(content)
    made = bench.make(path, forms={"audio"})
    heard = bench.heard(made["audio"].path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1


def test_silence_stays_silence(bench, make_wav):
    made = bench.make(make_wav(0.0, 0.0))
    assert set(made) == SoundForms
    for form in ("lite", "speech", "audio", "hls-audio"):
        assert made[form].details["gain_db"] == 0
        assert all(abs(value) < 1000 for value in made[form].details.values() if isinstance(value, float))


def test_one_dead_channel_becomes_one_living_one(bench, make_wav):
    made = bench.make(make_wav(0.2, 0.0, rate_hz=44_100), forms=CLASSIC)
    assert made["audio"].details["mended"] == "dead-channel"
    assert made["audio"].details["channels"] == 1
    for form in made.values():
        assert bench.heard(form.path).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_inverted_phase_is_heard_on_one_loudspeaker(bench, make_wav):
    made = bench.make(make_wav(0.2, -0.2, rate_hz=44_100), forms=CLASSIC)
    assert made["audio"].details["mended"] == "inverted-phase"
    assert bench.heard(made["lite"].path).integrated_lufs == pytest.approx(-16, abs=0.5)
    argv = [str(bench.tools.ffmpeg), "-i", str(made["audio"].path), "-ac", "1"]
    argv += ["-af", "ebur128=framelog=verbose", "-f", "null", "-"]
    as_mono = parse_loudness(run(argv, limits=LIMITS, cwd=bench.work_dir).stderr_tail)
    assert as_mono.integrated_lufs > -23


def test_six_channels_become_two(bench, make_clip):
    sine = "sine=440:d=4[a];[a]aformat=channel_layouts=mono,pan=5.1|c0=c0|c1=c0|c2=c0|c3=0*c0|c4=c0|c5=c0"
    path = make_clip("six.flac", "-filter_complex", sine)
    made = bench.make(path, "flac", forms=CLASSIC)
    assert made["audio"].details["channels"] == 2
    assert bench.heard(made["audio"].path).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_tags_chapters_and_cover_are_in_the_full_form_alone(bench, make_clip, make_wav, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text(";FFMETADATA1\ntitle=old\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Mở đầu\n", "utf-8")
    source = make_clip(
        "s.mka", "-i", str(make_wav(0.2)), "-i", str(notes), "-map", "0", "-map_metadata", "1", "-c", "flac"
    )
    cover = make_clip("cover.jpg", "-f", "lavfi", "-i", "color=red:s=64x64:d=1", "-frames:v", "1")
    tags = {"title": "Bản tin sáng", "language": "vi"}
    made = bench.make(source, "matroska", tags=tags, cover=cover, forms=CLASSIC)
    full, lite = (bench.look(made[form].path, "mp3") for form in ("audio", "lite"))
    assert full.tags["title"] == lite.tags["title"] == "Bản tin sáng"
    assert full.tags["language"] == "vie"
    assert full.cover.codec == "mjpeg"
    assert lite.cover is None
    assert [chapter.title for chapter in full.chapters] == ["Mở đầu"]
    assert lite.chapters == ()
    assert made["audio"].path.read_bytes()[:4] == b"ID3\x03"
    assert made["audio"].duration_s == pytest.approx(4, abs=0.1)


def test_a_header_that_claims_ten_hours_gives_the_decoded_duration(bench, make_wav):
    path = make_wav(0.2, seconds=3)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, 40, 10 * 3600 * 16_000 * 2)
    path.write_bytes(content)
    made = bench.make(path)
    for form in SoundForms - {"speaker"}:
        assert made[form].duration_s == pytest.approx(3, abs=0.1)


def test_progress_grows_from_0_to_1(bench, make_wav):
    bench.make(make_wav(0.2, seconds=8), forms=CLASSIC)
    assert bench.fractions == sorted(bench.fractions)
    assert 0 <= bench.fractions[0] < bench.fractions[-1] == 1


def test_the_same_source_gives_the_same_bytes(bench, make_wav):
    path = make_wav(0.2)
    whole = []
    for _ in range(2):
        bench.make(path, tags={"title": "x"})
        files = sorted(one for one in bench.out_dir.rglob("*") if one.is_file())
        whole.append({one.relative_to(bench.out_dir): one.read_bytes() for one in files})
    assert whole[0] == whole[1]


def test_one_form_over_its_budget_does_not_hold_back_the_other(bench, make_wav, monkeypatch):
    rows = dict(audio.AUDIO_FORMS)
    rows["lite"] = replace(rows["lite"], budget_mb_per_hour=0.1)
    monkeypatch.setattr(audio, "AUDIO_FORMS", rows)
    with pytest.raises(FormsError) as caught:
        bench.make(make_wav(0.2, seconds=8), forms=CLASSIC)
    assert [one.form for one in bench.made] == ["audio"]
    assert caught.value.failures["lite"].code == "over-budget"


def test_damaged_sound_of_which_nothing_can_be_decoded_is_refused(bench, make_clip, tmp_path):
    path = make_clip("s.flac", "-f", "lavfi", "-i", "sine=d=2")
    content = bytearray(path.read_bytes())
    content[200:] = bytes(len(content) - 200)
    path.write_bytes(content)
    with pytest.raises(RejectedError) as caught:
        bench.make(path, "flac")
    assert caught.value.code in {"nothing-decoded", "not-media"}


def test_a_picture_without_sound_has_no_forms_of_sound(bench, make_clip):
    path = make_clip("p.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1")
    with pytest.raises(RejectedError) as caught:
        bench.make(path, "mov")
    assert caught.value.code == "no-streams"


def test_cancelling_stops_at_once_and_keeps_what_was_handed_over(bench, make_wav):
    with pytest.raises(CancelledError):
        bench.make(make_wav(0.2, seconds=20), cancelled=lambda: bool(bench.made))
    assert [one.form for one in bench.made] == ["lite"]


def test_hiss_is_lifted_by_a_bounded_gain_and_not_made_again_and_again(bench, make_clip, monkeypatch):
    takes = []
    monkeypatch.setattr(
        audio.commands, "encode_mp3", lambda *given, real=audio.commands.encode_mp3: takes.append(given) or real(*given)
    )
    hiss = make_clip("hiss.wav", "-f", "lavfi", "-i", "anoisesrc=d=4:r=44100:a=0.004")
    made = bench.make(hiss, forms={"audio"})
    assert made["audio"].details["gain_db"] == 30
    assert made["audio"].details["loudness_after_lufs"] < -20
    assert len(takes) == 1


def test_a_result_that_stays_off_is_handed_over_with_what_was_measured(bench, make_wav, monkeypatch):
    rows = dict(audio.AUDIO_FORMS)
    rows["audio"] = replace(rows["audio"], ceiling_dbtp=-60.0)
    monkeypatch.setattr(audio, "AUDIO_FORMS", rows)
    monkeypatch.setattr(audio, "_MOST_TRIES", 1)
    made = bench.make(make_wav(0.2), forms={"audio"})
    assert made["audio"].details["true_peak_after_dbtp"] > -60
