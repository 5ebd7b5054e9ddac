"""An editor cuts an article from an issue of a newspaper without a mouse, on a wide screen and on a phone's."""

from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import Item, ItemState, Work
from hub.services import intake
from hub.services.intake import Submission
from tests.integration.intake import newspaper

from .keyboard import FOCUS, tab_to

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser

#: Stops until the last block of a page is reached.
MOST_STOPS = 80

PHONE = {"width": 360, "height": 640}


@pytest.fixture
def issue(parts: Parts, link: str, tmp_path: Path) -> str:
    """An issue of two pages in the newsroom of `link`, read already."""
    path = newspaper.make(tmp_path / "bao.pdf")
    item_id = intake.receive(parts, path, Submission(programme="thoi-su", name="bao.pdf", title="Báo số 12"))
    with parts.database.reading() as session:
        due = session.scalar(select(Work.id).where(Work.subject_id == item_id))
    runner.execute(parts, str(due))
    return item_id


def _articles(parts: Parts, issue: str) -> list[Item]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Item).where(Item.part_of == issue).order_by(Item.id)))


def _choose(page: "playwright.Page", *blocks: str) -> None:
    for block in blocks:
        tab_to(page, f"block-{block}", most=MOST_STOPS)
        page.keyboard.press("Space")


def _turn_to_the_second_page(page: "playwright.Page") -> None:
    tab_to(page, "show", most=MOST_STOPS)
    tab_to(page, "show")
    assert page.evaluate(FOCUS)["text"].endswith("2")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2**")


def _chosen(page: "playwright.Page") -> list[str]:
    return page.locator("input[name=block]:checked").evaluate_all("all => all.map((one) => one.value)")


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["desk", "phone"])
def test_blocks_of_two_pages_become_an_article_by_keyboard_alone_and_the_cut_is_undone(
    parts: Parts, page: "playwright.Page", issue: str, size: "playwright.ViewportSize"
) -> None:
    page.set_viewport_size(size)
    page.goto(f"/editor/items/{issue}/")
    page.get_by_role("link", name="Cắt bài từ số báo này").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cut")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    tab_to(page, "title")
    page.keyboard.type("Lũ quét & con đường mới")
    _choose(page, "2", "3")
    _turn_to_the_second_page(page)
    playwright.expect(page.locator("#so-far")).to_contain_text("trang 1 (2 đoạn)")
    playwright.expect(page.locator("#title")).to_have_value("Lũ quét & con đường mới")
    _choose(page, "2")
    tab_to(page, "submit", most=MOST_STOPS)
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".notice.good")).to_have_text("Đã cắt thành “Lũ quét & con đường mới”.")
    (article,) = _articles(parts, issue)
    assert "The flood line 0" in article.body
    assert "The a line 0" in article.body

    # What was just made is the first thing that is reached, and can be dropped there.
    assert tab_to(page, "submit") == ["a", "summary", "a", "submit"]
    assert page.evaluate(FOCUS)["text"].startswith("Bỏ, cắt lại")
    page.keyboard.press("Enter")
    playwright.expect(page.locator(".notice.good")).to_contain_text("đang được chọn lại")
    assert [one.state for one in _articles(parts, issue)] == [ItemState.WITHDRAWN]
    assert _chosen(page) == ["2", "3"]
    playwright.expect(page.locator("#so-far")).to_contain_text("trang 2 (1 đoạn)")
    playwright.expect(page.locator("#title")).to_have_value("Lũ quét & con đường mới")
    # The focus goes on where the choice stands, not at the head of the page.
    assert tab_to(page, "title") == ["title"]


def test_choosing_anew_from_the_beginning_takes_every_choice_back(page: "playwright.Page", issue: str) -> None:
    page.goto(f"/editor/items/{issue}/cut?kept=1.2-3,2.2&page=2#by-hand")
    again = page.get_by_role("link", name="Chọn lại từ đầu")
    again.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#so-far")).to_have_text("Chưa giữ đoạn nào.")
    assert _chosen(page) == []
    assert tab_to(page, "title") == ["title"]


def test_on_a_phone_a_long_page_is_folded_by_headlines_and_what_is_ticked_stays_in_sight(
    parts: Parts, page: "playwright.Page", issue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"/editor/items/{issue}/cut")
    unfolded_px = page.evaluate("document.documentElement.scrollHeight")
    monkeypatch.setattr("hub.web.issues.MOST_UNFOLDED", 3)
    page.goto(f"/editor/items/{issue}/cut?page=1#by-hand")
    assert page.evaluate("document.documentElement.scrollHeight") < unfolded_px
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    bar, folds = page.locator(".held"), page.locator("details.fold")
    assert folds.evaluate_all("all => all.some((one) => one.open)") is False
    fold = folds.filter(has=page.locator("#block-3"))
    fold.locator("summary").press("Enter")
    page.locator("#block-3").check()
    playwright.expect(bar).to_be_in_viewport()
    playwright.expect(bar).to_contain_text("Trang này: 1 đoạn")

    page.locator(".turns").first.get_by_role("button", name="2").click()
    page.wait_for_url("**page=2**")
    playwright.expect(bar).to_contain_text("Nơi khác: 1 đoạn")
    page.locator(".turns").first.get_by_role("button", name="1").click()
    playwright.expect(fold).to_have_attribute("open", "")

    page.goto(f"/editor/items/{issue}/cut")
    page.wait_for_load_state()
    page.evaluate("window.location.hash = '#block-3'")
    playwright.expect(page.locator("#block-3")).to_be_in_viewport()
    page.locator("#block-3").check()
    bar.get_by_role("button").click()
    playwright.expect(page.locator(".notice.good")).to_contain_text("Đã cắt thành")
    assert len(_articles(parts, issue)) == 1
