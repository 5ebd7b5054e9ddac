"""Which file of an entry is the recording."""

from feeds.reading.entry import ReadEntry
from feeds.reading.media import ReadMedia
from hub.services.followed import enclosures, feed_entries


def _file(name: str, **told: object) -> ReadMedia:
    return ReadMedia(url=f"https://a.example/{name}", media_type="video/mp4", **told)


def test_of_one_film_in_several_sizes_the_largest_is_taken_and_the_widest_where_no_size_is_told():
    by_width = ReadEntry(media=(_file("nho", width=320), _file("lon", width=1280), _file("vua", width=640)))
    by_size = ReadEntry(media=(_file("nang", size_bytes=9, width=320), _file("nhe", size_bytes=1, width=1280)))
    assert [enclosures.recording(one, "tv").url[-3:] for one in (by_width, by_size)] == ["lon", "ang"]


def test_pictures_of_the_story_go_before_those_of_lists_and_the_widest_before_all():
    entry = ReadEntry(
        media=(
            _file("danh-sach", role="thumbnail", width=4000),
            _file("khong-ro", role="picture"),
            _file("nho", role="picture", width=320),
            _file("lon", role="picture", width=1280),
            _file("phim"),
        )
    )
    assert [one.url.rpartition("/")[2] for one in feed_entries.pictures(entry)] == [
        "lon",
        "nho",
        "khong-ro",
        "danh-sach",
    ]
