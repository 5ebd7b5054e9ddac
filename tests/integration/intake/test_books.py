"""A magazine as an EPUB becomes an issue, and its chapters become articles of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, Item, ItemState, Rendition, RenditionState
from hub.services import chosen_blocks, cutting_out, intake, issues, publishing
from hub.services.intake import Submission, asset_of
from tests.integration.intake import magazine

DoWork = Callable[..., list[str]]


def taken(parts: Parts, path: Path, do_work: DoWork, *, publish: bool = False) -> str:
    item_id = intake.receive(parts, path, Submission(programme="thoi-su", name=path.name, publish=publish, by="t"))
    assert do_work("intake", "render")[0] == "ok"
    return item_id


@pytest.fixture
def issue(newsroom: Parts, do_work: DoWork, tmp_path: Path) -> str:
    return taken(newsroom, magazine.make(tmp_path / "tap-chi.epub"), do_work, publish=True)


def held(parts: Parts, item_id: str) -> tuple[Item, Asset]:
    with parts.database.reading() as session:
        return publishing.get(session, item_id), asset_of(session, item_id)


def public_page(parts: Parts, item_id: str) -> str:
    return parts.storage.read(f"public/items/{item_id}/index.html").decode()


def test_readers_get_the_whole_book_and_editors_its_chapters(newsroom: Parts, issue: str) -> None:
    item, asset = held(newsroom, issue)
    assert (item.title, item.state) == (magazine.TITLE, ItemState.PUBLISHED)
    assert item.summary == "Ấn phẩm gồm 2 phần. Trong số này: Mưa lũ ở Mường Tè; Chợ phiên San Thàng."
    assert item.body.index("Ba cầu") < item.body.index("(picture:0)") < item.body.index("Ngô")
    assert item.body_html.count("<img") == 1
    assert "Trang 1" not in item.body
    assert asset.facts["issue"] | {"key": ""} == {"key": "", "pages": 2, "label": magazine.TITLE, "chapters": True}


def test_the_chapters_become_articles_with_their_marks_and_pictures(
    newsroom: Parts, issue: str, do_work: DoWork
) -> None:
    cut = cutting_out.cut_stories(newsroom, issue, {0, 1}, by="t")
    assert len(cut.made) == 2
    assert do_work("intake") == ["ok"]
    flood, market = (held(newsroom, article_id)[0] for article_id in cut.made)
    assert (flood.title, flood.part_of) == ("Mưa lũ ở Mường Tè", issue)
    assert flood.body == "Ba cầu **đã trôi** trong đêm.\n\n![Cầu trôi](picture:0)"
    assert market.body == "-   Ngô\n-   Thảo quả"
    assert f"../../media/{flood.id}/picture-001-large.jpg" in flood.body_html
    with newsroom.database.reading() as session:
        ready = select(Rendition.form).where(Rendition.item_id == flood.id, Rendition.state == RenditionState.READY)
        forms = session.scalars(ready).all()
        pieces = cutting_out.pieces(session, issue)
    assert sorted(forms) == ["page", "picture", "picture-thumb"]
    assert [(piece.item.title, piece.page) for piece in pieces] == [
        ("Mưa lũ ở Mường Tè", 1),
        ("Chợ phiên San Thàng", 2),
    ]
    assert cutting_out.cut_stories(newsroom, issue, {0, 1}, by="t").made == []


def test_blocks_of_chapters_are_cut_by_hand_in_the_order_of_the_book(newsroom: Parts, issue: str) -> None:
    kept = issues.read(newsroom, held(newsroom, issue)[1])
    assert [block.picture for block in kept.issue.pages[0].blocks] == [None, None, 0]
    article_id = cutting_out.cut(newsroom, issue, {(2, 2), (1, 3), (1, 2)}, title="Hai bài", by="t")
    article, asset = held(newsroom, article_id)
    assert article.body == "Ba cầu **đã trôi** trong đêm.\n\n![Cầu trôi](picture:0)\n\n-   Ngô\n-   Thảo quả"
    assert chosen_blocks.places_of(cutting_out._ranges(asset)) == {(1, 2), (1, 3), (2, 2)}


def test_readers_are_led_to_the_book_and_told_no_page(newsroom: Parts, issue: str, do_work: DoWork) -> None:
    (article_id,) = cutting_out.cut_stories(newsroom, issue, {1}, by="t").made
    publishing.publish(newsroom, article_id, by="t", push=False)
    do_work("render")
    shown = public_page(newsroom, article_id)
    assert f'Trích từ <a href="../../items/{issue}/index.html"><span>{magazine.TITLE}</span></a></p>' in shown


def test_a_book_of_one_chapter_is_an_article(newsroom: Parts, do_work: DoWork, tmp_path: Path) -> None:
    item_id = taken(newsroom, magazine.make(tmp_path / "a.epub", chapters=1), do_work)
    item, asset = held(newsroom, item_id)
    assert "issue" not in asset.facts
    assert item.summary == "Ba cầu đã trôi trong đêm."
