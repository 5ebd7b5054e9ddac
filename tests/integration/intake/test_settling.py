"""Watched folders: a file is taken once it has come to rest, whole, and not before."""

import fcntl
import hashlib
import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from hub.extensions.parts import Parts
from hub.extensions.watched_folder import WatchedFolder
from hub.models import Arrival, ArrivalState, Asset, Item
from hub.services import sources
from hub.services.folders import watching
from tests.integration.intake.conftest import _Heart
from tests.integration.intake.watched import TEXT, DoWork, Run, all_of, looks, lying, put, source_of, watch


def test_a_file_is_taken_at_the_third_look_and_moved_aside(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "gia-ngo.md")
    watch(newsroom, share)
    looks(look, 2)
    assert all_of(newsroom, Item) == []
    looks(look, 1)
    arrival = all_of(newsroom, Arrival)[0]
    assert (arrival.way, arrival.state, arrival.name) == ("folder", ArrivalState.TAKEN, "gia-ngo.md")
    assert arrival.address == f"{share}/gia-ngo.md"
    assert lying(share) == {"da-nhan/gia-ngo.md"}
    assert source_of(newsroom).new_at is not None
    looks(look)
    assert len(all_of(newsroom, Arrival)) == 1


def test_a_file_is_not_at_rest_before_its_settling_time_has_passed(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "gia-ngo.md")
    watch(newsroom, share, settle_s=3600)
    looks(look, 6)
    assert all_of(newsroom, Item) == []
    assert source_of(newsroom).memory["again_s"] == 3600


def test_a_growing_file_is_taken_once_and_whole(newsroom: Parts, share: Path, look: Run) -> None:
    pieces = [os.urandom(100_000) for _ in range(12)]
    watch(newsroom, share, "phat-thanh")
    began = threading.Event()

    def write() -> None:
        with (share / "ban-tin.mp3").open("wb") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()
                began.set()
                # Longer than several looks: only whoever has it open knows that more is to come.
                time.sleep(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    began.wait()
    while writer.is_alive():
        look()
    writer.join()
    looks(look, 4)
    whole = b"".join(pieces)
    assert [asset.sha256 for asset in all_of(newsroom, Asset)] == [hashlib.sha256(whole).hexdigest()]
    assert len(all_of(newsroom, Arrival)) == 1
    key = all_of(newsroom, Asset)[0].key
    assert newsroom.storage.read(key) == whole


def test_a_file_that_grows_between_looks_waits(newsroom: Parts, share: Path, look: Run) -> None:
    path = put(share, "gia-ngo.md")
    watch(newsroom, share)
    for _ in range(5):
        looks(look, 2)
        with path.open("a") as file:
            file.write("Thêm một câu nữa về giá ngô ở chợ phiên.\n")
    assert all_of(newsroom, Item) == []
    looks(look, 3)
    assert all_of(newsroom, Asset)[0].size_bytes > len(TEXT.encode())


def test_a_file_that_changes_while_it_is_copied_is_left_for_another_look(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(share, "gia-ngo.md")
    watch(newsroom, share)
    copy = WatchedFolder.copy

    def disturbed(self: WatchedFolder, name: str, target: Path, **given: Any) -> Any:
        def write() -> bool:
            with path.open("a") as file:
                file.write("Thêm.\n")
            return False

        return copy(self, name, target, cancelled=write)

    monkeypatch.setattr(WatchedFolder, "copy", disturbed)
    looks(look, 3)
    assert all_of(newsroom, Item) == []
    monkeypatch.undo()
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    looks(look, 4)
    assert [asset.sha256 for asset in all_of(newsroom, Asset)] == [whole]


def test_no_more_than_fifty_are_taken_in_one_look(newsroom: Parts, share: Path, look: Run) -> None:
    for number in range(60):
        put(share, f"tin-{number}.md", f"# Tin {number}\n\n{number}. {TEXT}")
    watch(newsroom, share)
    looks(look, 3)
    assert len(all_of(newsroom, Arrival)) == watching.MOST_TAKEN
    assert source_of(newsroom).memory["again_s"] == 0
    looks(look, 1)
    assert len(all_of(newsroom, Arrival)) == 60


def test_a_look_that_is_asked_to_stop_begins_no_file(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look, 2)
    with monkeypatch.context() as stopping:
        stopping.setattr(_Heart, "cancelled", lambda self: True)
        looks(look, 1)
    assert all_of(newsroom, Arrival) == []
    assert source_of(newsroom).memory["again_s"] == 0
    looks(look, 1)
    assert len(all_of(newsroom, Arrival)) == 1


@pytest.mark.parametrize("lock", [fcntl.flock, fcntl.lockf])
def test_a_locked_file_is_left_until_it_is_free(newsroom: Parts, share: Path, look: Run, lock: Any) -> None:
    path = put(share, "tin.md")
    watch(newsroom, share)
    # Locks of fcntl(2) hold between processes only.
    holding = textwrap.dedent(f"""
        import fcntl, sys
        file = open(sys.argv[1], "r+b")
        fcntl.{lock.__name__}(file, fcntl.LOCK_EX)
        print("locked", flush=True)
        sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"locked\n"
        looks(look, 4)
        assert all_of(newsroom, Arrival) == []
        holder.communicate()
    looks(look, 4)
    assert len(all_of(newsroom, Arrival)) == 1


@pytest.mark.parametrize(
    "name",
    ["tin.md.part", "tin.md.TMP", "tin.filepart", "tin.crdownload", "tin.partial", "~$tin.docx", ".tin.md.Xy12Za",
     ".syncthing.tin.md.tmp", "~syncthing~tin.md.tmp", ".~lock.tin.docx#", "Thumbs.db", "desktop.ini"],
)  # fmt: skip
def test_files_that_are_still_being_written_are_told_by_their_names(
    newsroom: Parts, share: Path, look: Run, name: str
) -> None:
    put(share, name)
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert lying(share) == {name}


def test_an_empty_file_is_left_while_it_is_young_and_refused_when_it_is_old(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork
) -> None:
    path = put(share, "rong.md", b"")
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    os.utime(path, (time.time() - 3600,) * 2)
    looks(look, 3)
    do_work("intake")
    looks(look, 1)
    assert lying(share) == {"loi/rong.md", "loi/rong.md.txt"}


def test_a_file_from_the_future_is_left_and_told(newsroom: Parts, share: Path, look: Run) -> None:
    path = put(share, "tin.md")
    os.utime(path, (time.time() + 3600,) * 2)
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert dict(sources.notes(source_of(newsroom)))["folder-clock-ahead"] == {"count": 1, "name": "tin.md"}
