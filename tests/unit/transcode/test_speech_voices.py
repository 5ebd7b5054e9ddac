import json
import stat
import sys
import wave
from array import array
from pathlib import Path

import pytest

from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.speech import espeak
from transcode.speech.espeak import VOICES, EspeakVoice, find_espeak
from transcode.speech.joining import join
from transcode.speech.piper import open_piper
from transcode.speech.read_aloud import can_read, choose_voice

LINES = ("Bài được đọc bằng giọng máy.", "Tỉnh họp.", "Hai mươi hai tháng mười một, đồng bào các dân tộc vui hội.")

#: Stands in for `piper` 1.3 and later: the same options; its model's description says how it behaves.
PIPER = """
import argparse, json, math, os, struct, sys, time, wave
parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--input-file", action="append")
parser.add_argument("--output-dir")
told = parser.parse_args()
manner = json.load(open(told.model + ".json")).get("manner", "")
for number, line in enumerate(l for path in told.input_file for l in open(path, encoding="utf-8") if l.strip()):
    if manner == "crash":
        os.abort()
    if manner == "refuse":
        sys.exit("no such phoneme")
    if manner == "short" and number:
        break
    while manner == "hang":
        time.sleep(1)
    with wave.open(os.path.join(told.output_dir, f"{time.monotonic_ns()}.wav"), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        tone = (int(9_000 * math.sin(place / 9)) for place in range(400 * len(line)))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
"""

#: Stands in for `espeak-ng` of the system.
ESPEAK = """
import argparse, struct, wave
parser = argparse.ArgumentParser()
for option in "vsabfw":
    parser.add_argument("-" + option, required=True)
told = parser.parse_args()
assert (told.b, told.v) == ("1", "vi"), told
with wave.open(told.w, "wb") as sound:
    sound.setparams((1, 2, 22_050, 0, "NONE", ""))
    sound.writeframes(struct.pack("<h", 9_000) * 400 * len(open(told.f, encoding="utf-8").read()))
"""


def program(folder: Path, name: str, code: str) -> Path:
    path = folder / name
    path.write_text(f"#!{sys.executable} -IS\n{code}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def piper(folder: Path, manner: str = "", code: str = "vi_VN"):
    model = folder / "vi_VN-thu-medium.onnx"
    model.write_bytes(b"model")
    described = {"language": {"code": code}, "manner": manner}
    model.with_name(f"{model.name}.json").write_text(json.dumps(described), encoding="utf-8")
    return open_piper(model, program=str(program(folder, "piper", PIPER)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sentences"
    made.mkdir()
    return made


@pytest.fixture(params=["library", "central", "south", "program", "piper"])
def voice(request, tmp_path: Path):
    if request.param == "piper":
        return piper(tmp_path)
    if request.param == "program":
        return EspeakVoice(name="vi", language="vi", program=program(tmp_path, "espeak-ng", ESPEAK))
    names = {"library": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"}
    return find_espeak("vi", name=names[request.param])


def say(voice, folder: Path, lines=LINES, *, cancelled=lambda: False) -> tuple[list[Path], list[float]]:
    progress: list[float] = []
    return voice.synthesise(lines, folder, on_progress=progress.append, cancelled=cancelled), progress


def test_every_voice_gives_one_sound_a_line_in_their_order(voice, folder):
    paths, progress = say(voice, folder)
    lengths = []
    for path in paths:
        with wave.open(str(path)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
            lengths.append(sound.getnframes() / sound.getframerate())
            samples = array("h", sound.readframes(sound.getnframes()))
        assert 1_000 < max(samples) < 32_000, "heard, and never at full scale"
    assert len(paths) == len(LINES)
    assert lengths[1] < lengths[0] < lengths[2]
    assert progress == sorted(progress)
    assert (voice.language, voice.kind in {"espeak-ng", "piper"}) == ("vi", True)


def test_every_voice_stops_when_it_is_told_to(voice, folder):
    with pytest.raises(CancelledError):
        say(voice, folder, LINES * 400, cancelled=lambda: True)


def test_tones_change_what_a_voice_says(folder):
    spoken = {}
    for word in ("ma", "má", "mà", "mạ"):
        own = folder / str(len(spoken))
        own.mkdir()
        paths, _ = say(find_espeak("vi"), own, [word])
        spoken[word] = paths[0].read_bytes()
    assert len(set(spoken.values())) == 4


def test_each_voice_of_the_table_is_there():
    for language, names in VOICES.items():
        for name in names:
            assert find_espeak(language, name=name).name == name


def test_english_and_french_are_said(folder):
    for language in ("en", "fr-CA"):
        own = folder / language
        own.mkdir()
        paths, _ = say(find_espeak(language), own, ["Radio 2026."])
        assert paths[0].stat().st_size > 20_000


@pytest.mark.parametrize(("language", "name"), [("hmn", ""), ("blt", ""), ("", ""), ("vi", "en"), ("vi", "../vi")])
def test_a_voice_is_never_taken_from_another_language(language, name):
    with pytest.raises(RejectedError) as caught:
        find_espeak(language, name=name)
    assert caught.value.code == "no-voice-for-language"


def test_where_neither_package_nor_program_is_there_is_no_voice(monkeypatch):
    monkeypatch.setattr(espeak, "_PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MachineError) as caught:
        find_espeak("vi")
    assert caught.value.code == "no-voice"
    assert not caught.value.permanent


def test_without_the_package_the_program_of_the_system_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(espeak, "_PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", str(tmp_path))
    path = program(tmp_path, "espeak-ng", ESPEAK)
    assert find_espeak("vi").program == path


@pytest.mark.parametrize("package", ["empty", "broken", "no-data"])
def test_a_library_that_does_not_open_is_no_voice(tmp_path, folder, package):
    broken = tmp_path / package
    broken.mkdir()
    if package == "broken":
        (broken / "libespeak-ng.so").write_bytes(b"\x7fELF of another machine")
    if package == "no-data":
        (broken / "libespeak-ng.so").symlink_to(find_espeak("vi").package / "libespeak-ng.so")
    with pytest.raises(MachineError) as caught:
        say(EspeakVoice(name="vi", language="vi", package=broken), folder)
    assert caught.value.code == "no-voice"


def test_a_program_that_is_gone_is_no_voice(tmp_path, folder):
    with pytest.raises(MachineError) as caught:
        say(EspeakVoice(name="vi", language="vi", program=tmp_path / "gone"), folder)
    assert caught.value.code == "no-voice"


@pytest.mark.parametrize("manner", ["crash", "refuse", "short"])
def test_a_voice_that_fails_says_how(tmp_path, folder, manner):
    with pytest.raises(MachineError) as caught:
        say(piper(tmp_path, manner), folder)
    assert caught.value.code == "voice-failed"
    assert "vi_VN-thu-medium" in str(caught.value)
    if manner == "refuse":
        assert "no such phoneme" in str(caught.value)


def test_a_voice_that_hangs_can_be_stopped(tmp_path, folder):
    asked = iter([False, False])
    with pytest.raises(CancelledError):
        say(piper(tmp_path, "hang"), folder, cancelled=lambda: next(asked, True))


def test_a_piper_voice_needs_its_model_its_description_and_its_program(tmp_path):
    voice = piper(tmp_path)
    for missing in (voice.model.with_name(f"{voice.model.name}.json"), voice.model):
        held = missing.read_bytes()
        missing.unlink()
        with pytest.raises(MachineError) as caught:
            open_piper(voice.model, program=voice.command[0])
        assert caught.value.code == "no-voice"
        missing.write_bytes(held)
    for name in ("", str(tmp_path / "no-piper")):
        with pytest.raises(MachineError, match="piper"):
            open_piper(voice.model, program=name)
    described = voice.model.with_name(f"{voice.model.name}.json")
    for broken in ("", "[]", "{}", '{"language": "vi"}', '{"espeak": 3}'):
        described.write_text(broken, encoding="utf-8")
        with pytest.raises(MachineError):
            open_piper(voice.model, program=voice.command[0])
    described.write_text('{"espeak": {"voice": "vi-vn-x-south"}}', encoding="utf-8")
    assert open_piper(voice.model, program=voice.command[0]).language == "vi"


def test_a_piper_voice_reads_its_own_language_only(tmp_path):
    thu = piper(tmp_path)
    assert choose_voice("vi-VN", piper=thu) is thu
    assert choose_voice("en", piper=thu).kind == "espeak-ng"
    assert choose_voice("vi", name="vi-vn-x-south").name == "vi-vn-x-south"
    assert choose_voice("fr", name="vi-vn-x-south").name == "fr"
    with pytest.raises(RejectedError):
        choose_voice("hmn", piper=thu)


def test_languages_that_can_be_read():
    assert [can_read(language) for language in ("vi", "vi-VN", "EN", "fr", "hmn", "twh", "")] == [True] * 4 + [
        False
    ] * 3


def tone(
    path: Path, *, silence_before: int, sound: int, silence_behind: int, rate_hz: int = 8_000, channels: int = 1
) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(
            array("h", [0] * silence_before + [9_000, -9_000] * (sound // 2) + [3] * silence_behind).tobytes()
        )
    return path


def test_sentences_are_joined_with_their_pauses_to_the_sample(tmp_path):
    parts = [
        tone(tmp_path / "a.wav", silence_before=4_000, sound=8_000, silence_behind=4_000),
        tone(tmp_path / "b.wav", silence_before=0, sound=4_000, silence_behind=0),
    ]
    spans = join(zip(parts, (0.35, 0.7), strict=True), tmp_path / "out.wav")
    assert spans[0].start_s == 0
    assert spans[0].end_s == pytest.approx(1.0, abs=0.05)
    assert spans[1].start_s - spans[0].end_s == pytest.approx(0.35, abs=0.001)
    assert spans[1].end_s - spans[1].start_s == pytest.approx(0.5, abs=0.03)
    with wave.open(str(tmp_path / "out.wav")) as whole:
        assert whole.getnframes() / whole.getframerate() == pytest.approx(spans[1].end_s + 0.7, abs=0.001)
        samples = array("h", whole.readframes(whole.getnframes()))
    pause = samples[round(spans[0].end_s * 8_000) : round(spans[1].start_s * 8_000)]
    assert not any(pause)
    assert not any(part.exists() for part in parts)


def test_a_silent_sentence_has_no_length_and_silence_alone_is_told(tmp_path):
    silent = tone(tmp_path / "a.wav", silence_before=900, sound=0, silence_behind=900)
    loud = tone(tmp_path / "b.wav", silence_before=0, sound=900, silence_behind=0)
    spans = join([(silent, 0.1), (loud, 0.1)], tmp_path / "out.wav")
    assert spans[0].start_s == spans[0].end_s
    with pytest.raises(MachineError, match="silence"):
        join([(tone(tmp_path / "c.wav", silence_before=9, sound=0, silence_behind=9), 0.1)], tmp_path / "out.wav")


def test_parts_that_do_not_fit_are_told(tmp_path):
    whole = tone(tmp_path / "a.wav", silence_before=0, sound=900, silence_behind=0)
    rate = tone(tmp_path / "b.wav", silence_before=0, sound=900, silence_behind=0, rate_hz=16_000)
    stereo = tone(tmp_path / "c.wav", silence_before=0, sound=900, silence_behind=0, channels=2)
    broken = tmp_path / "d.wav"
    broken.write_bytes(b"RIFF")
    for parts in ([whole, rate], [stereo], [broken], [tmp_path / "none.wav"]):
        with pytest.raises(MachineError) as caught:
            join([(part, 0.1) for part in parts], tmp_path / "out.wav")
        assert caught.value.code == "voice-failed"
