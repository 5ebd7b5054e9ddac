"""`hub doctor`: whether this machine has what the hub needs, and what it does without."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hub.cli.opened import require_folder
from hub.cli.output import as_json, show
from hub.config import Settings
from hub.errors import InvalidError, operators_told, sentence, told
from hub.extensions.parts import open_parts
from hub.services import voices
from hub.services.readiness import programs, readiness
from transcode.abilities import lacking, unreadable
from transcode.errors import TranscodeError
from transcode.speech.voice import Voice
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
    rows += [*_speech(settings), *_cookies(settings)]
    show(rows, json_=json_)
    if any(row["state"] == "missing" for row in rows):
        raise SystemExit(1)


def _speech(settings: Settings) -> list[dict[str, Any]]:
    """Who reads articles aloud, and who writes captions of speech; what the settings do not ask for is no line."""
    rows = []
    if settings.voice != voices.NONE:
        rows.append(_found("voice", lambda: _named(voices.reader(settings, "vi")), settings.language))
    if settings.transcription_model:
        model = Path(settings.transcription_model).name
        rows.append(_found("captions", lambda: model if voices.recogniser(settings) else "", settings.language))
    return rows


def _cookies(settings: Settings) -> list[dict[str, Any]]:
    """Whether what is named can be read as cookies: with a file of another kind, sites ask who one is."""
    if not settings.import_cookies:
        return []
    # Imported on use: yt-dlp takes a second.
    from hub.services.sites.cookies import count

    try:
        title = str(count(settings.import_cookies))
    except InvalidError as error:
        return [{"kind": "cookies", "state": "missing", "title": operators_told(error, settings.language)}]
    return [{"kind": "cookies", "state": "ready", "title": title}]


def _named(voice: Voice) -> str:
    return f"{voice.kind} · {voice.name}"


def _found(kind: str, look: Callable[[], str], language: str) -> dict[str, Any]:
    try:
        return {"kind": kind, "state": "ready", "title": look()}
    except TranscodeError as error:
        return {"kind": kind, "state": "missing", "title": told(error, language)}


def _limits(tools: Tools, language: str) -> list[dict[str, Any]]:
    """What this ffmpeg cannot do, with what follows and what to do; a line each."""
    lines = {codec: sentence("ffmpeg-no-codec", {"codec": _CODECS[codec]}, language) for codec in unreadable(tools)}
    lines |= {name: sentence(f"ffmpeg-no-{name}", {}, language) for name in lacking(tools)}
    return [{"kind": f"ffmpeg {name}", "state": "limited", "title": text} for name, text in lines.items()]
