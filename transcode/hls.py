"""The master playlist (RFC 8216), written from what was really made: rates and codecs are read from the files."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.ladder import Rung

MASTER_NAME = "master.m3u8"
MEDIA_TYPE = "application/vnd.apple.mpegurl"

_BITS = 8
_TARGET = re.compile(r"^#EXT-X-TARGETDURATION:(\d+)", re.MULTILINE)
_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),[^\n]*\n(?:#[^\n]*\n)*([^#\s][^\n]*)", re.MULTILINE)
_MAP = re.compile(r'^#EXT-X-MAP:URI="([^"]+)"', re.MULTILINE)
#: AAC-LC (RFC 6381, ISO/IEC 14496-3 object type 2): the only one that ffmpeg's own encoder makes.
_AAC = "mp4a.40.2"


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
    """A sound that several rungs share."""

    name: str
    bit_rate_bps: int
    channels: int
    track: Track


@dataclass(frozen=True, kw_only=True)
class VideoTrack:
    """One rung and its files."""

    rung: Rung
    track: Track


def read_track(folder: Path, playlist_name: str) -> Track:
    """Measure one media playlist that lies in folder; its uri is `<folder's name>/<playlist's name>`.

    Raises:
        ValueError: The playlist names no segment, or its initialisation segment no codec.
    """
    playlist = folder / playlist_name
    text = playlist.read_text("utf-8")
    target, init = _TARGET.search(text), _MAP.search(text)
    segments = tuple(
        Segment(duration_s=float(duration), size_bytes=(folder / name.strip()).stat().st_size)
        for duration, name in _SEGMENT.findall(text)
    )
    if not target or not init or not segments:
        raise ValueError(f"{playlist} is no complete media playlist")
    init_path = folder / init[1]
    extra_bytes = init_path.stat().st_size + playlist.stat().st_size
    return Track(
        uri=f"{folder.name}/{playlist_name}",
        codec=codec_of(init_path.read_bytes()),
        segments=segments,
        target_duration_s=int(target[1]),
        size_bytes=sum(segment.size_bytes for segment in segments) + extra_bytes,
        files=len(segments) + 2,
    )


def codec_of(init: bytes) -> str:
    """Read the codec's name (RFC 6381) from an initialisation segment.

    Raises:
        ValueError: It holds neither H.264 nor AAC.
    """
    place = init.find(b"avcC")
    if place >= 0:
        # AVCDecoderConfigurationRecord (ISO/IEC 14496-15): version, profile, compatibility, level.
        return f"avc1.{init[place + 5 : place + 8].hex()}"
    if b"mp4a" in init:
        return _AAC
    raise ValueError("the initialisation segment holds neither H.264 nor AAC")


def write_master(videos: Sequence[VideoTrack], audios: Sequence[AudioTrack], *, language: str | None) -> str:
    """Write the master playlist.

    The lightest rung stands first, because many players begin with the first; the sound alone stands last.

    Args:
        videos: Smallest first.
        audios: Lightest first; empty when there is no sound.
        language: BCP-47 of the sound; None when nobody said.
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_media_line(audio, language) for audio in audios]
    for video in videos:
        audio = next((audio for audio in audios if audio.bit_rate_bps == video.rung.audio_bps), None)
        lines += [_variant_line(video, audio), video.track.uri]
    if audios:
        lines += [_sound_line(audios[0]), audios[0].track.uri]
    return "\n".join(lines) + "\n"


def _media_line(audio: AudioTrack, language: str | None) -> str:
    # Each group has one rendition, and it is the same programme: the same name in every group (section 4.3.4.1.1).
    spoken = f'NAME="{language}",LANGUAGE="{language}"' if language else 'NAME="audio"'
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{audio.name}",{spoken},DEFAULT=YES,AUTOSELECT=YES,'
        f'CHANNELS="{audio.channels}",URI="{audio.track.uri}"'
    )


def _variant_line(video: VideoTrack, audio: AudioTrack | None) -> str:
    tracks = [video.track, audio.track] if audio else [video.track]
    line = f"{_rates(tracks)},RESOLUTION={video.rung.width}x{video.rung.height},FRAME-RATE={video.rung.frame_rate:.3f}"
    return f'{line},AUDIO="{audio.name}"' if audio else line


def _sound_line(audio: AudioTrack) -> str:
    return f'{_rates([audio.track])},AUDIO="{audio.name}"'


def _rates(tracks: Sequence[Track]) -> str:
    peak_bps = math.ceil(sum(track.peak_bps for track in tracks))
    average_bps = math.ceil(sum(track.average_bps for track in tracks))
    codecs = ",".join(track.codec for track in tracks)
    return f'#EXT-X-STREAM-INF:BANDWIDTH={peak_bps},AVERAGE-BANDWIDTH={average_bps},CODECS="{codecs}"'
