"""What an attempt at heavy work is done with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transcode.tools import Tools


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One attempt's means.

    Attributes:
        folder: Private; removed when the attempt ends.
        tools: The programs.
        on_progress: Called with 0…1 of the whole.
        cancelled: Asked often; True stops.
    """

    folder: Path
    tools: Tools
    on_progress: Callable[[float], None]
    cancelled: Callable[[], bool]
