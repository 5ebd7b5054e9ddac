"""The same bulletin by two roads becomes one item; two bulletins stay two."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Item, ItemState, Way, new_id
from hub.services import intake, likenesses, merging, programmes, publishing, sources
from hub.services.arrivals import Road
from hub.services.intake import Submission
from hub.services.sources import Account
from tests.integration.kernel.newsroom import record

DAY = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
BODY = " ".join(f"Câu số {number} kể chuyện bản {number * 7}." for number in range(40))

Do = Callable[..., list[str]]


@pytest.fixture
def road(newsroom: Parts) -> Callable[[str], Road]:
    """A road of its own for each name: a followed feed."""

    def made(slug: str) -> Road:
        with newsroom.database.writing() as session:
            account = Account(slug=slug, kind="feed", title=slug, programme="thoi-su", address="https://vi-du.vn/")
            return Road(way=Way.FEED, source_id=sources.add(session, account, by="t").id, key=slug)

    return made


def article(parts: Parts, folder: Path, text: str, road: Road | None = None, **wishes: object) -> str:
    path = folder / f"{abs(hash((text, str(wishes))))}.md"
    path.write_text(text)
    submission = Submission(**{"programme": "thoi-su", "name": path.name, "published_at": DAY, "by": "t", **wishes})
    return intake.receive(parts, path, submission, road)


def shown(parts: Parts) -> list[str]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Item.id).where(Item.merged_into.is_(None)).order_by(Item.id)))


def test_an_article_that_comes_by_feed_and_by_hand_is_one_item_with_two_sources(
    newsroom: Parts, tmp_path: Path, road: Callable[[str], Road], do_work: Do
) -> None:
    first = article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n")
    do_work("intake")
    article(newsroom, tmp_path, f"# CHUYỆN BẢN (ảnh)\n\n{BODY} Thêm một câu.\n", road("bao"))
    do_work("intake")
    assert shown(newsroom) == [first]
    with newsroom.database.reading() as session:
        roads = session.scalars(select(Arrival).where(Arrival.item_id == first).order_by(Arrival.id)).all()
        assert [(one.way, one.state) for one in roads] == [
            (Way.COMMAND, ArrivalState.TAKEN),
            (Way.FEED, ArrivalState.JOINED),
        ]
        again = roads[1].id
    made = merging.split(newsroom, again, by="t")
    do_work("intake")
    assert shown(newsroom) == sorted([first, made])


def test_the_bytes_of_a_folded_item_are_known_again(
    newsroom: Parts, tmp_path: Path, road: Callable[[str], Road], do_work: Do
) -> None:
    first = article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n", road("bao"))
    do_work("intake")
    again = f"# Chuyện bản\n\n{BODY} Thêm một câu.\n"
    article(newsroom, tmp_path, again)
    do_work("intake")
    assert article(newsroom, tmp_path, again) == first
    assert shown(newsroom) == [first]


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        (f"# Chuyện bản\n\n{BODY[: len(BODY) // 3]} {'Một câu khác hẳn, kể chuyện khác. ' * 20}\n", {}),
        (f"# Chuyện bản\n\n{BODY} Thêm.\n", {"published_at": DAY + timedelta(days=4)}),
        (f"# Chuyện bản\n\n{BODY} Thêm.\n", {"language": "hmn"}),
        (f"# Chuyện bản\n\n{BODY} Thêm.\n", {"separate": True}),
    ],
    ids=["other words", "days later", "other language", "on purpose"],
)
def test_what_only_looks_alike_stays_two(
    newsroom: Parts, tmp_path: Path, road: Callable[[str], Road], do_work: Do, *, text: str, wishes: dict[str, object]
) -> None:
    article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n")
    article(newsroom, tmp_path, text, road("bao"), **wishes)
    do_work("intake")
    assert len(shown(newsroom)) == 2


def test_two_things_by_the_same_road_stay_two(newsroom: Parts, tmp_path: Path, do_work: Do) -> None:
    article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n")
    article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY} Thêm.\n")
    do_work("intake")
    assert len(shown(newsroom)) == 2


def test_whoever_wanted_it_published_has_the_item_that_was_there_published(
    newsroom: Parts, tmp_path: Path, road: Callable[[str], Road], do_work: Do
) -> None:
    first = article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n")
    do_work("intake")
    article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY} Thêm.\n", road("bao"), publish=True)
    do_work("intake")
    with newsroom.database.reading() as session:
        assert session.get_one(Item, first).state == ItemState.PUBLISHED


def test_a_radio_bulletin_by_two_roads_is_one_but_tomorrows_edition_is_another(
    newsroom: Parts, tmp_path: Path, road: Callable[[str], Road], do_work: Do
) -> None:
    for number, (hours, where) in enumerate(((0, None), (1, "song"), (24, "mai"))):
        path = record(tmp_path / f"ban-tin-{number}.wav", 3, seed=number)
        submission = Submission(
            programme="phat-thanh",
            name=path.name,
            title="Bản tin sáng",
            published_at=DAY + timedelta(hours=hours),
            by="t",
        )
        intake.receive(newsroom, path, submission, road(where) if where else None)
        do_work("intake")
    assert len(shown(newsroom)) == 2


def test_a_withdrawn_item_is_not_brought_back_by_its_file(newsroom: Parts, tmp_path: Path, do_work: Do) -> None:
    text = f"# Chuyện bản\n\n{BODY}\n"
    first = article(newsroom, tmp_path, text)
    do_work("intake")
    publishing.withdraw(newsroom, first, by="t")
    assert article(newsroom, tmp_path, text) != first


def test_the_same_file_for_another_kind_of_programme_is_another_item(newsroom: Parts, tmp_path: Path) -> None:
    path = record(tmp_path / "a.wav", 2)
    made = {
        intake.receive(newsroom, path, Submission(programme=slug, name="a.wav", by="t"))
        for slug in ("phat-thanh", "truyen-hinh")
    }
    assert len(made) == 2


def test_the_same_file_in_another_language_is_another_item(newsroom: Parts, tmp_path: Path) -> None:
    with newsroom.database.writing() as session:
        values = {"slug": "hmong", "title": "H", "kind": "radio", "language": "hmn", "organisation": "dai"}
        programmes.add(session, values, by="t")
    path = record(tmp_path / "a.wav", 2)
    made = {
        intake.receive(newsroom, path, Submission(programme=slug, name="a.wav", by="t"))
        for slug in ("phat-thanh", "hmong")
    }
    assert len(made) == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("alike", [0, 30])
def test_looking_for_a_twin_costs_no_more_in_a_larger_archive(newsroom: Parts, tmp_path: Path, alike: int) -> None:
    first = article(newsroom, tmp_path, f"# Chuyện bản\n\n{BODY}\n", title="Chuyện bản")
    archived(newsroom, 100, title="Chuyện bản", noted=alike)
    few = steps_of_twin(newsroom, first)
    archived(newsroom, 5000, title="Chuyện bản", noted=0)
    assert steps_of_twin(newsroom, first) <= 1.2 * few + 10


def archived(parts: Parts, count: int, *, title: str, noted: int) -> None:
    """So many items of another road, and so many of them noted by a title."""
    with parts.database.writing() as session:
        programme = programmes.find(session, "thoi-su").id
        told = {"programme_id": programme, "title": title, "language": "vi", "created_at": DAY, "updated_at": DAY}
        rows = [{**told, "id": new_id()} for _ in range(count)]
        session.execute(insert(Item), rows)
        for row in rows[:noted]:
            likenesses.note(session, session.get_one(Item, row["id"]))


def steps_of_twin(parts: Parts, item_id: str) -> int:
    """Instructions of SQLite's machine, in tens, that looking for an item's twin takes."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    with parts.database.reading() as session:
        item = session.get_one(Item, item_id)
        connection = session.connection().connection.driver_connection
        connection.set_progress_handler(count, 10)
        assert likenesses.twin(session, item) is None
        connection.set_progress_handler(None, 0)
    return steps[0]
