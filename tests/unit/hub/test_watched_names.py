"""Names in a watched folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.services.folders.watched_names import bundles, is_passing, is_plain, numbered, shown

NAMES = st.lists(
    st.text(st.sampled_from("aB.é-"), min_size=1, max_size=6).map(lambda text: text + ".mp4")
    | st.sampled_from(["a.json", "A.XML", "a.vi.vtt", "a.mp4.json", "b.jpg", "a.jpg", "aB.srt", "c.vi.srt"]),
    unique=True,
    max_size=10,
)


@given(names=NAMES, pictures=st.booleans())
def test_every_file_is_in_one_place(names, pictures):
    made, orphans = bundles(names, pictures=pictures)
    assert sorted([name for bundle in made for name in bundle.names] + orphans) == sorted(names)


def test_sidecars_go_with_the_file_whose_name_they_bear():
    made, orphans = bundles(
        [
            "a.mp4",
            "A.json",
            "a.vi.vtt",
            "a.hmn.srt",
            "a.zz.srt",
            "a.b.mp4",
            "a.b.jpg",
            "a.mp4.xml",
            "c.json",
            "s/a.json",
        ],
        pictures=False,
    )
    told = {bundle.name: [(one.name, one.role, one.language) for one in bundle.sidecars] for bundle in made}
    assert told == {
        "a.mp4": [
            ("A.json", "json", ""),
            ("a.hmn.srt", "captions", "hmn"),
            ("a.mp4.xml", "xml", ""),
            ("a.vi.vtt", "captions", "vi"),
            ("a.zz.srt", "captions", ""),
        ],
        "a.b.mp4": [("a.b.jpg", "cover", "")],
    }
    assert orphans == ["c.json", "s/a.json"]


@given(name=st.text(min_size=1, max_size=300).filter(lambda text: "/" not in text), number=st.integers(1, 999))
def test_a_numbered_name_is_never_too_long_and_never_the_same(name, number):
    made = numbered(name, number, room_bytes=240)
    assert len(made.encode("utf-8", "surrogateescape")) <= 240
    assert made != numbered(name, number + 1, room_bytes=240)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("tin.md", "tin-2.md"),
        ("tin.vi.vtt", "tin-2.vi.vtt"),
        ("tin", "tin-2"),
        ("x" * 300 + ".md", "x" * 235 + "-2.md"),
    ],
)
def test_the_number_stands_before_the_first_dot(name, second):
    assert numbered(name, 2, room_bytes=240) == second


@given(name=st.text(max_size=50))
def test_what_is_shown_is_always_plain(name):
    assert is_plain(shown(name))


@pytest.mark.parametrize("name", ["tin.md", "part.mp3", "tmp.mp3", "a.part.mp3", "a~b.mp3", "Bản tin 1.2.mp3"])
def test_names_of_whole_files_are_not_passing(name):
    assert not is_passing(name)
