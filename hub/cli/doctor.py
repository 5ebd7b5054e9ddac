"""`hub doctor`: whether this machine has what the hub needs."""

import click

from hub.cli.output import as_json, show
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services.readiness import programs, readiness


@click.command()
@as_json
def doctor(*, json_: bool) -> None:
    """Kiểm tra máy này. / Check this machine. Exit code 1 when something is missing."""
    settings = Settings.read()
    parts = open_parts(settings)
    english = 1 if settings.language == "en" else 0
    found = readiness(parts)
    rows = [
        {"kind": name, "state": "ready" if one.ready else "missing", "title": one.sentence[english]}
        for name, one in found.items()
    ]
    if found["ffmpeg"].ready:
        tools = programs(settings)
        for row in rows:
            if row["kind"] == "ffmpeg":
                row["title"] = f"{tools.version} · {tools.ffmpeg}"
    show(rows, json_=json_)
    if not all(one.ready for one in found.values()):
        raise SystemExit(1)
