import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.storyboard import plan_board, write_storyboard

CUE = re.compile(r"(\S+) --> (\S+)\nsheet-(\d\d)\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)")


def cues(text: str) -> list[tuple[float, float, int, tuple[int, int, int, int]]]:
    def seconds(clock: str) -> float:
        hours, minutes, rest = clock.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    found = CUE.findall(text)
    return [(seconds(a), seconds(b), int(sheet), tuple(map(int, area))) for a, b, sheet, *area in found]


def test_a_short_programme_has_a_tile_every_five_seconds():
    board = plan_board((1920, 1080), 62)
    assert (board.width, board.height, board.distance_s, board.tiles) == (160, 90, 5, 12)
    assert board.sheets == 1


def test_a_long_programme_has_at_most_120_tiles_on_five_sheets():
    board = plan_board((1280, 720), 3600)
    assert (board.distance_s, board.tiles, board.sheets) == (30, 120, 5)


def test_tiles_of_an_upright_picture_stand():
    board = plan_board((720, 1280), 60)
    assert (board.width, board.height) == (90, 160)


def test_cues_follow_each_other_row_by_row_and_sheet_by_sheet():
    board = plan_board((1280, 720), 150)
    found = cues(write_storyboard(board, 150))
    assert len(found) == 30
    assert found[0] == (0, 5, 1, (0, 0, 160, 90))
    assert found[4] == (20, 25, 1, (640, 0, 160, 90))
    assert found[5] == (25, 30, 1, (0, 90, 160, 90))
    assert found[25] == (125, 130, 2, (0, 0, 160, 90))


@given(
    planned_s=st.floats(0.04, 20_000), share=st.floats(0.05, 1.0),
    width=st.integers(2, 4000), height=st.integers(2, 4000),
)  # fmt: skip
def test_cues_cover_the_whole_programme_once_and_stay_on_their_sheets(planned_s, share, width, height):
    board = plan_board((width, height), planned_s)
    duration_s = max(0.04, planned_s * share)
    found = cues(write_storyboard(board, duration_s))
    assert 1 <= len(found) <= board.tiles <= 120
    assert found[0][0] == 0
    assert found[-1][1] == pytest.approx(duration_s, abs=0.001)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(found))
    for start_s, end_s, sheet, (x, y, *size) in found:
        assert start_s < end_s + 0.001
        assert sheet <= board.sheets
        assert size == [board.width, board.height]
        assert x + size[0] <= 5 * board.width
        assert y + size[1] <= 5 * board.height


def test_a_board_for_another_duration_is_not_good_enough():
    board = plan_board((640, 360), 3600)
    assert board.fits(3500)
    assert not board.fits(60)
    assert not plan_board((640, 360), 60).fits(3600)


def test_a_storyboard_is_webvtt():
    text = write_storyboard(plan_board((640, 360), 9), 9.2)
    assert text.startswith("WEBVTT\n\n")
    assert text.endswith("\n")
    assert "00:00:05.000 --> 00:00:09.200" in text
    assert Path(text.split()[-1].partition("#")[0]).name == "sheet-01.jpg"
