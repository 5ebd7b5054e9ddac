"""Watched folders: what lies beside bytes that the hub has fills what nobody has said of them yet."""

import json
from pathlib import Path

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, Item, ItemState
from hub.services import intake, publishing
from hub.services.intake import Submission
from tests.integration.intake.watched import Run, all_of, looks, picture, put, watch


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
