"""A reader searches on a small telephone, with scripts switched off."""

from typing import TYPE_CHECKING

import pytest

from hub.extensions.parts import Parts
from hub.services import publisher
from tests.integration.search.archive import open_programmes, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What is tapped and is too small for a finger.
SMALL = """() => [...document.querySelectorAll('header a, form input, form select, form button, .card h2 a, .pages a')]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 80))"""


def test_a_reader_finds_news_from_any_page_on_a_small_telephone(
    served: str, chromium: "Browser", parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(parts.settings), "desk_url", served)
    monkeypatch.setattr(type(parts.settings), "public_url", served)
    open_programmes(parts)
    for number in range(12):
        publish(parts, f"Đường lên bản {number}: {'Nghiêng' * 30 if number == 11 else 'đã thông'}", hours=number)
    publisher.mark_all(parts)
    while publisher.render_batch(parts)[0]:
        pass
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    tab = context.new_page()
    tab.goto(f"{served}/")
    box = tab.get_by_label("Tìm trong tin, bài")
    box.fill("duong")
    box.press("Enter")
    tab.wait_for_url("**/search?q=duong")
    assert tab.locator("article").count() == 10
    assert tab.locator("mark").first.inner_text() == "Đường"
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate(SMALL) == []
    tab.get_by_text("Trang sau").click()
    assert tab.locator("article").count() == 2
    tab.locator("article a").first.click()
    tab.wait_for_url("**/items/**")
    assert tab.locator("h1").inner_text().startswith("Đường lên bản 1")
    assert context.cookies() == []
    context.close()
