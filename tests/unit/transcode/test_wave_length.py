"""How long a WAV says it is, whatever stands in it."""

import io
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.wave_length import told_length_s

RATE = 8000


def recorded(seconds: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(b"\0\0" * RATE * seconds)
    return held.getvalue()


def told(path: Path, data: bytes) -> float | None:
    path.write_bytes(data)
    return told_length_s(path)


def with_size(data: bytes, size: int) -> bytes:
    place = data.index(b"data") + 4
    return data[:place] + size.to_bytes(4, "little") + data[place + 4 :]


def test_the_header_is_believed_whatever_is_there(tmp_path: Path) -> None:
    assert told(tmp_path / "a", recorded(3)) == 3
    assert told(tmp_path / "a", with_size(recorded(3), 36_000 * RATE * 2)) == 36_000
    assert told(tmp_path / "a", recorded(3)[:60]) == 3


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_recorder_that_could_not_go_back_claims_nothing(tmp_path: Path, size: int) -> None:
    assert told(tmp_path / "a", with_size(recorded(1), size)) is None


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_without_a_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes, riff: bool) -> None:  # noqa: FBT001
    path = tmp_path_factory.mktemp("wav") / "a"
    length = told(path, b"RIFF\0\0\0\0WAVE" + data if riff else data)
    assert length is None or length >= 0
