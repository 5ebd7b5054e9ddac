import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.black_bars import Area
from transcode.focal_point import MIDDLE, FocalPoint
from transcode.vertical import plan_cut

sides = st.integers(1, 2000).map(lambda half: 2 * half)


@pytest.mark.parametrize(
    ("source", "part", "made"),
    [
        ((3840, 2160), (1214, 2160), (1080, 1920)),
        ((2560, 1440), (810, 1440), (720, 1280)),
        ((1920, 1080), (608, 1080), (540, 960)),
        ((1280, 720), (404, 720), (540, 960)),
        ((1136, 640), (360, 640), (540, 960)),
        ((1022, 576), (324, 576), (324, 576)),
        ((640, 360), (202, 360), (198, 352)),
        ((1080, 1920), (1080, 1920), (1080, 1920)),
        ((720, 1280), (720, 1280), (720, 1280)),
        ((1080, 1440), (810, 1440), (720, 1280)),
        ((1080, 2340), (1080, 1920), (1080, 1920)),
        ((90, 160), (90, 160), (90, 160)),
    ],
)
def test_a_cut_has_the_nearest_size_that_the_platforms_take_and_is_hardly_enlarged(source, part, made):
    cut = plan_cut(source, MIDDLE)
    assert (cut.width, cut.height) == part
    assert (cut.out_width, cut.out_height) == made


def test_black_bars_are_left_out_of_the_cut():
    wide = plan_cut((1920, 1080), MIDDLE, Area(left=0, top=140, width=1920, height=800))
    assert (wide.left, wide.top, wide.width, wide.height) == (734, 140, 450, 800)
    pillar = plan_cut((1920, 1080), FocalPoint(0.0, 0.5), Area(left=656, top=0, width=608, height=1080))
    assert (pillar.left, pillar.width, pillar.out_width, pillar.out_height) == (656, 608, 540, 960)


@pytest.mark.parametrize(("x", "left"), [(0.0, 0), (1.0, 1312), (0.25, 176)])
def test_the_cut_follows_the_focal_point_as_far_as_the_rim_lets_it(x, left):
    assert plan_cut((1920, 1080), FocalPoint(x, 0.5)).left == left


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
    enlarged = cut.out_width > cut.width + 2 or cut.out_height > cut.height + 2
    assert not enlarged or (cut.out_width, cut.out_height) == (540, 960)
    assert 2 <= cut.out_width <= min(1080, max(cut.width * 1.5, cut.width + 2))
    assert 2 <= cut.out_height <= min(1920, max(cut.height * 1.5, cut.height + 2))
    if width >= 18 and height >= 32:
        assert cut.out_width * 16 == cut.out_height * 9
