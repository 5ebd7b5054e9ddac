"""Which forms of a video are taken."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.services.addresses import FORMS
from hub.services.sites.site_forms import HEIGHTS, PROTOCOLS, chosen, size_bytes


def row(name: str, height: int | None = None, *, picture: bool = True, sound: bool = True, **more: Any) -> dict:
    codecs = {"vcodec": "h264" if picture else "none", "acodec": "aac" if sound else "none"}
    return {"format_id": name, "protocol": "https", "height": height, **codecs, **more}


def names(rows: list[dict], form: str) -> list[str]:
    return [one["format_id"] for one in chosen(rows, form)]


LADDER = [
    row("sound", picture=False),
    row("small", 360),
    row("low", 480, sound=False),
    row("half", 720, sound=False),
    row("full", 1080, sound=False),
    row("huge", 2160, sound=False),
]


def test_the_tallest_picture_that_is_wanted_comes_with_its_sound() -> None:
    assert names(LADDER, "best") == ["full", "sound"]
    assert names(LADDER, "720p") == ["half", "sound"]
    assert names(LADDER, "480p") == ["low", "sound"]


def test_a_form_with_both_needs_no_second_stream() -> None:
    assert names([row("sound", picture=False), row("both", 480)], "best") == ["both"]


def test_sound_alone_is_taken_where_there_is_such_and_a_small_picture_with_sound_elsewhere() -> None:
    assert names(LADDER, "audio") == ["sound"]
    assert names([row("small", 360), row("full", 1080)], "audio") == ["small"]
    assert names([row("silent", 360, sound=False)], "audio") == []


def test_where_everything_is_taller_the_smallest_is_taken() -> None:
    assert names([row("huge", 2160), row("tall", 1440)], "480p") == ["tall"]


def test_a_file_of_which_nothing_is_known_is_taken() -> None:
    assert names([{"format_id": "x", "protocol": "http"}], "best") == ["x"]


def test_what_is_locked_or_would_go_another_way_is_left_alone() -> None:
    rows = [row("rtmp", 720, protocol="rtmp"), row("drm", 720, has_drm=True), row("ok", 240)]
    assert names(rows, "best") == ["ok"]


def test_sizes_are_added_as_far_as_they_are_told() -> None:
    assert size_bytes([row("a", filesize=5), row("b", filesize_approx=7.5), row("c")]) == 12


FORMATS = st.fixed_dictionaries(
    {
        "format_id": st.text(max_size=3),
        "protocol": st.sampled_from([*PROTOCOLS, "rtmp", "mhtml", "websocket_frag", ""]),
        "height": st.none() | st.integers(0, 5000),
        "vcodec": st.sampled_from(["none", "h264", None]),
        "acodec": st.sampled_from(["none", "aac", None]),
        "has_drm": st.booleans(),
    }
)


@given(rows=st.lists(FORMATS, max_size=8), form=st.sampled_from(FORMS))
def test_at_most_two_streams_are_taken_a_picture_first_and_each_goes_through_the_guard(rows, form) -> None:
    taken = chosen(rows, form)
    assert len(taken) <= 2
    assert all(one["protocol"] in PROTOCOLS and not one["has_drm"] for one in taken)
    if len(taken) == 2:
        assert form in HEIGHTS
        assert [one["vcodec"] == "none" for one in taken] == [False, True]
