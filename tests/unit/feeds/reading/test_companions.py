"""Transcripts and chapters of podcasts: what they say is kept, and nothing else comes of them."""

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.reading.companions import captions_of_json, chapters_of_json
from feeds.reading.reader import read_feed
from tests.unit.feeds.reading.samples import URL, atom, item, rss
from tests.unit.feeds.strategies import anything

SAMPLES = Path(__file__).parents[5] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
_TIME = re.compile(r"(\d+):(\d\d):(\d\d\.\d{3}) --> (\d+):(\d\d):(\d\d\.\d{3})")


def segments(*told):
    names = ("startTime", "endTime", "body", "speaker")
    return json.dumps({"version": "1.0.0", "segments": [dict(zip(names, one, strict=False)) for one in told]}).encode()


def chapters(*told):
    return json.dumps({"version": "1.2.0", "chapters": told}).encode()


def test_words_that_were_timed_one_by_one_become_lines_of_one_speaker():
    data = segments(
        (0.5, 0.75, "Xin", "Mai"), (1, 1.25, "chào", "Mai"), (1.5, 2, "bà con", "Mai"), (2.25, 3, "Vâng", "Chơ")
    )
    assert captions_of_json(data) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Mai>Xin chào bà con\n\n"
        "00:00:02.250 --> 00:00:03.000\n<v Chơ>Vâng\n"
    )


def test_lines_stay_apart_after_a_pause_and_when_they_are_long():
    data = segments((0, 1, "Một"), (9, 10, "hai"), (10, 11, "x" * 82), (3601.5, 3602, "ba"))
    told = captions_of_json(data)
    assert [line for line in told.split("\n") if "-->" not in line and line][1:] == ["Một", "hai", "x" * 82, "ba"]
    assert "01:00:01.500 --> 01:00:02.000" in told


def test_marks_in_a_transcript_are_only_words():
    told = captions_of_json(segments((0, 1, "<script> & -->\n\nNOTE x", "<b>")))
    assert told.endswith("<v &lt;b&gt;>&lt;script&gt; &amp; --&gt; NOTE x\n")


def test_a_segment_without_an_end_lasts_a_while_and_one_without_a_beginning_is_left_out():
    told = captions_of_json(segments((5, None, "Một"), (None, 9, "Hai"), ("7.5", "9", "Ba")))
    assert "00:00:05.000 --> 00:00:09.000\nMột Ba" in told
    assert "Hai" not in told


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"segments": {}}', b'{"segments": [1, {"body": 2}]}', b"[" * 9000]
)
def test_what_is_no_transcript_and_no_chapters_gives_nothing(data):
    assert captions_of_json(data) == ""
    assert chapters_of_json(data) == ()


@given(
    st.lists(
        st.tuples(
            st.floats() | st.integers() | anything,
            st.floats() | st.none(),
            st.text(max_size=30),
            st.text(max_size=5),
        ),
        max_size=12,
    )
)
def test_any_segments_make_captions_whose_times_run_forward(told):
    try:
        data = segments(*told)
    except (TypeError, ValueError):
        return
    written = captions_of_json(data)
    starts = []
    for hours, minutes, seconds, *end in _TIME.findall(written):
        start = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        starts.append(start)
        assert start <= int(end[0]) * 3600 + int(end[1]) * 60 + float(end[2])
    assert starts == sorted(starts)
    assert not written or written.startswith("WEBVTT\n\n")
    assert "\n\n\n" not in written


def test_chapters_end_where_the_next_begins_and_the_last_with_the_episode():
    data = chapters(
        {"startTime": 30, "title": " Thời  sự "},
        {"startTime": 0, "title": "Mở đầu", "endTime": 20},
        {"startTime": 60.5, "title": "Kết", "img": "https://x/a.jpg"},
        {"startTime": 40, "title": "Ẩn", "toc": False},
        {"startTime": 50, "title": ""},
        {"startTime": "x", "title": "Hỏng"},
    )
    told = [(one.start_s, one.end_s, one.title) for one in chapters_of_json(data, 90.0)]
    assert told == [(0.0, 20.0, "Mở đầu"), (30.0, 60.5, "Thời sự"), (60.5, 90.0, "Kết")]
    assert chapters_of_json(data)[-1].end_s == 60.5


@given(
    st.lists(
        st.fixed_dictionaries({"startTime": st.floats() | st.text(max_size=4), "title": st.text(max_size=9)}),
        max_size=9,
    )
)
def test_any_chapters_run_forward(told):
    data = json.dumps({"chapters": told}).encode()
    found = chapters_of_json(data, 10.0)
    assert [one.start_s for one in found] == sorted(one.start_s for one in found)
    assert all(one.start_s <= one.end_s and math.isfinite(one.end_s) and one.title for one in found)


def test_an_episode_tells_its_number_and_every_file_beside_it():
    inside = (
        "<enclosure url='/am/12.mp3' length='9' type='audio/mpeg'/><itunes:season>1</itunes:season>"
        "<itunes:episode>7</itunes:episode><itunes:image href='/anh/12.jpg'/>"
        "<podcast:season name='Mùa lúa'>2</podcast:season><podcast:episode display='Tập đặc biệt'>3.5</podcast:episode>"
        "<podcast:chapters url='/chuong/12.json' type='application/json+chapters'/>"
        "<podcast:transcript url='/loi/12.srt' type='application/x-subrip' language='vi' rel='captions'/>"
        "<podcast:transcript url='/loi/12-hmn.vtt' type='text/vtt' language='hmn'/>"
        "<podcast:transcript url='javascript:x()' type='text/html'/>"
    )
    (entry, bare) = read_feed(rss(item(inside), item()).encode(), url=URL).entries
    assert (entry.season, entry.season_name, entry.episode, entry.episode_name) == (2, "Mùa lúa", 3.5, "Tập đặc biệt")
    assert [(file.role, file.url, file.language) for file in entry.media] == [
        ("enclosure", "https://bao.example/am/12.mp3", ""),
        ("picture", "https://bao.example/anh/12.jpg", ""),
        ("chapters", "https://bao.example/chuong/12.json", ""),
        ("transcript", "https://bao.example/loi/12.srt", "vi"),
        ("transcript", "https://bao.example/loi/12-hmn.vtt", "hmn"),
    ]
    assert (bare.season, bare.episode, bare.media) == (None, None, ())


@pytest.mark.parametrize(
    ("told", "number"), [("7", 7.0), ("0", 0.0), ("-1", None), ("x", None), ("nan", None), ("1e99", None)]
)
def test_only_a_number_numbers_an_episode(told, number):
    (entry,) = read_feed(rss(item(f"<itunes:episode>{told}</itunes:episode>")).encode(), url=URL).entries
    assert entry.episode == number


def test_podcasts_of_atom_are_read_too():
    entry = (
        '<id>a</id><title>A</title><podcast:episode xmlns:podcast="https://podcastindex.org/namespace/1.0">4'
        "</podcast:episode>"
    )
    assert read_feed(atom("<title>A</title>", entry=entry).encode(), url=URL).entries[0].episode == 4.0


@needs_samples
def test_the_example_of_podcasting_two_is_read_whole():
    data = (SAMPLES / "print" / "feeds" / "podcast20_namespace_example.xml").read_bytes()
    entries = read_feed(data, url="https://example.com/feed.xml").entries
    assert [(one.season, one.season_name, one.episode) for one in entries] == [
        (1, "Podcasting 2.0", 3.0),
        (1, "Podcasting 2.0", 2.0),
        (1, "Podcasting 2.0", 1.0),
    ]
    assert [(file.role, file.language) for file in entries[0].media] == [
        ("enclosure", ""), ("picture", ""), ("chapters", ""), ("transcript", ""), ("transcript", "es"),
    ]  # fmt: skip


@needs_samples
def test_real_transcripts_and_chapters_are_read():
    told = captions_of_json((SAMPLES / "print" / "subtitles" / "podcast20_transcript.json").read_bytes())
    assert "<v Darth Vader>I am your father." in told
    marks = chapters_of_json((SAMPLES / "radio" / "long_tap_chi_phat_thanh.chapters.json").read_bytes(), 1256.9)
    assert len(marks) == 16
    assert (marks[0].title, marks[0].end_s, marks[-1].end_s) == (
        "Nhạc hiệu: Morning Coffee (Manolo Camp)",
        30.0,
        1256.9,
    )
