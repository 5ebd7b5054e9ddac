"""Before a show is offered: what Apple and Spotify would refuse is told beforehand."""

from dataclasses import replace

import pytest

from feeds.cover import Cover, cover_faults
from feeds.directories import directory_faults
from feeds.podcast import podcast
from tests.unit.feeds.samples import PODCAST, podcast_of

COVER = Cover(width=3000, height=3000, format="JPEG", colour_mode="RGB", size_bytes=400_000)
GOOD = podcast(PODCAST)


def codes(faults):
    return [one.code for one in faults]


def test_a_show_with_all_that_directories_ask_for_has_no_faults():
    assert directory_faults(GOOD, COVER) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"width": 1400, "height": 1400}, []),
        ({"format": "png"}, []),
        ({"width": 2999}, ["cover-not-square"]),
        ({"width": 1399, "height": 1399}, ["cover-size"]),
        ({"width": 3001, "height": 3001}, ["cover-size"]),
        ({"width": 4000}, ["cover-not-square", "cover-size"]),
        ({"format": "WEBP"}, ["cover-format"]),
        ({"colour_mode": "CMYK"}, ["cover-colours"]),
        ({"colour_mode": "RGBA"}, ["cover-colours"]),
        ({"size_bytes": 512 * 1024}, []),
        ({"size_bytes": 512 * 1024 + 1}, ["cover-heavy"]),
    ],
)
def test_a_cover_keeps_the_rules_of_directories(changes, told):
    assert codes(cover_faults(replace(COVER, **changes))) == told
    assert codes(directory_faults(GOOD, replace(COVER, **changes))) == told


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (b'text="Daily News"', b'text="Tin ng\xc3\xa0y"', "directory-category"),
        (b'text="Government"', b'text="Politics"', "directory-category"),
        (b'cover.jpg"', b'cover"', "directory-cover-address"),
        (b"<itunes:type>", b"<itunes:block>Yes</itunes:block><itunes:type>", "directory-not-wanted"),
        (b'audio.mp3" length', b'audio" length', "directory-file-kind"),
        (b"<itunes:duration>", b"<itunes:explicit>yes</itunes:explicit><itunes:duration>", "feed-explicit"),
        (b"<language>vi</language>", b"", "feed-value-missing"),
        (b'length="4800000"', b'length="0"', "feed-bad-length"),
        (b"<itunes:explicit>false", b"<itunes:explicit>no", "feed-explicit"),
        (b'<guid isPermaLink="false">01A</guid>', b"", "feed-value-missing"),
        (b"<channel>", b"<kanal>", "feed-not-well-formed"),
    ],
)
def test_what_a_directory_would_refuse_is_told(good, bad, told):
    assert good in GOOD
    assert told in codes(directory_faults(GOOD.replace(good, bad, 1), COVER))


def test_a_show_without_episodes_or_without_a_cover_is_not_offered():
    assert codes(directory_faults(podcast(podcast_of()), None)) == ["cover-not-seen", "directory-no-episode"]


def test_what_is_no_podcast_at_all_is_told_as_such():
    assert codes(directory_faults(b"<?xml version='1.0' encoding='UTF-8'?><rss/>", COVER)) == ["feed-not-rss"]


def test_every_fault_says_in_vietnamese_what_to_do():
    faults = cover_faults(Cover(width=9, height=8, format="GIF", colour_mode="P", size_bytes=10**7))
    assert all("Hãy" in one.sentence("vi") for one in faults)
