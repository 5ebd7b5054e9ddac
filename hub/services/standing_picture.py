"""The picture that stands for an item, and the point of a picture that no cut may lose."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Rendition, RenditionState
from transcode.focal_point import FocalPoint

#: Where the details of a picture keep its point, as an editor set it: shares of width and height.
POINT = "focal_point"
#: Forms that are pictures as they were given, of which others are cut.
PICTURES = ("picture", "poster")


def standing(session: Session, item_id: str) -> Rendition | None:
    """The poster of a film, else the first picture of a text; None where there is none yet."""
    ready = select(Rendition).where(
        Rendition.item_id == item_id, Rendition.form.in_(PICTURES), Rendition.state == RenditionState.READY
    )
    return min(
        session.scalars(ready), key=lambda one: (one.form != "poster", one.details.get("number", 0)), default=None
    )


def point_of(picture: Rendition | None) -> FocalPoint | None:
    """The point that an editor has set; None: it is guessed."""
    told = picture.details.get(POINT) if picture else None
    return FocalPoint(*told) if told else None


def focus(session: Session, item_id: str) -> str:
    """What forms that show the picture are made of beside it; empty while nobody has set a point."""
    point = point_of(standing(session, item_id))
    return f"{point.x} {point.y}" if point else ""
