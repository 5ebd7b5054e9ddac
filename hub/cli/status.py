"""`hub status`: what is not moving, and why, in one line per thing."""

import click

from hub.cli.opened import opened
from hub.cli.output import as_json, say, show
from hub.services import labels
from hub.services.standstill import Standstill
from hub.services.status import counts, standstills


@click.command()
@as_json
def status(*, json_: bool) -> None:
    """Cái gì đang đứng yên, vì sao. / What is not moving, and why. Exit code 1 when something is."""
    parts = opened()
    language = parts.settings.language
    english = 1 if language == "en" else 0
    found = standstills(parts)
    rows = [
        {
            "kind": one.kind,
            "id": one.id,
            "title": one.named(language),
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
        items = ", ".join(
            f"{labels.state('item', state, language)}: {number}" for state, number in sorted(told.items.items())
        )
        items = items or "0"
        say(parts.settings, f"Mọi việc đang chạy. Nội dung: {items}.", f"Everything moves. Items: {items}.")
    for one in [] if json_ else found:
        told_of = (one.named(language), _state(one, language), one.sentence[english], one.action[english])
        click.echo(" · ".join(part for part in told_of if part))
    if found:
        raise SystemExit(1)


def _state(one: Standstill, language: str) -> str:
    if one.kind == "source":
        return labels.said(labels.TROUBLES, one.state, language)
    return labels.state(one.kind, one.state, language) if one.kind in labels.STATES else one.state
