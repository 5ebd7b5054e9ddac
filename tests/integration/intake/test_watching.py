"""Watched folders: real files in a real folder, looked at as the hub does, on both engines."""

import fcntl
import hashlib
import io
import json
import os
import subprocess
import sys
import textwrap
import threading
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.watched_folder import WatchedFolder
from hub.models import Arrival, ArrivalState, Asset, AssetState, Item, ItemState, RoleName, Source, Work
from hub.services import intake, publishing, sources, staff
from hub.services.folders import watching
from hub.services.intake import Submission
from hub.services.sources import Account
from hub.services.staff import Person
from tests.integration.intake.conftest import _execute, _Heart
from tests.integration.intake.test_wires import newsml, ninjs, nitf
from tests.integration.web.conftest import token_of

Run = Callable[[], str]
DoWork = Callable[..., list[str]]

TEXT = "# Giá ngô tăng\n\nSáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân.\n"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "xuất bản"
    folder.mkdir()
    return folder


def watch(parts: Parts, folder: Path | str, programme: str = "thoi-su", **options: Any) -> None:
    account = Account(
        slug="o-mang",
        kind="folder",
        title="Ổ mạng",
        programme=programme,
        address=str(folder),
        options={"settle_s": 0, **options},
    )
    with parts.database.writing() as session:
        sources.add(session, account, by="t")


@pytest.fixture
def look(newsroom: Parts, tmp_path: Path) -> Run:
    """One look at the one source, whether it is due or not; gives the name of its outcome."""

    def once() -> str:
        with newsroom.database.writing() as session:
            found = session.scalars(select(Work).where(Work.kind == "look")).one()
            found.due_at = now()
            work_id = found.id
        return _execute(newsroom, work_id, tmp_path / "scratch")

    return once


def looks(look: Run, times: int = 3) -> None:
    """As many as it takes until a file that rests is taken."""
    assert [look() for _ in range(times)] == ["ok"] * times


def source_of(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.scalars(select(Source)).one()


def all_of(parts: Parts, table: Any) -> list[Any]:
    with parts.database.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)).unique().all())


def lying(folder: Path) -> set[str]:
    """Files below a folder, without the names of days."""
    names = (path.relative_to(folder).parts for path in folder.rglob("*") if path.is_file())
    return {"/".join(part for part in parts if not part.startswith("20")) for parts in names}


def put(folder: Path, name: str, data: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def picture(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return data.getvalue()


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


def test_links_and_pipes_are_passed_over_and_told(newsroom: Parts, share: Path, look: Run, tmp_path: Path) -> None:
    (share / "mat-khau.md").symlink_to("/etc/passwd")
    outside = tmp_path / "ngoai"
    put(outside, "rieng.md")
    (share / "thu-muc").symlink_to(outside)
    os.mkfifo(share / "ong.md")
    watch(newsroom, share, recursive=True)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    told = dict(sources.notes(source_of(newsroom)))["folder-links"]
    assert told == {"count": 3, "name": "mat-khau.md, ong.md, thu-muc"}
    assert source_of(newsroom).reason_code == ""


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


def test_folders_inside_are_looked_at_only_where_that_is_wished(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "sang/tin.md")
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert sources.notes(source_of(newsroom)) == [("folder-inner", {"count": 1, "name": "sang"})]
    with newsroom.database.writing() as session:
        sources.change(session, "o-mang", {"options": {"settle_s": 0, "recursive": True}}, by="t")
    looks(look, 6)
    assert len(all_of(newsroom, Arrival)) == 1
    assert lying(share) == {"da-nhan/sang/tin.md"}
    assert sources.notes(source_of(newsroom)) == []


def test_same_bytes_under_two_names_become_one_item_with_two_sources(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "mot.md")
    put(share, "hai.md")
    watch(newsroom, share)
    looks(look)
    assert len(all_of(newsroom, Item)) == 1
    assert sorted(one.state for one in all_of(newsroom, Arrival)) == [ArrivalState.JOINED, ArrivalState.TAKEN]


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


def test_json_beside_a_file_tells_of_it(newsroom: Parts, share: Path, look: Run, do_work: DoWork) -> None:
    put(share, "tin.md")
    told = {
        "title": " Giá ngô\x00 ở ../../etc/passwd ",
        "summary": "Tóm tắt",
        "language": "hmn",
        "authors": ["Lò Văn A", "Giàng Thị B"],
        "tags": "ngô; chợ",
        "published_at": "2024-02-10T07:00:00",
        "credit": "Đài tỉnh",
        "ai_label": "Có dùng máy",
        "publish": True,
        "cover": "../../../etc/passwd",
        "name": "/etc/shadow",
    }
    put(share, "tin.json", json.dumps(told))
    watch(newsroom, share)
    looks(look)
    item = all_of(newsroom, Item)[0]
    assert (item.title, item.summary, item.language) == ("Giá ngô ở ../../etc/passwd", "Tóm tắt", "hmn")
    assert (item.authors, item.tags) == (["Lò Văn A", "Giàng Thị B"], ["ngô", "chợ"])
    assert item.published_at == datetime(2024, 2, 10, 0, 0, tzinfo=UTC)
    assert (item.credit, item.ai_label, item.publish_by) == ("Đài tỉnh", "Có dùng máy", "source:o-mang")
    assert lying(share) == {"da-nhan/tin.md", "da-nhan/tin.json"}
    do_work("intake")
    assert all_of(newsroom, Item)[0].state == ItemState.PUBLISHED


def test_xml_beside_a_file_is_read_by_the_map_of_the_source(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.md")
    put(
        share,
        "TIN.XML",
        '<?xml version="1.0"?><Clip xmlns="urn:x" lang="twh"><Name>Giá ngô</Name><K>ngô</K><K>chợ</K></Clip>',
    )
    watch(newsroom, share, fields={"title": "/Clip/Name", "language": "/Clip/@lang", "tags": "K"})
    looks(look)
    item = all_of(newsroom, Item)[0]
    assert (item.title, item.language, item.tags) == ("Giá ngô", "twh", ["ngô", "chợ"])


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a><title>&c;</title></a>'
THIEF = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><title>&b;</title></a>'


@pytest.mark.parametrize(
    "case",
    [
        ("tin.json", "{", "sidecar-unreadable"),
        ("tin.json", "[1]", "sidecar-unreadable"),
        ("tin.json", '{"language": "tlh"}', "sidecar-bad-field"),
        ("tin.json", '{"published_at": "hôm qua"}', "sidecar-bad-field"),
        ("tin.json", '{"published_at": "2999-01-01T00:00:00Z"}', "sidecar-in-future"),
        ("tin.json", b'{"title": "' + b"a" * 1_000_001 + b'"}', "sidecar-too-large"),
        ("tin.xml", BOMB, "sidecar-unreadable"),
        ("tin.xml", THIEF, "sidecar-unreadable"),
        ("tin.srt", b"\x00\x01 --> ", "sidecar-no-captions"),
        ("tin.jpg", b"\xff\xd8\xff\xe0 broken", "picture-broken"),
        ("tin.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg-not-taken"),
    ],
)
def test_a_wrong_sidecar_loses_nothing_but_itself_and_is_told(
    newsroom: Parts, share: Path, look: Run, case: tuple[str, str | bytes, str]
) -> None:
    name, data, code = case
    put(share, "tin.md")
    put(share, name, data)
    watch(newsroom, share)
    looks(look)
    arrival = all_of(newsroom, Arrival)[0]
    assert arrival.state == ArrivalState.TAKEN
    assert [remark["code"] for remark in arrival.facts["remarks"]] == [code]
    assert lying(share) == {"da-nhan/tin.md", f"da-nhan/{name}"}


def test_captions_and_cover_are_kept_beside_the_original(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "ban-tin.mp4", os.urandom(1000))
    put(share, "ban-tin.hmn.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nNyob zoo\n")
    put(share, "ban-tin.srt", "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n")
    put(share, "ban-tin.jpg", picture())
    watch(newsroom, share, "truyen-hinh")
    looks(look)
    kept = all_of(newsroom, Asset)[0].facts["sidecars"]
    assert [(one["language"], one["name"]) for one in kept["captions"]] == [
        ("hmn", "ban-tin.hmn.vtt"),
        ("", "ban-tin.srt"),
    ]
    assert newsroom.storage.read(kept["captions"][1]["key"]).startswith(b"1\n")
    assert newsroom.storage.read(kept["cover"]["key"]) == picture()
    assert len(all_of(newsroom, Item)) == 1
    assert all_of(newsroom, Arrival)[0].facts["sidecars"] == kept


def test_a_sidecar_that_comes_one_look_after_its_file_is_still_attached(
    newsroom: Parts, share: Path, look: Run
) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look, 2)
    put(share, "tin.json", json.dumps({"title": "Đến muộn"}))
    looks(look, 2)
    assert [item.title for item in all_of(newsroom, Item)] == ["Đến muộn"]


def test_captions_that_lie_alone_are_told_after_an_hour(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(share, "tin.srt", "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n")
    watch(newsroom, share)
    looks(look, 3)
    assert sources.notes(source_of(newsroom)) == []
    later = time.time() + watching.ORPHAN_S + 1
    monkeypatch.setattr(watching.time, "time", lambda: later)
    looks(look, 1)
    assert sources.notes(source_of(newsroom)) == [("folder-orphans", {"count": 1, "name": "tin.srt"})]
    assert lying(share) == {"tin.srt"}


@pytest.mark.parametrize(("name", "data"), [("tin.json", "{}"), ("tin.xml", "<a/>"), ("tin.json", b"\x00\xff")])
def test_a_description_that_lies_alone_is_told_once_it_has_settled(
    newsroom: Parts, share: Path, look: Run, name: str, data: str | bytes
) -> None:
    put(share, name, data)
    watch(newsroom, share)
    looks(look, 2)
    assert sources.notes(source_of(newsroom)) == []
    assert source_of(newsroom).memory["again_s"] == 0
    looks(look, 1)
    assert sources.notes(source_of(newsroom)) == [("folder-lone-descriptions", {"count": 1, "name": name})]
    assert lying(share) == {name}
    assert all_of(newsroom, Arrival) == []


@pytest.mark.parametrize(
    "story", [("tin.json", ninjs()), ("tin.xml", newsml(("urn:a", "Tin A"))), ("tin.xml", nitf("Tin B"))]
)
def test_a_story_of_an_agency_that_lies_alone_is_taken(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork, story: tuple[str, str]
) -> None:
    name = story[0]
    put(share, *story)
    watch(newsroom, share)
    looks(look, 2)
    assert all_of(newsroom, Arrival) == []
    looks(look, 1)
    assert lying(share) == {f"da-nhan/{name}"}
    assert do_work("intake") == ["ok"]
    assert all_of(newsroom, Item)[0].title in {"Thảo quả được mùa, bản 1", "Tin A", "Tin B"}
    assert sources.notes(source_of(newsroom)) == []


def test_a_story_beside_a_file_of_its_name_only_tells_of_it(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.md")
    put(share, "tin.json", ninjs())
    watch(newsroom, share)
    looks(look, 4)
    assert [(item.title, item.authors) for item in all_of(newsroom, Item)] == [
        ("Thảo quả được mùa, bản 1", ["Giàng A Páo"])
    ]


def test_a_story_in_a_folder_of_radio_waits_for_its_recording(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "tin.json", ninjs())
    watch(newsroom, share, "phat-thanh")
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert "folder-lone-descriptions" in dict(sources.notes(source_of(newsroom)))


def known_recording(parts: Parts, share: Path, title: str = "", state: str = ItemState.DRAFT) -> None:
    """A recording that is in the hub; the same bytes lie in the folder with all that may lie beside them."""
    path = put(share, "ban-tin.mp3", b"ID3" + bytes(500))
    submission = Submission(programme="phat-thanh", name="file0001.mp3", title=title, tags=("cũ",), by="t")
    item_id = intake.receive(parts, path, submission)
    with parts.database.writing() as session:
        session.get_one(Item, item_id).state = state
    told = {"headline": "Bản tin sáng", "lead": "Tóm tắt", "byline": "Lò Văn A", "tags": ["mới"]}
    put(share, "ban-tin.json", json.dumps(told))
    put(share, "ban-tin.srt", "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n")
    put(share, "ban-tin.jpg", picture())


def test_what_lies_beside_known_bytes_fills_what_is_empty(newsroom: Parts, share: Path, look: Run) -> None:
    known_recording(newsroom, share)
    watch(newsroom, share, "phat-thanh")
    looks(look)
    [item], [asset] = all_of(newsroom, Item), all_of(newsroom, Asset)
    assert all_of(newsroom, Arrival)[1].state == ArrivalState.JOINED
    assert (item.title, item.summary, item.authors) == ("Bản tin sáng", "Tóm tắt", ["Lò Văn A"])
    assert item.tags == ["cũ"]
    assert set(asset.facts["sidecars"]) == {"captions", "cover"}
    assert asset.facts["title_given"] is True


def test_a_sidecar_that_comes_with_the_same_file_once_more_fills_its_item(
    newsroom: Parts, share: Path, look: Run
) -> None:
    put(share, "tin.md")
    watch(newsroom, share)
    looks(look)
    put(share, "tin.md")
    put(share, "tin.json", json.dumps({"sapo": "Tóm tắt", "cover": 1}))
    looks(look)
    assert len(all_of(newsroom, Arrival)) == 1
    assert all_of(newsroom, Item)[0].summary == "Tóm tắt"


def test_a_title_that_was_given_is_kept(newsroom: Parts, share: Path, look: Run) -> None:
    known_recording(newsroom, share, title="Tít của biên tập viên")
    watch(newsroom, share, "phat-thanh")
    looks(look)
    [item] = all_of(newsroom, Item)
    assert (item.title, item.summary) == ("Tít của biên tập viên", "Tóm tắt")


def test_a_title_that_somebody_has_looked_at_is_kept(newsroom: Parts, share: Path, look: Run) -> None:
    known_recording(newsroom, share)
    [item] = all_of(newsroom, Item)
    name = item.title
    for title in ("Khác", name):
        publishing.correct(newsroom, item.id, {"title": title}, by="a")
    watch(newsroom, share, "phat-thanh")
    looks(look)
    assert all_of(newsroom, Item)[0].title == name


def test_the_text_of_an_approved_item_is_filled_by_nobody(newsroom: Parts, share: Path, look: Run) -> None:
    known_recording(newsroom, share, state=ItemState.APPROVED)
    watch(newsroom, share, "phat-thanh")
    looks(look)
    [item], [asset] = all_of(newsroom, Item), all_of(newsroom, Asset)
    assert (item.summary, item.authors) == ("", [])
    assert set(asset.facts["sidecars"]) == {"captions", "cover"}
    assert all_of(newsroom, Arrival)[1].wishes["title"] == "Bản tin sáng"


def test_a_wrong_sidecar_is_told_in_the_list_and_on_the_page_of_its_item(
    newsroom: Parts, share: Path, look: Run, client: FlaskClient
) -> None:
    put(share, "tin.md")
    put(share, "tin.json", "{")
    watch(newsroom, share)
    looks(look)
    item = all_of(newsroom, Item)[0]
    with newsroom.database.writing() as session:
        editor = staff.add(session, Person(email="bt@hub.example", name="Biên Tập", role=RoleName.EDITOR), by="t")
        link = staff.sign_in_link(session, editor)
    client.post(f"/sign-in/{link}", data={"csrf_token": token_of(client, f"/sign-in/{link}")})
    for address in ("/editor/arrivals", f"/editor/items/{item.id}/"):
        page = client.get(address).get_data(as_text=True)
        assert "Không đọc được tệp mô tả “tin.json” theo dạng JSON" in page, address


def test_new_files_are_seen_beside_many_that_cannot_be_moved(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_SEEN", 3)
    (share / "xong").symlink_to("/dev/null")
    for number in range(3):
        put(share, f"tin-{number}.md", f"# Tin {number}\n\n{number}. {TEXT}")
    watch(newsroom, share, done="xong")
    looks(look, 4)
    put(share, "moi.md")
    looks(look, 4)
    assert sorted(one.name for one in all_of(newsroom, Arrival)) == ["moi.md", "tin-0.md", "tin-1.md", "tin-2.md"]


def test_names_in_either_form_of_unicode_belong_together(newsroom: Parts, share: Path, look: Run) -> None:
    name = "Bản tin thời sự ở Mường Tè"
    put(share, unicodedata.normalize("NFD", name) + ".md")
    put(share, unicodedata.normalize("NFC", name) + ".json", json.dumps({"title": "Mường Tè"}))
    watch(newsroom, share)
    looks(look)
    assert [item.title for item in all_of(newsroom, Item)] == ["Mường Tè"]
    assert all_of(newsroom, Asset)[0].name == unicodedata.normalize("NFC", name) + ".md"
    assert not [path for path in share.iterdir() if path.is_file()]


def test_a_picture_alone_waits_for_its_recording_in_a_radio_programme(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "anh.jpg", picture())
    watch(newsroom, share, "phat-thanh")
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    assert lying(share) == {"anh.jpg"}


def test_a_picture_alone_is_taken_for_print(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "anh.jpg", picture())
    watch(newsroom, share)
    looks(look)
    assert [arrival.name for arrival in all_of(newsroom, Arrival)] == ["anh.jpg"]


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


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("phat-thanh", "folder-not-absolute"),
        ("/", "folder-forbidden"),
        ("{data}", "folder-forbidden"),
        ("{data}/originals", "folder-forbidden"),
        ("{data}/..", "folder-forbidden"),
        ("{data}/../khong-co", "folder-not-readable"),
        ("/etc/hostname", "folder-not-readable"),
    ],
)
def test_a_folder_that_cannot_be_watched_is_told_on_its_source(
    newsroom: Parts, look: Run, address: str, code: str
) -> None:
    watch(newsroom, address.format(data=newsroom.settings.folder))
    assert look() == "failed"
    source = source_of(newsroom)
    assert (source.reason_code, source.failures) == (code, 1)


def test_a_link_into_the_data_of_the_hub_is_seen_through(newsroom: Parts, look: Run, tmp_path: Path) -> None:
    (tmp_path / "o").symlink_to(newsroom.settings.folder)
    watch(newsroom, tmp_path / "o")
    assert look() == "failed"
    assert source_of(newsroom).reason_code == "folder-forbidden"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"done": "../ra-ngoai"}, "folder-bad-option"),
        ({"done": "loi"}, "folder-bad-option"),
        ({"settle_s": "nhanh"}, "folder-bad-option"),
        ({"fields": "title"}, "folder-bad-option"),
        ({"fields": {"title": "/Clip["}}, "sidecar-bad-path"),
        ({"language": "tlh"}, "language-unknown"),
    ],
)
def test_a_wrong_option_is_told_on_the_source(
    newsroom: Parts, share: Path, look: Run, options: dict[str, Any], code: str
) -> None:
    watch(newsroom, share, **options)
    assert look() == "failed"
    assert source_of(newsroom).reason_code == code


def test_a_folder_has_one_source(newsroom: Parts, share: Path, do_work: DoWork) -> None:
    watch(newsroom, share)
    with newsroom.database.writing() as session:
        account = Account(slug="hai", kind="folder", title="Hai", programme="phat-thanh", address=f"{share}/.")
        sources.add(session, account, by="t")
    do_work("look")
    with newsroom.database.reading() as session:
        codes = {source.slug: source.reason_code for source in session.scalars(select(Source))}
    assert codes == {"o-mang": "", "hai": "folder-watched-twice"}
