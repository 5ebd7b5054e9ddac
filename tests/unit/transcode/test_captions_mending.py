import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.captions.caption import Cue
from transcode.captions.limits import CaptionLimits
from transcode.captions.mending import mend
from transcode.captions.words import Word, cues_of_words
from transcode.captions.wrapping import is_monster, rewrapped, width
from transcode.errors import RejectedError

LONG = (
    "Sau khi phát hiện ra xác chết một người phụ nữ được phát hiện sáng nay tại Birkenhead, Merseyside, thì một cuộc"
    " điều tra vụ giết người đã được bắt đầu."
)


def mended(*cues, duration_s=None, rolling=False, **limits):
    mends = Counter()
    captions = mend(
        [Cue(*cue) for cue in cues],
        mends=mends,
        duration_s=duration_s,
        rolling=rolling,
        limits=CaptionLimits(**limits),
    )
    told = {code.removeprefix("captions-"): count for code, count in mends.items() if count}
    return [(one.start_s, one.end_s, one.text) for one in captions], told


@pytest.mark.parametrize(
    ("cues", "captions", "told"),
    [
        ([(1, 2, "a"), (2, 3, "b")], [(1, 2, "a"), (2, 3, "b")], {}),
        ([(3, 4, "b"), (1, 2, "a")], [(1, 2, "a"), (3, 4, "b")], {"unsorted": 1}),
        ([(-1, 2, "a")], [(0, 2, "a")], {"negative": 1}),
        ([(-2, -1, "a"), (1, 2, "b")], [(1, 2, "b")], {"unread": 1}),
        ([(math.nan, 1, "a"), (1, math.inf, "b")], [(1, 2, "b")], {"unread": 1, "zero-length": 1}),
        ([(1e9, 1e9 + 1, "a"), (1, 2, "b")], [(1, 2, "b")], {"unread": 1}),
        ([(5, 2, "a"), (6, 7, "b")], [(5, 6, "a"), (6, 7, "b")], {"reversed": 1}),
        ([(5, 5, "a" * 40)], [(5, 7.6, "a" * 40)], {"zero-length": 1}),
        ([(1, 4, "a"), (2, 5, "b")], [(1, 2, "a"), (2, 5, "b")], {"overlapping": 1}),
        ([(1, 4, "a"), (1.2, 5, "b")], [(1, 5, "a\nb")], {"overlapping": 1}),
        ([(1, 4, "a"), (1, 4, "a")], [(1, 4, "a")], {"repeated": 1}),
        ([(1, 4, "a", "Mai"), (1, 4, "b", "Lan")], [(1, 4, "Mai: a\nLan: b")], {"overlapping": 1}),
        ([(1, 2, " "), (1, 2, "a")], [(1, 2, "a")], {"without-words": 1}),
    ],
)
def test_times_are_mended_and_each_mend_is_counted(cues, captions, told):
    assert mended(*cues) == (captions, told)


def test_what_lies_beyond_the_recording_is_cut_and_a_little_more_is_not_told():
    cues = [(1, 2, "a"), (8, 10.3, "b")]
    assert mended(*cues, duration_s=10.0) == ([(1, 2, "a"), (8, 10, "b")], {})
    assert mended(*cues, duration_s=9.0) == ([(1, 2, "a"), (8, 9, "b")], {"beyond-end": 1})
    assert mended(*cues, duration_s=8.0) == ([(1, 2, "a")], {"beyond-end": 1})


def test_the_hours_of_a_tape_are_taken_off():
    cues = [(36_001, 36_002, "a"), (36_003, 36_004, "b")]
    assert mended(*cues, duration_s=60.0) == ([(1, 2, "a"), (3, 4, "b")], {"hours": 10})


@pytest.mark.parametrize("start_s", [70, 3_670])
def test_captions_of_another_recording_are_refused(start_s):
    with pytest.raises(RejectedError) as caught:
        mended((start_s, start_s + 1, "a"), duration_s=60.0)
    assert caught.value.code == "captions-beyond-media"


def test_too_many_captions_are_left_out_and_told():
    captions, told = mended(*[(place, place + 1, "a") for place in range(20)], captions=15)
    assert len(captions) == 15
    assert told == {"too-many": 5}


def test_of_what_is_shown_all_at_once_eight_lines_are_kept():
    captions, told = mended(*[(0, 1, f"dòng {place}") for place in range(20)])
    assert " ".join(text for _, _, text in captions).split()[1::2] == [str(place) for place in range(8)]
    assert told["crowded"] == 12


def test_long_captions_become_several_and_no_word_is_lost():
    captions, told = mended((10, 19, LONG))
    assert told == {"rewrapped": 1}
    assert " ".join(" ".join(text.split()) for _, _, text in captions) == LONG
    assert captions[0][0] == 10
    assert captions[-1][1] == 19
    assert all(width(line) <= 42 for _, _, text in captions for line in text.split("\n"))
    assert all(len(text.split("\n")) <= 2 for _, _, text in captions)


def test_parts_end_with_sentences_where_they_can():
    text = "Hôm nay trời mưa rất to ở nhiều nơi. Ngày mai trời sẽ nắng trở lại trên khắp các huyện vùng cao của tỉnh."
    assert rewrapped(text, 8_000)[0].replace("\n", " ") == "Hôm nay trời mưa rất to ở nhiều nơi."


def test_lines_of_a_dialogue_stay_apart():
    text = "- Anh đi đâu mà sớm thế này hả anh, trời còn chưa sáng mà?\n- Tôi ra chợ."
    pieces = rewrapped(text, 6_000)
    assert pieces[-1].split("\n")[-1] == "- Tôi ra chợ."
    assert all(not line.endswith("chợ.") or line.startswith("- ") for piece in pieces for line in piece.split("\n"))


def test_italics_go_on_over_a_cut():
    pieces = rewrapped(f"<i>{LONG}</i>", 9_000)
    assert len(pieces) > 1
    assert all(piece.startswith("<i>") and piece.endswith("</i>") for piece in pieces)


def test_there_is_no_flicker_where_time_is_short():
    assert len(rewrapped(LONG * 3, 1_700)) == 2


@given(
    text=st.text(st.sampled_from("aệ .,-–\n"), min_size=1, max_size=600).map(
        lambda text: "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n")))) or "a"
    ),
    duration_ms=st.integers(1, 60_000),
)
def test_wrapping_keeps_every_word_in_order(text, duration_ms):
    pieces = rewrapped(text, duration_ms)
    assert " ".join(pieces).split() == text.split()
    assert all(pieces)
    assert len(pieces) <= max(1, duration_ms // 800)


def test_short_lines_are_left_as_they_were_written():
    for text in ("một\nhai\nba\nbốn", "một " * 12, "a" * 80):
        assert not is_monster(text.strip())


def test_words_become_captions_that_end_with_sentences_and_at_pauses():
    said = "Đài Phát thanh và Truyền hình tỉnh. Mời quý vị nghe bản tin. Hôm nay trời mưa"
    words = [Word(place * 0.3, place * 0.3 + 0.25, word, machine=True) for place, word in enumerate(said.split())]
    words.append(Word(60.0, 60.3, " to"))
    cues = cues_of_words(words)
    assert [cue.text for cue in cues] == [
        "Đài Phát thanh và Truyền hình tỉnh.",
        "Mời quý vị nghe bản tin. Hôm nay trời mưa",
        "to",
    ]
    assert [cue.machine for cue in cues] == [True, True, False]
    assert (cues[0].start_s, cues[2].end_s) == (0.0, 61.0)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 3), st.floats(0, 5), st.sampled_from(["mưa", "nắng.", "gió,", " ", "x" * 30]), st.booleans()
        ),
        max_size=80,
    )
)
def test_no_word_is_lost_and_no_caption_is_too_long(given_words):
    words, at_s = [], 0.0
    for pause_s, length_s, text, other in given_words:
        words.append(Word(at_s + pause_s, at_s + pause_s + length_s, text, "A" if other else "B"))
        at_s += pause_s + length_s
    cues = cues_of_words(words)
    assert " ".join(cue.text for cue in cues).split() == [word.text.strip() for word in words if word.text.strip()]
    assert all(len(cue.text) <= 84 for cue in cues)
    assert all(before.end_s <= after.start_s + 1e-6 for before, after in pairwise(cues))
