"""Importing from addresses: a recording comes with all that its page tells of it."""

import subprocess
from pathlib import Path

import pytest

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, AssetState, Item, Way
from hub.services.addresses import Choice
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import PAGE, UNCLOSED, VTT, Do, all_of, ask, place_file, serve, url
from transcode.tools import Tools

pytestmark = UNCLOSED


def test_a_page_with_a_video_becomes_an_item_with_its_title_captions_cover_and_link(
    newsroom: Parts, place: Site, do: Do
) -> None:
    serve(place, "/le-hoi", PAGE)
    for tag in ("vi", "en"):
        serve(place, f"/{tag}.vtt", VTT.format(tag), "text/vtt")
    ask(newsroom, url(place, "/le-hoi"), choice=Choice(subtitles=["vi"]))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (asset,), (arrival,) = all_of(newsroom, Item), all_of(newsroom, Asset), all_of(newsroom, Arrival)
    assert item.title == "Lễ hội Gầu Tào"
    assert item.credit == f"127.0.0.1 – {url(place, '/le-hoi')}"
    assert item.published_at is None
    assert asset.facts["source"]["url"] == url(place, "/le-hoi")
    assert [one["language"] for one in asset.facts["sidecars"]["captions"]] == ["vi"]
    assert "vi" in newsroom.storage.read(asset.facts["sidecars"]["captions"][0]["key"]).decode()
    assert newsroom.storage.read(asset.facts["sidecars"]["cover"]["key"]) == place_file(place, "/poster.jpg")
    assert (arrival.state, arrival.item_id, arrival.way) == (ArrivalState.TAKEN, item.id, Way.URL)
    assert asset.state == AssetState.PROCESSING


def test_a_title_and_credit_that_a_person_gave_stand(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/le-hoi", PAGE)
    ask(newsroom, url(place, "/le-hoi"), title="Ngày hội", credit="Đài bạn")
    do("fetch", "intake")
    (item,) = all_of(newsroom, Item)
    assert (item.title, item.credit) == ("Ngày hội", "Đài bạn")


def test_captions_that_cannot_be_had_do_not_hold_the_video_back(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/le-hoi", PAGE)
    serve(place, "/vi.vtt", "", status=500)
    ask(newsroom, url(place, "/le-hoi"), choice=Choice(subtitles=["vi"]))
    assert [one.name for one in do("fetch")] == ["ok"]
    (asset,) = all_of(newsroom, Asset)
    assert "captions" not in asset.facts["sidecars"]


@pytest.mark.parametrize(("path", "programme"), [("/clip.mp4", "truyen-hinh"), ("/clip.mp3", "phat-thanh")])
def test_an_address_of_a_file_is_taken_as_it_is(
    newsroom: Parts, place: Site, do: Do, path: str, programme: str
) -> None:
    ask(newsroom, url(place, path), programme)
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    assert newsroom.storage.read(asset.key) == place_file(place, path)
    assert asset.name.startswith("clip.")


def test_the_sound_of_a_video_is_enough_for_radio(newsroom: Parts, place: Site, do: Do) -> None:
    ask(newsroom, url(place, "/hls/master.m3u8"), "phat-thanh")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    assert not any("picture" in path for _, path, _ in place.asked if path.endswith(".ts"))


def test_segments_of_a_stream_become_one_file(newsroom: Parts, place: Site, do: Do) -> None:
    ask(newsroom, url(place, "/hls/both.m3u8"))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    assert asset.facts["duration_s"] == pytest.approx(2, abs=0.3)


def test_picture_and_sound_that_come_apart_are_joined(newsroom: Parts, place: Site, do: Do, tools: Tools) -> None:
    ask(newsroom, url(place, "/hls/master.m3u8"))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    path = newsroom.storage.fetch(asset.key, newsroom.settings.folder)
    words = [str(tools.ffprobe), "-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", str(path)]
    shown = subprocess.run(words, capture_output=True, check=True)
    assert sorted(shown.stdout.decode().split()) == ["audio", "video"]


def test_nothing_is_left_in_the_persons_folders(
    newsroom: Parts, place: Site, do: Do, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.chdir(home)
    ask(newsroom, url(place, "/hls/both.m3u8"))
    assert [one.name for one in do("fetch")] == ["ok"]
    assert not list(home.iterdir())
    assert not any(newsroom.work_folder.iterdir())
