"""Watched folders: documents of news agencies, told by their content, and the files that they name."""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item, Source
from hub.services import sources
from hub.services.folders import just_before, settling, watching
from tests.integration.intake.agency import newsml, ninjs, nitf
from tests.integration.intake.press import items_of
from tests.integration.intake.watched import DoWork, Run, all_of, looks, lying, picture, put, source_of, watch


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


def picture_of(reference: str) -> str:
    return f'<media media-type="image"><media-reference source="{reference}"/></media>'


def test_what_moves_with_a_story_is_all_that_belongs_to_it(newsroom: Parts, share: Path, look: Run) -> None:
    sound = '<media media-type="audio"><media-reference source="s.mp3"/></media>'
    put(share, "t.xml", nitf("A", picture_of("anh/b.jpg") + sound))
    for name in ("t.jpg", "anh/b.jpg"):
        put(share, name, picture())
    put(share, "s.mp3", b"ID3" + bytes(500))
    watch(newsroom, share)
    looks(look, 3)
    assert lying(share) == {f"da-nhan/{name}" for name in ("t.xml", "t.jpg", "anh/b.jpg", "s.mp3")}


def test_a_story_waits_for_its_picture_and_is_taken_with_it(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork
) -> None:
    put(share, "t.xml", nitf("A", picture_of("den-muon.jpg")))
    watch(newsroom, share)
    looks(look, 6)
    assert all_of(newsroom, Arrival) == []
    assert source_of(newsroom).memory["again_s"] == 0
    put(share, "den-muon.jpg", picture())
    looks(look, 1)
    assert all_of(newsroom, Arrival) == []
    looks(look, 1)
    do_work("intake")
    assert "<img" in all_of(newsroom, Item)[0].body_html


def test_a_story_whose_picture_grows_waits_for_its_end(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "t.xml", nitf("A", picture_of("lon.jpg")))
    path = put(share, "lon.jpg", picture())
    watch(newsroom, share)
    for _ in range(4):
        looks(look, 1)
        with path.open("ab") as file:
            file.write(b"more")
    assert all_of(newsroom, Arrival) == []


def test_a_picture_waits_until_what_bears_its_name_can_be_read(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "t.jpg", picture())
    path = put(share, "t.xml", nitf("A"))
    os.utime(path, (time.time() + 3600,) * 2)
    watch(newsroom, share)
    looks(look, 4)
    assert all_of(newsroom, Arrival) == []
    os.utime(path, (time.time() - 3600,) * 2)
    looks(look, 3)
    assert [arrival.name for arrival in all_of(newsroom, Arrival)] == ["t.xml"]
    assert lying(share) == {"da-nhan/t.xml", "da-nhan/t.jpg"}


@pytest.mark.parametrize("name", ["khac.jpg", "den-muon.jpg"])
def test_a_story_does_not_wait_for_ever(
    newsroom: Parts, share: Path, look: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(share, "t.xml", nitf("A", picture_of("den-muon.jpg")))
    watch(newsroom, share)
    looks(look, 3)
    later = time.time() + settling.PATIENCE_S + 1
    monkeypatch.setattr(watching.time, "time", lambda: later)
    put(share, name, picture())
    looks(look, 1)
    assert [arrival.name for arrival in all_of(newsroom, Arrival)] == ["t.xml"]
    assert "attachments" not in all_of(newsroom, Asset)[0].facts
    assert lying(share) == {"da-nhan/t.xml", name}


def test_a_story_with_one_rendition_of_its_picture_waits_for_no_other(newsroom: Parts, share: Path, look: Run) -> None:
    both = '<media-reference source="co.jpg"/><media-reference source="khong-gui.jpg"/>'
    put(share, "t.xml", nitf("A", f'<media media-type="image">{both}</media>'))
    put(share, "co.jpg", picture())
    watch(newsroom, share)
    looks(look, 3)
    assert lying(share) == {"da-nhan/t.xml", "da-nhan/co.jpg"}


def test_a_picture_that_two_stories_name_is_moved_with_the_last_of_them(
    newsroom: Parts, share: Path, look: Run
) -> None:
    put(share, "a.xml", nitf("A", picture_of("chung.jpg")))
    put(share, "chung.jpg", picture())
    watch(newsroom, share)
    looks(look, 1)
    put(share, "b.xml", nitf("B", picture_of("chung.jpg")))
    looks(look, 2)
    assert [asset.facts["attachments"].keys() for asset in all_of(newsroom, Asset)] == [{"chung.jpg"}]
    assert lying(share) == {"da-nhan/a.xml", "b.xml", "chung.jpg"}
    looks(look, 1)
    assert lying(share) == {"da-nhan/a.xml", "da-nhan/b.xml", "da-nhan/chung.jpg"}
    assert [asset.facts["attachments"].keys() for asset in all_of(newsroom, Asset)] == [{"chung.jpg"}] * 2


def test_a_newer_version_keeps_the_pictures_that_came_with_its_elder(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"main": {"type": "picture", "renditions": {"goc": {"href": "anh.jpg", "mimetype": "image/jpeg"}}}}
    put(share, "1.json", ninjs(1, associations=told))
    put(share, "anh.jpg", picture())
    watch(newsroom, share)
    looks(look, 3)
    do_work("intake")
    monkeypatch.setattr(settling, "PATIENCE_S", 0.0)
    put(share, "2.json", ninjs(2, associations=told))
    looks(look, 3)
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.title, item.body_html.count("<img")) == ("Thảo quả được mùa, bản 2", 1)


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is not waited for."""
    monkeypatch.setattr(settling, "PATIENCE_S", 0.0)


@pytest.mark.usefixtures("_impatient")
def test_a_picture_that_went_with_another_story_just_before_is_this_ones_too(
    newsroom: Parts, share: Path, look: Run
) -> None:
    put(share, "a.xml", nitf("A", picture_of("chung.jpg")))
    put(share, "chung.jpg", picture())
    watch(newsroom, share)
    looks(look, 3)
    put(share, "b.xml", nitf("B", picture_of("chung.jpg")))
    looks(look, 3)
    assert [asset.facts["attachments"].keys() for asset in all_of(newsroom, Asset)] == [{"chung.jpg"}] * 2


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("reference", ["", "anh.jpg", "t.jpg"])
def test_a_picture_that_was_taken_just_before_its_story_is_the_storys_too(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork, reference: str
) -> None:
    watch(newsroom, share)
    put(share, reference or "t.jpg", picture())
    looks(look, 3)
    put(share, "t.xml", nitf("A", picture_of(reference) if reference else ""))
    looks(look, 3)
    do_work("intake")
    assert {item.title: item.body_html.count("<img") for item in all_of(newsroom, Item)}["A"] == 1


@pytest.mark.usefixtures("_impatient")
def test_a_picture_of_the_same_name_from_long_before_is_not_the_storys(
    newsroom: Parts, share: Path, look: Run, do_work: DoWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(just_before, "MOST_S", -1.0)
    watch(newsroom, share)
    put(share, "anh.jpg", picture())
    looks(look, 3)
    put(share, "t.xml", nitf("A", picture_of("anh.jpg")))
    looks(look, 3)
    do_work("intake")
    assert {item.title: item.body_html.count("<img") for item in all_of(newsroom, Item)}["A"] == 0


def test_what_an_earlier_hub_remembered_of_a_story_stops_no_look(newsroom: Parts, share: Path, look: Run) -> None:
    put(share, "t.xml", nitf("A"))
    watch(newsroom, share)
    looks(look, 2)
    with newsroom.database.writing() as session:
        source = session.scalars(select(Source)).one()
        seen = {key: value for key, value in source.memory["files"]["t.xml"].items() if key != "named"}
        source.memory = {**source.memory, "files": {"t.xml": {**seen, "story": True}}}
    looks(look, 1)
    assert lying(share) == {"da-nhan/t.xml"}
