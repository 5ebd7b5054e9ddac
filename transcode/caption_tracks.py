"""Captions beside the pictures in HLS: WebVTT (RFC 8216, section 3.5), one segment a language.

One file and not one every few seconds: a whole programme's words weigh less than the playlist of its pieces would.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.captions.caption import CaptionFile
from transcode.captions.extraction import ExtractionWishes, extract_captions
from transcode.captions.reading import read_captions
from transcode.captions.writing import write_vtt
from transcode.encoder import Encoder
from transcode.errors import RejectedError
from transcode.hls import CaptionRendition
from transcode.language_names import own_name
from transcode.media_playlist import PLAYLIST_NAME
from transcode.video_job import VideoJob

_FILE_NAME = "captions.vtt"
#: Time 0 of the captions is time 0 of the segments.
_TIME_MAP = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"
_UNNAMED = "captions"
_BITS = 8


@dataclass(frozen=True, kw_only=True)
class CaptionText:
    """Captions that are shown; plain values.

    Attributes:
        language: BCP-47; None when nobody said.
        label: For people, in that language; unique in the programme.
        vtt: A WebVTT file.
    """

    language: str | None
    label: str
    vtt: str


@dataclass(frozen=True, kw_only=True)
class _Found:
    language: str | None
    label: str
    file: CaptionFile


def gather_captions(
    job: VideoJob, encoder: Encoder, *, duration_s: float | None
) -> tuple[list[CaptionText], list[str]]:
    """Read the captions that were given, and those inside the original in languages that were not given.

    Args:
        job: What they belong to.
        encoder: Whose tools are used.
        duration_s: What lies beyond is cut; None where nobody knows.

    Returns:
        What can be shown, the item's language first; and codes of what was wrong with the rest.

    Raises:
        MachineError: The machine is at fault.
        CancelledError: Somebody asked to stop.
    """
    found: list[_Found] = []
    left_out: list[str] = []
    for given in job.captions:
        try:
            file = read_captions(given.path.read_bytes(), duration_s=duration_s)
        except RejectedError as error:
            left_out.append(error.code)
        else:
            found.append(_Found(language=given.language, label=given.label, file=file))
    known = {one.language for one in found}
    inside = _inside(job, encoder, duration_s, on_left_out=left_out.append)
    found += [_Found(language=file.language, label="", file=file) for file in inside if file.language not in known]
    found.sort(key=lambda one: not job.speaks(one.language))
    return list(_labelled(found)), left_out


def _inside(
    job: VideoJob, encoder: Encoder, duration_s: float | None, *, on_left_out: Callable[[str], None]
) -> list[CaptionFile]:
    if not any(stream.kind == "subtitle" for stream in job.probe.streams):
        return []
    wishes = ExtractionWishes(
        duration_s=duration_s,
        on_left_out=lambda _, error: on_left_out(error.code),
        cancelled=encoder.cancelled,
    )
    return extract_captions(job.source, job.probe, encoder.tools, encoder.work_dir, wishes)


def _labelled(found: Iterable[_Found]) -> Iterable[CaptionText]:
    """Give each its label: what was given, else the language's own name; a number where that is taken."""
    taken: set[str] = set()
    for one in found:
        name = one.label or (own_name(one.language) if one.language else _UNNAMED)
        label, number = name, 1
        while label in taken:
            number += 1
            label = f"{name} {number}"
        taken.add(label)
        vtt = write_vtt(one.file.captions, language=one.language)
        yield CaptionText(language=one.language, label=label, vtt=vtt)


def write_captions(texts: Sequence[CaptionText], folder: Path, *, duration_s: float) -> list[CaptionRendition]:
    """Write a folder for each, with its file and its playlist.

    Args:
        texts: What is shown.
        folder: Of the master playlist.
        duration_s: Of the programme.
    """
    made = []
    for number, text in enumerate(texts, start=1):
        place = folder / f"captions-{number}"
        place.mkdir(parents=True, exist_ok=True)
        head, separator, body = text.vtt.partition("\n")
        words = f"{head}\n{_TIME_MAP}{separator}{body}".encode()
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            f"#EXT-X-TARGETDURATION:{max(1, math.ceil(duration_s))}",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            f"#EXTINF:{duration_s:.6f},",
            _FILE_NAME,
            "#EXT-X-ENDLIST",
        ]
        (place / _FILE_NAME).write_bytes(words)
        (place / PLAYLIST_NAME).write_text("\n".join(lines) + "\n", "utf-8")
        made.append(
            CaptionRendition(
                uri=f"{place.name}/{PLAYLIST_NAME}",
                language=text.language,
                label=text.label,
                rate_bps=len(words) * _BITS / duration_s if duration_s else 0.0,
            )
        )
    return made
