"""How a voice is shaped for the loudspeakers that it is meant for: ffmpeg's filters as plain data."""

from dataclasses import dataclass

Value = str | int | float
#: A filter and its options by name.
Step = tuple[str, tuple[tuple[str, Value], ...]]

#: Where the sound is brought before it is shaped: a compressor's threshold means something only at a known loudness.
REFERENCE_LUFS = -20.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What is done to the sound beside its loudness.

    Attributes:
        steps: In order; they meet sound of `REFERENCE_LUFS`.
        rate_hz: At which that is done; None: at that of the result.
        change_lu: What they do to the loudness of speech, found on voices: there the search for the gain begins.
    """

    steps: tuple[Step, ...] = ()
    rate_hz: int | None = None
    change_lu: float = 0.0


#: Nothing but loudness.
PLAIN = Shape()

#: Few bits, a small loudspeaker, noise around: no rumble, clear consonants, soft words nearer to loud ones.
VOICE = Shape(
    steps=(
        ("highpass", (("frequency", 100),)),
        ("equalizer", (("frequency", 3000), ("width_type", "o"), ("width", 1.5), ("gain", 3))),
        (
            "acompressor",
            (("threshold", "-20dB"), ("ratio", 3), ("attack", 1), ("release", 80), ("knee", "9dB")),
        ),
    ),
    change_lu=-6.3,
)

#: A horn on a pole gives 200 to 5,000 Hz: what lies outside only drives its coil, and a whisper must cross the yard.
HORN = Shape(
    steps=(
        ("highpass", (("frequency", 200),)),
        ("highpass", (("frequency", 200),)),
        ("lowpass", (("frequency", 5000),)),
        ("equalizer", (("frequency", 2500), ("width_type", "o"), ("width", 1.5), ("gain", 4))),
        (
            "acompressor",
            (("threshold", "-24dB"), ("ratio", 5), ("attack", 0.5), ("release", 60), ("knee", "6dB")),
        ),
    ),
    # Nothing above 5 kHz is left, and a limiter costs by the sample.
    rate_hz=22_050,
    change_lu=-10.7,
)
