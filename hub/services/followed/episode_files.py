"""What stands beside an episode of a followed podcast: its cover, transcripts and chapters, kept with the recording."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from feeds.decoding import decode
from feeds.reading.companions import captions_of_json, chapters_of_json
from feeds.reading.entry import ReadEntry
from feeds.reading.media import ReadMedia
from hub.errors import AddressRefusedError, FetchError
from hub.extensions.fetching import Limits, fetch
from hub.extensions.parts import Parts
from hub.services import originals
from hub.services.followed import feed_entries
from hub.services.followed.feed_wishes import language_of
from hub.services.followed.illustrations import fetch_picture
from transcode.errors import RejectedError, TranscodeError
from transcode.gate import clean_name, identify
from transcode.images import make_pictures

#: Transcripts of one episode, and pictures that are tried for its cover.
MOST_TRANSCRIPTS = 8
MOST_COVERS = 3

#: Captions with their times go before words without; of those, what every player reads goes first.
_ORDER = ("text/vtt", "application/x-subrip", "application/srt", "text/srt", "application/json", "text/html")
_LIMITS = Limits(max_bytes=5_000_000, total_s=60, read_s=20)
_SUFFIXES: Mapping[str, str] = {"WebVTT": ".vtt", "SRT": ".srt", "ASS": ".ass", "TTML": ".ttml"}
_TIMED = re.compile(rb"\d\d:\d\d[\d:.,]*\s*-->")


@dataclass(kw_only=True)
class Beside:
    """What was had of an episode's files.

    Attributes:
        facts: For the asset: `sidecars` with `captions`, `transcript` and `cover`; `chapters`; `episode`.
        lost: How many files could not be fetched, or were not what they should be.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    lost: int = 0


class _LostError(Exception):
    """A file is not what its feed says."""


def fetch_beside(parts: Parts, entry: ReadEntry, folder: Path) -> Beside:
    """Fetch and keep what stands beside an episode; a file that cannot be had holds nothing else back.

    Args:
        parts: Of the hub.
        entry: The episode.
        folder: For scratch files.
    """
    had = _Had(parts=parts, folder=folder)
    sidecars = had.transcripts([file for file in entry.media if file.role == "transcript"], entry.language)
    cover = had.cover(feed_entries.pictures(entry))
    sidecars |= {"cover": cover} if cover else {}
    duration_s = next((file.duration_s for file in entry.media if file.duration_s), None)
    chapters = had.chapters([file for file in entry.media if file.role == "chapters"], duration_s)
    told = {
        "season": entry.season,
        "season_name": entry.season_name,
        "number": entry.episode,
        "name": entry.episode_name,
    }
    facts = {
        "sidecars": sidecars,
        "chapters": chapters,
        "episode": {name: value for name, value in told.items() if value not in {None, ""}},
    }
    return Beside(facts={name: value for name, value in facts.items() if value}, lost=had.lost)


@dataclass(kw_only=True)
class _Had:
    parts: Parts
    folder: Path
    lost: int = 0

    def transcripts(self, files: Sequence[ReadMedia], usual: str) -> dict[str, Any]:
        """The captions of each language once, and words without times where a language has no captions."""
        captions: dict[str, dict[str, str]] = {}
        words: dict[str, dict[str, str]] = {}
        for number, file in enumerate(sorted(files, key=_order)[:MOST_TRANSCRIPTS]):
            language = language_of(file.language or usual)
            if language in captions:
                continue
            with self._losing():
                path, timed = self._transcript(file, self.folder / f"transcript-{number}")
                line = {
                    "key": originals.keep(self.parts, path).key,
                    "language": language,
                    "name": _named(file.url, path.suffix),
                }
                (captions if timed else words).setdefault(language, line)
        plain = next((one for language, one in words.items() if language not in captions), None)
        return ({"captions": list(captions.values())} if captions else {}) | ({"transcript": plain} if plain else {})

    def cover(self, files: Sequence[ReadMedia]) -> dict[str, str]:
        """The first picture of the episode that can be shown."""
        for number, file in enumerate(files[:MOST_COVERS]):
            path = self.folder / f"cover-{number}"
            with self._losing():
                form = fetch_picture(self.parts.egress, file.url, path)
                if form is None:
                    continue
                make_pictures(path, self.folder, stem="cover")
                return {"key": originals.keep(self.parts, path).key, "name": f"cover.{form}"}
        return {}

    def chapters(self, files: Sequence[ReadMedia], duration_s: float | None) -> list[dict[str, Any]]:
        for file in files[:1]:
            with self._losing():
                told = chapters_of_json(self._fetched(file), duration_s)
                if not told:
                    raise _LostError
                return [{"start_s": one.start_s, "end_s": one.end_s, "title": one.title} for one in told]
        return []

    def _transcript(self, file: ReadMedia, path: Path) -> tuple[Path, bool]:
        """One transcript as it is kept, and whether its words have times."""
        data = self._fetched(file)
        if _is_json(data):
            data = captions_of_json(data).encode()
        if b"\0" in data or not data.strip():
            raise _LostError
        path.write_bytes(data)
        suffix = _suffix_of_captions(path, data)
        if not suffix:
            text = decode(data, file.media_type)
            path.write_text(text, "utf-8")
        named = path.with_suffix(suffix or (".html" if "<" in text and ">" in text else ".txt"))
        return path.rename(named), bool(suffix)

    def _fetched(self, file: ReadMedia) -> bytes:
        fetched = fetch(self.parts.egress, file.url, limits=_LIMITS)
        if fetched.status != HTTPStatus.OK:
            raise _LostError
        return fetched.body

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Counts what cannot be had, and goes on."""
        try:
            yield
        except (FetchError, AddressRefusedError, TranscodeError, _LostError):
            self.lost += 1


def _order(file: ReadMedia) -> int:
    return _ORDER.index(file.media_type) if file.media_type in _ORDER else len(_ORDER)


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


def _suffix_of_captions(path: Path, data: bytes) -> str:
    """Which captions they are, as the gate tells them: it refuses them, since they are no item of their own."""
    try:
        if identify(path, name="x.txt").format == "html":
            return ""
    except RejectedError as error:
        return _SUFFIXES.get(str(error.facts.get("format")), ".srt") if error.code == "captions-alone" else ""
    return ".srt" if _TIMED.search(data) else ""


def _named(url: str, suffix: str) -> str:
    """The name of a transcript, with the suffix of what it is."""
    name = clean_name(unquote(urlsplit(url).path))
    return f"{name.rpartition('.')[0] or name}{suffix}"
