"""`tools/environment` says one line, unless an installer fails: then all that it said."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "tools" / "environment"
NOISE = "WARNING: one 1.0 does not provide the extra two"


@pytest.fixture(params=["pip", "uv"])
def installer(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A stand-in for an installer, in a checkout where the environment is begun; nothing else is on its path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "mktemp", "cat", "rm"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "pip"):
        (tmp_path / ".venv" / "bin" / name).touch(0o755)
    return tmp_path / (".venv/bin/pip" if request.param == "pip" else "programs/uv")


def install(installer: Path, folder: Path, code: int) -> subprocess.CompletedProcess[str]:
    installer.write_text(f'#!/bin/sh\necho "{NOISE}"\necho "$@" >&2\nexit {code}\n')
    installer.chmod(0o755)
    (folder / "left").mkdir()
    return subprocess.run(
        ["sh", str(SCRIPT), "some.lock", sys.executable],
        cwd=folder,
        env={"PATH": str(folder / "programs"), "TMPDIR": str(folder / "left")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_noise_of_an_installer_is_not_shown(installer: Path, tmp_path: Path) -> None:
    done = install(installer, tmp_path, 0)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Đang cài đặt từ some.lock … / Installing from some.lock …\n"
    assert list((tmp_path / "left").iterdir()) == []


def test_all_that_it_said_is_shown_when_it_fails(installer: Path, tmp_path: Path) -> None:
    done = install(installer, tmp_path, 3)
    assert done.returncode == 1
    assert NOISE in done.stderr
    assert "some.lock" in done.stderr
    assert list((tmp_path / "left").iterdir()) == []
