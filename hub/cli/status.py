"""`hub status`: what is not moving, and why, in one line per thing."""

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, say, show
from hub.services.status import counts, standstills


@click.command()
@as_json
def status(*, json_: bool) -> None:
    """Cái gì đang đứng yên, vì sao. / What is not moving, and why. Exit code 1 when something is."""
    parts = opened()
    english = 1 if parts.settings.language == "en" else 0
    found = standstills(parts)
    rows = [
        {
            "kind": one.kind,
            "id": one.id,
            "title": " · ".join(filter(None, (one.what[english], one.title))),
            "state": one.state,
            "since": one.since,
            "reason": one.sentence[english],
            "action": one.action[english],
        }
        for one in found
    ]
    if json_:
        show(rows, json_=True)
    elif not found:
        with parts.database.reading() as session:
            told = counts(session)
        items = ", ".join(f"{state}: {number}" for state, number in sorted(told.items.items())) or "0"
        say(parts.settings, f"Mọi việc đang chạy. Nội dung: {items}.", f"Everything moves. Items: {items}.")
    for row in [] if json_ else rows:
        told_of = (row["title"], row["state"], row["reason"], row["action"])
        click.echo(" · ".join(str(part) for part in told_of if part))
    if found:
        raise SystemExit(1)
