"""The house's landscape: sky, sun, mountains, terraced fields and a woven band. Drawn, so that it fits any shape."""

import itertools
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

#: Drawn larger and made smaller, so that slopes have no steps.
_FINER, _FINEST = 2, 4
#: Share of the height -> colour. Words stand above the last dark one, where white on it passes 7:1.
_SKY: Sequence[tuple[float, Colour]] = (
    (0.0, (23, 27, 64)),
    (0.5, (42, 47, 108)),
    (0.68, (84, 84, 150)),
    (0.8, (196, 152, 142)),
    (0.88, (240, 200, 150)),
)
#: Ridges from far to near: colour, then points as shares of width and height.
_RIDGES: Sequence[tuple[Colour, Sequence[tuple[float, float]]]] = (
    (
        (112, 108, 170),
        ((0, 0.84), (0.08, 0.77), (0.15, 0.81), (0.27, 0.715), (0.36, 0.80), (0.45, 0.765), (0.55, 0.82), (0.68, 0.735),
         (0.78, 0.81), (0.87, 0.76), (1, 0.83)),
    ),
    (
        (75, 84, 159),
        ((0, 0.80), (0.07, 0.83), (0.17, 0.77), (0.29, 0.86), (0.42, 0.82), (0.56, 0.875), (0.70, 0.80), (0.80, 0.85),
         (0.91, 0.785), (1, 0.84)),
    ),
    (
        (52, 59, 128),
        ((0, 0.875), (0.10, 0.84), (0.22, 0.895), (0.36, 0.865), (0.50, 0.905), (0.63, 0.865), (0.77, 0.90),
         (0.89, 0.86), (1, 0.90)),
    ),
)  # fmt: skip
_FIELDS: Colour = (31, 82, 62)
_FIELDS_TOP, _FIELDS_SWING = 0.895, 0.018
_TERRACES: Sequence[Colour] = ((63, 122, 92), (42, 100, 72), (63, 122, 92), (42, 100, 72))
_TERRACE_STEP = 0.017
_SUN: Colour = (246, 219, 158)
_SUN_PLACE, _SUN_SHARE = (0.81, 0.75), 0.052

#: The mark, width to height; its ridges stand before the sun, points as above.
_EMBLEM_SHAPE = 1.45
_EMBLEM_SUN: Colour = (238, 187, 85)
_EMBLEM_RIDGES: Sequence[tuple[Colour, Sequence[tuple[float, float]]]] = (
    ((141, 151, 220), ((0, 0.85), (0.24, 0.3), (0.4, 0.55), (0.62, 0.15), (1, 0.85))),
    ((108, 178, 140), ((0, 0.95), (0.26, 0.63), (0.47, 0.85), (0.67, 0.6), (1, 0.95))),
)

#: The woven band, of the height of the picture.
BAND_SHARE = 0.042
_BAND: Colour = (23, 27, 64)
_BAND_LINE: Colour = (200, 161, 74)
_DIAMONDS: Sequence[Colour] = ((169, 42, 60), (233, 180, 76))
_DIAMOND_CORE: Colour = (250, 246, 238)


def landscape(width: int, height: int) -> Image.Image:
    """The whole picture, RGB, of that size in pixels. The same size gives the same picture."""
    size = (width * _FINER, height * _FINER)
    image = _sky(*size)
    draw = ImageDraw.Draw(image)
    radius = math.sqrt(size[0] * size[1]) * _SUN_SHARE
    x, y = size[0] * _SUN_PLACE[0], size[1] * _SUN_PLACE[1]
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_SUN)
    for colour, ridge in _RIDGES:
        points = [(x * size[0], y * size[1]) for x, y in ridge]
        draw.polygon([*points, (size[0], size[1]), (0, size[1])], fill=colour)
    _fields(draw, *size)
    small = image.resize((width, height), Image.Resampling.BOX)
    draw_band(small)
    return small


def draw_band(image: Image.Image) -> None:
    """Lays the woven band along the foot of a picture."""
    width, height = image.size
    tall = round(height * BAND_SHARE)
    band = Image.new("RGB", (width * _FINER, tall * _FINER), _BAND)
    draw = ImageDraw.Draw(band)
    half = tall * _FINER // 2
    reach = half * 0.62
    count = round(band.width / (half * 2.4))
    for number in range(count):
        centre = (number + 0.5) * band.width / count
        _diamond(draw, (centre, half), reach, _DIAMONDS[number % len(_DIAMONDS)])
        _diamond(draw, (centre, half), reach * 0.4, _DIAMOND_CORE)
    edge = max(2, tall * _FINER // 14)
    for top in (0, band.height - edge):
        draw.rectangle((0, top, band.width, top + edge - 1), fill=_BAND_LINE)
    image.paste(band.resize((width, tall), Image.Resampling.BOX), (0, height - tall))


def draw_emblem(image: Image.Image, place: tuple[int, int], height: int) -> None:
    """Lays the house's mark on a picture: a sun behind two ridges, half as wide again as high."""
    width = round(height * _EMBLEM_SHAPE)
    mark = Image.new("RGBA", (width * _FINEST, height * _FINEST), (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    x, y, radius = mark.width * 0.69, mark.height * 0.22, mark.height * 0.18
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_EMBLEM_SUN)
    for colour, ridge in _EMBLEM_RIDGES:
        points = [(x * mark.width, y * mark.height) for x, y in ridge]
        draw.polygon([*points, (mark.width, mark.height), (0, mark.height)], fill=colour)
    small = mark.resize((width, height), Image.Resampling.BOX)
    image.paste(small, place, small)


def _diamond(draw: ImageDraw.ImageDraw, centre: tuple[float, float], reach: float, colour: Colour) -> None:
    x, y = centre
    draw.polygon([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)], fill=colour)


def _sky(width: int, height: int) -> Image.Image:
    column = Image.new("RGB", (1, height))
    column.putdata([_between(row / height) for row in range(height)])
    return column.resize((width, height))


def _between(share: float) -> Colour:
    """The colour of the sky at a height."""
    for (low, dark), (high, light) in itertools.pairwise(_SKY):
        if share < high:
            part = (share - low) / (high - low)
            red, green, blue = (round(one + (two - one) * part) for one, two in zip(dark, light, strict=True))
            return red, green, blue
    return _SKY[-1][1]


def _fields(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """The fields in front, with terraces that follow the hill."""
    line = max(2, round(height * 0.0035))
    steps = range(0, width + 24, 24)

    def curve(lower: float) -> list[tuple[float, float]]:
        swing = [math.sin(x / width * 7.5 + 0.6) + 0.5 * math.sin(x / width * 17 + 2) for x in steps]
        return [(x, (lower + _FIELDS_SWING * up) * height) for x, up in zip(steps, swing, strict=True)]

    draw.polygon([*curve(_FIELDS_TOP), (width, height), (0, height)], fill=_FIELDS)
    for number, colour in enumerate(_TERRACES, 1):
        draw.line(curve(_FIELDS_TOP + number * _TERRACE_STEP), fill=colour, width=line, joint="curve")
