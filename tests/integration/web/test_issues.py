"""Cutting an issue into articles, as an editor does it, without JavaScript."""

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.jobs import handlers
from hub.jobs.handlers import Task
from hub.models import Item, ItemState, RoleName, Work
from hub.services import intake, publishing, work
from hub.services.intake import Submission
from tests.integration.intake import magazine, newspaper

from .conftest import SignIn, token_of


class _Heart:
    released = False

    def cancelled(self) -> bool:
        return False

    def progress(self, fraction: float) -> None:
        self.fraction = fraction


@pytest.fixture
def issue(parts: Parts, programme: str, tmp_path: Path) -> str:
    return _taken(parts, newspaper.make(tmp_path / "bao.pdf"), programme, tmp_path)


def _taken(parts: Parts, path: Path, programme: str, tmp_path: Path) -> str:
    item_id = intake.receive(parts, path, Submission(programme=programme, name=path.name, title="Báo số 12"))
    with parts.database.reading() as session:
        work_id = session.scalar(select(Work.id).where(Work.subject_id == item_id, Work.kind == "intake"))
    lease = work.claim(parts.database, str(work_id), owner="test", lease_s=30)
    assert lease is not None
    folder = tmp_path / "scratch"
    folder.mkdir()
    assert handlers.HANDLERS["intake"](Task(parts=parts, lease=lease, heart=_Heart(), folder=folder)).name == "ok"
    shutil.rmtree(folder)
    return item_id


@pytest.fixture
def desk(sign_in: SignIn) -> FlaskClient:
    return sign_in(RoleName.REPORTER)


def _shown(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _post(client: FlaskClient, item_id: str, way: str = "", **data: str | list[str]) -> TestResponse:
    token = token_of(client, f"/editor/items/{item_id}/cut")
    return client.post(f"/editor/items/{item_id}/cut{way}", data={"csrf_token": token, **data})


def _ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="(\d+)" checked', page)


def _articles(parts: Parts, issue: str) -> list[Item]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Item).where(Item.part_of == issue).order_by(Item.id)))


def test_the_issue_leads_to_a_page_with_its_picture_and_its_blocks_in_reading_order(
    desk: FlaskClient, issue: str
) -> None:
    assert f'href="/editor/items/{issue}/cut"' in _shown(desk, f"/editor/items/{issue}/")
    page = _shown(desk, f"/editor/items/{issue}/cut")
    assert 'alt="Trang 1 trên 2"' in page
    picture = re.search(r'<img src="(/editor/items/[^"]+)" alt="Trang 1', page)
    assert picture is not None
    assert desk.get(picture[1]).mimetype == "image/jpeg"
    assert re.findall(r'name="block" value="(\d+)"', page) == [str(at) for at in range(1, 9)]
    assert page.index("Flood in Muong Te</span>") < page.index("The flood line 0") < page.index("The market line 0")
    assert page.count('class="block headline"') == 3
    # Every rectangle on the picture leads to the block that it stands for.
    assert set(re.findall(r'href="#(block-\d+)"', page)) == set(re.findall(r'id="(block-\d+)"', page))


def test_one_press_cuts_the_stories_of_the_outline_which_are_ticked_already(
    desk: FlaskClient, parts: Parts, issue: str
) -> None:
    offered = _ticked(_shown(desk, f"/editor/items/{issue}/cut"), "story")
    assert offered == ["0", "1", "2"]
    assert _post(desk, issue, "/stories", story=offered).status_code == 303
    assert [article.title for article in _articles(parts, issue)] == [title for title, *_ in newspaper.STORIES]
    page = _shown(desk, f"/editor/items/{issue}/cut")
    assert _ticked(page, "story") == []
    assert page.count("Đã cắt thành <a") >= 3
    assert _post(desk, issue, "/stories", story=["1"]).status_code == 303
    assert "Đã cắt thành “Market day in San Thang” từ trước." in _shown(desk, f"/editor/items/{issue}/cut")
    assert len(_articles(parts, issue)) == 3


def test_pressing_without_a_story_cuts_nothing_and_says_so(desk: FlaskClient, parts: Parts, issue: str) -> None:
    _post(desk, issue, "/stories")
    assert "Chưa chọn bài nào." in _shown(desk, f"/editor/items/{issue}/cut")
    assert _articles(parts, issue) == []


def test_blocks_of_several_pages_and_a_title_become_one_article(desk: FlaskClient, parts: Parts, issue: str) -> None:
    turned = _post(desk, issue, page="1", block=["2", "3"], title="Lũ & đường", show="2")
    assert turned.status_code == 303
    second = _shown(desk, turned.headers["Location"])
    assert 'alt="Trang 2 trên 2"' in second
    assert 'name="kept" value="1.2-3"' in second
    assert 'value="Lũ &amp; đường"' in second
    back = _post(desk, issue, page="2", kept="1.2-3", block=["2"], title="Lũ & đường", show="1")
    assert _ticked(_shown(desk, back.headers["Location"]), "block") == ["2", "3"]
    # On the open page the ticks count, not what was kept of it.
    cut = _post(desk, issue, page="1", kept="1.2-4,2.2", block=["2", "3"], title="Lũ & đường")
    assert cut.status_code == 303
    (article,) = _articles(parts, issue)
    assert article.title == "Lũ & đường"
    assert "The flood line 0" in article.body
    assert "The a line 0" in article.body
    assert "In short number 0 of column 0 of page 1" not in article.body


def test_what_was_cut_before_is_told_with_the_way_to_it_and_the_choice_stays(
    desk: FlaskClient, parts: Parts, issue: str
) -> None:
    _post(desk, issue, page="1", block=["2", "3"], title="Lũ")
    again = _post(desk, issue, page="1", block=["2", "3"], title="Lũ nữa")
    assert again.status_code == 409
    page = again.get_data(as_text=True)
    (article,) = _articles(parts, issue)
    assert "Những đoạn này đã cắt thành “Lũ”." in page
    assert f'href="/editor/items/{article.id}/">Mở bài đó' in page
    assert _ticked(page, "block") == ["2", "3"]
    assert 'value="Lũ nữa"' in page


def test_cutting_nothing_is_told_in_the_form(desk: FlaskClient, parts: Parts, issue: str) -> None:
    nothing = _post(desk, issue, page="1", title="Lũ")
    assert nothing.status_code == 422
    assert "Chưa chọn đoạn nào có chữ." in nothing.get_data(as_text=True)
    assert _post(desk, issue, page="x", block=["x", "999"], kept="9.9,..").status_code == 422
    assert _articles(parts, issue) == []


def test_a_story_can_be_opened_block_by_block_before_it_is_cut(desk: FlaskClient, issue: str) -> None:
    page = _shown(desk, f"/editor/items/{issue}/cut")
    link = re.search(r'href="([^"]+)#by-hand">Xem và sửa từng đoạn', page)
    assert link is not None
    opened = _shown(desk, link[1].replace("&amp;", "&"))
    assert _ticked(opened, "block") == ["2", "3", "4", "8"]
    assert 'value="Flood in Muong Te"' in opened


def test_issue_and_article_lead_to_each_other(desk: FlaskClient, parts: Parts, issue: str) -> None:
    _post(desk, issue, page="2", block=["1", "2"])
    (article,) = _articles(parts, issue)
    assert f'<a href="/editor/items/{article.id}/"' in _shown(desk, f"/editor/items/{issue}/")
    page = _shown(desk, f"/editor/items/{article.id}/")
    assert f'Trích từ số báo <a href="/editor/items/{issue}/" lang="vi">Báo số 12</a>, trang 2' in page
    assert f"/editor/items/{article.id}/cut" not in page


def _undo(client: FlaskClient, issue: str, article: str) -> TestResponse:
    return _post(client, issue, "/undo", article=article)


def test_a_cut_is_undone_and_its_blocks_are_chosen_again(desk: FlaskClient, parts: Parts, issue: str) -> None:
    _post(desk, issue, page="1", block=["2", "3"], kept="2.2", title="Lũ & đường")
    (article,) = _articles(parts, issue)
    assert f'value="{article.id}"' in _shown(desk, f"/editor/items/{issue}/cut")
    undone = _undo(desk, issue, article.id)
    assert undone.status_code == 303
    page = _shown(desk, undone.headers["Location"])
    assert "Đã bỏ “Lũ &amp; đường”" in page
    assert _ticked(page, "block") == ["2", "3"]
    assert 'name="kept" value="1.2-3,2.2"' in page
    assert 'value="Lũ &amp; đường"' in page
    assert [one.state for one in _articles(parts, issue)] == [ItemState.WITHDRAWN]
    # The same can be cut again.
    assert _post(desk, issue, page="1", block=["2", "3"], kept="2.2", title="Lũ").status_code == 303


def test_only_a_draft_is_undone_by_whoever_cut_it_or_an_editor(
    desk: FlaskClient, sign_in: SignIn, parts: Parts, issue: str
) -> None:
    editor = sign_in()
    _post(editor, issue, page="1", block=["2", "3"])
    (article,) = _articles(parts, issue)
    assert "/cut/undo" not in _shown(desk, f"/editor/items/{issue}/cut")
    assert _undo(desk, issue, article.id).status_code == 403
    publishing.publish(parts, article.id, by="t", push=False)
    assert "/cut/undo" not in _shown(editor, f"/editor/items/{issue}/cut")
    refused = _undo(editor, issue, article.id)
    assert "Không thể bỏ khi nội dung đang ở trạng thái “đã xuất bản”." in _shown(editor, refused.headers["Location"])
    assert _undo(editor, issue, issue).status_code == 404
    assert [one.state for one in _articles(parts, issue)] == [ItemState.PUBLISHED]


def test_a_book_is_cut_by_its_chapters_without_pictures_of_pages(
    desk: FlaskClient, parts: Parts, programme: str, tmp_path: Path
) -> None:
    book = _taken(parts, magazine.make(tmp_path / "tap-chi.epub"), programme, tmp_path)
    assert "Sách, tạp chí: 2 phần" in _shown(desk, f"/editor/items/{book}/")
    page = _shown(desk, f"/editor/items/{book}/cut")
    assert "Tạp chí Mường Tè, số 5 · 2 phần" in page
    assert 'class="scan"' not in page
    assert "trang" not in page.partition("<main")[2].partition("</main>")[0].lower()
    # The picture of the article stands where it stands in the book.
    assert re.search(r'<img src="/editor/items/[^"]+picture-001-large[^"]*" alt="Cầu trôi"', page)
    assert _ticked(page, "story") == ["0", "1"]
    assert _post(desk, book, "/stories", story=["0", "1"]).status_code == 303
    assert [article.title for article in _articles(parts, book)] == ["Mưa lũ ở Mường Tè", "Chợ phiên San Thàng"]
    article = _articles(parts, book)[1]
    assert "</a>, phần 2</p>" in _shown(desk, f"/editor/items/{article.id}/")


def test_only_an_issue_can_be_cut(desk: FlaskClient, parts: Parts, programme: str, tmp_path: Path) -> None:
    text = tmp_path / "tin.md"
    text.write_text("# Tin")
    other = intake.receive(parts, text, Submission(programme=programme, name="tin.md"))
    assert desk.get(f"/editor/items/{other}/cut").status_code == 409
    assert desk.get("/editor/items/khong-co/cut").status_code == 404


def test_whoever_is_not_of_the_newsroom_is_led_to_the_sign_in_page(client: FlaskClient, issue: str) -> None:
    assert "/sign-in" in client.get(f"/editor/items/{issue}/cut").headers["Location"]
