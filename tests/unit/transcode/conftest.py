"""Programs and small sources for the media tests; everything is made in place."""

import math
import struct
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from transcode.errors import MachineError
from transcode.tools import Tools, find_tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    try:
        return find_tools()
    except MachineError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = Path(__file__).parents[4] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("no real samples beside the checkout")
    return folder


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def out_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def make_wav(tmp_path: Path) -> Callable[..., Path]:
    """A tone that swells and falls like speech, one level a channel (1.0 is full scale, negative is inverted)."""

    def make(*levels: float, seconds: float = 4.0, rate_hz: int = 16_000, name: str = "source.wav") -> Path:
        path = tmp_path / name
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(len(levels))
            sound.setsampwidth(2)
            sound.setframerate(rate_hz)
            frames = bytearray()
            for place in range(int(seconds * rate_hz)):
                time_s = place / rate_hz
                swell = 0.6 + 0.4 * math.sin(2 * math.pi * 3 * time_s)
                value = swell * math.sin(2 * math.pi * 440 * time_s)
                frames += struct.pack(f"<{len(levels)}h", *(int(32_000 * level * value) for level in levels))
            sound.writeframes(bytes(frames))
        return path

    return make


@pytest.fixture
def make_clip(tmp_path: Path, tools: Tools) -> Callable[..., Path]:
    """A file made by ffmpeg from its own test sources; arguments stand before the output name."""

    def make(name: str, *arguments: str) -> Path:
        path = tmp_path / name
        command = [str(tools.ffmpeg), "-v", "error", "-y", *arguments, str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return path

    return make
