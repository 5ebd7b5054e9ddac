"""Which version of an item counts, and from when on it may be published."""

from datetime import datetime
from typing import Literal

from feeds.wire.item import WireItem

Standing = Literal["newer", "same", "stale"]


def standing(new: WireItem, held: WireItem) -> Standing:
    """Compare an item that came in with the one of its guid that is held.

    The higher version counts (NewsML-G2 Guidelines, "guid and version"). Where one of the two does not tell its
    version, the later `updated` does. A cancellation of the version that is held, or one that tells neither, counts
    as newer: agencies kill a story by sending it again with another status only, and a kill must never be lost.

    Returns:
        `newer` replaces what is held, `same` is a repetition, `stale` came late and must not replace anything.

    Raises:
        ValueError: The items have different guids: neither is a version of the other.
    """
    if new.guid != held.guid:
        raise ValueError(f"{new.guid!r} and {held.guid!r} are no versions of one item")
    if new.version and held.version:
        difference = new.version - held.version
    elif new.updated and held.updated:
        difference = (new.updated > held.updated) - (new.updated < held.updated)
    else:
        difference = 0 if _told(new) == _told(held) else 1
    if difference == 0 and new.state == "cancelled" != held.state:
        return "newer"
    return "newer" if difference > 0 else "stale" if difference < 0 else "same"


def supersedes(new: WireItem, held: WireItem) -> bool:
    """Say whether an item that came in replaces the one that is held; False for another guid.

    See `standing` for the rule. Nothing supersedes itself.
    """
    return new.guid == held.guid and standing(new, held) == "newer"


def publishable(item: WireItem, now: datetime) -> bool:
    """Say whether an agency lets its item be published now: usable, and its embargo is over.

    Args:
        item: What came in.
        now: Aware.
    """
    return item.state == "usable" and (item.embargo_until is None or item.embargo_until <= now)


def _told(item: WireItem) -> tuple[str, str, str, object]:
    return item.title, item.body_html, item.state, item.embargo_until
