import json

import pytest

from feeds.chapters import Chapter, chapters
from feeds.errors import FeedError
from feeds.place import Place
from tests.unit.feeds.samples import HOME

HERE = Place(name="Mường Tè", latitude=22.39, longitude=102.83, osm="R1903059")


def test_chapters_are_told_with_all_that_is_known_and_nothing_else():
    listed = [
        Chapter(start_s=0, title="Mở đầu\n"),
        Chapter(start_s=12.5, end_s=60, title="Mùa màng", image_url=f"{HOME}a.jpg", url=f"{HOME}b/", place=HERE),
        Chapter(start_s=60, listed=False, place=Place(name="Lai Châu")),
    ]
    assert json.loads(chapters(listed, title="Bản tin", show="Tiếng Mông")) == {
        "version": "1.2.0",
        "title": "Bản tin",
        "podcastName": "Tiếng Mông",
        "chapters": [
            {"startTime": 0, "title": "Mở đầu"},
            {
                "startTime": 12.5,
                "title": "Mùa màng",
                "endTime": 60,
                "img": f"{HOME}a.jpg",
                "url": f"{HOME}b/",
                "location": {"name": "Mường Tè", "geo": "geo:22.39,102.83", "osm": "R1903059"},
            },
            {"startTime": 60, "toc": False},
        ],
    }
    assert "Bản tin".encode() in chapters([], title="Bản tin")


def test_chapters_that_run_backwards_are_refused():
    with pytest.raises(FeedError) as caught:
        chapters([Chapter(start_s=9), Chapter(start_s=3, title="Tin vắn")])
    assert (caught.value.code, caught.value.facts) == ("chapters-out-of-order", {"title": "Tin vắn", "start_s": 3})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start_s": -1}, "bad-number"),
        ({"start_s": float("nan")}, "bad-number"),
        ({"start_s": 5, "end_s": 4}, "bad-number"),
        ({"start_s": 0, "url": "x"}, "bad-url"),
        ({"start_s": 0, "image_url": "x.jpg"}, "bad-url"),
    ],
)
def test_a_chapter_that_no_player_could_show_is_not_made(changes, code):
    with pytest.raises(FeedError) as caught:
        Chapter(**changes)
    assert caught.value.code == code
