"""Pictures of older revisions leave the public tree, and nothing else does."""

from collections.abc import Iterator

import pytest

from hub.models import ItemState
from hub.services import destinations, publishing
from hub.services.destinations import Account
from tests.integration.intake.press import Story, day, follow, items_of, look_again, picture, whole
from tests.integration.kernel.partner import Partner


@pytest.fixture
def partner() -> Iterator[Partner]:
    made = Partner()
    yield made
    made.stop()


def told(press, colour):
    """The story with a picture of its own."""
    press.say(f"/anh/{colour}.jpg", picture(colour=colour))
    content = f'{whole(f"Chữ {colour}.", 20)}<img src="{press.url}/anh/{colour}.jpg">'
    press.print_feed(Story(title=f"Tin {colour}", content=content, at=day(1)))


def public(parts, item):
    folder = f"public/media/{item.id}"
    return {key.removeprefix(f"{folder}/") for key in parts.storage.keys(folder)}


def shown(parts, item):
    return parts.storage.read(f"public/items/{item.id}/index.html").decode()


def lists(parts):
    root = parts.settings.folder / "public"
    return "".join(path.read_text() for path in root.rglob("*.html")) + (root / "feeds" / "all.rss").read_text()


@pytest.fixture
def item(newsroom, press, do_work):
    told(press, "red")
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    do_work("render", "deliver")
    (made,) = items_of(newsroom)
    assert made.state == ItemState.PUBLISHED
    return made


def corrected(newsroom, press, do_work, colour):
    told(press, colour)
    look_again(newsroom, do_work)
    do_work("render")
    (item,) = items_of(newsroom)
    assert item.title == f"Tin {colour}"
    return item


def test_the_pictures_of_an_older_revision_leave_the_public_tree_and_stay_in_the_storage(
    newsroom, press, do_work, item
):
    before = public(newsroom, item)
    assert before == {"picture-001-large.jpg", "picture-001-thumb.jpg"}
    item = corrected(newsroom, press, do_work, "blue")
    after = public(newsroom, item)
    assert len(after) == 2
    assert not before & after
    page = shown(newsroom, item) + lists(newsroom)
    assert all(name in page for name in after)
    assert not any(f"{item.id}/{name}" in page for name in before)
    assert before | after <= {key.rpartition("/")[2] for key in newsroom.storage.keys(f"renditions/{item.id}")}


def test_a_picture_that_the_correction_still_has_under_its_new_name_is_shown(newsroom, press, do_work, item):
    press.print_feed(
        Story(title="Tin red", content=f'{whole("Chữ khác.", 20)}<img src="{press.url}/anh/red.jpg">', at=day(1))
    )
    look_again(newsroom, do_work)
    do_work("render")
    after = public(newsroom, item)
    assert len(after) == 2
    assert all(name in shown(newsroom, item) + lists(newsroom) for name in after)


def test_an_editors_correction_of_the_words_takes_no_picture_away(newsroom, do_work, item):
    before = public(newsroom, item)
    publishing.correct(newsroom, item.id, {"title": "Tít mới"}, by="bien-tap@hub.example")
    do_work("render")
    assert public(newsroom, item) == before


def test_what_a_partner_has_stays_until_the_partner_has_the_correction(newsroom, press, do_work, partner):
    destinations.add(
        newsroom,
        Account(slug="ban", title="Bạn", platform="webhook", values=partner.values(askable=True)),
        by="t",
    )
    told(press, "red")
    follow(newsroom, f"{press.url}/rss", publish=True)
    look_again(newsroom, do_work)
    assert do_work("render", "deliver") == ["ok", "ok"]
    (item,) = items_of(newsroom)
    before = public(newsroom, item)
    item = corrected(newsroom, press, do_work, "blue")
    # The small one was sent to nobody.
    assert before & public(newsroom, item) == {"picture-001-large.jpg"}
    assert do_work("deliver", "render") == ["ok", "ok"]
    assert partner.events_of(item.id) == ["item.published", "item.corrected"]
    assert not before & public(newsroom, item)
    assert len(public(newsroom, item)) == 2


def test_files_that_are_no_pictures_of_articles_are_never_taken_away(newsroom, press, do_work, item):
    newsroom.storage.put_bytes(f"public/media/{item.id}/lite.mp3", b"x", media_type="audio/mpeg")
    newsroom.storage.put_bytes(f"public/media/{item.id}/hls/picture-001.jpg", b"x", media_type="image/jpeg")
    item = corrected(newsroom, press, do_work, "blue")
    assert {"lite.mp3", "hls/picture-001.jpg"} < public(newsroom, item)
