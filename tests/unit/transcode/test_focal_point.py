import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from transcode.focal_point import MIDDLE, FocalPoint, crop_box, guess_focal_point

shares = st.floats(0, 1)
sides = st.integers(1, 9000)
points = st.builds(FocalPoint, shares, shares)


def with_detail(place, size=(400, 300)):
    """An even picture with a chequered spot."""
    picture = Image.new("RGB", size, "#556677")
    draw = ImageDraw.Draw(picture)
    for step in range(100):
        x, y = place[0] + step % 10 * 6, place[1] + step // 10 * 6
        draw.rectangle((x, y, x + 5, y + 5), fill="white" if (step + step // 10) % 2 else "black")
    return picture


@given(st.tuples(sides, sides), st.tuples(st.integers(1, 40), st.integers(1, 40)), points, points)
def test_every_cut_lies_inside_its_picture_and_touches_two_of_its_rims(size, shape, focus, seat):
    left, top, right, bottom = crop_box(size, shape, focus, seat=seat)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    across = size[0] * shape[1] > size[1] * shape[0]
    assert (right - left, bottom - top)[across] == size[across]


@given(st.integers(100, 9000), st.integers(100, 9000), st.integers(1, 5), st.integers(1, 5), points)
def test_a_cut_has_its_shape_and_never_loses_the_focal_point(width, height, across, down, focus):
    left, top, right, bottom = crop_box((width, height), (across, down), focus)
    assert math.isclose((right - left) / (bottom - top), across / down, rel_tol=0.1)
    assert left - 1 <= focus.x * width <= right + 1
    assert top - 1 <= focus.y * height <= bottom + 1


def test_the_focal_point_comes_to_its_seat_where_there_is_room():
    assert crop_box((1000, 100), (1, 1), FocalPoint(0.5, 0.5)) == (450, 0, 550, 100)
    assert crop_box((1000, 100), (1, 1), FocalPoint(0.5, 0.5), seat=FocalPoint(0.8, 0.5)) == (420, 0, 520, 100)
    assert crop_box((1000, 100), (1, 1), FocalPoint(0, 0)) == (0, 0, 100, 100)
    assert crop_box((1000, 100), (1, 1), FocalPoint(1, 1)) == (900, 0, 1000, 100)


@pytest.mark.parametrize(("x", "y"), [(-0.1, 0.5), (0.5, -0.1), (0.5, 1.1), (math.nan, 0.5), (0.5, math.inf)])
def test_a_point_outside_of_its_picture_is_refused(x, y):
    with pytest.raises(ValueError, match="inside its picture"):
        FocalPoint(x, y)


@pytest.mark.parametrize(
    ("place", "near"), [((20, 40), (0.13, 0.23)), ((320, 40), (0.87, 0.23)), ((170, 200), (0.5, 0.77))]
)
def test_the_guess_finds_where_the_detail_is(place, near):
    guess = guess_focal_point(with_detail(place))
    assert abs(guess.x - near[0]) < 0.06
    assert abs(guess.y - near[1]) < 0.06


def test_a_crowd_of_detail_counts_more_than_lone_lines():
    picture = with_detail((300, 30))
    draw = ImageDraw.Draw(picture)
    for x in (20, 90):
        draw.line((x, 0, x, 300), fill="white", width=6)
    assert guess_focal_point(picture).x > 0.7


def test_an_even_picture_has_its_focal_point_in_the_middle():
    assert guess_focal_point(Image.new("RGB", (30, 4000), "grey")) == MIDDLE
    assert guess_focal_point(Image.new("RGB", (1, 1))) == MIDDLE
