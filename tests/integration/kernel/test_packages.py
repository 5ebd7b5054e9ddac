"""Packages: what is in them, what is made anew when an editor chooses otherwise, and what is refused."""

from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.parts import Parts
from hub.models import AuditEntry, ListingEntry
from hub.services import listings, packages, publishing
from hub.services.packages import Wanted
from tests.integration.kernel.newsroom import PRINT, RADIO, page, publish_row, receive, record, work_off, write_article

BOTH = Wanted(title="Cho bà con", listings=["print", "radio"], description="Đọc và nghe.")


def add(parts: Parts, slug: str = "ba-con", wanted: Wanted = BOTH) -> None:
    with parts.database.writing() as session:
        packages.add(session, slug, wanted, by="mai")
    work_off(parts)


def change(parts: Parts, wanted: Wanted, slug: str = "ba-con") -> None:
    with parts.database.writing() as session:
        packages.change(session, slug, wanted, by="mai")
    work_off(parts)


def stands(parts: Parts, path: str) -> bool:
    return parts.storage.stat(f"public/{path}") is not None


def counts(parts: Parts) -> dict[str, int]:
    with parts.database.reading() as session:
        return {one.slug: count for one, count in packages.every(session)}


def test_a_new_package_has_a_page_feeds_and_a_line_for_subscribing_with_what_was_there_before(
    newsroom: Parts, tmp_path: Path
) -> None:
    made = receive(newsroom, write_article(tmp_path / "a.md", "Chợ phiên"))
    receive(newsroom, record(tmp_path / "a.wav", 2), RADIO)
    work_off(newsroom)
    add(newsroom, wanted=Wanted(title="Báo đọc", listings=["print", "language-vi"]))
    assert f"items/{made}/" in page(newsroom, "packages/ba-con/index.html")
    assert "Chợ phiên" in page(newsroom, "feeds/package-ba-con.rss")
    assert 'id="package-ba-con"' in page(newsroom, "feeds/index.html")
    assert "Báo đọc" in page(newsroom, "packages/index.html")
    assert counts(newsroom) == {"ba-con": 1}
    new = receive(newsroom, write_article(tmp_path / "b.md", "Giá ngô"))
    work_off(newsroom)
    assert counts(newsroom) == {"ba-con": 2}
    publishing.withdraw(newsroom, new, by="t")
    assert counts(newsroom) == {"ba-con": 1}


def test_a_package_that_an_editor_makes_smaller_loses_its_archive_pages(newsroom: Parts) -> None:
    for number in range(45):
        publish_row(newsroom, f"Tin {number}")
    work_off(newsroom)
    add(newsroom)
    pages = [f"packages/ba-con/page/{number}/index.html" for number in (1, 2)]
    assert all(stands(newsroom, path) for path in pages)
    assert "Tin 0<" in page(newsroom, pages[0])
    change(newsroom, Wanted(title="Chỉ nghe", listings=["radio"]))
    assert not any(stands(newsroom, f"{path}{ending}") for path in pages for ending in ("", ".gz", ".br"))
    assert "Chỉ nghe" in page(newsroom, "packages/ba-con/index.html")
    assert "Tin 4" not in page(newsroom, "feeds/package-ba-con.rss")
    assert "Chỉ nghe" in page(newsroom, "feeds/index.html")
    change(newsroom, BOTH)
    assert all(stands(newsroom, path) for path in pages)


def test_a_package_that_is_offered_no_more_keeps_its_page_and_feeds(newsroom: Parts) -> None:
    publish_row(newsroom, "Tin")
    add(newsroom)
    with newsroom.database.writing() as session:
        packages.offer(session, "ba-con", offered=False, by="mai")
    work_off(newsroom)
    for path in ("feeds/index.html", "packages/index.html", "feeds.opml"):
        assert "ba-con" not in page(newsroom, path), path
    publish_row(newsroom, "Tin sau")
    work_off(newsroom)
    assert "Tin sau" in page(newsroom, "feeds/package-ba-con.rss")
    assert "Tin sau" in page(newsroom, "packages/ba-con/index.html")
    with newsroom.database.writing() as session:
        packages.offer(session, "ba-con", offered=True, by="mai")
    work_off(newsroom)
    assert "ba-con" in page(newsroom, "feeds/index.html")


def test_who_made_changed_and_offered_a_package_is_on_record_and_a_change_of_nothing_is_not(newsroom: Parts) -> None:
    add(newsroom)
    change(newsroom, BOTH)
    change(newsroom, Wanted(title="Khác", listings=["print"]))
    with newsroom.database.writing() as session:
        packages.offer(session, "ba-con", offered=False, by="mai")
        packages.offer(session, "ba-con", offered=False, by="mai")
    with newsroom.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.verb.like("package.%")).order_by(AuditEntry.id))
        assert [(one.who, one.verb) for one in entries] == [
            ("mai", "package.added"),
            ("mai", "package.changed"),
            ("mai", "package.not-offered"),
        ]


@pytest.mark.parametrize(
    ("slug", "wanted", "code"),
    [
        ("Bà con", BOTH, "not-a-slug"),
        ("ba-con-lite", BOTH, "slug-reserved"),
        ("moi", Wanted(title=" ", listings=["print"]), "package-without-title"),
        ("moi", Wanted(title="Mới", listings=[]), "package-without-lists"),
        ("moi", Wanted(title="Mới", listings=["print"], language="xx"), "package-language"),
        *(
            ("moi", Wanted(title="Mới", listings=["print", name]), "package-unknown-list")
            for name in (
                "place-ha-noi",
                "topic-chua-co",
                "programme-x",
                "organisation-x",
                "language-xx",
                "all",
                "day-1",
            )
        ),
    ],
)
def test_what_cannot_be_a_package_is_refused(newsroom: Parts, slug: str, wanted: Wanted, code: str) -> None:
    with newsroom.database.writing() as session, pytest.raises(InvalidError) as refused:
        packages.add(session, slug, wanted, by="t")
    assert refused.value.code == code
    assert counts(newsroom) == {}


def test_a_slug_is_taken_once_and_an_unknown_one_is_not_found(newsroom: Parts) -> None:
    add(newsroom)
    with newsroom.database.writing() as session, pytest.raises(ConflictError):
        packages.add(session, "ba-con", BOTH, by="t")
    with newsroom.database.writing() as session, pytest.raises(NotFoundError):
        packages.change(session, "khong-co", BOTH, by="t")


def test_what_can_be_chosen_is_what_there_is_and_may_be_chosen_as_it_is_shown(newsroom: Parts, tmp_path: Path) -> None:
    made = receive(newsroom, write_article(tmp_path / "a.md", "Chợ phiên"))
    work_off(newsroom)
    publishing.correct(newsroom, made, {"tags": ["Mùa vụ"]}, by="t")
    with newsroom.database.reading() as session:
        found = {one.sort: dict(one.lists) for one in packages.choices(session)}
        names = [name for lists in found.values() for name in lists]
        assert packages.faults(session, Wanted(title="Mọi thứ", listings=names)) == {}
    assert found["topic"] == {"topic-mua-vu": "Mùa vụ"}
    assert found["language"] == {"language-vi": "Tiếng Việt"}
    assert found["programme"].keys() == {f"programme-{slug}" for slug in (PRINT, RADIO, "truyen-hinh")}
    assert len(found["place"]) == 38


def test_an_item_that_is_corrected_out_of_a_package_leaves_it(newsroom: Parts, tmp_path: Path) -> None:
    made = receive(newsroom, write_article(tmp_path / "a.md", "Chợ phiên"))
    work_off(newsroom)
    publishing.correct(newsroom, made, {"places": ["phong-tho"]}, by="t")
    add(newsroom, wanted=Wanted(title="Phong Thổ", listings=["place-phong-tho"]))
    assert counts(newsroom) == {"ba-con": 1}
    publishing.correct(newsroom, made, {"places": ["sin-ho"]}, by="t")
    work_off(newsroom)
    assert counts(newsroom) == {"ba-con": 0}
    with newsroom.database.reading() as session:
        held = select(ListingEntry.listing).where(ListingEntry.item_id == made)
        assert "package-ba-con" not in set(session.scalars(held))
        assert listings.last_number(session, "package-ba-con") == 1
