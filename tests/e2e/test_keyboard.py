"""A file is sent, followed and found on its page without a mouse; a screen reader is told how it goes."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import Work

from .keyboard import FOCUS, tab_to

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

#: Everything that is said while a file is sent, with the bar's state and the place of the focus at that moment.
LISTEN = """() => {
  const said = document.querySelector("form [role=status]");
  new MutationObserver(() => {
    const bar = document.querySelector(".sendings progress");
    heard({
      text: said.textContent, value: bar.value, max: bar.max, shown: bar.getClientRects().length > 0,
      focus: document.activeElement.type,
    });
  }).observe(said, { childList: true });
}"""


@pytest.fixture
def page(page: "playwright.Page") -> "playwright.Page":
    # From the first listener on, Chromium hands the dialog over instead of opening it.
    page.on("filechooser", lambda dialog: dialog)
    return page


def _choose(page: "playwright.Page", file: Path) -> None:
    with page.expect_file_chooser() as dialog:
        page.keyboard.press("Enter")
    dialog.value.set_files(file)


def _fill_in(page: "playwright.Page", file: Path) -> list[str]:
    stops = tab_to(page, "files")
    _choose(page, file)
    stops += tab_to(page, "programme")
    page.keyboard.type("Th")
    stops += tab_to(page, "upload-title")
    page.keyboard.type("Lũ quét ở Mường Tè")
    stops += tab_to(page, "upload-language")
    stops += tab_to(page, "publish")
    return stops + tab_to(page, "submit")


def _slow_line(page: "playwright.Page", bytes_a_second: int) -> None:
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def _work_through(parts: Parts, *kinds: str) -> None:
    """What the workers would do of these kinds of work, one kind after the other."""
    for kind in kinds:
        with parts.database.reading() as session:
            due = session.scalars(select(Work.id).where(Work.kind == kind)).all()
        for work_id in due:
            runner.execute(parts, work_id)


def _taken_in(parts: Parts, page: "playwright.Page") -> None:
    """The last byte is there; the hub makes an item of the file, and the page goes to it."""
    playwright.expect(page.locator("form [role=status]")).to_contain_text("Đã gửi xong")
    _work_through(parts, "accept")
    page.wait_for_url("**/editor/items/*/")


def test_a_link_signs_in_by_keyboard_alone(tab: "playwright.Page", link: str) -> None:
    tab.goto(link)
    tab_to(tab, "submit")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/account/password?first=1")


def test_a_file_is_sent_by_keyboard_alone_and_its_way_is_told(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    file = tmp_path / "lu-quet.md"
    file.write_text("# Lũ quét\n\n" + "Mưa lớn kéo dài ở vùng cao. " * 10_000)
    heard: list[dict[str, Any]] = []
    page.expose_function("heard", lambda told: heard.append(told))  # noqa: PLW0108  a built-in is not taken
    page.goto("/editor/upload")
    stops = _fill_in(page, file)
    assert stops == [*["a"] * 5, "files", "programme", "upload-title", "upload-language", "publish", "submit"]
    page.evaluate(LISTEN)
    bar = page.get_by_role("progressbar", name="Tiến độ gửi tệp")
    playwright.expect(bar).to_be_hidden()
    _slow_line(page, 200_000)
    page.keyboard.press("Enter")
    playwright.expect(bar).to_have_accessible_name("Tiến độ gửi tệp lu-quet.md")
    _taken_in(parts, page)

    sending = [one for one in heard if one["text"].startswith("Đang gửi lu-quet.md: ")]
    assert len(sending) > 1
    # Every tenth part is said once.
    assert len({one["text"] for one in sending}) == len(sending)
    assert all(one["shown"] and one["max"] == 100 and 0 <= one["value"] <= 100 for one in sending)
    # Nobody is thrown back to the beginning of the page while the file is on its way.
    assert {one["focus"] for one in heard} == {"submit"}
    assert heard[-1]["text"].startswith("Đã gửi xong")
    assert len([one for one in heard if one["text"].startswith("Đã gửi xong")]) == 1

    playwright.expect(page.get_by_role("heading", level=1)).to_have_text("Lũ quét ở Mường Tè")
    playwright.expect(page.get_by_role("main")).to_contain_text("Thời sự")
    live = page.get_by_role("progressbar", name="Tiến độ")
    playwright.expect(live).to_have_attribute("max", "100")
    playwright.expect(page.locator(".live [role=status]")).to_contain_text("%")
    _work_through(parts, "intake", "transcode")
    playwright.expect(page.locator('[data-form="page"]')).to_contain_text("Sẵn sàng")


def test_an_item_that_is_ready_takes_the_focus_from_nobody(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    file = tmp_path / "tin.md"
    file.write_text("# Tin\n\nChữ.")
    page.goto("/editor/upload")
    _fill_in(page, file)
    page.keyboard.press("Enter")
    _taken_in(parts, page)
    tab_to(page, "title")
    _work_through(parts, "intake", "transcode")
    again = page.locator(".live [role=status] a")
    playwright.expect(again).to_have_text("Tải lại trang")
    assert page.evaluate(FOCUS)["id"] == "title"
    again.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator('[data-form="page"]')).to_contain_text("Sẵn sàng")


def test_a_file_that_is_too_large_is_told_and_the_next_one_can_be_sent(
    parts: Parts, page: "playwright.Page", tmp_path: Path
) -> None:
    file = tmp_path / "tin.md"
    file.write_text("# Tin\n\nChữ.")
    page.goto("/editor/upload")
    page.evaluate("document.querySelector('[data-upload]').dataset.limitMb = '0.000001'")
    _fill_in(page, file)
    page.keyboard.press("Enter")
    playwright.expect(page.locator("form [role=status]")).to_contain_text("Tệp quá lớn. Mỗi lần tối đa 4.096 MB.")
    playwright.expect(page.get_by_role("progressbar", name="Tiến độ gửi tệp")).to_be_hidden()
    assert page.evaluate(FOCUS)["id"] == "submit"
    page.evaluate("document.querySelector('[data-upload]').dataset.limitMb = '1'")
    page.keyboard.press("Enter")
    _taken_in(parts, page)


def test_an_address_is_handed_over_by_keyboard_alone(page: "playwright.Page") -> None:
    page.goto("/editor/arrivals")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert tab_to(page, "address") == ["address"]
    page.keyboard.type("https://bao.example/tin")
    assert tab_to(page, "submit")[:3] == ["address-programme", "address-title", "address-language"]
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".notice.good")).to_contain_text("Đã nhận địa chỉ")
    playwright.expect(page.get_by_role("row", name="bao.example")).to_contain_text("Chờ tải về")


def test_a_token_is_made_by_keyboard_alone_and_its_secret_is_chosen_as_a_whole(page: "playwright.Page") -> None:
    page.goto("/account/tokens")
    assert tab_to(page, "title") == ["title"]
    page.keyboard.type("máy dựng số 2")
    tab_to(page, "scopes")
    page.keyboard.press("Space")
    tab_to(page, "submit")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#secret")).to_be_visible()
    tab_to(page, "secret")
    chosen = page.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart")
    assert chosen == len(page.locator("#secret").input_value()) > 40
