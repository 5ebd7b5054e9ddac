"""Files and folders that the hub's own account may not read or change: each is told, and stops nothing else."""

import ctypes
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub.cli import commands
from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item
from hub.services import sources
from hub.services.folders import settling
from tests.integration.intake.watched import TEXT, Run, all_of, looks, lying, put, source_of, watch

#: Capabilities by which root reads and changes what it may not (capabilities(7)), and the version of their sets.
_OVERRIDES = 1 << 1 | 1 << 2
_VERSION = 0x20080522

Ingest = Callable[..., Result]


class _Head(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def _as_plain_account() -> Iterator[None]:
    """What the modes of files forbid is forbidden to root, too, as long as the block runs."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = _Head(_VERSION, 0), (_Sets * 2)()
    if libc.capget(ctypes.byref(head), sets) != 0:
        pytest.skip("this system keeps no capabilities")
    before = sets[0].effective
    sets[0].effective = before & ~_OVERRIDES
    assert libc.capset(ctypes.byref(head), sets) == 0
    try:
        yield
    finally:
        sets[0].effective = before
        assert libc.capset(ctypes.byref(head), sets) == 0


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def close(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Changes what may be done with a path until the test has ended."""
    with _as_plain_account():
        closed: list[Path] = []

        def change(path: Path, mode: int = 0) -> None:
            closed.append(path)
            path.chmod(mode)

        yield change
        for path in filter(Path.exists, closed):
            path.chmod(0o700)


@pytest.fixture
def ingest(newsroom: Parts, monkeypatch: pytest.MonkeyPatch) -> Ingest:
    monkeypatch.setenv("HUB_DATA", str(newsroom.settings.folder))

    def ran(*paths: Path) -> Result:
        words = ["ingest", *map(str, paths), "--programme", "thoi-su", "--json"]
        return CliRunner().invoke(commands, words, catch_exceptions=False)

    return ran


def taken(result: Result) -> dict[str, str]:
    return {Path(row["source"]).name: row["state"] for row in json.loads(result.stdout)}


@pytest.mark.parametrize("name", ["kin.md", "kin.html", "kin.txt", "rieng/kin.md", "rieng"])
def test_a_closed_file_or_folder_is_refused_with_a_sentence_and_the_next_is_taken(
    newsroom: Parts, share: Path, ingest: Ingest, close: Callable[..., None], name: str
) -> None:
    put(share, "rieng/kin.md" if "rieng" in name else name)
    close(share / name.partition("/")[0])
    result = ingest(share / name, put(share, "mo.md", f"{TEXT}\nThêm.\n"))
    assert (result.exit_code, taken(result)) == (1, {Path(name).name: "rejected", "mo.md": "received"})
    assert f"Không đọc được {share / name}: không có quyền." in result.stderr
    assert len(all_of(newsroom, Item)) == 1


def test_of_a_folder_what_is_closed_is_told_and_the_rest_taken(
    newsroom: Parts, share: Path, ingest: Ingest, close: Callable[..., None]
) -> None:
    for number, name in enumerate(("a.md", "kin.md", "rieng/b.md", "chi-ten/c.md", "sang/d.md")):
        put(share, name, f"{TEXT}\nLần {number}.\n")
    put(share, "a.json", "{}")
    for name, mode in (("kin.md", 0), ("rieng", 0), ("chi-ten", 0o400), ("a.json", 0)):
        close(share / name, mode)
    result = ingest(share)
    refused = dict.fromkeys(("chi-ten", "rieng", "kin.md"), "rejected")
    assert (result.exit_code, taken(result)) == (1, {**refused, "a.md": "received", "d.md": "received"})
    assert result.stderr.count("không có quyền") == len(refused) + 1
    assert "“a.json” (không có quyền); tệp chính được nhận mà không có nó" in result.stderr


def test_what_a_watched_folder_holds_closed_is_told_until_it_can_be_read(
    newsroom: Parts, share: Path, look: Run, close: Callable[..., None]
) -> None:
    for number, name in enumerate(("kin.md", "mo.md", "rieng/c.md")):
        put(share, name, f"{TEXT}\nLần {number}.\n")
    close(share / "kin.md")
    close(share / "rieng")
    watch(newsroom, share, recursive=True)
    looks(look, 4)
    assert told(newsroom) == {
        "folder-file-unreadable": {"name": "kin.md", "problem": "no-permission"},
        "folder-inner-closed": {"count": 1, "name": "rieng", "problem": "no-permission"},
    }
    assert [one.name for one in all_of(newsroom, Asset)] == ["mo.md"]
    assert rests(newsroom)
    (share / "kin.md").chmod(0o600)
    (share / "rieng").chmod(0o700)
    looks(look, 3)
    assert told(newsroom) == {}
    assert lying(share) == {"da-nhan/kin.md", "da-nhan/mo.md", "da-nhan/rieng/c.md"}


@pytest.mark.parametrize(("programme", "name"), [("thoi-su", "tin.md"), ("phat-thanh", "tin.mp3")])
def test_a_closed_sidecar_is_waited_for_and_then_left_out_and_told(
    newsroom: Parts,
    share: Path,
    look: Run,
    close: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    programme: str,
    name: str,
) -> None:
    monkeypatch.setattr(settling, "PATIENCE_S", 0)
    put(share, name)
    close(put(share, "tin.json", '{"title": "Khác"}'))
    watch(newsroom, share, programme)
    looks(look)
    [arrival] = all_of(newsroom, Arrival)
    assert [one["code"] for one in arrival.facts["remarks"]] == ["sidecar-closed"]
    assert lying(share) == {f"da-nhan/{name}", "da-nhan/tin.json"}


def test_from_a_folder_that_nobody_may_write_to_each_file_is_taken_once(
    newsroom: Parts, share: Path, look: Run, close: Callable[..., None]
) -> None:
    put(share, "tin.md")
    close(share, 0o500)
    watch(newsroom, share)
    looks(look, 5)
    assert list(told(newsroom)) == ["folder-cannot-move"]
    assert len(all_of(newsroom, Arrival)) == 1
    assert rests(newsroom)


@pytest.mark.parametrize("mode", [0, 0o400])
def test_a_watched_folder_that_is_closed_says_so(
    newsroom: Parts, share: Path, look: Run, close: Callable[..., None], mode: int
) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    close(share, mode)
    assert {look() for _ in range(3)} == {"failed"}
    assert source_of(newsroom).reason_code == "folder-not-readable"


def told(parts: Parts) -> dict[str, Any]:
    return dict(sources.notes(source_of(parts)))


def rests(parts: Parts) -> bool:
    """Whether the next look comes at its usual time, and not at once."""
    return source_of(parts).memory["again_s"] is None
