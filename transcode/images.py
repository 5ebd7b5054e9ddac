"""Pictures of unknown trust, read upright in plain sRGB; and the two sizes of a cover."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageOps

from transcode.errors import RejectedError
from transcode.heic import readable
from transcode.image_header import read_header
from transcode.picture_files import HIGHEST_SHAPE, Picture, encoded, fitted, written

MOST_MEGAPIXELS = 50
LARGE_WIDTH = 1280
THUMB_WIDTH = 320
THUMB_BYTES = 10_000

_MEGAPIXEL = 1_000_000
_LARGE_QUALITY = 80
_THUMB_WIDTHS = (THUMB_WIDTH, 256, 192, 128, 64)
_THUMB_QUALITIES = (78, 65, 52, 40, 30)
#: Longest side of what is kept of a picture, in pixels: the largest form is cut from it.
_LONGEST_SIDE = LARGE_WIDTH * HIGHEST_SHAPE
_PROFILE_BYTES = 1 << 20
DECODERS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_SHRINKABLE_MODES = frozenset({"L", "RGB", "RGBA", "CMYK", "YCbCr"})
_DEEP_MODES = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
#: What Pillow's decoders raise on broken data.
BROKEN = (
    SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, RuntimeError, struct.error,
    zlib.error,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Original:
    """A picture that was read.

    Attributes:
        image: Upright, RGB in sRGB on white, at most 5,120 pixels wide or high, nothing else told in it.
        width: The original's width in pixels, as it is seen upright.
        height: The original's height in pixels, as it is seen upright.
        colour: Average colour "#rrggbb", to show before the picture is there.
    """

    image: Image.Image
    width: int
    height: int
    colour: str


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What came of one original picture.

    Attributes:
        large: At most 1280 pixels wide.
        thumb: At most 320 pixels wide and 10,000 bytes.
        width: The original's width in pixels, as it is seen upright.
        height: The original's height in pixels, as it is seen upright.
        colour: Average colour "#rrggbb", to show before the picture is there.
    """

    large: Picture
    thumb: Picture
    width: int
    height: int
    colour: str


def read_original(source: Path) -> Original:
    """A picture as people mean it: turned upright by EXIF orientation, in sRGB on white, first frame of animations.

    Args:
        source: JPEG, PNG, WebP, GIF, HEIC or AVIF.

    Raises:
        RejectedError: "picture-too-large" (told from the header, before anything is decoded), "picture-broken",
            "picture-format-not-taken".
        MachineError: A HEIC could not be decoded for the machine's sake.
        OSError: The source cannot be read.
    """
    with source.open("rb") as stream:
        _, width, height = read_header(stream)
        check_size(width, height)
    with readable(source) as path, path.open("rb") as stream:
        upright, seen = _decode(stream)
    average = upright.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Original(image=upright, width=seen[0], height=seen[1], colour="#{:02x}{:02x}{:02x}".format(*average))


def make_pictures(source: Path, out_dir: Path, *, stem: str) -> Pictures:
    """Writes `<stem>-large.jpg` and `<stem>-thumb.jpg` into out_dir, without any metadata.

    Args:
        source: What `read_original` takes.
        out_dir: A private folder that exists.
        stem: Beginning of the file names; chosen by the caller, never by a sender.

    Raises:
        RejectedError: What `read_original` raises.
        OSError: The folder cannot be written or the source cannot be read.
    """
    original = read_original(source)
    large = fitted(original.image, LARGE_WIDTH)
    return Pictures(
        large=written(out_dir / f"{stem}-large.jpg", encoded(large, "jpg", _LARGE_QUALITY), large.size),
        thumb=written(out_dir / f"{stem}-thumb.jpg", *_thumb(large)),
        width=original.width,
        height=original.height,
        colour=original.colour,
    )


def check_size(width: int, height: int) -> None:
    """Refuses a picture that would fill the memory.

    Raises:
        RejectedError: "picture-too-large" with width, height, megapixels and most_megapixels.
    """
    if width * height > MOST_MEGAPIXELS * _MEGAPIXEL:
        raise RejectedError(
            "picture-too-large",
            width=width,
            height=height,
            megapixels=round(width * height / _MEGAPIXEL),
            most_megapixels=MOST_MEGAPIXELS,
        )


def _decode(stream: io.BufferedReader) -> tuple[Image.Image, tuple[int, int]]:
    """The first frame, upright and plain RGB, and the width and height that it had upright."""
    try:
        with Image.open(stream, formats=DECODERS) as opened:
            width, height = opened.size
            check_size(width, height)
            if opened.mode in _SHRINKABLE_MODES:
                # First to a size that is enough lying or standing: what follows then needs little memory.
                opened.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
            opened.load()
            turn = _orientation(opened)
            rgb = _plain_rgb(opened)
    except Image.DecompressionBombError as error:
        raise RejectedError("picture-broken") from error
    except OSError as error:
        # Errors of the disk carry a number, Pillow's complaints about the data carry none.
        if error.errno is not None:
            raise
        raise RejectedError("picture-broken") from error
    except BROKEN as error:
        raise RejectedError("picture-broken") from error
    upright = _TURNS[turn](rgb) if turn in _TURNS else rgb
    return upright, (height, width) if turn in _ON_ITS_SIDE else (width, height)


def _orientation(opened: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 when there is none or the EXIF data are broken, which does not spoil the picture."""
    try:
        value = opened.getexif().get(ExifTags.Base.Orientation, 1)
    except (*BROKEN, OSError):
        return 1
    return value if isinstance(value, int) else 1


#: EXIF orientation -> what makes the picture upright (CIPA DC-008, 4.6.4).
_TURNS: Mapping[int, Callable[[Image.Image], Image.Image]] = {
    2: ImageOps.mirror,
    3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
    4: ImageOps.flip,
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_270),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_90),
}
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


def _plain_rgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode in _DEEP_MODES:
        # 16 bits a channel: Pillow would cut off at 255 instead of scaling.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(white, layer).convert("RGB")
    elif image.mode == "P":
        image = image.convert("RGB")
    image = _to_srgb(image, profile) if profile and image.mode in {"RGB", "CMYK", "L"} else image
    plain = image.convert("RGB")
    plain.info = {}
    return plain


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the picture's own profile means them; unchanged when the profile is broken or of another kind."""
    if len(profile) > _PROFILE_BYTES:
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        seen = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return seen or image


def _thumb(large: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The widest, then best JPEG that keeps the budget; the last of the series does so even for noise."""
    small, data = large, b""
    for width, quality in product(_THUMB_WIDTHS, _THUMB_QUALITIES):
        small = fitted(large, width)
        data = encoded(small, "jpg", quality)
        if len(data) <= THUMB_BYTES:
            break
    return data, small.size
