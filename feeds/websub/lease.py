"""How long a subscription lasts before the subscriber has to renew it."""

#: Seconds where the subscriber wishes none.
USUAL_S = 10 * 24 * 3600

#: Bounds of what may be wished: an hour, thirty days.
SHORTEST_S = 3600
LONGEST_S = 30 * 24 * 3600


def granted_s(wish_s: int | None) -> int:
    """Give the seconds that are granted for a wish: the hub decides, and tells the subscriber at verification."""
    return USUAL_S if wish_s is None else min(max(wish_s, SHORTEST_S), LONGEST_S)
