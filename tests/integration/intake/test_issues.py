"""A newspaper becomes an issue, and its stories become articles of their own."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import ConflictError
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, AuditEntry, Item, ItemState, Rendition
from hub.services import chosen_blocks, cutting_out, intake, issues, publisher, publishing
from hub.services.intake import Submission, asset_of
from tests.integration.intake import newspaper
from transcode.documents.cutting import stories
from transcode.errors import RejectedError

SAMPLE = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs" / "bao_mau_a3_4_cot.pdf"
needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample newspaper is not here")
FLOOD = {(1, 2), (1, 3)}
PICTURE = (1, 8)

DoWork = Callable[..., list[str]]


def taken(parts: Parts, path: Path, do_work: DoWork, *, publish: bool = False) -> str:
    wish = Submission(programme="thoi-su", name=path.name, publish=publish, by="t", credit="Báo mẫu", ai_label="dịch")
    item_id = intake.receive(parts, path, wish)
    assert do_work("intake", "render")[0] == "ok"
    return item_id


@pytest.fixture
def issue(newsroom: Parts, do_work: DoWork, tmp_path: Path) -> str:
    return taken(newsroom, newspaper.make(tmp_path / "bao.pdf"), do_work)


def held(parts: Parts, item_id: str) -> tuple[Item, Asset]:
    with parts.database.reading() as session:
        return publishing.get(session, item_id), asset_of(session, item_id)


def headings_of(parts: Parts, item_id: str, folder: Path) -> list[str]:
    """Of each article in an item's EPUB, in reading order."""
    with zipfile.ZipFile(parts.storage.fetch(f"renditions/{item_id}/article.epub", folder)) as book:
        names = sorted(name for name in book.namelist() if re.fullmatch(r"EPUB/article.*\.xhtml", name))
        return [re.findall(r"<h1[^>]*>(.*?)</h1>", book.read(name).decode())[0] for name in names]


def public_page(parts: Parts, item_id: str) -> str:
    return parts.storage.read(f"public/items/{item_id}/index.html").decode()


def test_an_issue_shows_a_picture_of_each_page_above_its_words(newsroom: Parts, issue: str) -> None:
    item, asset = held(newsroom, issue)
    assert asset.facts["issue"]["pages"] == 2
    with newsroom.database.reading() as session:
        forms = session.scalars(
            select(Rendition).where(Rendition.item_id == issue, Rendition.form == "picture").order_by(Rendition.name)
        ).all()
    assert [form.details["alt"] for form in forms] == ["Trang 1 trên 2", "Trang 2 trên 2"]
    places = [item.body.index(text) for text in ("(picture:0)", "The flood line", "(picture:1)", "Small news 0")]
    assert places == sorted(places)
    assert item.body_html.count("<img") == 2


def test_what_was_read_of_an_issue_is_kept_beside_the_original_and_is_not_public(newsroom: Parts, issue: str) -> None:
    _, asset = held(newsroom, issue)
    assert asset.facts["issue"]["key"].startswith("originals/")
    kept = issues.read(newsroom, asset)
    assert [story.title for story in stories(kept.issue)] == [title for title, *_ in newspaper.STORIES]
    assert len(kept.pictures) == 1
    assert newsroom.storage.read(kept.pictures[0])[:2] == b"\xff\xd8"


def test_chosen_blocks_become_a_draft_that_tells_where_it_stood(newsroom: Parts, issue: str) -> None:
    article_id = cutting_out.cut(newsroom, issue, FLOOD, by="thao@hub.example")
    article, asset = held(newsroom, article_id)
    source, original = held(newsroom, issue)
    assert (article.title, article.state, article.part_of) == ("Flood in Muong Te", ItemState.DRAFT, issue)
    assert (article.programme_id, article.language) == (source.programme_id, source.language)
    assert (article.credit, article.ai_label) == ("Báo mẫu", "dịch")
    assert article.body.startswith("The flood line 0")
    assert "In short" not in article.body
    assert article.summary.startswith("The flood line 0")
    assert asset.sha256 == original.sha256
    assert (asset.facts["cut"], asset.facts["page"], asset.state) == ([[1, 2, 3]], 1, AssetState.READY)
    with newsroom.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.who == "thao@hub.example")).all()
        assert {(one.verb, one.subject_id) for one in entries} == {("item.cut-out", article_id), ("item.cut", issue)}


def test_an_article_has_the_pictures_that_were_chosen_where_they_stood(
    newsroom: Parts, issue: str, do_work: DoWork
) -> None:
    article_id = cutting_out.cut(newsroom, issue, {*FLOOD, PICTURE, (1, 4)}, title="Lũ ở Mường Tè", by="t")
    article, asset = held(newsroom, article_id)
    assert (article.title, asset.state) == ("Lũ ở Mường Tè", AssetState.RECEIVED)
    places = [article.body.index(text) for text in ("The flood line 0", "(picture:0)", "In short number 0")]
    assert places == sorted(places)
    assert do_work("intake") == ["ok"]
    article, asset = held(newsroom, article_id)
    assert asset.state == AssetState.READY
    assert f"../../media/{article_id}/picture-001-large.jpg" in article.body_html


def test_the_same_blocks_are_cut_once_until_their_article_is_put_aside(newsroom: Parts, issue: str) -> None:
    article_id = cutting_out.cut(newsroom, issue, FLOOD, title="Lũ", by="t")
    with pytest.raises(ConflictError) as refused:
        cutting_out.cut(newsroom, issue, FLOOD, by="t")
    assert (refused.value.code, refused.value.facts["title"]) == ("cut-already", "Lũ")
    assert refused.value.facts["item"] == article_id
    publishing.withdraw(newsroom, article_id, by="t")
    assert cutting_out.cut(newsroom, issue, FLOOD, by="t") != article_id


def test_stories_of_the_outline_become_articles_and_those_that_are_there_are_told(newsroom: Parts, issue: str) -> None:
    first = cutting_out.cut_stories(newsroom, issue, {0, 2, 77}, by="t")
    assert (len(first.made), first.known) == (2, [])
    every = cutting_out.cut_stories(newsroom, issue, {0, 1, 2}, by="t")
    assert len(every.made) == 1
    assert every.known == ["Flood in Muong Te", "A new road to Sin Ho"]
    with newsroom.database.reading() as session:
        found = [(piece.item.title, piece.page) for piece in cutting_out.pieces(session, issue)]
    assert found == [(title, page) for title, page, *_ in newspaper.STORIES]


def test_the_book_of_an_issue_holds_the_articles_that_were_cut_from_it_and_are_public(
    newsroom: Parts, issue: str, do_work: DoWork, tmp_path: Path
) -> None:
    first, second = cutting_out.cut_stories(newsroom, issue, {0, 1}, by="t").made
    for one in (second, first):
        publishing.publish(newsroom, one, by="t", push=False)
    assert set(do_work("intake", "transcode")) == {"ok"}
    titles = [title for title, *_ in newspaper.STORIES]
    assert headings_of(newsroom, issue, tmp_path) == titles[:2]
    publishing.withdraw(newsroom, first, by="t")
    assert do_work("transcode") == ["ok"]
    assert headings_of(newsroom, issue, tmp_path) == titles[1:2]


def test_without_an_outline_the_headlines_are_the_stories(newsroom: Parts, do_work: DoWork, tmp_path: Path) -> None:
    issue = taken(newsroom, newspaper.make(tmp_path / "bao.pdf", outline=False), do_work)
    cut = cutting_out.cut_stories(newsroom, issue, range(9), by="t")
    titles = [held(newsroom, article_id)[0].title for article_id in cut.made]
    # The name of the paper is no story.
    assert titles == [title for title, *_ in newspaper.STORIES]


def test_the_newspaper_that_comes_again_is_the_issue_and_none_of_its_articles(
    newsroom: Parts, issue: str, do_work: DoWork, tmp_path: Path
) -> None:
    cutting_out.cut(newsroom, issue, FLOOD, by="t")
    publishing.withdraw(newsroom, issue, by="t")
    again = taken(newsroom, newspaper.make(tmp_path / "lan-hai.pdf"), do_work)
    assert again != issue
    assert held(newsroom, again)[0].part_of is None


def test_readers_are_told_where_an_article_stood_and_led_there_while_the_issue_is_public(
    newsroom: Parts, issue: str, do_work: DoWork
) -> None:
    article_id = cutting_out.cut(newsroom, issue, FLOOD, by="t")
    publishing.correct(newsroom, issue, {"title": "Báo số 12"}, by="t")
    publishing.publish(newsroom, article_id, by="t", push=False)
    do_work("render")
    assert "Trích từ <span>Báo số 12</span>, trang 1" in public_page(newsroom, article_id)
    publishing.publish(newsroom, issue, by="t", push=False)
    do_work("render")
    linked = f'Trích từ <a href="../../items/{issue}/index.html#trang-1"><span>Báo số 12</span></a>, trang 1'
    assert linked in public_page(newsroom, article_id)
    assert 'alt="Trang 2 trên 2"' in public_page(newsroom, issue)
    publishing.withdraw(newsroom, issue, by="t", reason="thử")
    do_work("render")
    assert "Trích từ <span>Báo số 12</span>, trang 1" in public_page(newsroom, article_id)


def test_the_list_of_issues_stands_before_the_first_of_them(newsroom: Parts, do_work: DoWork) -> None:
    publisher.mark_all(newsroom)
    do_work("render")
    assert "Chưa có nội dung nào ở đây." in newsroom.storage.read("public/issues/index.html").decode()


def test_an_issue_goes_page_by_page_with_the_articles_that_were_cut_from_each(
    newsroom: Parts, issue: str, do_work: DoWork
) -> None:
    articles = cutting_out.cut_stories(newsroom, issue, {0, 2}, by="t").made
    for one in (issue, *articles):
        publishing.publish(newsroom, one, by="t", push=False)
    do_work("render", "intake", "transcode")
    contents, *sheets = public_page(newsroom, issue).split('<section id="trang-')
    assert re.findall(r'<a href="#trang-(\d)">Trang (\d)</a>', contents) == [("1", "1"), ("2", "2")]
    for sheet, number, article, words in zip(sheets, "12", articles, ("flood line 0", "Small news 0"), strict=True):
        found = [sheet.index(f'{number}"'), *(sheet.index(text) for text in (article, f"Trang {number} trên", words))]
        assert found == sorted(found)
        assert not [one for one in articles if one != article and one in sheet.partition("</section>")[0]]
    assert "Các bài trong số này" not in contents + sheets[-1]
    # The list of issues shows its first page.
    shown = newsroom.storage.read("public/issues/index.html").decode()
    card = shown.partition(f"items/{issue}/")[0].rpartition("<article")[2]
    assert f'<img src="../media/{issue}/' in card


def test_an_article_is_no_issue_and_pictures_alone_are_no_article(
    newsroom: Parts, issue: str, do_work: DoWork, tmp_path: Path
) -> None:
    text = tmp_path / "tin.md"
    text.write_text("# Tin\n\nMột đoạn.")
    with pytest.raises(ConflictError):
        cutting_out.cut(newsroom, taken(newsroom, text, do_work), FLOOD, by="t")
    for nothing in ((), {PICTURE}):
        with pytest.raises(RejectedError):
            cutting_out.cut(newsroom, issue, nothing, by="t")


@needs_sample
def test_the_name_of_a_newspaper_and_its_date_stand_in_the_headline_and_nowhere_else(
    newsroom: Parts, do_work: DoWork
) -> None:
    issue = taken(newsroom, SAMPLE, do_work, publish=True)
    item, asset = held(newsroom, issue)
    assert item.title == "BÁO MẪU LAI CHÂU – Chủ nhật, 22/11/2026 – Số thử nghiệm 0001"
    assert item.summary.startswith("Số báo 3 trang. Trong số này: Người dân Macedonia")
    assert item.body.startswith("![Trang 1 trên 3](picture:0)\n\n## Người dân Macedonia")
    shown = public_page(newsroom, issue)
    assert "Giá: 5.000" not in shown
    assert shown.split("<main", 1)[1].count("BÁO MẪU LAI CHÂU") == 1
    assert asset.facts["issue"]["label"].startswith("Chủ nhật, 22/11/2026 • Số thử nghiệm 0001")


@needs_sample
def test_a_real_newspaper_gives_the_nine_articles_of_its_outline(newsroom: Parts, do_work: DoWork) -> None:
    issue = taken(newsroom, SAMPLE, do_work)
    cut = cutting_out.cut_stories(newsroom, issue, range(9), by="t")
    assert len(cut.made) == 9
    assert set(do_work("intake")) == {"ok"}
    shown = [held(newsroom, article_id)[0] for article_id in cut.made]
    shark = shown[2]
    assert shark.title == "Cá mập tấn công chú bé 13 tuổi lặn biển bắt tôm hùm tại California"
    assert shark.body.endswith("không phải là một loài cá mập nguy hiểm.")
    assert [article.body_html.count("<img") for article in shown] == [1, 0, 0, 0, 0, 0, 0, 0, 1]
    _, asset = held(newsroom, issue)
    kept = issues.read(newsroom, asset)
    with newsroom.database.reading() as session:
        over = cutting_out.pieces(session, issue)[4]
    assert {page for page, _ in over.places} == {1, 2}
    assert over.places == chosen_blocks.of_story(kept.issue, stories(kept.issue)[4])
