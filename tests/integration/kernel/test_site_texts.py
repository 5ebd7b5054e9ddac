"""What the site says about itself: shipped, changed by the newsroom, and given back."""

import pytest

from hub.errors import InvalidError, NotFoundError
from hub.extensions.parts import Parts
from hub.models import AuditEntry
from hub.services import publisher, site_texts
from tests.integration.kernel.newsroom import page, work_off


def change(parts: Parts, slug: str, body: str) -> None:
    with parts.database.writing() as session:
        site_texts.change(session, slug, body, by="an@laichau.example")
    work_off(parts)


def test_every_hub_says_who_makes_it_whom_to_write_to_and_what_is_accessible(newsroom: Parts) -> None:
    publisher.mark_all(newsroom)
    work_off(newsroom)
    for slug, words in (
        ("about", ("Không cookie", "nhãn", "Khi có sai sót")),
        ("contacts", ('href="mailto:toa-soan@hub.example"', newsroom.settings.site_title)),
        ("accessibility", ("WCAG 2.2", "Thông tư 26/2020/TT-BTTTT", "chưa được", "mailto:toa-soan@hub.example")),
    ):
        shown = page(newsroom, f"{slug}/index.html")
        assert f"<h1>{site_texts.TITLES[slug]}</h1>" in shown
        assert not [one for one in words if one not in shown]
        assert "$" not in shown.partition("<main")[2]
        assert "Cập nhật lúc" not in shown


def test_a_text_of_the_newsroom_stands_until_it_is_given_back_and_each_change_is_told(newsroom: Parts) -> None:
    change(newsroom, "about", "# Chào\r\n\r\nCủa **$site_title**.<script>x</script> 5 $ một số.")
    shown = page(newsroom, "about/index.html")
    assert f"<strong>{newsroom.settings.site_title}</strong>" in shown
    assert "5 $ một số" in shown
    assert "Cập nhật lúc" in shown
    assert "<script>x" not in shown
    change(newsroom, "about", "  \n")
    assert "Quyền riêng tư" in page(newsroom, "about/index.html")
    with newsroom.database.reading() as session:
        assert site_texts.held(session, "about").updated_at is None
        told = [(one.who, one.subject_id) for one in session.query(AuditEntry).filter_by(verb="site_text.changed")]
    assert told == [("an@laichau.example", "about")] * 2


def test_the_hubs_own_text_is_its_own_again_however_it_comes_back(newsroom: Parts) -> None:
    for body in ("Gọi số 1900.", "Gọi số 1900.\n", site_texts.shipped("contacts").replace("\n", "\r\n")):
        change(newsroom, "contacts", body)
    with newsroom.database.reading() as session:
        assert site_texts.held(session, "contacts").updated_at is None
        # What is saved unchanged is no change.
        assert session.query(AuditEntry).filter_by(verb="site_text.changed").count() == 2


def test_links_within_the_site_hold_wherever_its_tree_stands(newsroom: Parts) -> None:
    change(newsroom, "about", "[Đầu](/) [Kênh](/feeds/#all) [Tệp](/feeds.opml) [Ngoài](https://a.example/b/)")
    shown = page(newsroom, "about/index.html").partition("<main")[2].partition("</main>")[0]
    targets = ["../index.html", "../feeds/index.html#all", "../feeds.opml", "https://a.example/b/"]
    assert [one for one in targets if f'href="{one}"' not in shown] == []


def test_a_text_that_is_none_or_far_too_long_is_refused(newsroom: Parts) -> None:
    with pytest.raises(NotFoundError):
        change(newsroom, "../about", "x")
    with pytest.raises(InvalidError):
        change(newsroom, "about", "x" * 100_001)
