"""`hub doctor`: what is missing fails it; what ffmpeg cannot do is told, with what follows, and fails nothing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hub.cli import doctor as module
from hub.config import Settings
from hub.extensions.parts import Parts
from hub.services.readiness import Readiness
from transcode.allowlist import DECODERS
from transcode.tools import Tools


@pytest.fixture
def asked(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answers of the command for an ffmpeg of given abilities, on a machine that has all the hub needs."""

    def answered(
        language: str = "vi", settings: Mapping[str, str] | None = None, **abilities: Any
    ) -> tuple[int, list[dict[str, str]]]:
        tools = Tools(ffmpeg=Path("/f"), ffprobe=Path("/p"), encoders=frozenset(), filters=frozenset(), **abilities)
        ready = {name: Readiness(ready=True) for name in ("database", "ffmpeg")}
        monkeypatch.setattr(module, "readiness", lambda _parts: ready)
        monkeypatch.setattr(module, "programs", lambda _settings: tools)
        asked_for = {"language": language, "voice": "", **(settings or {})}
        monkeypatch.setattr(Settings, "read", lambda: parts.settings.model_copy(update=asked_for))
        answer = CliRunner().invoke(module.doctor, ["--json"])
        return answer.exit_code, json.loads(answer.stdout)

    return answered


def test_what_ffmpeg_cannot_do_is_a_line_each_and_no_failure(asked: Any) -> None:
    code, rows = asked(version="5.1", decoders=DECODERS - {"libdav1d", "libaom-av1", "hevc"})
    told = {row["kind"]: row["title"] for row in rows if row["state"] == "limited"}
    assert code == 0
    assert list(told) == [f"ffmpeg {one}" for one in ("hevc", "av1", "hdr", "png", "webp", "subtitles")]
    assert "không đọc được AV1" in told["ffmpeg av1"]
    assert "apt install ffmpeg" in told["ffmpeg av1"]
    assert "libass" in told["ffmpeg subtitles"]
    assert all("\n" not in text and text.endswith(".") for text in told.values())


def test_the_same_is_told_in_english(asked: Any) -> None:
    _, rows = asked("en", version="8.1", decoders=DECODERS)
    assert [row["title"].startswith("This ffmpeg ") for row in rows if row["state"] == "limited"] == [True] * 3


def test_who_reads_aloud_is_told_and_nobody_is_where_that_is_switched_off(asked: Any) -> None:
    pytest.importorskip("espeakng_loader")
    code, rows = asked(version="8.1", decoders=DECODERS)
    assert code == 0
    assert [row["title"] for row in rows if row["kind"] == "voice"] == ["espeak-ng · vi"]
    _, silent = asked(version="8.1", decoders=DECODERS, settings={"voice": "none"})
    assert not {"voice", "captions"} & {row["kind"] for row in silent}


def test_a_voice_or_a_model_that_is_set_and_not_there_fails(asked: Any, tmp_path: Path) -> None:
    wrong = {"piper_model": str(tmp_path / "vi.onnx"), "transcription_model": str(tmp_path / "nghe")}
    code, rows = asked(version="8.1", decoders=DECODERS, settings=wrong)
    assert code == 1
    told = {row["kind"]: row["title"] for row in rows if row["state"] == "missing"}
    assert set(told) == {"voice", "captions"}
    assert "vi.onnx" in told["voice"]
    assert "nghe" in told["captions"]


def test_a_file_that_holds_no_cookies_is_told(asked: Any, tmp_path: Path) -> None:
    path = tmp_path / "cookies.txt"
    path.write_text("<html>")
    code, rows = asked("en", {"import_cookies": str(path)}, version="8.1", decoders=DECODERS)
    (told,) = [row for row in rows if row["kind"] == "cookies"]
    assert (code, told["state"], "Netscape" in told["title"]) == (1, "missing", True)
    path.write_text("# Netscape HTTP Cookie File\nbao.vn\tFALSE\t/\tFALSE\t0\tphien\tbi-mat\n")
    code, rows = asked("en", {"import_cookies": str(path)}, version="8.1", decoders=DECODERS)
    assert (code, [row["title"] for row in rows if row["kind"] == "cookies"]) == (0, ["1"])
