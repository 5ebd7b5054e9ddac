"""Feeds that are tested before they replace the last good one, and what is told of one that is not good."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.cli import commands
from hub.extensions.parts import Parts
from hub.services import held_back, publisher, syndication
from hub.services.status import standstills
from tests.integration.kernel.newsroom import RADIO, page, publish_row, work_off
from tests.integration.kernel.recorded import SOUND, publish_heard

PODCAST = f"podcasts/{RADIO}.rss"


def told(parts: Parts) -> dict[str, tuple[str, str]]:
    """Held back feeds, as they stand among what does not move."""
    return {one.title: one.sentence for one in standstills(parts) if one.kind == "feed"}


@pytest.mark.parametrize(
    ("found", "words"), [(None, ("Không tải được", "cannot be fetched")), (SOUND + b"?", ("dài", "has 541 bytes"))]
)
def test_a_feed_that_names_a_lost_or_another_file_is_held_back_and_told_until_it_is_good(
    newsroom: Parts, found: bytes | None, words: tuple[str, str]
) -> None:
    first = publish_heard(newsroom, "Một")
    work_off(newsroom)
    assert told(newsroom) == {}
    before = page(newsroom, PODCAST)
    key = f"public/media/{first}/lite.mp3"
    lost = f"renditions/{first}/lite.mp3"
    for one in (key, lost):
        newsroom.storage.delete(one)
    if found:
        newsroom.storage.put_bytes(key, found, media_type="audio/mpeg")
    second = publish_heard(newsroom, "Hai")
    work_off(newsroom)
    assert page(newsroom, PODCAST) == before
    assert second in page(newsroom, f"items/{second}/index.html")
    vi, en = told(newsroom)[PODCAST]
    assert words[0] in vi
    assert words[1] in en
    assert first in vi
    newsroom.storage.put_bytes(lost, SOUND, media_type="audio/mpeg")
    publisher.mark_all(newsroom)
    work_off(newsroom)
    assert second in page(newsroom, PODCAST)
    assert told(newsroom) == {}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_file_that_is_lost_from_the_tree_alone_is_put_back_when_a_feed_names_it(newsroom: Parts) -> None:
    first = publish_heard(newsroom, "Một")
    work_off(newsroom)
    newsroom.storage.delete(f"public/media/{first}/lite.mp3")
    publish_heard(newsroom, "Hai")
    work_off(newsroom)
    assert newsroom.storage.read(f"public/media/{first}/lite.mp3") == SOUND
    assert told(newsroom) == {}


def test_a_feed_with_a_foreign_address_of_its_own_is_held_back(
    newsroom: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_row(newsroom, "Một")
    work_off(newsroom)
    before = page(newsroom, "feeds/all.rss")
    made = syndication.feed_files

    def foreign(_: object, *of: object, **how: object) -> dict[str, bytes]:
        return made(syndication.Entries("https://elsewhere.example"), *of, **how)

    with monkeypatch.context() as broken:
        broken.setattr(syndication, "feed_files", foreign)
        publish_row(newsroom, "Hai")
        work_off(newsroom)
    assert page(newsroom, "feeds/all.rss") == before
    assert "elsewhere.example" in told(newsroom)["feeds/all.rss"][0]
    publish_row(newsroom, "Ba")
    work_off(newsroom)
    assert "Ba" in page(newsroom, "feeds/all.rss")
    assert told(newsroom) == {}


def _held(parts: Parts) -> dict[str, held_back.HeldBack]:
    with parts.database.reading() as session:
        return held_back.every(session)


def test_what_is_held_back_keeps_the_time_at_which_that_began(newsroom: Parts) -> None:
    fault = ("self-test-unreachable", {"url": "u", "status": 404})
    for _ in range(2):
        with newsroom.database.writing() as session:
            held_back.note(session, {"feeds/all.rss": [fault]}, ())
        first = _held(newsroom)["feeds/all.rss"].since
    with newsroom.database.writing() as session:
        held_back.note(session, {"feeds/radio.rss": [fault]}, {"feeds/tv.rss"})
    held = _held(newsroom)
    assert set(held) == {"feeds/all.rss", "feeds/radio.rss"}
    assert held["feeds/all.rss"].since == first < held["feeds/radio.rss"].since


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_list_of_feeds_says_which_one_is_held_back_and_why(
    newsroom: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish_row(newsroom, "Một")
    work_off(newsroom)
    fault = ("self-test-unreachable", {"url": "https://a.example/x.mp3", "status": 404})
    with newsroom.database.writing() as session:
        held_back.note(session, {"feeds/all.atom": [fault]}, ())
    monkeypatch.setenv("HUB_DATA", str(newsroom.settings.folder))
    rows = json.loads(CliRunner().invoke(commands, ["list", "feeds", "--json"]).stdout)
    states = {(one["slug"], one["kind"]): (one["state"], one["reason"]) for one in rows}
    assert states["all", "rss"] == ("ready", "")
    state, reason = states["all", "atom"]
    assert state == "held back"
    assert "https://a.example/x.mp3" in reason
    assert "Giữ bản cũ" in CliRunner().invoke(commands, ["list", "feeds"]).stdout
