import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.focal_point import MIDDLE, FocalPoint
from transcode.vertical import plan_cut

sides = st.integers(1, 2000).map(lambda half: 2 * half)


def test_full_hd_is_cut_in_the_middle_to_what_the_platforms_want():
    cut = plan_cut((1920, 1080), MIDDLE)
    assert (cut.left, cut.top, cut.width, cut.height) == (656, 0, 608, 1080)
    assert (cut.out_width, cut.out_height) == (720, 1280)


def test_a_small_picture_is_hardly_enlarged():
    cut = plan_cut((640, 360), MIDDLE)
    assert (cut.width, cut.height) == (202, 360)
    assert (cut.out_width, cut.out_height) == (242, 432)


@pytest.mark.parametrize(("x", "left"), [(0.0, 0), (1.0, 1312), (0.25, 176)])
def test_the_cut_follows_the_focal_point_as_far_as_the_rim_lets_it(x, left):
    assert plan_cut((1920, 1080), FocalPoint(x, 0.5)).left == left


@pytest.mark.parametrize("size", [(720, 1280), (1080, 1920), (540, 676), (90, 160)])
def test_an_upright_picture_keeps_all_that_it_shows(size):
    cut = plan_cut(size, FocalPoint(0.0, 0.0))
    assert (cut.left, cut.top, cut.width, cut.height) == (0, 0, *size)
    assert cut.out_width <= min(720, size[0])
    assert cut.out_height <= min(1280, size[1])


def test_a_square_is_cut_too():
    cut = plan_cut((1080, 1080), MIDDLE)
    assert (cut.width, cut.height) == (608, 1080)


@given(sides, sides, st.floats(0, 1), st.floats(0, 1))
def test_every_cut_is_even_inside_the_picture_and_bounded(width, height, x, y):
    cut = plan_cut((width, height), FocalPoint(x, y))
    assert all(value % 2 == 0 for value in vars(cut).values())
    assert cut.left >= 0
    assert cut.top >= 0
    assert cut.left + cut.width <= width
    assert cut.top + cut.height <= height
    assert 2 <= cut.out_width <= 720
    assert 2 <= cut.out_height <= 1280
    assert cut.out_height <= cut.height * 1.2 + 2
