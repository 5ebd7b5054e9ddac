"""Share cards: what stands for an item where somebody posts its address."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from transcode.errors import RejectedError, TranscodeError
from transcode.focal_point import FocalPoint, crop_box, guess_focal_point
from transcode.images import read_original
from transcode.made import Made
from transcode.picture_files import encoded, written
from transcode.print.card_forms import CardForm, TitleBox
from transcode.print.landscape import draw_band, draw_emblem, landscape
from transcode.print.lettering import Colour, Setting, Typeface, fit

_WHITE: Colour = (255, 255, 255)
_GOLD: Colour = (246, 205, 120)
_NIGHT: Colour = (23, 27, 64)
_QUALITIES = (86, 80, 72, 64, 56)
#: How far a picture that is too heavy is softened, in pixels.
_SOFTER = (0, 1.5, 4)
#: A picture is never enlarged more than this.
_MOST_ENLARGED = 1.6
#: How far the scrim reaches into a picture, as a share of the card: whole at its rim, gone at the end. White words,
#: which stand on its first part only, pass 7:1 even where the picture is white.
_SCRIM = 0.24
#: Down to where the scrim at the head lies behind the organisation, how dark it is there, and how far it goes out.
_HEAD, _HEAD_DARK, _HEAD_FADE = 0.1, 0.72, 0.1
#: Size of the names beside the title that is still taken to have them whole, as a share of their usual one.
_LEAST_SMALL = 0.72
#: Height of the mark beside the organisation, and where its name begins and stands, of the size of that name.
_EMBLEM, _BESIDE_EMBLEM, _BASE_LINE = 1.5, 2.6, 1.12
#: Height of a line of names, of its size; no second one fits.
_ONE_LINE = 1.7


@dataclass(frozen=True, kw_only=True)
class CardWords:
    """What a card says.

    Attributes:
        title: Up to 150 characters are set whole.
        organisation: Press agency.
        programme: The show, newspaper or section.
        further_fonts: Font files for letters that Be Vietnam Pro does not have (Tai Viet, Lao …). A title with letters
            that no font has is left out, and the programme's name stands in its place.
    """

    title: str
    organisation: str
    programme: str
    further_fonts: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardPicture:
    """The picture behind the words: JPEG, PNG, WebP or GIF, and what of it must be seen."""

    path: Path
    focal_point: FocalPoint | None = None


def make_card(words: CardWords, path: Path, *, form: CardForm, picture: CardPicture | None = None) -> Made:
    """Write a card as JPEG.

    Args:
        words: What it says.
        path: Of the file to write; ends in ".jpg".
        form: A row of `CARD_FORMS`.
        picture: Behind the words. One that is broken or too small for the card is left out.

    Returns:
        It, with width, height, and whether title and picture are on it (1 or 0).

    Raises:
        TranscodeError: "over-budget".
        OSError: The picture cannot be read or the file cannot be written.
    """
    size_bytes = 0
    for image, is_photo in _grounds(picture, form):
        has_title = _write(image, words, form, form.title_beside if is_photo else form.title)
        for quality in _QUALITIES:
            data = encoded(image, "jpg", quality)
            size_bytes = len(data)
            if size_bytes <= form.budget_bytes:
                made = written(path, data, image.size)
                details = {"width": made.width, "height": made.height, "has_title": int(has_title)}
                return Made(
                    form=form.form,
                    path=path,
                    media_type=made.media_type,
                    size_bytes=size_bytes,
                    duration_s=0,
                    details={**details, "has_picture": int(is_photo)},
                )
    raise TranscodeError("over-budget", form=form.form, size_bytes=size_bytes, budget_bytes=form.budget_bytes)


def _grounds(picture: CardPicture | None, form: CardForm) -> Iterator[tuple[Image.Image, bool]]:
    """What may lie behind the words, best first, and whether it is the picture.

    A picture that is too heavy is softened, then left out.
    """
    photo = _photo(picture, form) if picture else None
    if photo:
        for radius in _SOFTER:
            ground = Image.new("RGB", (form.width, form.height), _NIGHT)
            ground.paste(photo.filter(ImageFilter.GaussianBlur(radius)), _place(form)[:2], _mask(form))
            draw_band(ground)
            yield ground, True
    yield landscape(form.width, form.height), False


def _place(form: CardForm) -> tuple[int, int, int, int]:
    left, top, right, bottom = form.picture
    return round(left * form.width), round(top * form.height), round(right * form.width), round(bottom * form.height)


def _photo(picture: CardPicture, form: CardForm) -> Image.Image | None:
    """The picture cut to its place; None when it would look poor."""
    try:
        image = read_original(picture.path).image
    except RejectedError:
        return None
    left, top, right, bottom = _place(form)
    size = (right - left, bottom - top)
    focus = picture.focal_point or guess_focal_point(image)
    box = crop_box(image.size, size, focus, seat=form.seat)
    if (box[2] - box[0]) * _MOST_ENLARGED < size[0]:
        return None
    return image.resize(size, Image.Resampling.LANCZOS, box=box)


def _mask(form: CardForm) -> Image.Image:
    """How much is seen of the picture: nothing at its side that lies inside the card, less behind the organisation."""
    left, top, right, bottom = _place(form)
    width, height = right - left, bottom - top
    if left:
        row = bytes(round(255 * (1 - _scrim(place / form.width / _SCRIM))) for place in range(width))
        return Image.frombytes("L", (width, 1), row).resize((width, height))
    column = bytes(
        round(255 * (1 - max(_scrim((height - place) / form.height / _SCRIM), _head(place / form.height))))
        for place in range(height)
    )
    return Image.frombytes("L", (1, height), column).resize((width, height))


def _scrim(away: float) -> float:
    """How dark it is so far from the rim, as a share of the scrim's reach; softly less, with no edge to be seen."""
    return (1 + math.cos(math.pi * min(1, max(0, away)))) / 2


def _head(share: float) -> float:
    return _HEAD_DARK * _scrim((share - _HEAD) / _HEAD_FADE)


def _write(image: Image.Image, words: CardWords, form: CardForm, box: TitleBox) -> bool:
    """The organisation at the head, programme and title in the box. Tells whether the title could be set."""
    bold = Typeface(weight="Bold", further=words.further_fonts)
    small = Typeface(weight="SemiBold", further=words.further_fonts)
    said = bold.settable(words.title)
    organisation, programme = small.settable(words.organisation), small.settable(words.programme)
    title = said or programme or organisation
    canvas = ImageDraw.Draw(image)
    right = round(form.width * box.right)
    if title:
        top, bottom = round(form.height * box.top), round(form.height * box.bottom)
        setting = fit(title, bold, (right - form.margin, bottom - top), box.sizes)
        first = top + (bottom - top - setting.height) // 2
        setting.draw(canvas, bold, (form.margin, first + setting.top), _WHITE)
        if programme not in {title, organisation, ""}:
            above = _name(programme, small, form, right - form.margin)
            above.draw(canvas, small, (form.margin, first - form.small), _GOLD)
    if organisation not in {title, ""}:
        y, indent = form.margin * 0.75, form.small * _BESIDE_EMBLEM
        draw_emblem(image, (form.margin, round(y)), round(form.small * _EMBLEM))
        head = _name(organisation, small, form, right - form.margin - indent)
        head.draw(canvas, small, (form.margin + indent, y + form.small * _BASE_LINE), _WHITE)
    return bool(said)


def _name(name: str, face: Typeface, form: CardForm, measure: float) -> Setting:
    """A name on one line."""
    return fit(
        name, face, (round(measure), round(form.small * _ONE_LINE)), (form.small, round(form.small * _LEAST_SMALL))
    )
