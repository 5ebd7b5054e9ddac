"""The newsroom's and the administrator's pages on the screen of a cheap phone, in both languages."""

from pathlib import Path

import pytest

from hub.extensions.parts import Parts
from hub.models import Rendition, RoleName
from hub.services import intake, staff
from hub.services.intake import Submission
from hub.services.staff import Person

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}

PATHS = (
    "/editor/",
    "/editor/upload",
    "/editor/arrivals",
    "/editor/sources/",
    *(f"/editor/sources/new?kind={kind}" for kind in ("feed", "channel", "folder")),
    "/editor/packages/",
    "/editor/packages/new",
    "/admin/",
    "/admin/destinations/",
    *(f"/admin/destinations/new?platform={name}" for name in ("webhook", "file_drop", "email")),
    "/admin/programmes/",
    "/admin/staff/",
    "/practice/",
    "/learn/",
    "/learn/report",
    "/learn/assign",
    "/account/password",
    "/account/tokens",
)

#: Controls that leave the screen or cut off what they say.
CLIPPED = """() => [...document.querySelectorAll("button, .button, select, input, textarea, summary, nav a")]
  .filter((one) => one.getClientRects().length && !one.closest(".unseen, .skip"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth
    || (one.matches("button, .button, nav a") && one.scrollWidth > one.clientWidth + 1))
  .map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_the_newsroom_is_wider_than_a_phone_and_no_control_is_cut_off(
    parts: Parts, served: str, chromium: "playwright.Browser", language: str
) -> None:
    with parts.database.writing() as session:
        person = Person(email="quan-tri@lc.vn", name="Nguyễn Thị Quản Trị Viên", role=RoleName.ADMINISTRATOR)
        token = staff.sign_in_link(session, staff.add(session, person, by="t"))
    page = chromium.new_context(viewport=PHONE, base_url=served).new_page()
    page.goto(f"/sign-in/{token}")
    page.locator("main button").click()
    page.goto(f"/language/{language}")
    for path in PATHS:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.evaluate(CLIPPED) == [], path


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_board_with_all_forms_of_an_item_fits_a_phone(
    parts: Parts, page: "playwright.Page", tmp_path: Path, language: str
) -> None:
    (tmp_path / "tin.md").write_text("# Giá ngô\n\nTăng.\n")
    item_id = intake.receive(parts, tmp_path / "tin.md", Submission(programme="thoi-su", name="tin.md"))
    with parts.database.writing() as session:
        asset_id = intake.asset_of(session, item_id).id
        for form in ("lite", "speech", "speaker", "hls-audio"):
            session.add(Rendition(item_id=item_id, asset_id=asset_id, form=form, name=form, media_type="audio/mpeg"))
    page.set_viewport_size(PHONE)
    page.goto(f"/language/{language}")
    page.goto("/editor/")
    playwright.expect(page.locator(".chips li").nth(3)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
