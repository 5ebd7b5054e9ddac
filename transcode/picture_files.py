"""Picture files that are written: small, without anything hidden in them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

#: A picture may be this many times as high as wide before it is made smaller by its height.
HIGHEST_SHAPE = 4

#: File ending -> (Pillow's name, media type, how it is saved). AVIF: one thread leaves other work its share of the
#: machine; speed 8 takes 40 % of the time of Pillow's 6 for files of the same size, 9 makes them a fifth larger.
_KINDS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "jpg": ("JPEG", "image/jpeg", {"optimize": True, "progressive": True}),
    "webp": ("WEBP", "image/webp", {"method": 4}),
    "avif": ("AVIF", "image/avif", {"speed": 8, "max_threads": 1}),
}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture that was written. Width and height in pixels."""

    path: Path
    width: int
    height: int
    media_type: str
    size_bytes: int


def fitted(image: Image.Image, width: int) -> Image.Image:
    """The picture at most so wide, and at most four times as high; never enlarged."""
    share = min(width / image.width, width * HIGHEST_SHAPE / image.height)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def encoded(image: Image.Image, suffix: str, quality: int) -> bytes:
    """The bytes of a picture.

    Args:
        image: RGB, without info that a coder would write down.
        suffix: "jpg", "webp" or "avif".
        quality: 0 to 100, of that coder's own scale.
    """
    kind, _, options = _KINDS[suffix]
    out = io.BytesIO()
    image.save(out, kind, quality=quality, **options)
    return out.getvalue()


def written(path: Path, data: bytes, size: tuple[int, int]) -> Picture:
    """The file of encoded bytes. Its ending tells the kind."""
    path.write_bytes(data)
    media_type = _KINDS[path.suffix[1:]][1]
    return Picture(path=path, width=size[0], height=size[1], media_type=media_type, size_bytes=len(data))
