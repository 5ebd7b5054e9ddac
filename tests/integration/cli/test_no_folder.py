"""Commands beside a hub that is not there: one sentence, exit code 1, and nothing is made."""

import os
from pathlib import Path
from typing import Any

import pytest

from hub.cli import main

COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("doctor",),
    ("doctor", "--json"),
    ("list", "items"),
    ("list", "work", "--json"),
    ("publish", "01ABC"),
    ("training", "report"),
    ("staff", "link", "a@lc.vn"),
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs a command here, which is quicker than a process each: its exit code, what it printed, and its error."""

    def ran(data: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
        for name in [one for one in os.environ if one.startswith("HUB_")]:
            monkeypatch.delenv(name)
        for name, value in {"HUB_DATA": str(data), **settings}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            main(*arguments)
        return int(end.value.code or 0), *capfd.readouterr()

    return ran


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("language", "said"), [("vi", "Không có thư mục dữ liệu"), ("en", "There is no data folder")])
def test_a_data_folder_that_is_not_there_is_told_and_not_made(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], language: str, said: str
) -> None:
    code, out, error = run(tmp_path / "khong-co" / "data", *arguments, HUB_LANGUAGE=language)
    assert (code, out) == (1, "")
    assert error.startswith(f"{said} {tmp_path}/khong-co/data.")
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_stays_as_it_was(run: Any, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("thư")
    code, _, error = run(tmp_path, "list", "items")
    assert code == 1
    assert error.startswith("Cơ sở dữ liệu chưa được tạo")
    assert [one.name for one in tmp_path.iterdir()] == ["thu.txt"]


def test_a_file_in_its_place_is_no_data_folder(run: Any, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    code, _, error = run(tmp_path / "data", "status")
    assert (code, error.count("\n")) == (1, 1)
