"""Watched folders: what was taken leaves the folder, what was refused too, with the reason beside it."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.watched_folder import WatchedFolder
from hub.models import Arrival, ArrivalState, Asset, AssetState, Item, Source, Work
from hub.services import sources
from hub.services.folders import seeing, watching
from tests.integration.intake.watched import TEXT, DoWork, Run, all_of, looks, lying, put, source_of, watch


def test_two_hundred_files_are_taken_and_bad_ones_stop_none(
    newsroom: Parts, share: Path, do_work: DoWork, tmp_path: Path
) -> None:
    for number in range(200):
        bad = number % 20 == 0
        put(
            share,
            f"tin-{number}.md",
            b"\x7fELF" + bytes([number]) * 100 if bad else f"# Tin {number}\n\n{number}. {TEXT}",
        )
    watch(newsroom, share)
    do_work("look")
    assert len(all_of(newsroom, Arrival)) == 200
    assert len(lying(share / "da-nhan")) == 200
    do_work("intake")
    with newsroom.database.writing() as session:
        for found in session.scalars(select(Work).where(Work.kind == "look")):
            found.due_at = now()
    do_work("look")
    states = [asset.state for asset in all_of(newsroom, Asset)]
    assert states.count(AssetState.REJECTED) == 10
    assert len(lying(share / "da-nhan")) == 190
    assert len([name for name in lying(share / "loi") if name.endswith(".md.txt")]) == 10
    letter = next((share / "loi").rglob("tin-20.md.txt")).read_text("utf-8-sig")
    assert "Lý do: " in letter
    assert "Reason: " in letter
    assert "giờ Việt Nam" in letter


def test_an_aside_folder_that_is_a_link_is_not_followed(
    newsroom: Parts, share: Path, look: Run, tmp_path: Path
) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    (share / "da-nhan").symlink_to(outside)
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look, 6)
    assert list(outside.iterdir()) == []
    assert (share / "tin.md").exists()
    assert len(all_of(newsroom, Arrival)) == 1
    assert "folder-cannot-move" in dict(sources.notes(source_of(newsroom)))


def test_the_same_file_put_in_again_is_only_moved_aside(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look)
    put(share, "tin.md")
    looks(look)
    assert len(all_of(newsroom, Arrival)) == 1
    assert lying(share) == {"da-nhan/tin.md", "da-nhan/tin-2.md"}


def test_another_file_of_the_same_name_overwrites_none(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look)
    put(share, "tin.md", "# Khác\n\nMột tin khác hẳn tin trước, về giá chè ở Tân Uyên.\n")
    looks(look)
    assert len(all_of(newsroom, Item)) == 2
    assert next((share / "da-nhan").rglob("tin.md")).read_text() == TEXT
    assert lying(share) == {"da-nhan/tin.md", "da-nhan/tin-2.md"}


class Killed(BaseException):
    """As if the process ended there."""


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_look_that_ends_between_commit_and_move_is_finished_by_the_next_one(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    put(share, "tin.md")
    put(share, "tin.json", json.dumps({"title": "Giá ngô"}))
    watch(newsroom, share)
    looks(look, 2)
    move, left = WatchedFolder.move, [moved]

    def killed(self: WatchedFolder, name: str, target: str) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        move(self, name, target)

    note = watching.moving_aside._note

    def killed_after(*given: Any) -> str:
        if moved == 2:
            raise Killed
        return note(*given)

    monkeypatch.setattr(WatchedFolder, "move", killed)
    monkeypatch.setattr(watching.moving_aside, "_note", killed_after)
    with pytest.raises(Killed):
        look()
    monkeypatch.undo()
    assert len(all_of(newsroom, Item)) == 1
    with newsroom.database.writing() as session:
        session.scalars(select(Work).where(Work.kind == "look")).one().state = "due"
    (share.parent / "scratch" / "taken").unlink(missing_ok=True)
    looks(look, 4)
    assert len(all_of(newsroom, Arrival)) == 1
    assert all_of(newsroom, Arrival)[0].facts["folder"]["place"] == "done"
    assert not [path for path in share.iterdir() if path.is_file()]
    assert {name.removeprefix("da-nhan/").split("-")[0].split(".")[0] for name in lying(share)} == {"tin"}


def test_a_share_that_cannot_be_written_is_taken_from_once_and_told(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.md")
    put(share, "tin.json", json.dumps({"title": "Giá ngô"}))
    blocked = share / "xong"
    blocked.write_text("ở đây không làm được thư mục")
    os.utime(blocked, (time.time() + 9999,) * 2)
    watch(newsroom, share, done="xong")
    looks(look, 8)
    assert len(all_of(newsroom, Arrival)) == 1
    told = dict(sources.notes(source_of(newsroom)))["folder-cannot-move"]
    assert told["path"] == str(share)
    source = source_of(newsroom)
    assert (source.reason_code, source.failures) == ("", 0)
    blocked.unlink()
    looks(look, 2)
    assert not (share / "tin.md").exists()
    assert "folder-cannot-move" not in dict(sources.notes(source_of(newsroom)))
    assert len(all_of(newsroom, Arrival)) == 1


def test_what_was_forgotten_of_a_share_without_moves_takes_nothing_twice(
    newsroom: Parts, share: Path, look: Run
) -> None:
    put(share, "tin.md")
    put(share, "xong")
    os.utime(share / "xong", (time.time() + 9999,) * 2)
    watch(newsroom, share, done="xong")
    looks(look, 4)
    with newsroom.database.writing() as session:
        session.scalars(select(Source)).one().memory = {}
    looks(look, 4)
    assert len(all_of(newsroom, Arrival)) == 1


def test_new_files_are_seen_beside_many_that_cannot_be_moved(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing, "MOST_SEEN", 3)
    (share / "xong").symlink_to("/dev/null")
    for number in range(3):
        put(share, f"tin-{number}.md", f"# Tin {number}\n\n{number}. {TEXT}")
    watch(newsroom, share, done="xong")
    looks(look, 4)
    put(share, "moi.md")
    looks(look, 4)
    assert sorted(one.name for one in all_of(newsroom, Arrival)) == ["moi.md", "tin-0.md", "tin-1.md", "tin-2.md"]


@pytest.mark.parametrize("name", [b"tin\x01.md", b"tin\n.md", b"b\xe1n tin.md"])
def test_a_name_that_cannot_be_shown_is_refused_with_its_reason(
    newsroom: Parts, share: Path, look: Run, name: bytes
) -> None:
    (Path(os.fsdecode(os.fsencode(share) + b"/" + name))).write_text(TEXT)
    put(share, "tot.md", "# Tốt\n\nTin này có tên bình thường nên vẫn được nhận như mọi ngày.\n")
    watch(newsroom, share)
    looks(look, 5)
    states = {one.state: one for one in all_of(newsroom, Arrival)}
    assert set(states) == {ArrivalState.TAKEN, ArrivalState.FAILED}
    assert states[ArrivalState.FAILED].reason_code == "folder-bad-name"
    failed = lying(share / "loi")
    assert len(failed) == 2
    assert [one for one in failed if one.endswith(".md.txt")]


def test_what_its_content_refuses_later_is_moved_with_the_reason(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork
) -> None:
    put(share, "ban-tin.mp3", TEXT)
    put(share, "ban-tin.json", json.dumps({"title": "Bản tin"}))
    watch(newsroom, share, "phat-thanh")
    looks(look)
    assert lying(share) == {"da-nhan/ban-tin.mp3", "da-nhan/ban-tin.json"}
    assert do_work("intake") == ["failed"]
    looks(look, 1)
    assert lying(share) == {"loi/ban-tin.mp3", "loi/ban-tin.json", "loi/ban-tin.mp3.txt"}
    looks(look, 2)
    assert len(lying(share)) == 3


def test_a_fault_of_the_hub_with_one_file_stops_no_other_and_ends(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(share, "xau.md", "# Xấu\n\nTin này làm hub vấp mỗi lần đọc đến.\n")
    put(share, "tot.md")
    watch(newsroom, share)
    keep = watching.Taker._submission

    def stumbles(self: Any, bundle: Any, values: Any) -> Any:
        if bundle.name == "xau.md":
            raise ZeroDivisionError
        return keep(self, bundle, values)

    monkeypatch.setattr(watching.Taker, "_submission", stumbles)
    looks(look, 6)
    assert {one.name: one.state for one in all_of(newsroom, Arrival)} == {
        "tot.md": ArrivalState.TAKEN,
        "xau.md": ArrivalState.FAILED,
    }
    assert lying(share) == {"da-nhan/tot.md", "loi/xau.md", "loi/xau.md.txt"}
