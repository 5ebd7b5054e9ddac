"""What a reader of one format gives, before anything is mended."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from transcode.captions.caption import Cue
from transcode.errors import Fact


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The cues of one file.

    Attributes:
        cues: In the order of the file.
        format: See `CaptionFile`.
        language: As the file writes it; "" when it does not.
        rolling: Lines move up as they do in live captions, so that most words stand there twice.
        mends: Key of `transcode.errors.SENTENCES` -> how often it was needed.
        remarks: See `CaptionFile`.
    """

    cues: list[Cue]
    format: str
    language: str = ""
    rolling: bool = False
    mends: Counter[str] = field(default_factory=Counter)
    remarks: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
