import importlib.util
import json
import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from transcode.captions.transcription import Recogniser, TranscriptionJob, find_recogniser, transcribe
from transcode.captions.writing import MACHINE_NOTE, write_vtt
from transcode.commands import Source
from transcode.errors import CancelledError, MachineError, RejectedError
from transcode.process import Limits, run

#: A folder with a model for faster-whisper, where one is to be tried; its Python, where that is another one.
MODEL, PYTHON = os.environ.get("TRANSCRIPTION_MODEL"), os.environ.get("TRANSCRIPTION_PYTHON")

#: Speaks as `transcode/captions/recogniser.py` does, about the WAV that it was given.
HEARS = """
import json, socket, sys, wave
told = json.loads(sys.argv[1])
with wave.open(told["sound"]) as sound:
    form = sound.getframerate(), sound.getnchannels(), sound.getsampwidth()
    seconds = sound.getnframes() / form[0]
def say(**what): print(json.dumps(what), flush=True)
print("a library says hello")
say(language=told["language"] or "vi", probability=SURE)
said = "Mời quý vị nghe bản tin. Hôm nay trời mưa".split()
say(words=[[i * 0.3, i * 0.3 + 0.2, " " + word, CERTAIN] for i, word in enumerate(said)], until_s=seconds / 2)
say(words=[["x", None, "hỏng", 1]], until_s=True)
try:
    socket.create_connection(("127.0.0.1", PORT), 1)
    say(words=[[3.5, 3.6, "network", 1]])
except OSError as error:
    pass
assert form == (16000, 1, 2), form
say(done=True)
"""


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "whisper-mini"
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    return folder


@pytest.fixture
def heard(tmp_path, work_dir, make_wav, model, tools):
    """Let a program of the given lines hear four seconds of sound."""

    def hear(program, *, language=None, cancelled=lambda: False, on_progress=lambda _: None):
        path = tmp_path / "program.py"
        path.write_text(program, encoding="utf-8")
        job = TranscriptionJob(
            sound=Source(path=make_wav(0.5), demuxer="wav", index=0),
            duration_s=4.0,
            work_dir=work_dir,
            language=language,
        )
        recogniser = Recogniser(model=model, command=(sys.executable, "-I", str(path)), threads=1)
        return transcribe(job, tools=tools, recogniser=recogniser, on_progress=on_progress, cancelled=cancelled)

    return hear


def program(*, sure=0.99, certain=0.9, port=9):
    return HEARS.replace("SURE", str(sure)).replace("CERTAIN", str(certain)).replace("PORT", str(port))


def test_what_was_heard_becomes_captions_that_say_a_machine_made_them(heard, work_dir):
    steps = []
    file = heard(program(), on_progress=steps.append)
    assert [one.text for one in file.captions] == ["Mời quý vị nghe bản tin. Hôm nay trời mưa"]
    assert all(one.machine for one in file.captions)
    assert MACHINE_NOTE in write_vtt(file.captions)
    assert (file.format, file.language) == ("ASR", "vi")
    assert file.remarks == {"captions-machine": {"model": "whisper-mini"}}
    assert file.details == {"program": "program", "model": "whisper-mini"}
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert any(0.5 < step < 0.6 for step in steps)
    assert not list(work_dir.iterdir())


def test_a_language_that_is_told_is_not_guessed(heard):
    assert heard(program(sure=0.2), language="lo-LA").language == "lo-LA"


def test_a_doubtful_language_and_doubtful_words_are_told(heard):
    remarks = heard(program(sure=0.39, certain=0.5)).remarks
    assert remarks["captions-language-unsure"] == {"language": "vi", "percent": 39}
    assert remarks["captions-doubtful"] == {"percent": 50}


def test_the_program_reaches_no_network(heard, tmp_path):
    import socket

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        file = heard(program(port=server.getsockname()[1]))
    assert "network" not in file.captions[-1].text


@pytest.mark.parametrize(
    ("lines", "error", "code"),
    [
        ("print('{\"done\": true}')", RejectedError, "transcription-no-speech"),
        ('print(\'{"error": "language", "detail": "hmn"}\'); exit(3)', RejectedError, "transcription-language"),
        ('print(\'{"error": "missing", "detail": "x"}\'); exit(3)', MachineError, "transcription-missing"),
        ('print(\'{"error": "model", "detail": "x"}\'); exit(3)', MachineError, "transcription-model"),
        (
            'print(\'{"error": "model", "detail": "malloc: failed to allocate"}\'); exit(3)',
            MachineError,
            "out-of-memory",
        ),
        ("x = bytearray(1 << 33)", MachineError, "out-of-memory"),
        ("exit(9)", MachineError, "tool-failed"),
        ('print(\'{"words": [[0, 1, "a", 1]]}\')', MachineError, "tool-failed"),
    ],
)
def test_each_bad_end_has_its_reason(heard, work_dir, lines, error, code):
    with pytest.raises(error) as caught:
        heard(lines)
    assert caught.value.code == code
    assert not list(work_dir.iterdir())


def test_a_program_that_is_not_there_is_told(work_dir, make_wav, model, tools):
    job = TranscriptionJob(sound=Source(path=make_wav(0.5), demuxer="wav", index=0), duration_s=4.0, work_dir=work_dir)
    with pytest.raises(MachineError) as caught:
        transcribe(
            job,
            tools=tools,
            recogniser=Recogniser(model=model, command=("/nowhere/python",)),
            on_progress=lambda _: None,
            cancelled=lambda: False,
        )
    assert caught.value.code == "transcription-missing"


def test_it_ends_when_asked_and_takes_the_program_with_it(heard, tmp_path, work_dir):
    mark = tmp_path / "begun"
    lines = f"import os, time, pathlib; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(600)"
    with pytest.raises(CancelledError):
        heard(lines, cancelled=mark.exists)
    pid = int(mark.read_text() or 0)
    assert not pid or not Path(f"/proc/{pid}").exists()
    assert not list(work_dir.iterdir())


def test_a_folder_that_is_no_model_is_told_before_anything_runs(tmp_path, model):
    assert find_recogniser(model).command[0] == sys.executable
    (model / "tokenizer.json").unlink()
    with pytest.raises(MachineError) as caught:
        find_recogniser(model)
    assert caught.value.code == "transcription-model"
    assert "tokenizer.json" in str(caught.value)


@pytest.mark.skipif(importlib.util.find_spec("faster_whisper") is not None, reason="faster-whisper is installed here")
def test_our_own_program_says_when_its_library_is_missing(model, tmp_path):
    recogniser = find_recogniser(model)
    limits = Limits(time_s=60, stall_s=60, memory_bytes=1 << 30, output_bytes=1 << 20)
    told = json.dumps({"sound": "x", "model": str(model), "language": None, "threads": 1})
    ended = run([*recogniser.command, told], limits=limits, cwd=tmp_path)
    assert json.loads(ended.stdout)["error"] == "missing"
    assert ended.return_code == 3


def test_long_sound_is_heard_in_pieces_parted_where_it_is_quiet(tmp_path, make_wav, monkeypatch):
    from transcode.captions import recogniser

    monkeypatch.setattr(recogniser, "_PIECE_S", 3)
    monkeypatch.setattr(recogniser, "_LOOK_BACK_S", 1)
    path = make_wav(0.8, seconds=7.5)
    pieces = list(recogniser._pieces(path))
    assert pieces[0][0] == 0.0
    assert pieces[-1][1] == 7.5
    assert all(before[1] == after[0] for before, after in pairwise(pieces))
    # The tone swells three times a second: it is quietest at 0.25 s and each third of a second from there.
    assert all(abs((piece[1] - 0.25) * 3 % 1 - 0.5) > 0.35 for piece in pieces[:-1])
    assert all(2 <= piece[1] - piece[0] <= 3 for piece in pieces[:-1])


@pytest.mark.slow
@pytest.mark.skipif(not MODEL, reason="TRANSCRIPTION_MODEL names no model")
def test_a_real_model_hears_vietnamese(samples, work_dir, tools):
    recogniser = find_recogniser(Path(MODEL), python=Path(PYTHON) if PYTHON else None)
    job = TranscriptionJob(
        sound=Source(path=samples / "radio" / "vi_nam_bac_binh.wav", demuxer="wav", index=0),
        duration_s=2.7,
        work_dir=work_dir,
    )
    file = transcribe(job, tools=tools, recogniser=recogniser, on_progress=lambda _: None, cancelled=lambda: False)
    assert file.language == "vi"
    assert "được nhìn nhận" in file.captions[0].plain
