"""The point of a picture that no cut may lose, and the cuts around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageFilter

#: Side of the small grey picture that is looked at, in pixels, and of the rim that the filter spoils.
_SIDE, _RIM = 64, 2
#: Edges that are so near each other belong together, in its pixels; how much more a crowd of them counts than a few.
_CLOSE, _POWER = 3, 4
#: Where people and things stand in most press pictures: in the middle, heads above it.
_USUAL = (0.5, 0.42)
#: How far from there, as a share of the side, the edges count half.
_REACH = 0.35


@dataclass(frozen=True)
class FocalPoint:
    """A place in a picture as it is seen upright.

    Attributes:
        x: From the left, 0 to 1 of the width.
        y: From the top, 0 to 1 of the height.

    Raises:
        ValueError: Outside of the picture.
    """

    x: float
    y: float

    def __post_init__(self) -> None:
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise ValueError(f"a focal point lies inside its picture, from 0 to 1: {self.x}, {self.y}")


MIDDLE = FocalPoint(0.5, 0.5)


def guess_focal_point(image: Image.Image) -> FocalPoint:
    """Where most of the picture's edges are, those near the usual place counting more; the middle of an even picture.

    An editor's own point is always better; this one costs a millisecond.
    """
    small = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    inner = _SIDE - 2 * _RIM
    edges = small.filter(ImageFilter.FIND_EDGES).crop((_RIM, _RIM, _SIDE - _RIM, _SIDE - _RIM))
    crowded = edges.filter(ImageFilter.GaussianBlur(_CLOSE)).tobytes()
    weights = [
        (strength**_POWER * _nearness(x, y), x, y)
        for strength, (x, y) in zip(crowded, _places(inner), strict=True)
        if strength
    ]
    total = sum(weight for weight, _, _ in weights)
    if not total:
        return MIDDLE
    return FocalPoint(
        round(sum(weight * x for weight, x, _ in weights) / total, 3),
        round(sum(weight * y for weight, _, y in weights) / total, 3),
    )


def _places(inner: int) -> Iterator[tuple[float, float]]:
    """The middles of the small picture's pixels, row by row, as shares of the whole."""
    for row in range(inner):
        for column in range(inner):
            yield (column + _RIM + 0.5) / _SIDE, (row + _RIM + 0.5) / _SIDE


def _nearness(x: float, y: float) -> float:
    away = (x - _USUAL[0]) ** 2 + (y - _USUAL[1]) ** 2
    return 1 / (1 + away / _REACH**2)


def crop_box(
    size: tuple[int, int], shape: tuple[int, int], focal_point: FocalPoint, *, seat: FocalPoint = MIDDLE
) -> tuple[int, int, int, int]:
    """The largest cut of a shape that has the focal point as near to its seat as the picture's rim lets it.

    Args:
        size: Width and height of the picture in pixels, at least 1.
        shape: Width and height of the cut, in any unit.
        focal_point: What must stay.
        seat: Where in the cut the focal point should come to lie.

    Returns:
        Left, top, right, bottom in pixels, inside the picture, at least one pixel each way.
    """
    width, height = size
    scale = min(width / shape[0], height / shape[1])
    cut = min(width, max(1, round(shape[0] * scale))), min(height, max(1, round(shape[1] * scale)))
    left = min(max(0, round(focal_point.x * width - cut[0] * seat.x)), width - cut[0])
    top = min(max(0, round(focal_point.y * height - cut[1] * seat.y)), height - cut[1])
    return left, top, left + cut[0], top + cut[1]
