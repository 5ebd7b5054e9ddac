"""Which of a file's sounds are made, and what players call them."""

from collections.abc import Iterable
from dataclasses import dataclass

from transcode.audio_job import choose_sound
from transcode.language_names import own_name
from transcode.probe import Probe
from transcode.soundtrack import Soundtrack
from transcode.streams import Stream

#: More sounds than this are hardly meant for readers: broadcast masters have one channel a stream.
MOST_SOUNDS = 6
_UNNAMED = "audio"


@dataclass(frozen=True, kw_only=True)
class ChosenSound:
    """One sound of a programme.

    Attributes:
        stream: Where it comes from.
        language: BCP-47; None when nobody said.
        label: For people, in that language; unique in the programme.
        is_default: The one that is heard unless another is chosen; exactly one.
        is_first_of_language: A player may choose it by its language.
        suffix: Of the names of its folders; "" for the default one.
    """

    stream: Stream
    language: str | None
    label: str
    is_default: bool
    is_first_of_language: bool
    suffix: str


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A sound that was chosen, and measured.

    Attributes:
        about: What players call it.
        track: How loud it is, and how it is mixed.
    """

    about: ChosenSound
    track: Soundtrack


def choose_sounds(probe: Probe, language: str | None) -> tuple[ChosenSound, ...]:
    """Choose the sounds that are made, the default one first, the others in the file's order.

    Args:
        probe: Of the original.
        language: BCP-47 of the item; None when nobody said. The default sound is taken to speak it where the file
            does not say what that sound speaks.
    """
    default = choose_sound(probe, language)
    if default is None:
        return ()
    streams = [default, *(stream for stream in probe.sounds if stream is not default)][:MOST_SOUNDS]
    languages = [stream.language or (language if stream is default else None) for stream in streams]
    labels: list[str] = []
    for stream, spoken in zip(streams, languages, strict=True):
        labels.append(_label(stream, spoken, taken=labels))
    return tuple(
        ChosenSound(
            stream=stream,
            language=spoken,
            label=label,
            is_default=place == 0,
            is_first_of_language=spoken not in languages[:place],
            suffix=f"-{place + 1}" if place else "",
        )
        for place, (stream, spoken, label) in enumerate(zip(streams, languages, labels, strict=True))
    )


def _label(stream: Stream, language: str | None, *, taken: Iterable[str]) -> str:
    """Give the language's own name; where that is taken, what the file calls the sound, or a number."""
    name = own_name(language) if language else stream.title or _UNNAMED
    names = [name, stream.title, *(f"{name} {number}" for number in range(2, MOST_SOUNDS + 1))]
    return next(one for one in names if one and one not in taken)
