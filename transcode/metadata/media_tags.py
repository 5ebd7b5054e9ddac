"""What a recording says of itself, from whichever of its tags says it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from transcode.languages import bcp47
from transcode.metadata.broadcast_wave import BroadcastWave, read_broadcast_wave
from transcode.metadata.cover import Cover
from transcode.metadata.id3 import read_id3
from transcode.metadata.position import from_iso_6709
from transcode.metadata.wording import line, paragraphs, several
from transcode.streams import Chapter, Probe

MOST_CHAPTERS = 255
_ID3_DEMUXERS = frozenset({"mp3", "aac", "flac", "ac3", "eac3"})
_PEOPLE = (
    "performer", "composer", "conductor", "lyricist", "author", "writer", "director", "producer", "narrator", "actor",
)  # fmt: skip
_PLACES = ("location", "recording_location", "place", "city", "sublocation")
#: What tells whose device or which copy it was: shown to editors, kept out of everything else.
_PRIVATE = re.compile(
    r"location|gps|xyz|serial|uuid|owner|(?:^|[._-])(?:make|model|device|phone)|com\.(?:apple|android)|unique|id3v2_priv",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d])")


@dataclass(frozen=True, kw_only=True)
class MediaTags:
    """What a recording says of itself; "" and empty for what it does not. Text is NFC, on one line but for `comment`.

    Attributes:
        title: Of the recording.
        artists: In the file's order.
        album: The programme or record that it is part of.
        date: ISO 8601, as exact as it is told: "2026", "2026-11-22".
        moment: When it was made, aware, where the file tells the time too.
        language: BCP-47 in lower case; None when not said.
        comment: Description and comment, by lines.
        chapters: At most 255; each ends after it begins.
        cover: Its picture, unchecked; None without one.
        place: By name.
        people: Performers, composers and others beside the artists.
        rights: Whose it is, under which licence.
        encoder: The program, device or house that made the file, and the history of the sound's coding.
        private: What is never published: `coordinates`, devices, serial numbers, by the name of their tag.
    """

    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    date: str = ""
    moment: datetime | None = None
    language: str | None = None
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()
    cover: Cover | None = None
    place: str = ""
    people: tuple[str, ...] = ()
    rights: str = ""
    encoder: str = ""
    private: Mapping[str, str] = field(default_factory=dict)


def read_media_tags(path: Path, probe: Probe, *, cover: Cover | None = None) -> MediaTags:
    """Gather what a recording says of itself.

    Args:
        path: The file.
        probe: What `transcode.probe.probe` said of it; its texts are mended.
        cover: What `transcode.metadata.cover.take_cover` found in it.
    """
    tags = dict(probe.tags)
    if probe.demuxer in _ID3_DEMUXERS:
        # The demuxer drops what it cannot decode; what it has, counts.
        tags = {**read_id3(path), **tags}
    wave = (read_broadcast_wave(path) if probe.demuxer == "wav" else None) or BroadcastWave()
    date, moment = _date(tags, wave)
    encoders = (wave.originator, tags.get("encoded_by", ""), tags.get("encoder", ""), wave.coding_history)
    comments = (
        wave.description,
        *(tags.get(key, "") for key in ("comment", "description", "synopsis")),
        wave.note,
    )
    return MediaTags(
        title=line(tags.get("title", "")),
        artists=several(tags.get("artist") or tags.get("album_artist", "")),
        album=line(tags.get("album") or tags.get("show") or wave.project),
        date=date,
        moment=moment,
        language=_language(probe, tags),
        comment="\n".join(_each(paragraphs(text) for text in comments)),
        chapters=_chapters(probe),
        cover=cover,
        place=next((line(tags[key]) for key in _PLACES if tags.get(key) and not from_iso_6709(tags[key])), ""),
        people=tuple(dict.fromkeys(one for key in _PEOPLE for one in several(tags.get(key, "")))),
        rights=line(" · ".join(_each(tags.get(key, "") for key in ("copyright", "license", "licence")))),
        encoder=line(" · ".join(_each(line(text) for text in encoders))),
        private=_private(tags),
    )


def open_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags without those that are private."""
    return {key: value for key, value in tags.items() if not _PRIVATE.search(key)}


def _private(tags: Mapping[str, str]) -> dict[str, str]:
    found = {line(key, most=80): line(value, most=200) for key, value in tags.items() if _PRIVATE.search(key)}
    places = (from_iso_6709(value) for key, value in tags.items() if "location" in key or "xyz" in key)
    position = next((place for place in places if place), None)
    named = {key: value for key, value in list(found.items())[:50] if value}
    return named | ({"coordinates": str(position)} if position else {})


def _each(texts: Iterable[str]) -> list[str]:
    """Texts that say something, each once."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _chapters(probe: Probe) -> tuple[Chapter, ...]:
    named = (
        Chapter(start_s=one.start_s, end_s=one.end_s, title=line(one.title, most=200))
        for one in probe.chapters[:MOST_CHAPTERS]
        if 0 <= one.start_s < one.end_s
    )
    return tuple(named)


def _language(probe: Probe, tags: Mapping[str, str]) -> str | None:
    spoken = (stream.language for stream in probe.streams if stream.kind == "audio" and stream.language)
    return bcp47(tags.get("language", "").partition(";")[0]) or next(spoken, None)


def _date(tags: Mapping[str, str], wave: BroadcastWave) -> tuple[str, datetime | None]:
    if wave.date:
        return wave.date, wave.moment
    told = next((tags[key] for key in ("date", "year", "originaldate", "creation_time") if tags.get(key)), "").strip()
    found = _ISO_DATE.match(told)
    if not found:
        return "", None
    day = "-".join(part for part in found.groups() if part)
    if _parsed(f"{day}-01-01"[: len("2026-11-22")]) is None:
        return "", None
    moment = _parsed(told)
    return day, moment if moment and moment.tzinfo else None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
