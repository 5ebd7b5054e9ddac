"""The application on a port of its own, a Chromium, and the tab of an editor who has signed in."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services import programmes, staff
from hub.services.staff import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def chromium() -> Iterator["Browser"]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("no Chromium at $CHROMIUM or on PATH")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def link(parts: Parts) -> str:
    """The path that signs in an editor of a newsroom with two programmes, once."""
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="bao", name="Báo", valid_from=None, valid_to=None)
        for slug, title in (("doi-song", "Đời sống"), ("thoi-su", "Thời sự")):
            values = {"slug": slug, "title": title, "kind": "print", "language": "vi", "organisation": "bao"}
            programmes.add(session, values, by="t")
        mai = staff.add(session, Person(email="mai@lc.vn", name="Lò Thị Mai", role=RoleName.EDITOR), by="t")
        return f"/sign-in/{staff.sign_in_link(session, mai)}"


@pytest.fixture
def tab(served: str, chromium: "Browser") -> Iterator["Page"]:
    """A tab at a desk; no script may break a rule of the pages."""
    context = chromium.new_context(viewport=DESK, base_url=served)
    broken_rules: list[str] = []
    context.on("console", lambda told: broken_rules.append(told.text) if "Content Security" in told.text else None)
    yield context.new_page()
    assert broken_rules == []
    context.close()


@pytest.fixture
def page(tab: "Page", link: str) -> "Page":
    """The same, where the editor has signed in."""
    tab.goto(link)
    tab.locator("main button").click()
    tab.wait_for_url("**/account/password?first=1")
    return tab
