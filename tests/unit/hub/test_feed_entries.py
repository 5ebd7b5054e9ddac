"""Entries as arrivals keep them, which of them are episodes, and when a text is whole."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.reading.entry import ReadEntry
from feeds.reading.media import ReadMedia
from hub.services.followed import enclosures, feed_entries, full_text
from hub.services.followed.follow_options import FollowOptions

_words = st.text(max_size=40)
_moments = st.none() | st.datetimes(timezones=st.just(UTC))
_files = st.builds(ReadMedia, url=_words, media_type=_words, size_bytes=st.none() | st.integers(1, 10**9))
_entries = st.builds(
    ReadEntry,
    id=_words,
    url=_words,
    title=_words,
    summary_html=_words,
    content_html=_words,
    published=_moments,
    updated=_moments,
    authors=st.lists(_words.filter(bool), max_size=3).map(tuple),
    categories=st.lists(_words.filter(bool), max_size=3).map(tuple),
    media=st.lists(_files, max_size=3).map(tuple),
)


@given(_entries)
def test_what_is_kept_of_an_entry_is_the_entry(entry):
    assert feed_entries.of(feed_entries.kept(entry)) == entry


def test_a_version_follows_the_words_and_not_the_markup_or_the_signature_of_a_file():
    file = ReadMedia(url="https://bao.example/a.mp3?sig=1", media_type="audio/mpeg")
    entry = ReadEntry(title="Tin", content_html="<p>Một hai</p>", media=(file,))
    same = ReadEntry(
        title="Tin",
        content_html="<p>Một <b>hai</b></p>",
        media=(ReadMedia(url="https://bao.example/a.mp3?sig=2", media_type="audio/mpeg"),),
    )
    other = ReadEntry(title="Tin", content_html="<p>Một ba</p>", media=(file,))
    assert feed_entries.version_of(entry) == feed_entries.version_of(same) != feed_entries.version_of(other)


@pytest.mark.parametrize(
    ("kind", "types", "chosen"),
    [
        ("radio", ("video/mp4", "audio/mpeg"), "audio/mpeg"),
        ("radio", ("video/mp4",), "video/mp4"),
        ("tv", ("audio/mpeg", "video/mp4"), "video/mp4"),
        ("tv", ("audio/mpeg",), None),
        ("radio", ("audio/x-mpegurl",), None),
        ("radio", ("application/pdf",), None),
        ("radio", ("",), ""),
    ],
)
def test_an_episode_is_the_file_that_suits_the_programme(kind, types, chosen):
    files = tuple(ReadMedia(url=f"https://a.example/{n}", media_type=one) for n, one in enumerate(types))
    found = enclosures.recording(ReadEntry(media=files), kind)
    assert (found.media_type if found else None) == chosen


def test_of_several_recordings_the_largest_is_taken():
    files = tuple(ReadMedia(url=f"https://a.example/{n}", media_type="audio/mpeg", size_bytes=n) for n in (5, 9, 2))
    found = enclosures.recording(ReadEntry(media=files), "radio")
    assert found is not None
    assert found.size_bytes == 9


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("<p>" + "chữ " * 100 + "</p>", True),
        ("<p>" + "chữ " * 20 + "</p>", False),
        ("<p>" + "chữ " * 100 + "[…]</p>", False),
        ("<p>" + "chữ " * 100 + "<a href='#'>Đọc tiếp »</a></p>", False),
        ("", False),
    ],
)
def test_a_text_that_promises_more_is_not_whole(text, whole):
    assert full_text.is_whole(ReadEntry(content_html=text)) is whole


@pytest.mark.parametrize("told", [{}, {"newest": "nhiều"}, {"newest": -1}])
def test_options_that_make_no_sense_are_the_usual_ones(told):
    assert FollowOptions.of(told) == FollowOptions()
