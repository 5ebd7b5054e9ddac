"""A podcast that is published elsewhere from now on: its feed, its old address, and back again."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from feeds.errors import FeedError
from hub.errors import ConflictError, HubError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.services import moved_podcasts
from hub.services.listings import PAGE_SIZE
from hub.services.nginx import configuration
from tests.integration.kernel.newsroom import RADIO, page, publish_row, work_off
from tests.integration.kernel.recorded import publish_heard

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
NEW = "https://podcast.example/show.rss?a=1&b=$x"
TARGET = "https://podcast.example/show.rss?a=1&b=%24x"
FEEDS = (f"podcasts/{RADIO}.rss", f"podcasts/{RADIO}-lite.rss")


@pytest.fixture
def heard(newsroom: Parts) -> Parts:
    for number in range(PAGE_SIZE):
        publish_row(newsroom, f"Tin {number}", RADIO)
    publish_heard(newsroom, "Bản tin sáng")
    work_off(newsroom)
    return newsroom


def move(parts: Parts, url: str = NEW, *, at_once: bool = False, slug: str = RADIO) -> None:
    moved_podcasts.move(parts, slug, url, at_once=at_once, by="t")
    work_off(parts)


def told(parts: Parts, path: str) -> str | None:
    return ET.fromstring(page(parts, path)).findtext(f"channel/{ITUNES}new-feed-url")


def test_a_moved_podcast_tells_its_new_address_and_its_old_one_answers_301_two_weeks_later(
    heard: Parts, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(heard)
    for path in FEEDS:
        assert told(heard, path) == TARGET
        assert client.get(f"/{path}").status_code == 200
    assert told(heard, f"podcasts/{RADIO}/1.rss") is None
    assert list(moved_podcasts.every(heard.storage)) == []
    later = now() + timedelta(days=moved_podcasts.WAIT_DAYS, minutes=1)
    monkeypatch.setattr(moved_podcasts, "now", lambda: later)
    for path in FEEDS:
        answer = client.get(f"/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (301, TARGET)
    assert client.get(f"/feeds/{RADIO}.rss").status_code == 200
    assert client.get(f"/podcasts/{RADIO}/1.rss").status_code == 200
    assert dict(moved_podcasts.every(heard.storage)) == dict.fromkeys(FEEDS, TARGET)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_move_at_once_survives_a_rebuilt_tree_and_can_be_taken_back(heard: Parts, client: FlaskClient) -> None:
    move(heard, at_once=True)
    heard.storage.delete(f"public/{FEEDS[0]}.moved")
    publish_row(heard, "Tin mới", RADIO)
    work_off(heard)
    assert client.get(f"/{FEEDS[0]}").status_code == 301
    moved_podcasts.stay(heard, RADIO, by="t")
    work_off(heard)
    assert client.get(f"/{FEEDS[0]}").status_code == 200
    assert told(heard, FEEDS[0]) is None
    with pytest.raises(ConflictError):
        moved_podcasts.stay(heard, RADIO, by="t")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("slug", "url", "error"),
    [
        ("khong-co", NEW, NotFoundError),
        (RADIO, "podcast.example/a.rss", FeedError),
        (RADIO, 'https://a.example/"; }', FeedError),
        (RADIO, f"http://127.0.0.1:8000/podcasts/{RADIO}.rss", InvalidError),
    ],
)
def test_a_move_that_leads_nowhere_is_refused_and_nothing_changes(
    newsroom: Parts, slug: str, url: str, error: type[HubError]
) -> None:
    with pytest.raises(error):
        move(newsroom, url, slug=slug, at_once=True)
    with newsroom.database.reading() as session:
        assert moved_podcasts.of(session, RADIO) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nginx_is_told_of_podcasts_that_answer_301_alone(heard: Parts) -> None:
    def written() -> str:
        return configuration(heard.settings, listen="80", server_name="_", upstream="http://127.0.0.1:9")

    move(heard)
    assert "return 301" not in written()
    move(heard, at_once=True)
    assert f'return 301 "{TARGET}";' in written()
