"""Waiting for items on the command line, with a live progress bar each."""

import time
from collections.abc import Sequence
from typing import Any

import click

from hub.errors import HubError, sentence
from hub.extensions.parts import Parts
from hub.services.progress import ItemProgress, item_progress

#: States of a delivery that needs a person.
_NOT_THERE = frozenset({"failed", "unknown"})

#: Seconds between two looks.
LOOK_S = 0.5

#: Seconds without any worker after which waiting makes no sense.
NO_WORKER_S = 15


def wait_for(parts: Parts, rows: Sequence[dict[str, Any]], *, published: bool, quiet: bool) -> int:
    """Wait until each item's work has ended, and its deliveries.

    Returns:
        How many did not come to a good end. `rows` get their `state`, and `reason` or `url`.

    Raises:
        HubError: No worker is running.
    """
    return sum(not _wait_for_one(parts, row, published=published, quiet=quiet) for row in rows)


def _wait_for_one(parts: Parts, row: dict[str, Any], *, published: bool, quiet: bool) -> bool:
    seen_worker = time.monotonic()
    with click.progressbar(length=1000, label=str(row["id"]), show_eta=True, hidden=quiet, width=30) as bar:
        while True:
            now = item_progress(parts, row["id"])
            bar.update(max(round(now.fraction * 1000) - bar.pos, 0))
            if now.ended:
                break
            if parts.queue.workers():
                seen_worker = time.monotonic()
            elif time.monotonic() - seen_worker > NO_WORKER_S:
                raise HubError("no-worker")
            time.sleep(LOOK_S)
    return _tell(parts, row, now, published=published, quiet=quiet)


def _tell(parts: Parts, row: dict[str, Any], end: ItemProgress, *, published: bool, quiet: bool) -> bool:
    language = parts.settings.language
    faults = [sentence(code, facts, language) for code, facts in end.faults]
    row["state"] = end.state
    if end.url:
        row["url"] = end.url
    if faults:
        row["reason"] = "; ".join(faults)
    if not quiet:
        for fault in faults:
            click.echo(f"  {fault}", err=True)
        for slug, state in end.deliveries:
            if state in _NOT_THERE:
                click.echo(f"  {slug}: {state}", err=True)
        if end.url:
            click.echo(f"  {end.url}")
    return not faults and (end.state == "published" or not published)
