import re
from array import array
from pathlib import Path

import pytest

from transcode.captions.reading import read_captions
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.loudness import parse_loudness
from transcode.probe import probe
from transcode.process import Limits, run
from transcode.speech.espeak import EspeakVoice
from transcode.speech.read_aloud import ReadAloudJob, choose_voice, make_read_aloud
from transcode.speech.script import HEADING_PAUSE_S, SENTENCE_PAUSE_S, Reading

LIMITS = Limits(time_s=120, stall_s=60, memory_bytes=2 << 30, output_bytes=64 << 20)
RATE_HZ = 16_000
BODY = (
    "Sáng 22/11/2026, UBND tỉnh Lai Châu họp bàn 5 việc. Năm 2025, tỉnh thu 2.500 tỷ đồng, tăng 7,5%.\n\n"
    "![Quang cảnh](picture:0)\n\n## Đường mới\n\nQuốc lộ 4D dài 200 km. Bà con <vui> & khỏe."
)


@pytest.fixture
def read(tools, work_dir, out_dir):
    def make(markdown: str = BODY, *, title: str = "Tin Lai Châu", cancelled=lambda: False, voice=None, **tags):
        job = ReadAloudJob(
            reading=Reading(title=title, lead="", markdown=markdown),
            voice=voice or choose_voice("vi"),
            out_dir=out_dir,
            work_dir=work_dir,
            tags=tags,
        )
        make.progress = []
        return make_read_aloud(job, tools=tools, on_progress=make.progress.append, cancelled=cancelled)

    return make


def decoded(tools, path: Path, folder: Path, *filters: str) -> array:
    chain = ["-af", ",".join(filters)] if filters else []
    out = folder / "decoded.raw"
    argv = [str(tools.ffmpeg), "-y", "-i", str(path), *chain, "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", str(out)]
    assert run(argv, limits=LIMITS, cwd=folder).return_code == 0
    return array("h", out.read_bytes())


def level(samples: array) -> float:
    return (sum(sample * sample for sample in samples) / max(1, len(samples))) ** 0.5


def test_an_article_is_read_aloud_as_light_sound_at_the_loudness_of_all_others(read, tools, work_dir):
    done = read(title="Tin Lai Châu")
    made = done.made
    assert (made.form, made.path.name, made.media_type) == ("read-aloud", "read-aloud.mp3", "audio/mpeg")
    sound = probe(made.path, demuxer="mp3", tools=tools, work_dir=work_dir).audio
    assert (sound.codec, sound.channels, sound.sample_rate_hz, sound.bit_rate_bps) == ("mp3", 1, 22_050, 32_000)
    argv = [str(tools.ffmpeg), "-i", str(made.path), "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    heard = parse_loudness(run(argv, limits=LIMITS, cwd=work_dir).stderr_tail)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1
    assert made.size_bytes == made.path.stat().st_size
    assert made.duration_s == pytest.approx(done.timings[-1].end_s + 0.7, abs=0.2)
    assert read.progress == sorted(read.progress)
    assert read.progress[-1] == 1.0


def test_the_file_says_that_its_voice_is_synthetic(read, tools, work_dir):
    done = read(title="Tin", artist="Báo Lai Châu", comment="Bản tin sáng")
    tags = probe(done.made.path, demuxer="mp3", tools=tools, work_dir=work_dir).tags
    assert tags["artist"] == "Báo Lai Châu"
    assert tags["language"] == "vie"
    assert tags["comment"] == "Giọng máy / Synthetic voice: espeak-ng vi. Bản tin sáng"
    assert (done.made.details["synthetic"], done.made.details["voice"]) == ("yes", "espeak-ng vi")
    assert done.timings[0].text == "Bài được đọc bằng giọng máy."


def test_sentences_are_heard_when_their_times_say_and_the_pauses_are_silent(read, tools, work_dir):
    done = read()
    assert [one.text for one in done.timings[1:]] == [
        "Tin Lai Châu",
        "Sáng 22/11/2026, UBND tỉnh Lai Châu họp bàn 5 việc.",
        "Năm 2025, tỉnh thu 2.500 tỷ đồng, tăng 7,5%.",
        "Đường mới",
        "Quốc lộ 4D dài 200 km.",
        "Bà con & khỏe.",
    ]
    samples = decoded(tools, done.made.path, work_dir)
    # What an encoder and a decoder of MP3 put before the first sample is heard as delay.
    delay_s = len(samples) / RATE_HZ - done.made.duration_s
    assert abs(delay_s) < 0.1
    for one, other in zip(done.timings, done.timings[1:], strict=False):
        voice = samples[round(one.start_s * RATE_HZ) : round(one.end_s * RATE_HZ)]
        middle_s = (one.end_s + other.start_s) / 2
        pause = samples[round((middle_s - 0.05) * RATE_HZ) : round((middle_s + 0.05) * RATE_HZ)]
        assert level(voice) > 800
        assert level(pause) < 60
    by_text = dict(zip([one.text for one in done.timings], done.timings, strict=True))
    title, first, second = list(by_text.values())[1:4]
    assert first.start_s - title.end_s == pytest.approx(HEADING_PAUSE_S, abs=0.002)
    assert second.start_s - first.end_s == pytest.approx(SENTENCE_PAUSE_S, abs=0.002)


def test_it_sounds_like_speech(read, tools, work_dir):
    done = read()
    whole = level(decoded(tools, done.made.path, work_dir))
    voice = level(decoded(tools, done.made.path, work_dir, "highpass=f=150", "lowpass=f=4000"))
    above = level(decoded(tools, done.made.path, work_dir, "highpass=f=7000"))
    assert voice > 0.5 * whole
    assert above < 0.3 * whole
    syllables = sum(len(re.findall(r"\w+", one.text)) for one in done.timings)
    assert done.made.duration_s > 0.2 * syllables


def test_the_words_stand_beside_as_captions(read, out_dir):
    done = read()
    text = (out_dir / "read-aloud.vtt").read_bytes()
    assert b"Gi\xe1\xbb\x8dng m\xc3\xa1y / Synthetic voice" in text
    captions = read_captions(text).captions
    assert " ".join(one.plain for one in captions) == " ".join(one.text for one in done.timings)
    assert captions[1].start_s == pytest.approx(done.timings[1].start_s, abs=0.001)


def test_nothing_is_left_in_the_work_folder(read, work_dir):
    read()
    assert list(work_dir.iterdir()) == []


def test_cancelling_stops_it_and_leaves_nothing(read, work_dir, out_dir):
    with pytest.raises(CancelledError):
        read(cancelled=lambda: True)
    assert list(work_dir.iterdir()) == []
    assert list(out_dir.iterdir()) == []


def test_a_missing_voice_is_told_and_leaves_nothing(read, work_dir, tmp_path):
    with pytest.raises(MachineError) as caught:
        read(voice=EspeakVoice(name="vi", language="vi", program=tmp_path / "gone"))
    assert caught.value.code == "no-voice"
    assert list(work_dir.iterdir()) == []


def test_a_voice_does_not_read_another_language(read):
    with pytest.raises(RejectedError) as caught:
        read(voice=choose_voice("en"))
    assert caught.value.code == "no-voice-for-language"
