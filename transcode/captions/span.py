"""A caption while it is being mended: whole milliseconds, lines that may still change."""

from dataclasses import dataclass

from transcode.captions.caption import MILLISECONDS, Caption


@dataclass(kw_only=True)
class Span:
    """See `Caption`; times in milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""
    machine: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def caption(self) -> Caption:
        """The same when nothing more is to be mended."""
        return Caption(
            start_s=self.start_ms / MILLISECONDS,
            end_s=self.end_ms / MILLISECONDS,
            text=self.text,
            speaker=self.speaker,
            machine=self.machine,
        )
