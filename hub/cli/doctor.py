"""`hub doctor`: whether this machine has what the hub needs, and what it does without."""

from typing import Any

import click

from hub.cli.opened import require_folder
from hub.cli.output import as_json, show
from hub.config import Settings
from hub.errors import sentence
from hub.extensions.parts import open_parts
from hub.services.readiness import programs, readiness
from transcode.abilities import lacking, unreadable
from transcode.tools import Tools

#: Codec as ffprobe names it -> as people do.
_CODECS = {
    "hevc": "HEVC (H.265)",
    "av1": "AV1",
    "vp9": "VP9",
    "prores": "ProRes",
    "mpeg2video": "MPEG-2",
    "dvvideo": "DV",
    "vc1": "VC-1",
    "theora": "Theora",
    "amr_nb": "AMR",
    "ac3": "AC-3",
    "opus": "Opus",
    "vorbis": "Vorbis",
}


@click.command()
@as_json
def doctor(*, json_: bool) -> None:
    """Kiểm tra máy này. / Check this machine. Exit code 1 when something is missing.

    What ffmpeg lacks and the hub can do without is told too, and is no failure.
    """
    settings = Settings.read()
    require_folder(settings)
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
        rows += _limits(tools, settings.language)
    show(rows, json_=json_)
    if not all(one.ready for one in found.values()):
        raise SystemExit(1)


def _limits(tools: Tools, language: str) -> list[dict[str, Any]]:
    """What this ffmpeg cannot do, with what follows and what to do; a line each."""
    told = {codec: sentence("ffmpeg-no-codec", {"codec": _CODECS[codec]}, language) for codec in unreadable(tools)}
    told |= {name: sentence(f"ffmpeg-no-{name}", {}, language) for name in lacking(tools)}
    return [{"kind": f"ffmpeg {name}", "state": "limited", "title": text} for name, text in told.items()]
