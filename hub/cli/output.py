"""What commands print: sentences in the hub's language, tables, or JSON."""

import getpass
import json
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

from hub.config import Settings
from hub.extensions.clock import local

as_json = click.option("--json", "json_", is_flag=True, help="In ra JSON. / Print JSON.")


def operator(verb: str) -> str:
    """Who gives a command: the machine's name for the person, for audit and receipts."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return f"{name} (hub {verb})"


def say(settings: Settings, vi: str, en: str, **how: Any) -> None:
    """One sentence in the hub's language."""
    click.echo(en if settings.language == "en" else vi, **how)


def show(rows: Sequence[Mapping[str, Any]], *, json_: bool) -> None:
    """Rows as a table with a column for each key of the first one, or as a JSON list."""
    if json_:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=_plain))
        return
    if not rows:
        click.echo("—")
        return
    names = list(rows[0])
    table = [names] + [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(len(line[index]) for line in table) for index in range(len(names))]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
