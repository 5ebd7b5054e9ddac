"""What can go wrong with a received original or with the machine that works on it."""

from collections.abc import Mapping

from transcode.sentences import captions, media, originals, voices

Fact = str | int | float

#: code -> (Vietnamese, English). One sentence: what is wrong, what to do. `{name}` is filled from the error's facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    **originals.SENTENCES,
    **media.SENTENCES,
    **captions.SENTENCES,
    **voices.SENTENCES,
}


class TranscodeError(Exception):
    """Root of this package's errors.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
        permanent: True when the same original on a healthy machine would fail again (bad media, not a bad machine).
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(self.said(1))

    def said(self, place: int) -> str:
        """Give the sentence: 0 for the Vietnamese one, 1 for the English."""
        return SENTENCES[self.code][place].format(**self.facts)


class RejectedError(TranscodeError):
    """The original is at fault: empty, broken, locked, hostile or of no known type."""


class MachineError(TranscodeError):
    """The machine is at fault: a tool is missing, the disk is full, a process stalled. May be tried again."""

    permanent = False


class CancelledError(TranscodeError):
    """Somebody asked to stop, or the lease was lost."""

    permanent = False


class FormsError(TranscodeError):
    """Some forms of one original failed; those that did not were handed over before.

    Attributes:
        failures: Form -> what was wrong with it. Never empty.
        permanent: True only when trying again can help none of them.
    """

    def __init__(self, failures: Mapping[str, TranscodeError]) -> None:
        # The facts of a sentence are told as they are: the reasons stand in both languages.
        vi, en = (" ".join(dict.fromkeys(one.said(place) for one in failures.values())) for place in (0, 1))
        super().__init__("forms-failed", forms=", ".join(failures), reason_vi=vi, reason_en=en)
        self.failures = failures
        self.permanent = all(failure.permanent for failure in failures.values())
