"""The master playlist (RFC 8216), written from what was really made: rates and codecs are read from the files."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from transcode.ladder import Rung

MASTER_NAME = "master.m3u8"
MEDIA_TYPE = "application/vnd.apple.mpegurl"

_BITS = 8
_CAPTIONS = "captions"


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One segment of a media playlist."""

    duration_s: float
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Track:
    """One media playlist and its files, measured.

    Attributes:
        uri: From the master playlist.
        codec: RFC 6381.
        segments: In order.
        target_duration_s: As the playlist says.
        size_bytes: Of all files, playlist and initialisation included.
        files: How many those are.
    """

    uri: str
    codec: str
    segments: tuple[Segment, ...]
    target_duration_s: int
    size_bytes: int
    files: int

    @property
    def duration_s(self) -> float:
        """Sum of the segments."""
        return sum(segment.duration_s for segment in self.segments)

    @property
    def average_bps(self) -> float:
        """All segments' bits over their duration."""
        size_bytes = sum(segment.size_bytes for segment in self.segments)
        return size_bytes * _BITS / self.duration_s if self.duration_s else 0.0

    @property
    def peak_bps(self) -> float:
        """Largest rate of any run of segments that lasts 0.5 to 1.5 target durations (RFC 8216, section 4.1).

        For a programme shorter than that, its average.
        """
        peaks = [rate for start in range(len(self.segments)) for rate in self._rates_from(start)]
        return max(peaks, default=self.average_bps)

    def _rates_from(self, start: int) -> list[float]:
        """Rates of the runs that begin here and have a length that counts."""
        rates, duration_s, size_bytes = [], 0.0, 0
        for segment in self.segments[start:]:
            duration_s += segment.duration_s
            size_bytes += segment.size_bytes
            if duration_s > 1.5 * self.target_duration_s:
                break
            if duration_s >= 0.5 * self.target_duration_s:
                rates.append(size_bytes * _BITS / duration_s)
        return rates


@dataclass(frozen=True, kw_only=True)
class AudioTrack:
    """One sound at one rate, which several rungs share.

    Attributes:
        name: Of the group of sounds of this rate.
        bit_rate_bps: That rungs name it by.
        channels: That it has.
        track: Its playlist and files.
        language: BCP-47; None when nobody said.
        label: For people, in that language; unique in its group.
        is_default: The one that is heard unless another is chosen; one in each group.
        is_first_of_language: A player may choose it by its language.
    """

    name: str
    bit_rate_bps: int
    channels: int
    track: Track
    language: str | None = None
    label: str = "audio"
    is_default: bool = True
    is_first_of_language: bool = True


@dataclass(frozen=True, kw_only=True)
class CaptionRendition:
    """Captions of one language beside all rungs.

    Attributes:
        uri: Of their playlist, from the master playlist.
        language: BCP-47; None when nobody said.
        label: For people, in that language; unique.
        rate_bps: Of their only segment.
    """

    uri: str
    language: str | None
    label: str
    rate_bps: float


@dataclass(frozen=True, kw_only=True)
class VideoTrack:
    """One rung and its files.

    Attributes:
        rung: What was asked for.
        track: Its playlist and files.
        keys: The playlist of its key frames alone; None: it has none.
    """

    rung: Rung
    track: Track
    keys: Track | None = None


def write_master(
    videos: Sequence[VideoTrack], audios: Sequence[AudioTrack], captions: Sequence[CaptionRendition] = ()
) -> str:
    """Write the master playlist.

    The lightest rung stands first, because many players begin with the first; the sound alone stands last.

    Args:
        videos: Smallest first.
        audios: Lightest group first, in each the default one first; empty when there is no sound.
        captions: The item's language first.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_sound_line(audio) for audio in audios]
    lines += [_caption_line(caption) for caption in captions]
    for video in videos:
        group = [audio for audio in audios if audio.bit_rate_bps == video.rung.audio_bps]
        size = f"RESOLUTION={video.rung.width}x{video.rung.height},FRAME-RATE={video.rung.frame_rate:.3f}"
        lines += [f"{_rates([video.track], group, captions)},{size}{_groups(group, captions)}", video.track.uri]
    if audios:
        group = [audio for audio in audios if audio.name == audios[0].name]
        lines += [f"{_rates([], group, captions)}{_groups(group, captions)}", audios[0].track.uri]
    lines += [_key_line(video.rung, video.keys) for video in videos if video.keys]
    return "\n".join(lines) + "\n"


def _sound_line(audio: AudioTrack) -> str:
    # A group's renditions are the same programme in other languages; each has the same name in every group (4.3.4.1.1).
    choice = f"DEFAULT={_yes(audio.is_default)},AUTOSELECT={_yes(audio.is_default or audio.is_first_of_language)}"
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{audio.name}",{_called(audio.label, audio.language)},{choice},'
        f'CHANNELS="{audio.channels}",URI="{audio.track.uri}"'
    )


def _caption_line(caption: CaptionRendition) -> str:
    # Off until somebody wants them, or a device is set to show them.
    return (
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{_CAPTIONS}",{_called(caption.label, caption.language)},'
        f'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="{caption.uri}"'
    )


def _called(label: str, language: str | None) -> str:
    # A quoted string has neither quotes nor line breaks (4.2).
    name = " ".join(label.replace('"', "'").split())
    return f'NAME="{name}",LANGUAGE="{language}"' if language else f'NAME="{name}"'


def _yes(value: bool) -> str:  # noqa: FBT001 - the value is what is written
    return "YES" if value else "NO"


def _groups(audios: Sequence[AudioTrack], captions: Sequence[CaptionRendition]) -> str:
    sound = f',AUDIO="{audios[0].name}"' if audios else ""
    words = f',SUBTITLES="{_CAPTIONS}"' if captions else ""
    # Said, because some players offer captions inside the picture otherwise.
    return f"{sound}{words},CLOSED-CAPTIONS=NONE"


def _rates(tracks: Sequence[Track], group: Sequence[AudioTrack], captions: Sequence[CaptionRendition]) -> str:
    """Give the rates of the heaviest combination that can be played together (4.3.4.2)."""
    sounds = [audio.track for audio in group]
    words_bps = max((caption.rate_bps for caption in captions), default=0.0)
    peak_bps = sum(track.peak_bps for track in tracks) + max((track.peak_bps for track in sounds), default=0.0)
    average_bps = sum(track.average_bps for track in tracks) + max((track.average_bps for track in sounds), default=0.0)
    codecs = ",".join(dict.fromkeys(track.codec for track in (*tracks, *sounds)))
    return (
        f"#EXT-X-STREAM-INF:BANDWIDTH={math.ceil(peak_bps + words_bps)},"
        f'AVERAGE-BANDWIDTH={math.ceil(average_bps + words_bps)},CODECS="{codecs}"'
    )


def _key_line(rung: Rung, keys: Track) -> str:
    return (
        f"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={math.ceil(keys.peak_bps)},"
        f'AVERAGE-BANDWIDTH={math.ceil(keys.average_bps)},CODECS="{keys.codec}",'
        f'RESOLUTION={rung.width}x{rung.height},URI="{keys.uri}"'
    )
