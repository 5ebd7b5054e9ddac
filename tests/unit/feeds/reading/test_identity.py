"""The same story is known again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from feeds.reading.entry import ReadEntry
from feeds.reading.identity import identity, same_story
from feeds.reading.link import normalised_link
from feeds.reading.media import ReadMedia
from tests.unit.feeds.strategies import anything

MORNING = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # the 23rd in Việt Nam
LINK = "https://bao.example/tin/12"
ENTRY = ReadEntry(id="tin-0012", url=LINK, title="Mường Tè vào vụ", published=MORNING)


@pytest.mark.parametrize(
    ("guid", "key"),
    [
        ("tin-0012", "guid:tin-0012"),
        ("tag:bao.example,2026-11-23:/12", "guid:tag:bao.example,2026-11-23:/12"),
        ("7bd204c6-1655-4c27-aeee-53f933c5395f", "guid:7bd204c6-1655-4c27-aeee-53f933c5395f"),
        ("HTTPS://Bao.Example:443/x?utm_source=a#b", "link:https://bao.example/x"),
        ("", f"link:{LINK}"),
        ("3", f"link:{LINK}"),
        ("item-3", f"link:{LINK}"),
        ("Mon, 23 Nov 2026 08:00:00 GMT", f"link:{LINK}"),
        ("2026-11-23T08:00:00+07:00", f"link:{LINK}"),
        ("mường tè vào vụ", f"link:{LINK}"),
        ("---", f"link:{LINK}"),
    ],
)
def test_the_guid_is_the_key_only_when_it_looks_stable(guid, key):
    assert identity(replace(ENTRY, id=guid)) == key


def test_without_guid_and_link_the_title_and_its_day_are_the_key():
    bare = ReadEntry(title="A", published=MORNING)
    assert identity(bare) == identity(replace(bare, published=MORNING.replace(hour=23, minute=59), summary_html="x"))
    assert identity(bare) != identity(replace(bare, published=datetime(2026, 11, 22, 1, tzinfo=UTC)))
    assert identity(ReadEntry(summary_html="a")) != identity(ReadEntry(summary_html="b"))


@given(anything, anything)
def test_a_key_is_short_and_the_same_each_time(guid, title):
    entry = ReadEntry(id=guid.encode("ascii", "replace").decode() * 30, title=title.encode("ascii", "replace").decode())
    assert identity(entry) == identity(replace(entry))
    assert len(identity(entry)) <= 500


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("HTTP://BAO.example:80", "http://bao.example/"),
        ("https://a.example/p?utm_medium=x&id=3&fbclid=y#z", "https://a.example/p?id=3"),
        ("https://a.example/p?", "https://a.example/p"),
        ("https://a.example:8443/P", "https://a.example:8443/P"),
        ("mailto:a@b.example", ""),
        ("http://[", ""),
        ("http://[::1]/a", "http://[::1]/a"),
        ("http://a.example:x/", ""),
    ],
)
def test_a_link_has_one_form(url, link):
    assert normalised_link(url) == link
    assert normalised_link(link) == link


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"id": "tin-0013"}, True),
        ({"id": "tin-0013", "url": "http://www.bao.example/tin/12/?utm_source=x"}, True),
        ({"id": "tin-0013", "url": "https://bao.example/khac"}, True),
        ({"id": "tin-0013", "url": "https://bao.example/khac", "title": "MƯỜNG TÈ VÀO VỤ "}, True),
        ({"id": "tin-0013", "url": "https://bao.example/khac", "title": "Tin khác"}, False),
        ({"id": "tin-0013", "url": "", "published": None}, False),
        ({"id": "tin-0013", "url": "", "published": datetime(2026, 11, 23, 18, tzinfo=UTC)}, False),
    ],
)
def test_a_story_is_known_again_when_its_guid_changed(change, same):
    assert same_story(ENTRY, replace(ENTRY, **change)) is same
    assert same_story(replace(ENTRY, **change), ENTRY) is same


def test_the_front_page_is_no_story():
    first = ReadEntry(id="abc-0001", url="https://bao.example/", title="A")
    assert not same_story(first, replace(first, id="abc-0002", title="B"))


def test_episodes_of_one_title_stay_apart():
    morning, evening = (ReadMedia(url=f"https://a.example/{number}.mp3", media_type="") for number in (1, 2))
    first = ReadEntry(id="a-0001", title="Bản tin", published=MORNING, media=(morning,))
    other = replace(first, id="a-0002", media=(evening,))
    assert not same_story(first, other)
    assert same_story(first, replace(other, media=first.media))
