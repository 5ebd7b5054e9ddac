"""`hub feeds check`: feeds asked for as a stranger would, through nginx; whole, and broken on purpose."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli import commands
from hub.config import Settings
from hub.extensions.parts import Parts
from hub.services import feed_visits, tree
from hub.services.listings import PAGE_SIZE
from hub.services.nginx import configuration
from tests.integration.kernel.newsroom import RADIO, open_newsroom, page, publish_row, work_off
from tests.integration.kernel.recorded import SOUND, publish_heard
from tests.integration.nginx.server import Nginx, free_port

PORT = free_port()

Change = Callable[[str], str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    # No allowance: its own address lies inside, and may be asked all the same.
    return Settings.read({}, data=tmp_path, voice="none", base_url=f"http://127.0.0.1:{PORT}")


@pytest.fixture
def heard(parts: Parts) -> str:
    """An item with sound, in an archive with one full page."""
    open_newsroom(parts)
    for number in range(PAGE_SIZE):
        publish_row(parts, f"Tin {number}")
    item_id = publish_heard(parts, "Bản tin sáng")
    work_off(parts)
    return item_id


@contextmanager
def served(parts: Parts, change: Change = str) -> Iterator[None]:
    servers = configuration(parts.settings, listen=f"127.0.0.1:{PORT}", server_name="_", upstream="http://127.0.0.1:9")
    with Nginx(parts.settings.folder / "nginx", change(servers), PORT):
        yield


def codes(parts: Parts, *names: str) -> dict[str, set[str]]:
    """Address of each feed with faults -> their codes."""
    root = f"{parts.settings.public_url}/"
    return {
        one.url.removeprefix(root): {code for code, _ in one.faults}
        for one in feed_visits.visit(parts, names)
        if one.faults
    }


def check(parts: Parts, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("HUB_DATA", str(parts.settings.folder))
    monkeypatch.setenv("HUB_BASE_URL", parts.settings.public_url)
    return CliRunner().invoke(commands, ["feeds", "check", *arguments])


def test_good_feeds_their_archives_and_files_are_found_good(
    parts: Parts, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(parts):
        answer = check(parts, monkeypatch, "--json")
        rows = json.loads(answer.stdout)
        assert {one["url"]: one["faults"] for one in rows if one["faults"]} == {}
        assert answer.exit_code == 0
    documents = {(one["slug"], one["kind"]): one["documents"] for one in rows}
    assert {documents["all", kind] for kind in ("rss", "atom", "json")} == {2}
    assert documents[RADIO, "podcast"] == 1
    with parts.database.reading() as session:
        kept = feed_visits.last(session)
    assert kept is not None
    assert len(kept.visited) == len(rows)


def test_a_server_without_ranges_is_found_by_every_feed_with_sound(parts: Parts, heard: str) -> None:
    with served(parts, lambda servers: servers.replace("sendfile on;", "sendfile on; max_ranges 0;")):
        found = codes(parts)
    assert found[f"podcasts/{RADIO}.rss"] == {"self-test-no-ranges"}
    assert "feeds/print.rss" not in found


def test_a_lost_file_and_one_of_another_length_are_found(parts: Parts, heard: str) -> None:
    key = f"public/media/{heard}/lite.mp3"
    parts.storage.put_bytes(key, SOUND[1:], media_type="audio/mpeg")
    with served(parts):
        assert codes(parts, RADIO)[f"podcasts/{RADIO}-lite.rss"] == {"self-test-other-length"}
    parts.storage.delete(key)
    with served(parts):
        assert codes(parts, RADIO)[f"podcasts/{RADIO}-lite.rss"] == {"self-test-unreachable"}


def test_a_feed_that_calls_itself_by_a_foreign_address_is_told_with_exit_code_1(
    parts: Parts, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = parts.settings.public_url
    foreign = page(parts, "feeds/all.rss").replace(f'href="{url}/feeds/all.rss"', 'href="https://a.example/all.rss"')
    tree.write(parts.storage, "feeds/all.rss", foreign.encode())
    with served(parts):
        answer = check(parts, monkeypatch, "all")
        assert check(parts, monkeypatch, "print").exit_code == 0
    assert answer.exit_code == 1
    assert f"✗ {url}/feeds/all.rss\n    Nguồn tin ghi địa chỉ của mình là “https://a.example/all.rss”" in answer.stdout
    assert f"✓ {url}/feeds/all.atom" in answer.stdout


def test_a_lost_document_of_the_archive_is_found_from_the_current_one(parts: Parts, heard: str) -> None:
    tree.remove(parts.storage, "feeds/all/1.atom")
    with served(parts):
        assert codes(parts, "all") == {"feeds/all.atom": {"self-test-unreachable"}}


def test_a_feed_that_is_not_there_and_a_server_that_is_down_are_told(
    parts: Parts, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(parts, "all")["feeds/all.rss"] == {"self-test-unreachable"}
    answer = check(parts, monkeypatch, "khong-co")
    assert answer.exit_code == 1
    assert answer.exception is not None
    assert "khong-co" in str(answer.exception)
