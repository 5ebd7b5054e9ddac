"""The small picture beside a title: a JPEG that never has more than 10 KB."""

from pathlib import Path

from PIL import Image

from transcode.errors import TranscodeError

THUMB_NAME = "thumb.jpg"
THUMB_BYTES = 10_000

#: Longest side in pixels, then quality: the first that fits is taken.
_SIZES = (320, 240, 160)
_QUALITIES = (75, 65, 55, 45, 35)


def make_thumbnail(poster: Path) -> Path:
    """Make the thumbnail of a poster that this package made, beside it.

    Returns:
        Its path.

    Raises:
        TranscodeError: "over-budget"; no picture is known that does this.
    """
    out = poster.with_name(THUMB_NAME)
    with Image.open(poster) as picture:
        for side in _SIZES:
            small = picture.convert("RGB")
            small.thumbnail((side, side), Image.Resampling.LANCZOS)
            for quality in _QUALITIES:
                small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
                if out.stat().st_size <= THUMB_BYTES:
                    return out
    size_bytes = out.stat().st_size
    raise TranscodeError("over-budget", form="poster", size_bytes=size_bytes, budget_bytes=THUMB_BYTES)
