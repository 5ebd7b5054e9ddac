"""Persons, places, licences, notes, timetables, pictures: what cannot be true is not made."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.credits import ROLES, group_of
from feeds.entry import Person
from feeds.errors import FeedError
from feeds.license import License
from feeds.note import Note
from feeds.number import decimal
from feeds.picture import Picture
from feeds.place import Place
from feeds.trailer import Trailer
from feeds.update_frequency import UpdateFrequency
from tests.unit.feeds.samples import ENTRY, HOME, MP3, MP4, NOON, OPUS, PODCAST

NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001  the fault that is meant


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Person(name="Lò Thị Mai", role="phóng viên"), "unknown-role"),
        (lambda: Person(name="Lò Thị Mai", role="reporter", group="writing"), "unknown-role"),
        (lambda: Person(name="Lò Thị Mai", image_url="mai.jpg"), "bad-url"),
        (lambda: Place(name=" "), "missing-text"),
        (lambda: Place(name="Mường Tè", latitude=22.4), "bad-place"),
        (lambda: Place(name="Mường Tè", longitude=102.8), "bad-place"),
        (lambda: Place(name="Mường Tè", latitude=91, longitude=0), "bad-place"),
        (lambda: Place(name="Mường Tè", latitude=0, longitude=-180.1), "bad-place"),
        (lambda: Place(name="Mường Tè", latitude=float("nan"), longitude=0), "bad-place"),
        (lambda: Place(name="Mường Tè", osm="1903059"), "bad-place"),
        (lambda: Place(name="Mường Tè", country="Việt Nam"), "bad-place"),
        (lambda: Place(name="Mường Tè", rel="origin"), "bad-place"),
        (lambda: License(name=""), "missing-text"),
        (lambda: License(name="Điều khoản Lai Châu"), "missing-license-address"),
        (lambda: License(name="CC-BY-4.0", url="giay-phep"), "bad-url"),
        (lambda: Note(text="\x00"), "missing-text"),
        (lambda: Note(text="x" * 4001), "too-long"),
        (lambda: Note(text="x", purpose="p" * 129), "too-long"),
        (UpdateFrequency, "missing-text"),
        (lambda: UpdateFrequency(rule="WEEKLY"), "bad-recurrence"),
        (lambda: UpdateFrequency(rule="FREQ=WEEKLY;BYDAY=T2"), "bad-recurrence"),
        (lambda: UpdateFrequency(rule="FREQ=WEEKLY;COUNT=3"), "bad-recurrence"),
        (lambda: UpdateFrequency(rule="FREQ=DAILY;COUNT=3;UNTIL=20261231", start=NOON), "bad-recurrence"),
        (lambda: UpdateFrequency(rule="FREQ=DAILY;INTERVAL=1;INTERVAL=2"), "bad-recurrence"),
        (lambda: UpdateFrequency(text="Mỗi ngày", start=NAIVE), "naive-date"),
        (lambda: Picture(url="a.jpg"), "bad-url"),
        (lambda: Picture(url=HOME, width=-1), "bad-number"),
        (lambda: Trailer(title="", published=NOON, enclosure=MP3), "missing-text"),
        (lambda: Trailer(title="Sắp tới", published=NAIVE, enclosure=MP3), "naive-date"),
        (lambda: Trailer(title="Sắp tới", published=NOON, enclosure=MP3, season=-1), "bad-number"),
        (lambda: replace(MP3, codecs="opus; vorbis"), "bad-codecs"),
        (lambda: replace(MP4, frame_rate=float("inf")), "bad-number"),
        (lambda: replace(MP4, channels=-2), "bad-number"),
        (lambda: replace(MP4, language="vi_VN"), "bad-language"),
        (lambda: replace(MP4, expression="part"), "unknown-expression"),
        (lambda: replace(ENTRY, episode_kind="extra"), "unknown-episode-kind"),
        (lambda: replace(ENTRY, season=-1), "bad-number"),
        (lambda: replace(ENTRY, chapters_url="chapters.json"), "bad-url"),
        (lambda: replace(PODCAST, new_feed_url="moi.rss"), "bad-url"),
    ],
)
def test_what_no_application_could_use_is_not_made(make, code):
    with pytest.raises(FeedError) as caught:
        make()
    assert caught.value.code == code


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=5,18;WKST=MO",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=YEARLY;INTERVAL=2;UNTIL=20301231T000000Z",
    ],
)
def test_a_timetable_of_a_newsroom_is_taken(rule):
    assert UpdateFrequency(rule=rule).rule == rule


def test_roles_are_found_in_any_case_and_with_the_group_that_is_meant():
    assert (Person(name="A", role="Editor").group, group_of("editor", "video post-production")) == (
        "writing",
        "video post-production",
    )
    assert Person(name="A").group == ""
    assert all(role == role.lower() for roles in ROLES.values() for role in roles)


def test_the_codecs_that_a_media_type_names_are_known():
    assert (OPUS.codecs, OPUS.bare_type, OPUS.media_type) == ("opus", "audio/ogg", "audio/ogg; codecs=opus")
    assert (MP3.codecs, MP3.bare_type) == (None, "audio/mpeg")


def test_names_of_places_and_terms_are_cut_where_applications_cut_them():
    assert len(Place(name="x" * 200).name) == len(License(name="y" * 200, url=HOME).name) == 128


@given(latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
def test_coordinates_are_written_without_exponents(latitude, longitude):
    geo = Place(name="x", latitude=latitude, longitude=longitude).geo
    north, east = geo.removeprefix("geo:").split(",")
    assert (abs(float(north) - latitude) < 1e-6, abs(float(east) - longitude) < 1e-6) == (True, True)
    assert "e" not in geo.removeprefix("geo:").lower()


@pytest.mark.parametrize(("value", "text"), [(100, "100"), (20.5, "20.5"), (0, "0"), (1e21, "1" + "0" * 21)])
def test_a_number_is_written_with_as_few_digits_as_tell_it(value, text):
    assert decimal(value) == text
