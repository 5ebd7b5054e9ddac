"""How much of a machine one document may use."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from transcode.errors import RejectedError


@dataclass(frozen=True, kw_only=True)
class DocumentLimits:
    """Bounds for reading one document. A document within them is read on the smallest machine.

    Attributes:
        characters: Most characters of text.
        pages: Most pages of a PDF.
        unpacked_bytes: Most bytes that a package may unpack to.
        xml_part_bytes: Most bytes of one XML part of a package.
        ratio: Most times a part may grow when unpacked.
        entries: Most parts of a package.
        pictures: Most pictures kept.
        pictures_bytes: Most bytes of all pictures kept.
        picture_pixels: Most pixels of one picture.
        seconds: Most time between opening and the last page.
        clock: Seconds of a clock that never goes back.
    """

    characters: int = 1_000_000
    pages: int = 400
    unpacked_bytes: int = 200_000_000
    xml_part_bytes: int = 30_000_000
    ratio: int = 200
    entries: int = 5_000
    pictures: int = 200
    pictures_bytes: int = 100_000_000
    picture_pixels: int = 50_000_000
    seconds: int = 120
    clock: Callable[[], float] = time.monotonic

    def check_text(self, text: str) -> None:
        """Refuses text that is too long to be one article.

        Raises:
            RejectedError: "text-too-long".
        """
        if len(text) > self.characters:
            raise RejectedError("text-too-long", characters=len(text), most_characters=self.characters)
