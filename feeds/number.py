"""Numbers: which can be right, and how formats write them."""

import math
from decimal import Decimal

from feeds.errors import FeedError


def measured(field: str, value: float | None) -> None:
    """Check a number that was counted or measured; None when it is not known.

    Raises:
        FeedError: `bad-number`, it is below zero, or no number at all.
    """
    if value is not None and (value < 0 or not math.isfinite(value)):
        raise FeedError("bad-number", field=field, value=value)


def decimal(value: float) -> str:
    """Write a number with as few digits as tell it, and never with an exponent."""
    return format(Decimal(str(value)).normalize(), "f")


def whole(value: float | None) -> str | None:
    """Write a number that was counted; None when there is none, or it is 0 and so not known."""
    return str(round(value)) if value else None
