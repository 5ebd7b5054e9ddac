"""`hub up`: one command starts everything, and says in one sentence why it cannot."""

import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.cli.hub import Running, command, rows, until

pytestmark = pytest.mark.slow


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A dead child that nobody has waited for is still in the table.
    return " Z " not in Path(f"/proc/{pid}/stat").read_text() if Path(f"/proc/{pid}").exists() else True


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """A hub that was asked to stop amid its work, and what is left of it."""

    data: Path
    output: str
    pids: list[int]
    code: int


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    """The first start of a demo, stopped when all of it was taken in and little of it made."""
    running = Running(tmp_path_factory.mktemp("demo") / "data", "--demo")
    until(lambda: len(rows(running.data, "items")) == 8, "the demo is taken in")
    pids = running.children()
    return Stopped(data=running.data, output=running.output, pids=pids, code=running.stop(signal.SIGTERM))


@pytest.fixture(scope="module")
def demo(stopped: Stopped) -> Iterator[Running]:
    """The second start, when it has done all that the first one left."""
    running = Running(stopped.data, "--demo")
    until(
        lambda: all(row["state"] in {"done", "failed"} for row in rows(running.data, "work")), "the demo's work is done"
    )
    yield running
    running.stop()


def test_sigterm_amid_its_work_leaves_no_process(stopped):
    assert stopped.code == 0
    assert len(stopped.pids) >= 6
    assert not [pid for pid in stopped.pids if alive(pid)]


def test_the_demo_is_taken_in_transcoded_published_and_pushed_once_although_it_was_stopped(demo):
    items = rows(demo.data, "items")
    assert len(items) == 8
    assert {item["state"] for item in items} == {"published"}
    assert {item["kind"] for item in items} == {"radio", "tv", "print"}
    assert {row["state"] for row in rows(demo.data, "renditions")} == {"ready"}
    deliveries = rows(demo.data, "deliveries")
    assert len(deliveries) == 16
    assert {row["state"] for row in deliveries} == {"delivered"}


def test_the_first_start_prints_a_sign_in_link_that_still_works_after_the_second(stopped, demo):
    assert demo.get("/").status_code == 200
    link = re.search(r"/sign-in/[\w-]+", stopped.output)
    assert link, stopped.output
    page = demo.get(link[0])
    assert page.status_code == 200
    assert "Vào hệ thống" in page.text


def test_every_item_stands_in_the_feeds_of_all_its_programme_and_its_language(demo):
    for item in rows(demo.data, "items"):
        for feed in ("all", item["programme"], "language-vi"):
            for ending in ("rss", "atom", "json"):
                assert item["id"] in demo.get(f"/feeds/{feed}.{ending}").text, (feed, ending)
    radio = next(item for item in rows(demo.data, "items") if item["kind"] == "radio")
    assert radio["id"] in demo.get(f"/podcasts/{radio['programme']}.rss").text
    assert "lite.mp3" in demo.get(f"/podcasts/{radio['programme']}-lite.rss").text


def test_every_receipt_can_be_opened(demo):
    for delivery in rows(demo.data, "deliveries"):
        # The practice destination shows it to people who are signed in.
        assert httpx_location(demo, delivery["url"]).startswith("/sign-in")


def httpx_location(demo, url: str) -> str:
    return demo.get(url.removeprefix(demo.url)).headers["Location"].removeprefix(demo.url)


def test_everything_moves(demo):
    answer = command(demo.data, "status")
    assert answer.returncode == 0, answer.stdout
    assert "Mọi việc đang chạy" in answer.stdout


def test_a_second_start_makes_no_administrator_and_has_its_new_address_in_the_feeds(demo):
    assert "/sign-in/" not in demo.output
    until(lambda: demo.url in demo.get("/feeds/all.rss").text, "feeds have the new address")


def test_a_hub_that_was_killed_leaves_no_process_and_starts_again_even_where_the_disk_has_become_short(tmp_path):
    first = Running(tmp_path / "data")
    until(lambda: first.get("/").status_code == 200, "readers have a first page")
    pids = first.children()
    first.process.kill()
    first.process.wait()
    second = Running(tmp_path / "data", HUB_DISK_RESERVE_MB="999999999")
    try:
        assert second.get("/readyz").status_code == 503
        assert second.get("/").status_code == 200
        assert "dọn ổ đĩa" in second.output
        assert "vẫn phục vụ bạn đọc" in second.output
        until(lambda: not [pid for pid in pids if alive(pid)], "processes of the killed hub have ended")
    finally:
        assert second.stop(signal.SIGINT) == 0


def port_in_use(data: Path) -> tuple[list[str], dict[str, str]]:
    held = socket.create_server(("127.0.0.1", 0))
    # Kept open by the list that holds it.
    _HELD.append(held)
    return ["--port", str(held.getsockname()[1])], {}


_HELD: list[socket.socket] = []


def a_file_where_the_folder_should_be(data: Path) -> tuple[list[str], dict[str, str]]:
    data.write_text("")
    return [], {}


def no_ffmpeg(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_FFMPEG": str(data / "nothing")}


def a_full_disk(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_DISK_RESERVE_MB": "999999999"}


def a_wrong_setting(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_LEASE_S": "soon"}


def a_misspelt_setting(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_DATABSE_URL": "sqlite://"}


def an_unreachable_redis(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_REDIS_URL": "redis://127.0.0.1:1"}


def an_unreadable_secret_file(data: Path) -> tuple[list[str], dict[str, str]]:
    return [], {"HUB_SECRET_KEY_FILE": str(data / "nothing")}


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (port_in_use, "Cổng"),
        (a_file_where_the_folder_should_be, "thư mục dữ liệu"),
        (no_ffmpeg, "ffmpeg"),
        (a_full_disk, "MB"),
        (a_wrong_setting, "HUB_LEASE_S"),
        (a_misspelt_setting, "HUB_DATABASE_URL"),
        (an_unreachable_redis, "HUB_REDIS_URL"),
        (an_unreadable_secret_file, "HUB_SECRET_KEY_FILE"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_hinders_the_start_is_told_in_one_sentence_with_exit_code_1(
    tmp_path, fault: Callable[[Path], tuple[list[str], dict[str, str]]], word
):
    data = tmp_path / "data"
    options, settings = fault(data)
    answer = command(data, "up", "--data", str(data), *options, **settings)
    while _HELD:
        _HELD.pop().close()
    assert answer.returncode == 1
    told = answer.stderr.strip()
    assert word in told
    assert "\n" not in told
    assert "Traceback" not in answer.stdout + answer.stderr


def test_a_second_hub_on_the_same_folder_is_refused(demo):
    answer = command(demo.data, "up", "--data", str(demo.data), "--port", "1234")
    assert answer.returncode == 1
    assert "đã chạy" in answer.stderr
    assert demo.get("/healthz").status_code == 200
