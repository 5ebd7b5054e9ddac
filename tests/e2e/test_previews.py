"""The preview of an item in a real browser: a film that is not public plays, every frame shows the page."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from hub.extensions.parts import Parts
from hub.jobs import process
from hub.models import RoleName
from hub.services import pages, publishing, staff
from hub.services.staff import Person
from tests.e2e.test_playing import LENGTH_S, PLAYED, WITHOUT_HLS
from tests.integration.kernel.newsroom import PRINT, TV, open_newsroom, receive, work_off

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

#: The newsroom's page and its frames leave nothing to be moved sideways, and clip no control.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def desk(parts: Parts, tab: "playwright.Page") -> Iterator["playwright.Page"]:
    """The tab of an editor who has signed in."""
    open_newsroom(parts)
    with parts.database.writing() as session:
        mai = staff.add(session, Person(email="mai@lc.vn", name="Lò Thị Mai", role=RoleName.EDITOR), by="t")
        token = staff.sign_in_link(session, mai)
    tab.goto(f"/sign-in/{token}")
    tab.locator("main button").click()
    tab.wait_for_url("**/account/password?first=1")
    return tab


def test_a_film_plays_with_the_player_before_it_is_public(parts, desk, tmp_path):
    path, tools = tmp_path / "phim.mp4", process.tools()
    argv = [tools.ffmpeg, "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size=426x240:rate=25:duration={LENGTH_S}"]
    argv += ["-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:duration={LENGTH_S}"]
    subprocess.run([*argv, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path], check=True)
    item_id = receive(parts, path, TV, publish=False)
    work_off(parts)
    desk.add_init_script(WITHOUT_HLS)
    fetched: list[str] = []
    desk.on("request", lambda request: fetched.append(request.url))
    desk.goto(f"/editor/items/{item_id}/preview")
    playwright.expect(desk.locator(".preview")).to_have_text("Bản xem trước – chưa đăng")
    playwright.expect(desk.get_by_text("Mức nhẹ nhất tốn")).to_be_visible()
    [[begin, end]] = desk.evaluate(PLAYED)
    assert (begin, end) == (pytest.approx(0, abs=0.1), pytest.approx(LENGTH_S, abs=0.1))
    assert [one for one in fetched if one.endswith(pages.PLAYER)]
    assert [one for one in fetched if f"/editor/items/{item_id}/media/hls/" in one and one.endswith(".m4s")]
    assert [one for one in fetched if "/media/" in one and "/editor/" not in one] == []


@pytest.fixture
def picture(parts: Parts, desk: "playwright.Page", tmp_path: Path) -> str:
    Image.effect_noise((1400, 900), 80).convert("RGB").save(tmp_path / "anh.jpg")
    item_id = receive(parts, tmp_path / "anh.jpg", PRINT, publish=False)
    work_off(parts)
    publishing.correct(parts, item_id, {"title": "Ruộng bậc thang ở Phong Thổ", "body": "Mùa nước đổ."}, by="t")
    return item_id


@pytest.mark.parametrize("width", [360, 1280])
def test_every_frame_shows_the_page_in_its_width_light_or_dark_on_a_phone_and_at_a_desk(desk, picture, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(f"/editor/items/{picture}/")
    desk.get_by_role("link", name="Xem trước như bạn đọc").click()
    grounds = []
    for scheme in ("nền sáng", "nền tối"):
        desk.get_by_role("link", name=scheme, exact=True).click()
        assert desk.evaluate(WIDER) == 0
        shown = []
        for frame in desk.locator("iframe").all():
            frame.scroll_into_view_if_needed()
            inside = frame.content_frame
            playwright.expect(inside.get_by_text("Ruộng bậc thang ở Phong Thổ").last).to_be_visible()
            inside.locator("img").first.scroll_into_view_if_needed()
            playwright.expect(inside.locator("img").first).to_have_js_property("complete", value=True)
            assert inside.locator("img").first.evaluate("one => one.naturalWidth") > 0
            body = inside.locator("body")
            assert body.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            shown.append((body.evaluate("() => innerWidth"), body.evaluate(f"() => {GROUND}")))
        # The last one shows the card.
        assert [one for one, _ in shown] == [360, 768, 1280, 360]
        grounds.append({ground for _, ground in shown})
    assert grounds == [{"rgb(250, 246, 238)"}, {"rgb(20, 22, 31)"}]


def test_a_link_in_a_frame_opens_the_public_page_in_the_whole_tab(desk, picture):
    desk.goto(f"/editor/items/{picture}/look?width=1280")
    desk.locator("iframe").first.content_frame.get_by_role("link", name="Mọi số đã đăng").click()
    desk.wait_for_url("**/programmes/*/index.html")
