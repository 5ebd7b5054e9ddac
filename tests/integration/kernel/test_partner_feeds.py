"""Media RSS of television, for partners that show its films; and which documents tell of the WebSub hub."""

import json
from xml.etree import ElementTree as ET

import pytest

from hub.extensions.parts import Parts
from hub.services import publishing
from hub.services.listings import PAGE_SIZE
from hub.services.websub import topics
from tests.integration.kernel.newsroom import PRINT, RADIO, TV, page, publish_row, work_off
from tests.integration.kernel.recorded import publish_heard

MEDIA = "{http://search.yahoo.com/mrss/}"
FILM = (("mp4", "video.mp4", "video/mp4"), ("lite", "lite.mp3", "audio/mpeg"))


def items(parts: Parts, path: str) -> dict[str, ET.Element]:
    return {one.findtext("guid") or "": one for one in ET.fromstring(page(parts, path)).iter("item")}


def test_partners_get_every_film_of_television_with_its_files_and_what_was_withdrawn_as_deleted(
    newsroom: Parts,
) -> None:
    film = publish_heard(newsroom, "Phóng sự", TV, forms=FILM)
    heard = publish_heard(newsroom, "Chỉ có tiếng", TV)
    radio = publish_heard(newsroom, "Phát thanh")
    work_off(newsroom)
    for path in ("feeds/tv.mrss", f"feeds/{TV}.mrss"):
        assert [film in guid for guid in items(newsroom, path)] == [True], path
        (found,) = items(newsroom, path).values()
        assert {one.get("type") for one in found.iter(f"{MEDIA}content")} == {"video/mp4", "audio/mpeg"}
        assert {one.text for one in found.iter(f"{MEDIA}hash")} == {"0" * 64}
    for name in ("all", "print", "radio", RADIO, PRINT):
        assert newsroom.storage.stat(f"public/feeds/{name}.mrss") is None, name
    assert "feeds/tv.mrss" in page(newsroom, "feeds/index.html")
    assert ".mrss" not in page(newsroom, "feeds.opml")
    publishing.withdraw(newsroom, film, by="t")
    work_off(newsroom)
    (gone,) = items(newsroom, "feeds/tv.mrss").values()
    assert film in (gone.findtext("guid") or "")
    assert gone.find(f"{MEDIA}status").get("state") == "deleted"
    assert (gone.find("enclosure"), gone.find(f"{MEDIA}group")) == (None, None)
    assert "Phóng sự" not in page(newsroom, "feeds/tv.mrss")
    assert heard
    assert radio


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_current_documents_name_the_websub_hub_and_those_of_the_archive_which_nobody_announces_do_not(
    newsroom: Parts,
) -> None:
    for number in range(PAGE_SIZE):
        publish_row(newsroom, f"Tin {number}", TV)
    publish_heard(newsroom, "Phóng sự", TV, forms=FILM)
    work_off(newsroom)
    hub = topics.hub_url(newsroom.settings)
    for name in (f"feeds/tv.{ending}" for ending in ("rss", "mrss", "atom", "json")):
        stem, _, ending = name.partition(".")
        archive = f"{stem}/1.{ending}"
        assert topics.is_topic(name)
        assert not topics.is_topic(archive)
        assert hub in page(newsroom, name), name
        assert hub not in page(newsroom, archive), archive
    assert hub in page(newsroom, f"podcasts/{TV}.rss")
    assert json.loads(page(newsroom, "feeds/tv.json"))["hubs"] == [{"type": "WebSub", "url": hub}]
    with pytest.raises(topics.UnknownTopicError):
        topics.topic_of(newsroom.settings, topics.url_of(newsroom.settings, "feeds/tv/1.rss"))
