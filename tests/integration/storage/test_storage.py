"""One suite for every storage: a folder, and an S3 bucket behind a real server."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.errors import StartError
from hub.extensions.disk import DiskStorage
from hub.extensions.parts import open_storage
from hub.extensions.storage import CHUNK, Storage
from tests.integration.kernel.newsroom import wait_until

TEXT = "text/plain; charset=utf-8"


@pytest.fixture(params=["disk", "s3"])
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    return request.getfixturevalue(f"{request.param}_storage")


@pytest.fixture
def disk_storage(tmp_path: Path) -> Storage:
    return DiskStorage(tmp_path / "stored")


def put(storage: Storage, key: str, data: bytes) -> None:
    storage.put_bytes(key, data, media_type=TEXT)


def test_what_was_put_is_read_back_whole(storage):
    put(storage, "public/a.txt", "Lai Châu".encode())
    assert storage.read("public/a.txt").decode() == "Lai Châu"


def test_a_second_put_replaces_the_first(storage):
    put(storage, "public/a.txt", b"old, and longer")
    put(storage, "public/a.txt", b"new")
    assert storage.read("public/a.txt") == b"new"


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 7])
def test_a_file_of_any_size_is_kept_and_streamed(storage, size, tmp_path):
    data = os.urandom(size)
    source = tmp_path / "source.bin"
    source.write_bytes(data)
    storage.put_file("originals/ab/abc", source, media_type="application/octet-stream")
    assert storage.read("originals/ab/abc") == data
    assert b"".join(storage.stream("originals/ab/abc")) == data
    stored = storage.stat("originals/ab/abc")
    assert stored is not None
    assert stored.size_bytes == size
    assert source.read_bytes() == data


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (0, None, b"0123456789"),
        (4, None, b"456789"),
        (0, 4, b"0123"),
        (3, 2, b"34"),
        (9, 1, b"9"),
        (8, 100, b"89"),
        (0, 0, b""),
    ],
)
def test_any_part_can_be_streamed(storage, start, length, expected):
    put(storage, "media/a.mp3", b"0123456789")
    assert b"".join(storage.stream("media/a.mp3", start, length)) == expected


def test_a_part_across_many_pieces_is_exact(storage):
    data = os.urandom(3 * CHUNK)
    put(storage, "media/a.mp3", data)
    assert b"".join(storage.stream("media/a.mp3", CHUNK - 1, CHUNK + 2)) == data[CHUNK - 1 : 2 * CHUNK + 1]


def test_nothing_of_an_empty_file_is_streamed(storage):
    put(storage, "media/a.mp3", b"")
    assert list(storage.stream("media/a.mp3", 0, 0)) == []


def test_a_copy_holds_the_same_bytes_and_outlives_its_source(storage):
    put(storage, "renditions/a/lite.mp3", b"sound")
    storage.copy("renditions/a/lite.mp3", "public/media/a/lite.mp3", media_type="audio/mpeg")
    storage.copy("renditions/a/lite.mp3", "public/media/a/lite.mp3", media_type="audio/mpeg")
    put(storage, "renditions/a/lite.mp3", b"another")
    assert storage.read("public/media/a/lite.mp3") == b"sound"
    storage.delete("renditions/a/lite.mp3")
    assert storage.read("public/media/a/lite.mp3") == b"sound"


def test_listing_gives_every_key_below_a_prefix_and_no_neighbour(storage):
    for key in ("renditions/a/hls/1.m4s", "renditions/a/hls/sub/2.m4s", "renditions/a/hls2/3.m4s", "renditions/ab/4"):
        put(storage, key, b"x")
    assert sorted(storage.keys("renditions/a/hls")) == ["renditions/a/hls/1.m4s", "renditions/a/hls/sub/2.m4s"]
    assert list(storage.keys("renditions/none")) == []


def test_deleting_below_a_prefix_spares_its_neighbours(storage):
    for key in ("public/media/a/1", "public/media/a/b/2", "public/media/ab/3"):
        put(storage, key, b"x")
    storage.delete_under("public/media/a")
    assert list(storage.keys("public")) == ["public/media/ab/3"]
    storage.delete_under("public/media/a")


def test_what_is_not_there_has_no_facts_and_can_be_deleted(storage):
    assert storage.stat("public/none") is None
    storage.delete("public/none")
    with pytest.raises(FileNotFoundError):
        storage.read("public/none")


def test_a_changed_file_has_another_validator(storage):
    put(storage, "public/a.txt", b"one")
    first = storage.stat("public/a.txt")
    put(storage, "public/a.txt", b"two, longer")
    second = storage.stat("public/a.txt")
    assert first is not None
    assert second is not None
    assert first.etag != second.etag
    assert first.modified.tzinfo is not None


def test_a_program_can_open_what_was_fetched(storage, tmp_path):
    put(storage, "originals/ab/abc", b"sound")
    assert storage.fetch("originals/ab/abc", tmp_path / "scratch").read_bytes() == b"sound"


@pytest.mark.parametrize(
    "key", ["../a", "a/../b", "/etc/passwd", "a//b", "", ".", "..", "a/.", "a\0b", "a/", "ă", "a\n"]
)
def test_a_key_that_could_leave_the_root_is_refused_by_everything(storage, key, tmp_path):
    put(storage, "a", b"x")
    source = tmp_path / "source"
    source.write_bytes(b"x")
    for act in (
        lambda: put(storage, key, b"x"),
        lambda: storage.put_file(key, source, media_type=TEXT),
        lambda: storage.copy("a", key, media_type=TEXT),
        lambda: storage.copy(key, "a", media_type=TEXT),
        lambda: storage.read(key),
        lambda: list(storage.stream(key)),
        lambda: storage.stat(key),
        lambda: storage.fetch(key, tmp_path),
        lambda: storage.local(key),
        lambda: storage.delete(key),
        lambda: storage.delete_under(key),
        lambda: list(storage.keys(key)),
    ):
        with pytest.raises(ValueError, match="not a storage key"):
            act()


def test_a_storage_that_works_passes_its_check_and_leaves_nothing(storage):
    storage.check()
    assert list(storage.keys("tmp")) == []


def test_a_bucket_that_is_not_there_fails_the_check_in_a_plain_sentence(s3_settings):
    missing = open_storage(s3_settings.model_copy(update={"storage_url": "s3://none-of-that-name"}))
    with pytest.raises(StartError) as told:
        missing.check()
    assert told.value.code == "storage-unreachable"


def test_a_put_into_s3_that_breaks_off_leaves_the_old_object(s3_storage, tmp_path):
    put(s3_storage, "public/a.txt", b"old")
    with pytest.raises(FileNotFoundError):
        s3_storage.put_file("public/a.txt", tmp_path / "none", media_type=TEXT)
    assert s3_storage.read("public/a.txt") == b"old"


def test_a_put_on_disk_that_breaks_off_leaves_the_old_file_and_no_other(disk_storage, monkeypatch):
    put(disk_storage, "public/a.txt", b"old")

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        disk_storage._put("public/a.txt", Broken())
    assert disk_storage.read("public/a.txt") == b"old"
    assert list(disk_storage.keys("tmp")) == []


def test_a_put_on_disk_is_synced_before_it_is_seen_and_its_folder_after(disk_storage, monkeypatch):
    """A power cut cannot be made here; the order of the calls that guard against it can be seen."""
    calls: list[str] = []
    sync, replace = os.fsync, Path.replace
    names: dict[int, str] = {}

    def synced(descriptor: int) -> None:
        names[descriptor] = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        calls.append(f"sync {names[descriptor]}")
        sync(descriptor)

    def replaced(self: Path, target: Path) -> Path:
        calls.append(f"rename {self} {target}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    put(disk_storage, "public/new/a.txt", b"x")
    target = disk_storage.local("public/new/a.txt")
    (renamed,) = [number for number, call in enumerate(calls) if call.startswith("rename")]
    _, temporary, where = calls[renamed].split(" ")
    assert where == str(target)
    assert f"sync {temporary}" in calls[:renamed]
    assert calls[renamed + 1 :] == [f"sync {target.parent}"]
    assert f"sync {target.parent.parent}" in calls[:renamed], "the new folder's own entry"


@pytest.mark.slow
def test_kill_9_amid_a_put_leaves_the_old_file_or_the_new_one(disk_storage, tmp_path):
    size = 8 * CHUNK
    program = f"""
import itertools, sys
from pathlib import Path
from hub.extensions.disk import DiskStorage
storage = DiskStorage(Path(sys.argv[1]))
for number in itertools.count():
    storage.put_bytes("public/a.bin", bytes([number % 256]) * {size}, media_type="text/plain")
"""
    key = "public/a.bin"
    for _ in range(5):
        before = disk_storage.stat(key)
        running = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "stored")])
        try:
            wait_until(lambda before=before: disk_storage.stat(key) not in {None, before}, within_s=30)
        finally:
            os.kill(running.pid, signal.SIGKILL)
            running.wait(10)
        data = disk_storage.read(key)
        assert len(data) == size
        assert len(set(data)) == 1
