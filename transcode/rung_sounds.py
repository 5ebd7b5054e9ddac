"""The sounds that rungs share: a small one for bad lines, a full one for the others, of each language."""

from collections.abc import Sequence
from dataclasses import dataclass

from transcode.audio import Soundtrack, rehearse
from transcode.chosen_sounds import Voice
from transcode.commands import Sound
from transcode.encoder import Encoder
from transcode.ladder import VideoPlan
from transcode.video_commands import AudioRendition, SoundSet

#: Up to here, a shared sound is for speech over a bad line.
_SMALL_SOUND_BPS, _SMALL_SOUND_RATE_HZ = 32_000, 24_000
_MONO_SHARE = 2 / 3
_KILO = 1000


@dataclass(frozen=True, kw_only=True)
class RungSound:
    """One sound at one rate, as it lies in its folder; plain values.

    Attributes:
        folder: Beside those of the rungs.
        bit_rate_bps: That rungs name it by.
        channels: That it has.
        language: BCP-47; None when nobody said.
        label: For people, in that language.
        is_default: The one that is heard unless another is chosen.
        is_first_of_language: A player may choose it by its language.
    """

    folder: str
    bit_rate_bps: int
    channels: int
    language: str | None
    label: str
    is_default: bool
    is_first_of_language: bool


def sound_sets(voices: Sequence[Voice], plan: VideoPlan, encoder: Encoder) -> tuple[SoundSet, ...]:
    """Choose what is made of each sound: one rendition for each rate that rungs are heard with, lightest first.

    Raises:
        TranscodeError: What stopped ffmpeg while it listened.
    """
    sets = []
    for voice in voices:
        for small in {rate_bps <= _SMALL_SOUND_BPS for rate_bps in sound_rates(plan)}:
            rehearse(voice.track, encoder, mono=small)
        renditions = (
            AudioRendition(name=group_name(rate_bps) + voice.about.suffix, sound=rung_sound(voice.track, rate_bps))
            for rate_bps in sound_rates(plan)
        )
        sets.append(SoundSet(source=voice.track.source, renditions=tuple(renditions)))
    return tuple(sets)


def rung_sounds(voices: Sequence[Voice], sets: Sequence[SoundSet], plan: VideoPlan) -> tuple[RungSound, ...]:
    """Describe what is made: lightest rate first, in each the default sound first."""
    made = [
        RungSound(
            folder=rendition.name,
            bit_rate_bps=rate_bps,
            channels=len(rendition.sound.pan),
            language=voice.about.language,
            label=voice.about.label,
            is_default=voice.about.is_default,
            is_first_of_language=voice.about.is_first_of_language,
        )
        for voice, one in zip(voices, sets, strict=True)
        for rendition, rate_bps in zip(one.renditions, sound_rates(plan), strict=True)
    ]
    return tuple(sorted(made, key=lambda sound: sound.bit_rate_bps))


def rung_sound(track: Soundtrack, rate_bps: int) -> Sound:
    """Give a sound at one rate; one voice needs less than two channels."""
    small = rate_bps <= _SMALL_SOUND_BPS
    pan, gain = track.mono() if small else track.full()
    return Sound(
        pan=pan,
        stereo_in=track.stereo,
        gain=gain,
        sample_rate_hz=_SMALL_SOUND_RATE_HZ if small else track.sample_rate_hz,
        bit_rate_bps=rate_bps if small or len(pan) > 1 else int(rate_bps * _MONO_SHARE),
    )


def sound_rates(plan: VideoPlan) -> list[int]:
    """Give the rates of sound that the rungs are heard with, lightest first."""
    return sorted({rung.audio_bps for rung in plan.rungs})


def group_name(rate_bps: int) -> str:
    """Give the name of the sounds of one rate; the default one's folder has it too."""
    return f"audio-{rate_bps // _KILO}k"
