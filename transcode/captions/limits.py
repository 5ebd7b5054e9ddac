"""How much of captions is taken."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CaptionLimits:
    """Bounds for one file of captions; a film has about 1,500 captions and 100 KB.

    Attributes:
        size_bytes: Most bytes of a file.
        captions: Most captions; what comes later is left out and told.
        characters: Most characters of one caption.
    """

    size_bytes: int = 5_000_000
    captions: int = 20_000
    characters: int = 4_000
