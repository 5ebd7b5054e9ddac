"""The kinds of work: one row each."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WorkKind:
    """How work of one kind is executed.

    Attributes:
        queue: The RQ queue that takes it.
        tries: Failures after which it has failed for good.
        time_limit_s: Seconds an attempt may take.
        back_off_s: Seconds before the second, third … attempt; the last one repeats.
        jitter: The part by which such a pause may be longer, at random: what failed together does not come together.
    """

    queue: str
    tries: int
    time_limit_s: float
    back_off_s: tuple[float, ...]
    jitter: float = 0.0


KINDS: Mapping[str, WorkKind] = {
    "intake": WorkKind(queue="intake", tries=4, time_limit_s=900, back_off_s=(5, 30, 120)),
    "accept": WorkKind(queue="intake", tries=4, time_limit_s=3600, back_off_s=(5, 30, 120)),
    # A look that fails is not tried again: the next one comes by itself, later after each failure.
    # What a feed or channel may take is bounded where it is asked; a folder may hold files of many gigabytes.
    "look": WorkKind(queue="look", tries=1, time_limit_s=6 * 3600, back_off_s=(60,)),
    "fetch": WorkKind(queue="fetch", tries=5, time_limit_s=6 * 3600, back_off_s=(60, 600, 3600, 6 * 3600)),
    "transcode": WorkKind(queue="media", tries=4, time_limit_s=12 * 3600, back_off_s=(5, 60, 300)),
    "chunk": WorkKind(queue="media", tries=4, time_limit_s=3600, back_off_s=(5, 60, 300)),
    "join": WorkKind(queue="media", tries=4, time_limit_s=3600, back_off_s=(5, 60, 300)),
    "render": WorkKind(queue="publish", tries=1000, time_limit_s=3600, back_off_s=(2, 10, 30, 60)),
    # Due at the moment when an embargo ends.
    "release": WorkKind(queue="publish", tries=1000, time_limit_s=300, back_off_s=(2, 10, 30, 60)),
    "deliver": WorkKind(queue="deliver", tries=8, time_limit_s=1800, back_off_s=(10, 60, 300, 900, 3600)),
    "withdraw": WorkKind(queue="deliver", tries=8, time_limit_s=600, back_off_s=(10, 60, 300, 900, 3600)),
    # Feeds asked for by a person; what was found is told at the end, so a second try is of no use.
    "visit": WorkKind(queue="fetch", tries=1, time_limit_s=6 * 3600, back_off_s=(60,)),
    # A queue of their own: however slow subscribers are, no delivery waits behind them.
    "verify": WorkKind(queue="subscribers", tries=4, time_limit_s=120, back_off_s=(10, 60, 300), jitter=0.5),
    "announce": WorkKind(queue="subscribers", tries=1000, time_limit_s=600, back_off_s=(2, 10, 30, 60)),
    "notify": WorkKind(
        queue="subscribers", tries=8, time_limit_s=120, back_off_s=(30, 120, 600, 1800, 3600), jitter=0.5
    ),
}
