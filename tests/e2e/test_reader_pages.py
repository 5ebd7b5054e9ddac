"""The reader's pages in a real browser, opened from a folder as from a USB stick, with scripts switched off."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest

from hub.services import pages
from tests.unit.hub.reader_samples import SITE, front_page, item, programme_page, sheet, subscribe_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium at $CHROMIUM or on PATH"),
]

#: An A4 page in points.
A4_PT = (595, 842)

LONG = "Nghiêng" * 30
NAMES = ("front", "programme", "radio", "tv", "print", "feeds", "sheet", "gone")

#: Elements that are too small for a finger; links within running text are let be (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll(
    'header a, footer a, .ways a, .ways-to a, .pages a, .button, .hear, summary, aside li a, .listen li a, .card h2 a')]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Address of each page of a tree in a folder."""
    root = tmp_path_factory.mktemp("tree")
    radio, tv, article = item(0, title=LONG, revision=2), item(3), item(5)
    found = {
        "": pages.list_page(SITE, front_page(20)),
        programme_page().path: pages.list_page(SITE, programme_page()),
        radio.path: pages.item_page(SITE, radio),
        tv.path: pages.item_page(SITE, tv),
        article.path: pages.item_page(SITE, article),
        "feeds/": pages.feeds_page(SITE, subscribe_page()),
        sheet().path: pages.sheet_page(SITE, sheet()),
        item(7).path: pages.gone_page(SITE, item(7)),
    }
    for path, page in found.items():
        file = root / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page)
    icon = root / "static" / "icon.svg"
    icon.parent.mkdir()
    shutil.copy(pages.FOLDER / "static" / "icon.svg", icon)
    return {name: (root / path / "index.html").as_uri() for name, path in zip(NAMES, found, strict=True)}


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: "sync_api.Browser") -> Iterator["sync_api.Page"]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", NAMES)
# 640 is a screen of 1280 pixels at 200 % zoom.
@pytest.mark.parametrize("width", [320, 360, 640, 1280, 1600])
def test_no_page_is_wider_than_the_screen(tab: "sync_api.Page", site: dict[str, str], name: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site[name])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
def test_what_is_tapped_is_large_enough_for_a_finger(tab: "sync_api.Page", site: dict[str, str], name: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(site[name])
    assert tab.evaluate(SMALL) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_but_files_of_its_tree(tab: "sync_api.Page", site: dict[str, str], name: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(site[name], wait_until="networkidle")
    assert asked[0] == site[name]
    assert all(url.startswith("file:") for url in asked)
    assert not [url for url in asked if url.endswith((".mp3", ".m3u8", ".js", ".css"))]


def test_codes_are_only_fetched_when_they_are_asked_for(browser: "sync_api.Browser", site: dict[str, str]) -> None:
    # Browsers put off no picture where a person has switched scripts off (HTML, lazy loading), so here they are on.
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(site["feeds"], wait_until="networkidle")
    assert not [url for url in asked if "/feeds/" in url and url.endswith(".svg")]
    with tab.expect_request("**/*.svg"):
        tab.locator("summary").first.click()
    tab.close()


def test_the_first_press_of_tab_offers_the_way_past_the_menu(tab: "sync_api.Page", site: dict[str, str]) -> None:
    tab.goto(site["front"])
    tab.keyboard.press("Tab")
    skip = tab.locator(".skip")
    assert skip.bounding_box()["x"] >= 0
    assert skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_a_page_is_dark_where_the_reader_wants_it(tab: "sync_api.Page", site: dict[str, str]) -> None:
    tab.goto(site["front"])
    grounds = []
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        grounds.append(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(250, 246, 238)", "rgb(20, 22, 31)"]


def test_a_printed_article_has_its_words_and_not_the_menu(tab: "sync_api.Page", site: dict[str, str]) -> None:
    tab.goto(site["print"])
    tab.emulate_media(media="print")
    assert tab.locator(".body").is_visible()
    assert not tab.locator("nav").first.is_visible()


def test_a_sheet_for_a_notice_board_is_printed_on_one_page_with_codes_of_three_centimetres_and_more(
    tab: "sync_api.Page", site: dict[str, str]
) -> None:
    tab.goto(site["sheet"])
    printed = tab.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Type ?/Pages[^>]*?/Count (\d+)|/Count (\d+)[^>]*?/Type ?/Pages", printed) == [(b"1", b"")]
    assert {
        (round(float(x)), round(float(y))) for x, y in re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    } == {A4_PT}
    tab.emulate_media(media="print")
    widths_px = [tab.locator("svg").nth(number).bounding_box()["width"] for number in range(4)]
    assert min(widths_px) >= 30 / 25.4 * 96
    assert not tab.locator("nav").is_visible()
