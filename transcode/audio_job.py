"""One original whose sound is to be made into forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from transcode.probe import Probe
from transcode.sound_forms import AUDIO_FORMS
from transcode.streams import Stream

#: Every form that an original of sound alone can have.
SoundForms = frozenset({*AUDIO_FORMS, "waveform", "hls-audio"})


@dataclass(frozen=True, kw_only=True)
class AudioJob:
    """One original and the forms of sound that are wanted.

    Attributes:
        source: The received file, absolute.
        demuxer: What it is opened as.
        probe: What `transcode.probe.probe` said of it.
        out_dir: Where the forms go; exists.
        work_dir: A private folder to run in; exists.
        tags: title, artist, album, date, language (BCP-47), comment, for the tags of the files.
        cover: A JPEG for the full form, or None.
        forms: Which of `SoundForms`.
        stream: The sound that was chosen; None: `choose_sound` decides.
    """

    source: Path
    demuxer: str
    probe: Probe
    out_dir: Path
    work_dir: Path
    tags: Mapping[str, str] = field(default_factory=dict)
    cover: Path | None = None
    forms: frozenset[str] = SoundForms
    stream: Stream | None = None

    def sound(self) -> Stream | None:
        """Give the sound that the forms are made of; None when there is none."""
        return self.stream or choose_sound(self.probe, self.tags.get("language"))

    def spoken_tags(self) -> dict[str, str]:
        """Give the tags with the language that is spoken: the chosen sound's own, else the item's."""
        tags = dict(self.tags)
        spoken = self.sound()
        chosen = self.stream.language if self.stream else None
        language = chosen or tags.get("language") or (spoken.language if spoken else None)
        return tags | {"language": language} if language else tags


def choose_sound(probe: Probe, language: str | None) -> Stream | None:
    """Choose among several sounds: the first in the item's language, else the first; None when there is none.

    Args:
        probe: Of the original.
        language: BCP-47 of the item; None when nobody said.
    """
    wanted = _first_subtag(language)
    sounds = [stream for stream in probe.streams if stream.kind == "audio"]
    spoken = (stream for stream in sounds if wanted and _first_subtag(stream.language) == wanted)
    return next(spoken, sounds[0] if sounds else None)


def _first_subtag(tag: str | None) -> str:
    return (tag or "").lower().partition("-")[0]
