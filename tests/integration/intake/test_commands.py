"""Ways in by the command line, as the README and the API's page write them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.cli import commands
from hub.cli import waiting as waiting_for
from hub.errors import HubError, told
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, Item, Rendition, RoleName, Work, WorkState
from hub.services import intake, sources, staff
from hub.services.staff import Person
from hub.services.work import promise
from tests.integration.intake.conftest import waiting

NINJS = {"uri": "http://tin.vn/1", "type": "text", "version": "1", "headline": "Tin hãng", "body_xhtml": "<p>Chữ.</p>"}

Run = Callable[..., Result]


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def run(newsroom: Parts, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HUB_DATA", str(newsroom.settings.folder))

    def ran(*arguments: str) -> Result:
        result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    return ran


def test_a_token_from_the_command_line_opens_the_api(run: Run, newsroom: Parts, client: FlaskClient) -> None:
    with newsroom.database.writing() as session:
        staff.add(session, Person(email="e@example.vn", name="E", role=RoleName.EDITOR), by="t")
    made = run("token", "add", "e@example.vn", "--title", "Playout", "--scope", "read", "--scope", "intake")
    secret = made.stdout.strip()
    assert client.get("/api/v1/items", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    (row,) = json.loads(run("token", "list", "e@example.vn", "--json").stdout)
    assert (row["title"], row["scopes"], row["state"]) == ("Playout", "intake read", "good")
    run("token", "revoke", "e@example.vn", row["id"])
    assert client.get("/api/v1/items", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_feed_is_followed_switched_and_looked_at(run: Run, newsroom: Parts) -> None:
    options = ("--slug", "bao-tinh", "--programme", "thoi-su", "--quiet-after", "48", "--option", "publish=true")
    run("source", "add", "feed", "https://example.vn/rss", *options)
    assert waiting(newsroom, "look") == 1
    run("source", "off", "bao-tinh")
    (row,) = json.loads(run("list", "sources", "--json").stdout)
    assert (row["slug"], row["kind"], row["state"]) == ("bao-tinh", "feed", "off")
    run("source", "on", "bao-tinh")
    run("source", "look", "bao-tinh")
    assert waiting(newsroom, "look") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("feed", "ftp://bao.vn/rss"), "https://"),
        (("feed", "https://bao.vn/rss", "--option", "foo=1"), "foo"),
        (("folder", "{data}"), "dữ liệu của hub"),
    ],
)
def test_a_source_that_cannot_be_right_is_told_and_not_kept(
    run: Run, newsroom: Parts, words: tuple[str, ...], said: str
) -> None:
    given = [one.format(data=newsroom.settings.folder) for one in words]
    answer = CliRunner().invoke(commands, ["source", "add", *given, "--slug", "a", "--programme", "thoi-su"])
    assert answer.exit_code == 1
    assert isinstance(answer.exception, HubError)
    assert said in told(answer.exception)
    assert json.loads(run("list", "sources", "--json").stdout) == []


def test_the_list_of_sources_says_what_a_source_has_to_say(run: Run, newsroom: Parts, tmp_path: Path) -> None:
    run("source", "add", "folder", str(tmp_path / "xa"), "--slug", "a", "--programme", "thoi-su")
    with newsroom.database.writing() as session:
        memory = {"notes": {"folder-links": {"count": 1, "name": "loi-tat.mp3"}}}
        sources.find(session, "a").memory = memory
    (row,) = json.loads(run("list", "sources", "--json").stdout)
    assert "loi-tat.mp3" in row["reason"]


WORDS = {
    "vi": ("Âm thanh bản nhẹ", "Không làm được", "Làm các bản"),
    "en": ("Light audio", "Failed", "Making forms"),
}


@pytest.mark.parametrize("language", WORDS)
def test_tables_call_forms_and_states_as_people_do_in_the_operators_language_and_json_by_their_ids(
    run: Run, newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    form, state, work = WORDS[language]
    monkeypatch.setenv("HUB_LANGUAGE", language)
    path = tmp_path / "tin.md"
    path.write_text("# Giá ngô\n\nChữ của bài.\n")
    item_id = run("ingest", str(path), "--programme", "thoi-su").stdout.strip()
    with newsroom.database.writing() as session:
        asset = intake.asset_of(session, item_id)
        asset.state = "ready"
        failed = Rendition(item_id=item_id, asset_id=asset.id, form="lite", name="lite.mp3", media_type="audio/mpeg")
        failed.state, failed.reason_code = "failed", "disk-full"
        session.add(failed)
        promise(session, "transcode", item_id).paused = True
    listed = run("list", "renditions").stdout
    assert form in listed
    assert state in listed
    assert work in run("list", "work").stdout
    told = CliRunner().invoke(commands, ["status"]).stdout
    assert f"{form} · {state}" in told
    assert f"· {work} ·" in told
    for words in (listed, told):
        assert "lite · " not in words
        assert "failed" not in words
    (row,) = json.loads(run("list", "renditions", "--json").stdout)
    assert (row["kind"], row["state"]) == ("lite", "failed")


def test_the_list_of_sources_says_which_went_quiet(run: Run, newsroom: Parts) -> None:
    run("source", "add", "feed", "https://bao.vn/rss", "--slug", "a", "--programme", "thoi-su", "--quiet-after", "1")
    assert json.loads(run("list", "sources", "--json").stdout)[0]["reason"] == ""
    with newsroom.database.writing() as session:
        sources.find(session, "a").created_at = now() - timedelta(hours=2)
    assert "im lặng từ" in json.loads(run("list", "sources", "--json").stdout)[0]["reason"]


def test_a_folder_that_is_not_there_now_is_watched_and_told(run: Run, tmp_path: Path) -> None:
    answer = run("source", "add", "folder", str(tmp_path / "xa"), "--slug", "a", "--programme", "thoi-su")
    assert "hub sẽ tìm lại" in answer.stderr
    assert len(json.loads(run("list", "sources", "--json").stdout)) == 1


@pytest.mark.parametrize("source", ["tin.md", "", "https://bao.vn/tin"])
def test_nothing_is_taken_in_where_the_disk_is_short(
    newsroom: Parts, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str
) -> None:
    (tmp_path / "moi").mkdir()
    (tmp_path / "moi" / "tin.md").write_text("# A\n\nChữ của bài.\n")
    monkeypatch.setenv("HUB_DISK_RESERVE_MB", "999999999")
    given = source if "://" in source else str(tmp_path / "moi" / source)
    answer = CliRunner().invoke(commands, ["ingest", given, "--programme", "thoi-su"])
    assert (answer.exit_code, "MB" in answer.stderr) == (1, True)
    with newsroom.database.reading() as session:
        assert (session.scalars(select(Item)).all(), session.scalars(select(Arrival)).all()) == ([], [])


def test_a_folder_gives_all_that_is_content_and_what_describes_it_is_none(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "nhieu"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nChữ của bài thứ nhất.\n")
    (folder / "b.md").write_text("# B\n\nChữ của bài thứ hai.\n")
    (folder / "b.json").write_text('{"title": "B"}')
    (folder / "wire.json").write_text(json.dumps(NINJS))
    (folder / "c.tmp").write_text("dở dang")
    made = json.loads(run("ingest", str(folder), "--programme", "thoi-su", "--json").stdout)
    assert [Path(row["source"]).name for row in made] == ["a.md", "b.md", "wire.json"]


def test_waiting_for_an_address_that_will_be_tried_again_says_why_and_is_no_success(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = waiting_for.fetched

    def refused_at_first(parts: Parts, rows: list[dict[str, Any]], *, quiet: bool) -> list[dict[str, Any]]:
        with parts.database.writing() as session:
            one = session.scalars(select(Work).where(Work.kind == "fetch")).one()
            one.state, one.due_at = WorkState.RETRY, now() + timedelta(hours=1)
            one.reason_code, one.reason_facts = "fetch-no-answer", {"host": "example.vn"}
        return begun(parts, rows, quiet=quiet)

    monkeypatch.setattr(waiting_for, "fetched", refused_at_first)
    assert run("list", "arrivals", "--json").stdout.strip() == "[]"
    asked = ("ingest", "https://example.vn/v/1", "--programme", "truyen-hinh", "--wait")
    answer = CliRunner().invoke(commands, asked)
    assert (answer.exit_code, "example.vn" in answer.stderr) == (waiting_for.RETRYING, True)
    assert "hub list arrivals" in answer.stderr
    (told,) = [one for one in json.loads(_status()) if one["kind"] == "work"]
    assert told["title"] == "https://example.vn/v/1 · Tải về"
    monkeypatch.setenv("HUB_LANGUAGE", "en")
    (told,) = [one for one in json.loads(_status()) if one["kind"] == "work"]
    assert told["title"] == "https://example.vn/v/1 · Fetching"


def _status() -> str:
    return CliRunner().invoke(commands, ["status", "--json"]).stdout


def test_an_address_is_promised_and_its_arrival_printed(run: Run, newsroom: Parts) -> None:
    printed = run("ingest", "https://example.vn/v/1", "--programme", "truyen-hinh", "--form", "720p").stdout.split()
    assert waiting(newsroom, "fetch") == 1
    (row,) = json.loads(run("list", "arrivals", "--json").stdout)
    assert (row["id"], row["kind"], row["state"]) == (printed[0], "url", "waiting")
