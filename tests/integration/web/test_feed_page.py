"""The administrator's page of feeds: which is held back, what directories miss, what a visit from outside found."""

import json

import pytest
from click.testing import CliRunner

from hub.cli import commands
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import RoleName
from hub.services import feed_visits, podcast_directories
from hub.services.pages import FOLDER
from tests.integration.kernel.newsroom import RADIO, open_newsroom, page, work_off
from tests.integration.kernel.recorded import publish_heard

from .conftest import SignIn, token_of

PODCAST = f"podcasts/{RADIO}.rss"


@pytest.fixture
def heard(parts: Parts) -> Parts:
    open_newsroom(parts)
    publish_heard(parts, "Bản tin sáng")
    work_off(parts)
    return parts


def test_an_administrator_has_every_feed_visited_and_reads_what_was_found(heard: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    before = client.get("/admin/feeds/").get_data(as_text=True)
    assert PODCAST in before
    assert "Không tải được" not in before
    data = {"csrf_token": token_of(client, "/admin/feeds/")}
    assert client.post("/admin/feeds/check", data=data).status_code == 302
    assert "Đang kiểm tra" in client.get("/admin/feeds/").get_data(as_text=True)
    runner.execute(heard, feed_visits.WORK_ID)
    # Nothing listens at the address of this hub.
    after = client.get("/admin/feeds/").get_data(as_text=True)
    assert "Đang kiểm tra" not in after
    assert f"Không tải được {heard.settings.public_url}/{PODCAST}" in after
    client.get("/language/en")
    assert "cannot be fetched" in client.get("/admin/feeds/").get_data(as_text=True)


def test_nobody_else_has_feeds_visited(heard: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.EDITOR)
    assert client.get("/admin/feeds/").status_code == 403
    with heard.database.reading() as session:
        assert not feed_visits.is_visiting(session)


def test_what_keeps_a_podcast_out_of_directories_is_told_and_readers_have_it_all_the_same(
    heard: Parts, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Bản tin sáng" in page(heard, PODCAST)
    with heard.database.reading() as session:
        assert [code for code, _ in podcast_directories.every(session)[PODCAST]] == ["directory-contact-email"]
    assert "HUB_CONTACT_EMAIL" in sign_in(RoleName.ADMINISTRATOR).get("/admin/feeds/").get_data(as_text=True)
    monkeypatch.setenv("HUB_DATA", str(heard.settings.folder))
    monkeypatch.setenv("HUB_DATABASE_URL", heard.settings.database_url)
    rows = json.loads(CliRunner().invoke(commands, ["list", "feeds", "--json"]).stdout)
    told = {(one["slug"], one["kind"]): one["directories"] for one in rows}
    assert "HUB_CONTACT_EMAIL" in told[RADIO, "podcast"]
    assert told[RADIO, "rss"] == ""


def test_a_podcast_with_the_shipped_cover_and_an_address_where_somebody_reads_can_be_offered(heard: Parts) -> None:
    feed = page(heard, PODCAST).encode()
    assert (FOLDER / "static" / "cover.jpg").is_file()
    assert podcast_directories.faults(feed, "toasoan@laichau.gov.vn") == []
    wrong = feed.replace(b'text="News"', b'text="Tin"')
    assert {code for code, _ in podcast_directories.faults(wrong, "a@laichau.gov.vn")} == {"directory-category"}
    with heard.database.writing() as session:
        podcast_directories.note(session, {PODCAST: []})
    with heard.database.reading() as session:
        assert PODCAST not in podcast_directories.every(session)
