"""Looks at a finished feed as a stranger would: a feed with faults must not replace the last good one."""

from collections.abc import Callable, Mapping

from feeds.errors import FeedError
from feeds.inspection.atom import atom_faults
from feeds.inspection.errors import Fault
from feeds.inspection.json_feed import json_faults
from feeds.inspection.rss import podcast_faults, rss_faults

#: kind -> what is looked at.
_INSPECTIONS: Mapping[str, Callable[[bytes], tuple[Fault, ...]]] = {
    "rss": rss_faults,
    "atom": atom_faults,
    "json": json_faults,
    "podcast": podcast_faults,
}


def check(feed_bytes: bytes, kind: str) -> tuple[str, ...]:
    """Find what would keep readers, directories or validators from taking a feed.

    Returns:
        The faults that `inspect` finds, one English sentence each.

    Raises:
        FeedError: `unknown-feed-kind`.
    """
    return tuple(str(fault) for fault in inspect(feed_bytes, kind))


def inspect(feed_bytes: bytes, kind: str) -> tuple[Fault, ...]:
    """Find what would keep readers, directories or validators from taking a feed.

    Args:
        feed_bytes: The document as it would be published. It is parsed without entities and without network.
        kind: "rss", "atom", "json" or "podcast".

    Returns:
        Each fault with its code, its place and its sentences; empty when the feed is good.

    Raises:
        FeedError: `unknown-feed-kind`.
    """
    if kind not in _INSPECTIONS:
        raise FeedError("unknown-feed-kind", kind=kind)
    return _INSPECTIONS[kind](feed_bytes)
