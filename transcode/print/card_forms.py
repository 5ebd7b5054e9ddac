"""The table of share cards: a shape is one row."""

from collections.abc import Mapping
from dataclasses import dataclass

from transcode.focal_point import FocalPoint


@dataclass(frozen=True, kw_only=True)
class TitleBox:
    """Where a title stands, in the middle between top and bottom, as shares of the card.

    Attributes:
        top: Where its box begins. bottom: where it ends. right: likewise; its left is the margin.
        sizes: The largest and the smallest letters, in pixels.
    """

    top: float
    bottom: float
    right: float
    sizes: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class CardForm:
    """One row of the table.

    Attributes:
        form: Its name.
        width: In pixels; height likewise.
        margin: Left and right of the words, in pixels.
        small: Size of the names above the title, in pixels.
        title: Where it stands on the drawn landscape.
        title_beside: Where it stands beside a picture.
        picture: Left, top, right and bottom of the picture, as shares of the card; the scrim hides the side that lies
            inside the card.
        seat: Where in its picture the focal point should lie, away from the scrim.
        budget_bytes: What its file may not pass.
        revision: Grows with every change of the row that changes its files.
    """

    form: str
    width: int
    height: int
    margin: int
    small: int
    title: TitleBox
    title_beside: TitleBox
    picture: tuple[float, float, float, float]
    seat: FocalPoint
    budget_bytes: int
    revision: int


CARD_FORMS: Mapping[str, CardForm] = {
    # Open Graph: what Facebook, Zalo, Telegram and others show whole. Words left, picture right.
    "share": CardForm(
        form="share",
        width=1200,
        height=630,
        margin=72,
        small=30,
        title=TitleBox(top=0.275, bottom=0.67, right=0.94, sizes=(84, 36)),
        title_beside=TitleBox(top=0.28, bottom=0.9, right=0.55, sizes=(66, 32)),
        picture=(0.48, 0.0, 1.0, 1.0),
        seat=FocalPoint(0.6, 0.48),
        budget_bytes=100_000,
        revision=1,
    ),
    # Words below, picture above.
    "share-square": CardForm(
        form="share-square",
        width=1080,
        height=1080,
        margin=80,
        small=36,
        title=TitleBox(top=0.2, bottom=0.67, right=0.926, sizes=(104, 46)),
        title_beside=TitleBox(top=0.62, bottom=0.93, right=0.926, sizes=(76, 42)),
        picture=(0.0, 0.0, 1.0, 0.62),
        seat=FocalPoint(0.5, 0.46),
        budget_bytes=200_000,
        revision=1,
    ),
}
