"""Corrections and withdrawals as readers are told of them, from the change to the files."""

import json

import pytest
from sqlalchemy import select

from hub.errors import InvalidError
from hub.extensions.clock import local
from hub.models import AuditEntry, Correction
from hub.services import errata, publishing
from tests.integration.kernel.newsroom import page, receive, work_off, write_article

NOTE = "Giá ngô là 7.500 đồng,\n không phải 75.000 đồng."


@pytest.fixture
def item_id(newsroom, tmp_path) -> str:
    """A published article."""
    made = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô tăng"))
    work_off(newsroom)
    return made


def rows(parts) -> list[Correction]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Correction).order_by(Correction.id)))


def shown(parts, item_id: str) -> str:
    return " ".join(page(parts, f"items/{item_id}/index.html").split())


def content(parts) -> str:
    [entry] = json.loads(page(parts, "feeds/all.json"))["items"]
    return str(entry["content_html"])


def test_a_correction_is_kept_with_the_change_and_told_on_the_page_and_in_feeds(newsroom, item_id):
    publishing.correct(newsroom, item_id, {"title": "Giá ngô", "body": "Đã sửa.", "tags": ["ngô"]}, by="t", note=NOTE)
    work_off(newsroom)
    [row] = rows(newsroom)
    with newsroom.database.reading() as session:
        item = publishing.get(session, item_id)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "item.changed")).one()
    assert (row.item_id, row.revision, row.made_at) == (item_id, 2, item.updated_at)
    assert (row.fields, row.note) == (["body", "tags", "title"], " ".join(NOTE.split()))
    # The newsroom reads in the item's history what readers were told.
    assert entry.detail["reason"] == row.note
    when = local(row.made_at).strftime("%d/%m/%Y, %H:%M")
    assert f'{when}</time>: tiêu đề, nội dung. <span dir="auto">{row.note}</span>' in shown(newsroom, item_id)
    assert content(newsroom).startswith(f"<p><strong>Đã sửa tiêu đề, nội dung ({when}).</strong> {row.note}</p>")


def test_every_correction_stays_on_the_page_and_the_feed_tells_the_last(newsroom, item_id):
    publishing.correct(newsroom, item_id, {"title": "Giá ngô"}, by="t", note="Lần một.")
    publishing.correct(newsroom, item_id, {"authors": ["Lò Thị Bình"]}, by="t", note="Lần hai.")
    work_off(newsroom)
    told = shown(newsroom, item_id)
    assert 0 < told.index('tác giả. <span dir="auto">Lần hai.') < told.index('tiêu đề. <span dir="auto">Lần một.')
    assert "Lần hai." in content(newsroom)
    assert "Lần một." not in content(newsroom)


def test_other_tags_or_places_alone_are_no_correction_to_readers(newsroom, item_id):
    publishing.correct(newsroom, item_id, {"tags": ["ngô"], "places": ["phong-tho"]}, by="t", note="Xếp lại.")
    work_off(newsroom)
    assert "Phong Thổ" in shown(newsroom, item_id)
    for told in (shown(newsroom, item_id), content(newsroom)):
        assert "Đã sửa" not in told
        assert "Xếp lại." not in told


def test_a_draft_is_changed_without_a_word(newsroom, tmp_path):
    draft = receive(newsroom, write_article(tmp_path / "b.md", "Nháp"), publish=False)
    work_off(newsroom)
    publishing.correct(newsroom, draft, {"title": "Tin"}, by="t", note="Gõ nhầm.")
    publishing.publish(newsroom, draft, by="t")
    work_off(newsroom)
    assert rows(newsroom) == []
    assert "Đã sửa" not in shown(newsroom, draft)


def test_a_note_that_nobody_would_read_is_refused_and_nothing_is_changed(newsroom, item_id):
    with pytest.raises(InvalidError, match=str(errata.LONGEST_NOTE)):
        publishing.correct(newsroom, item_id, {"title": "Khác"}, by="t", note="x" * (errata.LONGEST_NOTE + 1))
    with newsroom.database.reading() as session:
        assert publishing.get(session, item_id).title == "Giá ngô tăng"


def test_the_reason_of_a_withdrawal_stays_in_the_newsroom_and_the_words_for_readers_stand_at_its_address(
    newsroom, item_id
):
    publishing.withdraw(newsroom, item_id, by="t", reason="Nguồn tin xin rút", to_readers="Bài nêu sai số liệu.")
    work_off(newsroom)
    gone = page(newsroom, f"items/{item_id}/gone.html")
    assert "Bài nêu sai số liệu." in gone
    assert "Nguồn tin xin rút" not in gone
    # What was said then does not hold of another withdrawal.
    publishing.publish(newsroom, item_id, by="t")
    work_off(newsroom)
    assert "số liệu" not in shown(newsroom, item_id)
    assert "Đã sửa" not in shown(newsroom, item_id)
    publishing.withdraw(newsroom, item_id, by="t", reason="Nguồn tin xin rút")
    work_off(newsroom)
    assert "Lời cho bạn đọc" not in page(newsroom, f"items/{item_id}/gone.html")
