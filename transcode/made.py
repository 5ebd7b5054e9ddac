"""What comes out of a job: one form after the other, each with its own fate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcode.errors import CancelledError, FormsError, RejectedError, TranscodeError
from transcode.ladder import MEGABYTE, SECONDS_PER_HOUR


@dataclass(frozen=True, kw_only=True)
class Made:
    """One form that is ready.

    Attributes:
        form: "lite", "audio", "poster" or "hls".
        path: The file, or for "hls" the folder.
        media_type: For feeds and HTTP.
        size_bytes: Of the file, or of all files of the folder.
        duration_s: As decoded, never as a header claims; 0 for a picture.
        details: Facts to show and to store; plain finite values, such as JSON has.
    """

    form: str
    path: Path
    media_type: str
    size_bytes: int
    duration_s: float
    details: Mapping[str, Any] = field(default_factory=dict)


class Forms:
    """Hands over each form as it is made, and remembers what failed instead of stopping there."""

    def __init__(self, on_made: Callable[[Made], None]) -> None:
        self._on_made = on_made
        self._count = 0
        self._failures: dict[str, TranscodeError] = {}

    def make(self, form: str, maker: Callable[[], Made]) -> None:
        """Make one form and hand it over.

        Raises:
            CancelledError: Somebody asked to stop; that ends the whole job.
        """
        try:
            made = maker()
        except CancelledError:
            raise
        except TranscodeError as error:
            self._failures[form] = error
            return
        self._count += 1
        self._on_made(made)

    def fail(self, form: str, error: TranscodeError) -> None:
        """Note a form that was not even begun."""
        self._failures[form] = error

    def has_failed(self, form: str) -> bool:
        """Tell whether a form is already noted as failed."""
        return form in self._failures

    def finish(self) -> None:
        """Say what failed.

        Raises:
            RejectedError: Nothing at all was made, and the original is at fault.
            FormsError: Some or all forms failed.
        """
        if not self._failures:
            return
        first = next(iter(self._failures.values()))
        if self._count == 0 and all(isinstance(error, RejectedError) for error in self._failures.values()):
            raise first
        raise FormsError(self._failures) from first


def check_budget(form: str, *, size_bytes: int, mb_per_hour: float, duration_s: float, allowance_bytes: int) -> None:
    """Refuse a form that is heavier than promised.

    Args:
        form: Its name.
        size_bytes: What it has.
        mb_per_hour: What an hour may have, in megabytes (10^6).
        duration_s: As decoded.
        allowance_bytes: For headers, tags and covers, which a short programme has as well.

    Raises:
        TranscodeError: "over-budget".
    """
    budget_bytes = int(mb_per_hour * MEGABYTE / SECONDS_PER_HOUR * duration_s) + allowance_bytes
    if size_bytes > budget_bytes:
        raise TranscodeError("over-budget", form=form, size_bytes=size_bytes, budget_bytes=budget_bytes)
