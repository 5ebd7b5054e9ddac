"""`--wait` comes to an end, whatever a destination does, and says how each delivery stands."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import destinations
from hub.services.destinations import Account
from tests.integration.cli.hub import Running, command, free_port, rows, without_content

pytestmark = pytest.mark.slow

#: sysexits.h: EX_TEMPFAIL.
LATER = 75


class _Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(403)
        self.end_headers()

    def log_message(self, *told: object) -> None:
        del told


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """With a destination whose machine is down, and one that refuses for good; both are named, not on."""
    refusing = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    threading.Thread(target=refusing.serve_forever, daemon=True).start()
    data = without_content(tmp_path_factory.mktemp("waiting") / "data")
    running = Running(data, "--demo", HUB_EGRESS_ALLOW="127.0.0.1")
    add(running.data, "dang-tat", f"http://127.0.0.1:{free_port()}/")
    add(running.data, "tu-choi", f"http://127.0.0.1:{refusing.server_address[1]}/")
    yield running
    running.stop()
    refusing.shutdown()
    refusing.server_close()


def add(data: Path, slug: str, url: str) -> None:
    parts = open_parts(Settings.read({}, data=data))
    values = {"url": url, "secret": "một-khóa-rất-bí-mật"}
    destinations.add(parts, Account(slug=slug, title=f"Nơi {slug}", platform="webhook", values=values), by="t")
    destinations.switch(parts, slug, enabled=False, by="t")
    parts.database.close()


def switch(data: Path, slug: str, *, enabled: bool) -> None:
    parts = open_parts(Settings.read({}, data=data))
    destinations.switch(parts, slug, enabled=enabled, by="t")
    parts.database.close()


@pytest.fixture
def item(hub, tmp_path) -> str:
    """A public item, delivered to all that are on."""
    answer = command(hub.data, "ingest", str(article(tmp_path)), *TO_NEWS, "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)[0]["id"]


TO_NEWS = ("--programme", "tin-tuc", "--publish", "--wait")


def article(folder: Path) -> Path:
    path = folder / "bai.md"
    path.write_text(f"# Đường mới {folder.name}\n\nNgười dân xã vùng cao đã có đường mới về trung tâm huyện.\n")
    return path


def test_push_to_a_destination_that_is_down_ends_and_says_when_it_is_tried_again(hub, item):
    answer = command(hub.data, "push", item, "--to", "dang-tat", "--wait")
    assert answer.returncode == LATER, answer.stderr
    [line] = answer.stdout.splitlines()
    assert "Sẽ thử lại · Nơi dang-tat (dang-tat) · thử lại lúc" in line
    assert "tự gửi lại" in answer.stderr
    again = command(hub.data, "push", item, "--to", "dang-tat", "--wait", "--json", HUB_LANGUAGE="en")
    assert again.returncode == LATER
    [row] = json.loads(again.stdout)
    assert (row["destination"], bool(row["retry_at"])) == ("dang-tat", True)
    assert "try again by itself" in again.stderr


def test_push_that_is_refused_for_good_exits_with_1_and_says_so(hub, item):
    answer = command(hub.data, "push", item, "--to", "tu-choi", "--to", "dang-tat", "--wait")
    assert answer.returncode == 1
    assert "Không gửi được · Nơi tu-choi (tu-choi) · " in answer.stdout
    assert "thử lại lúc" in answer.stdout


def test_push_of_what_is_delivered_still_prints_how_each_delivery_stands(hub, item):
    answer = command(hub.data, "push", item, "--wait")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert len(lines) == len([one for one in rows(hub.data, "destinations") if one["state"] == "on"])
    assert all("Đã đăng" in line for line in lines)


def test_ingest_to_a_destination_that_is_down_ends_with_the_page_and_the_state_of_each_delivery(hub, tmp_path):
    switch(hub.data, "dang-tat", enabled=True)
    try:
        answer = command(hub.data, "ingest", str(article(tmp_path)), *TO_NEWS)
    finally:
        switch(hub.data, "dang-tat", enabled=False)
    assert answer.returncode == LATER, answer.stderr
    assert "Sẽ thử lại · Nơi dang-tat (dang-tat) · thử lại lúc" in answer.stdout
    assert answer.stdout.count("Đã đăng · ") == 2
    address = next(line.strip() for line in answer.stdout.splitlines() if "/items/" in line)
    assert hub.get(address.removeprefix(hub.url)).status_code == 200
