"""The table of pictures: three widths, each as AVIF, WebP and JPEG, and the thumbnail.

A width or a coder is one row; a changed row gets a higher revision, so that what was made of the old one is made anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image

from transcode.errors import TranscodeError
from transcode.focal_point import FocalPoint, crop_box, guess_focal_point
from transcode.images import LARGE_WIDTH, read_original
from transcode.picture_files import Picture, encoded, fitted, written

#: A wider form is made only of a picture that is this many times as wide as the form before.
_WORTH_WHILE = 1.2


@dataclass(frozen=True, kw_only=True)
class PictureForm:
    """One row of the table.

    Attributes:
        form: Unique; also the end of the file's name: "480-avif" is written as `<stem>-480.avif`.
        suffix: "avif", "webp" or "jpg".
        media_type: For pages and HTTP.
        widths: Most pixels across; the narrower ones after it only where the budget wants it.
        shape: Width to height that is cut around the focal point; None: the whole picture.
        qualities: Of the coder's own scale, best first; the first that keeps the budget is taken.
        budget_bytes: What no file of this form may pass.
        least_width: The original's width from which this form is worth while, in pixels.
        revision: Grows with every change of the row that changes its files.
    """

    form: str
    suffix: str
    media_type: str
    widths: tuple[int, ...]
    shape: tuple[int, int] | None
    qualities: tuple[int, ...]
    budget_bytes: int
    least_width: int
    revision: int

    def file_name(self, stem: str) -> str:
        """The name below the item's folder."""
        return f"{stem}-{self.form.split('-', maxsplit=1)[0]}.{self.suffix}"


@dataclass(frozen=True, kw_only=True)
class PictureSet:
    """What came of one original picture.

    Attributes:
        made: Form -> its file, in the order of the table.
        failures: Form -> "over-budget" with form, size_bytes and budget_bytes. The other forms do not suffer from it.
        width: The original's width in pixels, as it is seen upright.
        height: The original's height in pixels, as it is seen upright.
        colour: Average colour "#rrggbb", to show before the picture is there.
        focal_point: The one that was given, or guessed.
    """

    made: Mapping[str, Picture]
    failures: Mapping[str, TranscodeError]
    width: int
    height: int
    colour: str
    focal_point: FocalPoint


@dataclass(frozen=True, kw_only=True)
class _Width:
    """A row of the widths: what a JPEG of it may weigh; other coders get their share of that."""

    pixels: int
    budget_bytes: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class _Coder:
    """A row of the coders, whose qualities look alike from coder to coder."""

    suffix: str
    media_type: str
    qualities: tuple[int, ...]
    budget_share: float
    revision: int


_WIDTHS = (
    _Width(pixels=480, budget_bytes=110_000, revision=1),
    _Width(pixels=960, budget_bytes=320_000, revision=1),
    _Width(pixels=LARGE_WIDTH, budget_bytes=560_000, revision=1),
)
#: Smallest files first: a browser takes the first kind that it knows.
_CODERS = (
    _Coder(suffix="avif", media_type="image/avif", qualities=(56, 48, 40, 30), budget_share=0.6, revision=1),
    _Coder(suffix="webp", media_type="image/webp", qualities=(76, 66, 54, 42), budget_share=0.9, revision=1),
    _Coder(suffix="jpg", media_type="image/jpeg", qualities=(78, 68, 56, 44), budget_share=1.0, revision=1),
)

THUMB = PictureForm(
    form="thumb",
    suffix="jpg",
    media_type="image/jpeg",
    widths=(320, 256, 192, 128, 64),
    # As lists show it.
    shape=(4, 3),
    qualities=(78, 65, 52, 40),
    budget_bytes=10_000,
    least_width=1,
    revision=1,
)


#: Where one file must do: feeds, EPUB, platforms. Of every picture, however small.
LARGE = PictureForm(
    form="large",
    suffix="jpg",
    media_type="image/jpeg",
    widths=(LARGE_WIDTH, 960, 480),
    shape=None,
    qualities=(80, 68, 56, 44),
    budget_bytes=900_000,
    least_width=1,
    revision=1,
)


def _rows() -> Iterator[PictureForm]:
    for width, coder in product(_WIDTHS, _CODERS):
        if (width.pixels, coder.suffix) == (LARGE_WIDTH, LARGE.suffix):
            continue
        narrower = max((one.pixels for one in _WIDTHS if one.pixels < width.pixels), default=0)
        yield PictureForm(
            form=f"{width.pixels}-{coder.suffix}",
            suffix=coder.suffix,
            media_type=coder.media_type,
            widths=(width.pixels,),
            shape=None,
            qualities=coder.qualities,
            budget_bytes=int(width.budget_bytes * coder.budget_share),
            least_width=round(narrower * _WORTH_WHILE) or 1,
            revision=width.revision + coder.revision,
        )


#: For pages, where a browser takes what suits its screen.
PAGE_FORMS: Sequence[PictureForm] = tuple(_rows())

#: For books, whose readers have screens of that width, and pay for every file.
BOOK = next(form for form in PAGE_FORMS if form.form == "960-jpg")

PICTURE_FORMS: Sequence[PictureForm] = (THUMB, LARGE, *PAGE_FORMS)


def make_picture_forms(
    source: Path,
    out_dir: Path,
    *,
    stem: str,
    focal_point: FocalPoint | None = None,
    forms: Sequence[PictureForm] = PICTURE_FORMS,
) -> PictureSet:
    """Writes every form that the picture is wide enough for, without any metadata; nothing is enlarged.

    Args:
        source: JPEG, PNG, WebP or GIF.
        out_dir: A private folder that exists.
        stem: Beginning of the file names; chosen by the caller, never by a sender.
        focal_point: What no cut may lose; None: where most of the edges are.
        forms: The rows to make; those that are there already can be left out.

    Raises:
        RejectedError: "picture-too-large" (told from the header, before anything is decoded), "picture-broken",
            "picture-format-not-taken".
        OSError: The folder cannot be written or the source cannot be read.
    """
    original = read_original(source)
    focus = focal_point or guess_focal_point(original.image)
    # Once to the widest that is wanted: all that follows is quick and small.
    whole = fitted(original.image, max((width for form in forms for width in form.widths), default=1))
    made: dict[str, Picture] = {}
    failures: dict[str, TranscodeError] = {}
    for form in forms:
        if original.width < form.least_width:
            continue
        part = original.image.crop(crop_box(original.image.size, form.shape, focus)) if form.shape else whole
        try:
            made[form.form] = _made(part, form, out_dir / form.file_name(stem))
        except TranscodeError as error:
            failures[form.form] = error
    return PictureSet(
        made=made,
        failures=failures,
        width=original.width,
        height=original.height,
        colour=original.colour,
        focal_point=focus,
    )


def _made(part: Image.Image, form: PictureForm, path: Path) -> Picture:
    size_bytes = 0
    for width in form.widths:
        small = fitted(part, width)
        for quality in form.qualities:
            data = encoded(small, form.suffix, quality)
            size_bytes = len(data)
            if size_bytes <= form.budget_bytes:
                return written(path, data, small.size)
    raise TranscodeError("over-budget", form=form.form, size_bytes=size_bytes, budget_bytes=form.budget_bytes)
