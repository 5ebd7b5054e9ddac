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


@given(
    names=NAMES, named=st.lists(st.sampled_from(["a.jpg", "B.JPG", "./a.mp4", "../a.jpg", "x.md", "c.jpg"]), max_size=4)
)
def test_every_file_is_in_one_place_with_stories_too(names, named):
    stories = {name: [[one] for one in named] for name in names if name.lower() in {"a.json", "a.xml"}}
    made, orphans = bundles(names, pictures=True, stories=stories)
    assert {name for bundle in made for name in bundle.names} | {*orphans} == {*names}
    assert len({bundle.name for bundle in made}) == len(made)
    shared = {one.name for bundle in made for one in bundle.sidecars if one.role == "named"}
    rest = [name for bundle in made for name in bundle.names if name not in shared] + orphans
    assert sorted(rest) == sorted({*names} - shared)


def test_a_story_is_a_file_of_its_own_beside_all_but_a_text():
    stories = {
        "a.xml": [["1.jpg", "1-nho.jpg"], ["s/2.JPG"]],
        "b.xml": [],
        "c.json": [["https://tin.example/3.jpg"]],
        "d.xml": [],
    }
    names = ["a.xml", "1.jpg", "s/2.jpg", "b.xml", "b.jpg", "b.mp3", "b.srt", "c.json", "d.xml", "d.md", "d.jpg"]
    made, orphans = bundles(names, pictures=True, stories=stories)
    assert {bundle.name: bundle.names[1:] for bundle in made} == {
        "a.xml": ("1.jpg", "s/2.jpg"),
        "b.xml": ("b.jpg", "b.mp3", "b.srt"),
        "c.json": (),
        "d.md": ("d.jpg", "d.xml"),
    }
    story = next(bundle for bundle in made if bundle.name == "a.xml")
    assert story.references == {"1.jpg": "1.jpg", "s/2.JPG": "s/2.jpg"}
    assert story.missing == ("1-nho.jpg",)
    assert not any(bundle.is_waiting for bundle in made)
    assert orphans == []


@pytest.mark.parametrize(
    ("named", "waits"),
    [([["1.jpg", "2.jpg"]], True), ([["1.jpg"], ["khong.jpg"]], True), ([["khong.jpg", "https://a.example/1"]], False)],
)
def test_a_story_waits_where_a_picture_is_not_there_in_any_rendition(named, waits):
    made, _ = bundles(["t.xml"], pictures=True, stories={"t.xml": named})
    assert [bundle.is_waiting for bundle in made] == [waits]


def test_references_are_meant_from_the_folder_of_their_document():
    made, _ = bundles(["s/t.xml", "s/1.jpg", "1.jpg"], pictures=True, stories={"s/t.xml": [["1.jpg"]]})
    assert {bundle.name: bundle.names[1:] for bundle in made} == {"1.jpg": (), "s/t.xml": ("s/1.jpg",)}


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


def test_of_a_name_that_is_no_text_only_the_bytes_that_are_none_are_written_out():
    assert shown("chợ hỏng\udcff.md") == "chợ hỏng\\udcff.md"


@given(name=st.text(max_size=50))
def test_what_is_shown_is_always_plain(name):
    assert is_plain(shown(name))


@pytest.mark.parametrize("name", ["tin.md", "part.mp3", "tmp.mp3", "a.part.mp3", "a~b.mp3", "Bản tin 1.2.mp3"])
def test_names_of_whole_files_are_not_passing(name):
    assert not is_passing(name)
