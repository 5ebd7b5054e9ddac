"""Every sort of reader's page, looked at by independent checkers and used as readers use it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pypdfium2
import pytest
from werkzeug.serving import make_server

from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services.migrating import migrate
from hub.web import create_app
from tests.e2e import reader_site
from tests.e2e.keyboard import FOCUS
from tests.e2e.reader_site import NAMES, ReaderSite

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "vendor" / "axe-4.14.1.min.js"
#: `.ci/run` fetches it: npm vnu-jar@26.9.27.
VNU = Path(os.environ.get("VNU_JAR") or ROOT / ".venv" / "vnu-26.9.27.jar")
VNU_SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"

pytestmark = pytest.mark.slow
no_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium at $CHROMIUM or on PATH")
every_page = pytest.mark.parametrize("name", NAMES)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What a page weighs at the most before anything can be read, head of the answer included.
FIRST_VIEW_BYTES = 14_000
#: 2G as a village has it.
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ReaderSite, str]]:
    """The site, and the address at which the hub serves it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    settings = Settings.read(environment, data=tmp_path_factory.mktemp("data"), voice="none")
    parts = open_parts(settings)
    migrate(parts.database)
    made = reader_site.make(parts, tmp_path_factory.mktemp("scratch"))
    server = make_server("127.0.0.1", 0, create_app(parts=parts), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
    parts.database.close()
    parts.redis.close()


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: "sync_api.Browser") -> Iterator["sync_api.Page"]:
    """A tab in which no script runs, with the screen of a telephone."""
    # Without the slow scrolling that nobody who looks for the focus at once could wait for.
    context = browser.new_context(
        java_script_enabled=False, reduced_motion="reduce", viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


class Links(HTMLParser):
    """What a page leads to or loads, and the places within it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.places += [held["id"] or ""] if "id" in held else []
        if held.get("rel") == "canonical":
            return
        self.targets += [held[name] or "" for name in ("href", "src", "poster") if name in held]
        self.targets += [one.split()[0] for one in (held.get("srcset") or "").split(",") if one.strip()]


def test_the_site_has_a_page_of_every_sort(site: tuple[ReaderSite, str]) -> None:
    made, _ = site
    assert set(made.paths) == set(NAMES)
    assert {name for name in NAMES if made.file(name).name != "index.html"} == {"gone", "missing", "search"}


@every_page
@pytest.mark.browser
@no_chromium
def test_axe_finds_nothing_on_any_screen_by_day_and_by_night(
    browser: "sync_api.Browser", site: tuple[ReaderSite, str], name: str
) -> None:
    made, address = site
    # The checker is a script of its own, which the rules of the pages let in nowhere.
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    found = {}
    for width in (360, 1280):
        for scheme in ("light", "dark"):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.emulate_media(color_scheme=scheme)
            tab.goto(address + made.paths[name])
            tab.add_script_tag(path=AXE)
            told = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
            assert len(told["passes"]) > 15
            for one in told["violations"]:
                found[width, scheme, one["id"]] = [node["html"][:150] for node in one["nodes"]]
    context.close()
    assert found == {}


@pytest.mark.skipif(shutil.which("java") is None or not VNU.is_file(), reason="no java, or no vnu.jar at $VNU_JAR")
def test_the_nu_checker_finds_no_error_in_any_page(site: tuple[ReaderSite, str]) -> None:
    made, _ = site
    assert hashlib.sha256(VNU.read_bytes()).hexdigest() == VNU_SHA256
    files = {str(made.file(name)): name for name in NAMES}
    argv = ["java", "-Xmx512m", "-jar", VNU, "--stdout", "--exit-zero-always", "--format", "json", *files]
    told = json.loads(subprocess.run(argv, check=True, capture_output=True).stdout)["messages"]
    faults = {
        (files.get(unquote(urlsplit(one["url"]).path), one["url"]), one["message"], one.get("extract", "")[:120])
        for one in told
        # The language of a whole page is guessed from its words; those of the sample newspaper are English.
        if not one["message"].startswith("This document appears to be written in")
    }
    assert sorted(faults) == []


@pytest.mark.skipif(shutil.which("w3m") is None, reason="no w3m")
def test_a_text_browser_reads_an_article_and_finds_what_can_be_heard(site: tuple[ReaderSite, str]) -> None:
    made, address = site

    def seen(name: str) -> tuple[str, dict[str, str]]:
        argv = ["w3m", "-dump", "-cols", "72", "-O", "UTF-8", "-o", "display_link_number=1", address + made.paths[name]]
        text = subprocess.run(argv, check=True, capture_output=True, env={**os.environ, "HOME": "/nonexistent"}).stdout
        words, _, links = text.decode().partition("References:")
        return words, dict(re.findall(r"\[(\d+)\] (\S+)", links))

    words, _ = seen("print")
    order = [words.index(one) for one in ("Cầu mới ở Phong Thổ", "đi chợ không phải vòng", "Xã góp công", "Nậm Lúc")]
    assert order == sorted(order)
    words, links = seen("radio")
    button = re.search(r"\[(\d+)\]Nghe bản nhẹ", words)
    assert button is not None
    assert links[button[1]].endswith("/lite.mp3")


@pytest.mark.parametrize("name", ["front", "radio", "tv", "print"])
@pytest.mark.browser
@no_chromium
def test_on_2g_the_first_words_are_there_after_one_small_answer(
    browser: "sync_api.Browser", site: tuple[ReaderSite, str], name: str
) -> None:
    made, address = site
    # Waiting for the paint is a script of the test's own.
    context = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    tab = context.new_page()
    devices = context.new_cdp_session(tab)
    devices.send("Network.enable")
    devices.send("Network.emulateNetworkConditions", SLOW)
    asked: dict[str, str] = {}
    answered: list[str] = []
    sizes: dict[str, float] = {}
    devices.on("Network.requestWillBeSent", lambda told: asked.update({told["requestId"]: told["request"]["url"]}))
    devices.on("Network.responseReceived", lambda told: answered.append(told["response"]["url"]))
    devices.on(
        "Network.loadingFinished", lambda told: sizes.update({asked[told["requestId"]]: told["encodedDataLength"]})
    )
    # Whatever else the page asks for never comes: its words must not wait for it.
    tab.route(lambda url: url != address + made.paths[name], lambda route: None)
    tab.goto(address + made.paths[name], wait_until="commit")
    tab.wait_for_function(PAINTED, timeout=60_000)
    # Browsers draw the buttons of their players from addresses of that scheme.
    assert [one for one in answered if not one.startswith("data:")] == [tab.url]
    assert tab.locator("h1, .card h2").first.is_visible()
    while tab.url not in sizes:
        tab.wait_for_timeout(100)
    assert 1000 < sizes[tab.url] <= FIRST_VIEW_BYTES
    tab.unroute_all(behavior="ignoreErrors")
    context.close()


@every_page
@pytest.mark.browser
@no_chromium
def test_nothing_stands_beside_the_screen_at_320_pixels_or_at_twice_the_size(
    tab: "sync_api.Page", site: tuple[ReaderSite, str], name: str
) -> None:
    made, address = site
    tab.goto(address + made.paths[name])
    # 640 is a screen of 1280 pixels at 200 %.
    for width in (320, 640):
        tab.set_viewport_size({"width": width, "height": 740})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("print", ("Cầu mới ở Phong Thổ", "đi chợ không phải vòng", "https://phongtho.example/")),
        ("issue", ("Trang 2", "The flood line 0")),
        ("schedule", ("Cả tuần", "05:30–06:00")),
    ],
)
@pytest.mark.browser
@no_chromium
def test_on_paper_there_are_the_words_and_no_menu(
    tab: "sync_api.Page", site: tuple[ReaderSite, str], name: str, words: tuple[str, ...]
) -> None:
    made, address = site
    tab.goto(address + made.paths[name])
    with pypdfium2.PdfDocument(tab.pdf(format="A4")) as paper:
        read = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    text = " ".join(unicodedata.normalize("NFC", read).split())
    assert [one for one in words if one not in text] == []
    assert [one for one in ("Xã, phường", "Cán bộ đăng nhập", "Đến nội dung chính") if one in text] == []


@pytest.mark.parametrize("name", ["front", "radio", "tv", "issue", "places", "subscribe", "schedule", "missing"])
@pytest.mark.browser
@no_chromium
def test_keys_lead_through_everything_in_the_order_of_the_page_and_each_stop_is_seen(
    tab: "sync_api.Page", site: tuple[ReaderSite, str], name: str
) -> None:
    made, address = site
    tab.goto(address + made.paths[name])
    count = tab.locator("a[href], summary, audio, video").count()
    places, position = [], "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
    for _ in range(count + 30):
        tab.keyboard.press("Tab")
        focus = tab.evaluate(FOCUS)
        if focus["id"] == "body":
            break
        places.append(tab.evaluate(position))
        # Players draw the ring around their own buttons.
        assert focus["ring"] or focus["id"] in {"audio", "video"}, focus
        assert focus["seen"], focus
    assert len(set(places)) >= count - tab.locator("details a").count()
    assert places == sorted(places)


@pytest.mark.browser
@no_chromium
def test_without_scripts_sound_plays_files_come_down_and_pages_turn(
    tab: "sync_api.Page", site: tuple[ReaderSite, str]
) -> None:
    made, address = site
    tab.goto(address + made.paths["radio"])
    with tab.expect_response("**/lite.mp3") as heard:
        tab.locator("audio").focus()
        tab.keyboard.press("Space")
    assert heard.value.status in {200, 206}
    with tab.expect_download() as file:
        tab.locator("a[download]").first.click()
    assert Path(file.value.path()).stat().st_size > 1000
    tab.goto(f"{address}programmes/{reader_site.PRINT}/")
    tab.locator("[rel=next]").click()
    assert tab.locator(".card").count() == 20
    tab.locator("[rel=prev]").click()
    tab.locator("[rel=prev]").click()
    assert urlsplit(tab.url).path == f"/programmes/{reader_site.PRINT}/index.html"


def test_every_link_of_every_page_leads_to_a_file_of_the_tree_and_to_a_place_in_it(
    site: tuple[ReaderSite, str],
) -> None:
    made, _ = site
    pages = {file: Links(file.read_text()) for file in made.folder.rglob("*.html") if file.name != "404.html"}
    assert len(pages) > 60
    broken = set()
    for file, links in pages.items():
        for target in links.targets:
            parts = urlsplit(urljoin(file.as_uri(), target))
            found = Path(unquote(parts.path))
            if parts.scheme != "file":
                continue
            place = parts.fragment and parts.fragment not in pages.get(found, links).places
            if not found.is_file() or place:
                broken.add((str(file.relative_to(made.folder)), target))
    assert broken == set()


@pytest.mark.browser
@no_chromium
def test_the_tree_is_walked_from_a_stick(tab: "sync_api.Page", site: tuple[ReaderSite, str]) -> None:
    made, _ = site
    tab.goto((made.folder / "index.html").as_uri())
    tab.locator(".card h2 a").first.click()
    assert "/items/" in tab.url
    tab.locator(".item .kind a").first.click()
    assert "/programmes/" in tab.url
    assert tab.locator(".card").count() > 0
    tab.go_back()
    tab.locator("a.name").click()
    assert Path(unquote(urlsplit(tab.url).path)) == made.folder / "index.html"
    for name in ("Lịch phát sóng", "Số báo, tạp chí", "Trợ năng", "Theo ngày"):
        tab.get_by_role("contentinfo").get_by_role("link", name=name, exact=True).click()
        assert tab.locator("h1").count() == 1
