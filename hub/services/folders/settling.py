"""Whether a file has come to rest: what was seen of it is remembered from look to look. Seconds since 1970."""

from collections.abc import Mapping
from typing import Any

from hub.extensions.watched_folder import Entry

#: Looks after which a file is at rest although its inode changes: some shares give another one each time.
STRANGE_LOOKS = 4

#: Seconds for which an empty file is only the beginning of one.
YOUNG_S = 300.0

#: Seconds that a file may seem to come from the future: clocks of two machines, and times that shares round.
AHEAD_S = 2.0

#: Seconds that a file at rest waits for a sidecar that is not.
PATIENCE_S = 120.0


def sighted(before: Mapping[str, Any] | None, entry: Entry, *, at: float, settle_s: float) -> dict[str, Any]:
    """What is to be remembered of a file after this look.

    Returns:
        Its `size`, `mtime_ns` and `inode`, the `looks` that saw it so `since` when, and when it was `settled`: the
        same over two looks that lie at least `settle_s` apart.
    """
    seen = {"size": entry.size_bytes, "mtime_ns": entry.mtime_ns, "inode": entry.inode}
    if before is None or any(before.get(name) != seen[name] for name in ("size", "mtime_ns")):
        return {**seen, "looks": 1, "since": at, "settled": None, "faults": 0}
    looks = before["looks"] + 1
    since = min(before["since"], at)  # a clock that was put back must not keep a file waiting
    calm = before["inode"] == entry.inode or looks >= STRANGE_LOOKS
    settled = before["settled"]
    if settled is None and calm and at - since >= settle_s:
        settled = at
    elif settled is not None:
        settled = min(settled, at)
    return {**before, **seen, "looks": looks, "since": since, "settled": settled}


def is_settled(sight: Mapping[str, Any]) -> bool:
    return sight["settled"] is not None


def has_waited(sight: Mapping[str, Any], *, at: float, settle_s: float) -> bool:
    """Whether one more look and settling time have passed, in which late sidecars could come."""
    return is_settled(sight) and sight["looks"] > 2 and at - sight["settled"] >= settle_s  # noqa: PLR2004  two looks and one


def is_impatient(sight: Mapping[str, Any], *, at: float) -> bool:
    """Whether a settled file has waited long enough for sidecars that do not come to rest."""
    return is_settled(sight) and at - sight["settled"] >= PATIENCE_S


def is_young(entry: Entry, *, at: float) -> bool:
    """Whether an empty file may still get its content."""
    return not entry.size_bytes and at - entry.mtime_ns / 1e9 < YOUNG_S


def is_ahead(entry: Entry, *, at: float) -> bool:
    """Whether a file says that it was written in the future, so that nobody can tell how long it has rested."""
    return entry.mtime_ns / 1e9 > at + AHEAD_S
