"""In which lists an item stands: places, topics, organisations, days, packages; and which pages lead there."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.models import DirtyPath, Item, ListingEntry, Package
from hub.services import listings, pages, publishing, schedule, seeding, tree
from hub.services.airtimes import Airtime
from tests.integration.kernel.newsroom import PRINT, RADIO, page, receive, record, work_off, write_article


def entries(parts: Parts, name: str) -> list[str]:
    with parts.database.reading() as session:
        return list(
            session.scalars(select(ListingEntry.item_id).where(ListingEntry.listing == name).order_by("number"))
        )


def titles(parts: Parts, feed: str) -> list[str]:
    return [one["title"] for one in json.loads(parts.storage.read(f"public/feeds/{feed}.json"))["items"]]


def article(parts: Parts, folder: Path, title: str, **changes: object) -> str:
    made = receive(parts, write_article(folder / f"{title}.md", title), publish=False)
    work_off(parts)
    publishing.correct(parts, made, changes, by="t")
    publishing.publish(parts, made, by="t")
    work_off(parts)
    return made


def test_an_item_stands_in_the_lists_of_its_places_topics_organisation_and_day(newsroom: Parts, tmp_path: Path) -> None:
    made = article(newsroom, tmp_path, "Chợ phiên", tags=["Mùa vụ"], places=["phong-tho"])
    today = f"{local(now()):%Y/%m/%d}"
    for path in ("places/phong-tho", "topics/mua-vu", "organisations/dai", f"days/{today}"):
        assert f"items/{made}/index.html" in page(newsroom, f"{path}/index.html"), path
    for path in ("places", "topics", "organisations", "days", f"days/{today[:7]}"):
        assert re.search(
            r'href="[./]*(places/phong-tho|topics/mua-vu|organisations/dai|days/\d{4}/\d\d)/',
            page(newsroom, f"{path}/index.html"),
        ), path
    assert titles(newsroom, "place-phong-tho") == titles(newsroom, "topic-mua-vu") == ["Chợ phiên"]
    shown = page(newsroom, f"items/{made}/index.html")
    assert 'places/phong-tho/index.html">Xã Phong Thổ</a>' in shown
    assert 'topics/mua-vu/index.html">Mùa vụ</a>' in shown


def test_a_text_that_names_a_commune_is_about_it_unless_an_editor_says_otherwise(
    newsroom: Parts, tmp_path: Path
) -> None:
    made = receive(newsroom, write_article(tmp_path / "a.md", "Sáng nay ở xã Sìn Hồ"))
    work_off(newsroom)
    assert entries(newsroom, "place-sin-ho") == [made]
    publishing.correct(newsroom, made, {"places": []}, by="t")
    work_off(newsroom)
    assert entries(newsroom, "place-sin-ho") == []
    assert titles(newsroom, "place-sin-ho") == []
    assert f"items/{made}" not in page(newsroom, "places/sin-ho/index.html")
    assert 'href="../places/sin-ho' not in page(newsroom, "places/index.html")


def test_a_second_item_makes_no_page_anew_that_leads_to_lists(newsroom: Parts, tmp_path: Path) -> None:
    article(newsroom, tmp_path, "Một", tags=["Mùa vụ"], places=["phong-tho"])
    second = receive(newsroom, write_article(tmp_path / "b.md", "Hai"), publish=False)
    work_off(newsroom)
    publishing.correct(newsroom, second, {"tags": ["mùa vụ"], "places": ["phong-tho"]}, by="t")
    publishing.publish(newsroom, second, by="t")
    with newsroom.database.reading() as session:
        marked = set(session.scalars(select(DirtyPath.path)))
    assert f"items/{second}/" in marked
    assert not {path for path in marked if path.startswith(("index/", "feeds/", "fixed/"))}
    work_off(newsroom)
    assert titles(newsroom, "topic-mua-vu") == ["Hai", "Một"]


def test_the_first_item_of_a_day_makes_the_pages_of_days_anew_and_not_the_one_to_subscribe_on(
    newsroom: Parts, tmp_path: Path
) -> None:
    article(newsroom, tmp_path, "Một", places=["phong-tho"])
    later = receive(newsroom, write_article(tmp_path / "b.md", "Hai"), publish=False)
    work_off(newsroom)
    with newsroom.database.writing() as session:
        session.get_one(Item, later).published_at = datetime(2026, 3, 15, 5, tzinfo=UTC)
        session.get_one(Item, later).places = ["phong-tho"]
    publishing.publish(newsroom, later, by="t")
    with newsroom.database.reading() as session:
        marked = set(session.scalars(select(DirtyPath.path)))
    assert {path for path in marked if path.startswith(("index/", "feeds/", "fixed/"))} == {
        "index/day/",
        "index/day-2026-03/",
    }


@pytest.mark.parametrize("name", ["issues", "topic-cho-phien", "programme-thoi-su"])
def test_the_subscribe_page_follows_each_list_that_has_feeds(name: str) -> None:
    assert "feeds/" in tree.ways_to([name, "day-2026-03-15"])


def test_a_package_holds_what_is_in_one_of_each_sort_chosen_old_and_new(newsroom: Parts, tmp_path: Path) -> None:
    old = article(newsroom, tmp_path, "Cũ", places=["phong-tho"])
    article(newsroom, tmp_path, "Nơi khác", places=["sin-ho"])
    with newsroom.database.writing() as session:
        chosen = ["place-phong-tho", "place-bum-to", "print"]
        package = Package(slug="vung-thap", title="Vùng thấp", language="vi", listings=chosen, created_at=now())
        session.add(package)
        session.flush()
        listings.fill_package(session, package)
    new = article(newsroom, tmp_path, "Mới", places=["bum-to", "sin-ho"])
    assert entries(newsroom, "package-vung-thap") == [old, new]
    assert titles(newsroom, "package-vung-thap") == ["Mới", "Cũ"]
    with newsroom.database.writing() as session:
        held = session.get_one(Package, package.id)
        held.listings = ["radio", "place-bum-to"]
        listings.fill_package(session, held)
    assert entries(newsroom, "package-vung-thap") == []


def test_a_page_leads_on_to_older_items_of_its_topic_and_programme_and_never_to_a_withdrawn_one(
    newsroom: Parts, tmp_path: Path
) -> None:
    first = article(newsroom, tmp_path, "Một", tags=["Lúa"])
    article(newsroom, tmp_path, "Hai")
    third = article(newsroom, tmp_path, "Ba", tags=["lúa"])
    shown = page(newsroom, f"items/{third}/index.html")
    assert re.findall(r"<h2><a [^>]*>(.*?)</a>", shown) == ["Một", "Hai"]
    publishing.withdraw(newsroom, first, by="t")
    work_off(newsroom)
    assert re.findall(r"<h2><a [^>]*>(.*?)</a>", page(newsroom, f"items/{third}/index.html")) == ["Hai"]
    publishing.correct(newsroom, (entries(newsroom, f"programme-{PRINT}"))[1], {"title": "Hai, sửa"}, by="t")
    work_off(newsroom)
    assert re.findall(r"<h2><a [^>]*>(.*?)</a>", page(newsroom, f"items/{third}/index.html")) == ["Hai, sửa"]


def test_what_was_published_before_there_were_lists_of_places_gets_its_place(newsroom: Parts, tmp_path: Path) -> None:
    made = article(newsroom, tmp_path, "Cũ", places=["phong-tho"])
    with newsroom.database.writing() as session:
        session.query(ListingEntry).filter(ListingEntry.listing == "place-phong-tho").delete()
    seeding.lists_grew(newsroom)
    assert entries(newsroom, "place-phong-tho") == [made]
    with newsroom.database.writing() as session:
        session.query(ListingEntry).filter(ListingEntry.listing == "place-phong-tho").delete()
    seeding.lists_grew(newsroom)
    assert entries(newsroom, "place-phong-tho") == []


def test_pages_that_were_made_with_another_look_are_made_anew_at_the_next_start(
    newsroom: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeding.look_changed(newsroom)
    work_off(newsroom)
    seeding.look_changed(newsroom)
    with newsroom.database.reading() as session:
        assert session.scalar(select(DirtyPath.path).limit(1)) is None
    monkeypatch.setattr(pages, "look", lambda: "another")
    seeding.look_changed(newsroom)
    with newsroom.database.reading() as session:
        assert "lists/all/" in session.scalars(select(DirtyPath.path)).all()


def test_a_podcast_says_on_which_days_it_comes(newsroom: Parts, tmp_path: Path) -> None:
    receive(newsroom, record(tmp_path / "a.wav", 2), RADIO)
    work_off(newsroom)
    assert "updateFrequency" not in page(newsroom, f"podcasts/{RADIO}.rss")
    with newsroom.database.writing() as session:
        times = [Airtime(weekday=day, starts_min=330, lasts_min=30) for day in (0, 4)]
        schedule.replace(session, RADIO, times, by="t")
    work_off(newsroom)
    told = re.search(r"<podcast:updateFrequency([^>]*)>([^<]*)<", page(newsroom, f"podcasts/{RADIO}.rss"))
    assert told is not None
    assert 'rrule="FREQ=WEEKLY;BYDAY=MO,FR"' in told[1]
    assert told[2] == "Thứ hai, Thứ sáu"
