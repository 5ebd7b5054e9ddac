"""Watched folders: descriptions, captions and covers beside a file go with it."""

import json
import os
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, Item, ItemState, RoleName
from hub.services import sources, staff
from hub.services.folders import seeing, watching
from hub.services.staff import Person
from tests.integration.intake.watched import DoWork, Run, all_of, looks, lying, picture, put, source_of, watch
from tests.integration.web.conftest import token_of


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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("tin.srt", "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n".encode("utf-16")),
        ("tin.srt", "1\n00:00:01,000 --> 00:00:02,000\nTiếng Việt có dấu\n".encode("windows-1258", "ignore")),
        ("tin.sbv", "0:00:01.000,0:00:02.000\nXin chào\n".encode()),
    ],
)
def test_captions_are_told_by_what_they_hold_in_whatever_encoding(
    newsroom: Parts, share: Path, look: Run, name: str, data: bytes
) -> None:
    put(share, "tin.mp4", os.urandom(1000))
    put(share, name, data)
    watch(newsroom, share, "truyen-hinh")
    looks(look)
    assert [one["name"] for one in all_of(newsroom, Asset)[0].facts["sidecars"]["captions"]] == [name]


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
    later = time.time() + seeing.ORPHAN_S + 1
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
