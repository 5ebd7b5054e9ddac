"""The forms of an item as people know them, and those that intake itself makes."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.models import Asset, Item, Rendition, RenditionState, new_id
from transcode.forms import row

#: Labels of the forms that are no rows of the table, Vietnamese and English.
LABELS: Mapping[str, tuple[str, str]] = {
    "page": ("Trang bài", "Article page"),
    "picture": ("Ảnh", "Picture"),
    "picture-thumb": ("Ảnh nhỏ", "Thumbnail"),
    "captions": ("Phụ đề", "Captions"),
    "transcript": ("Lời bằng chữ", "Transcript"),
}


def label(form: str, language: str = "vi") -> str:
    """What people call a form."""
    known = row(form)
    pair = known.label if known else LABELS.get(form, (form, form))
    return pair[1 if language == "en" else 0]


def forget(session: Session, item: Item) -> None:
    """What was made of an older original of the item is no longer one of its forms."""
    session.execute(delete(Rendition).where(Rendition.item_id == item.id))
    session.flush()


def page(session: Session, item: Item, asset: Asset) -> None:
    """An article's page is a form like any other: it is ready when its text is."""
    held = session.scalar(select(Rendition).where(Rendition.item_id == item.id, Rendition.form == "page"))
    if held is None:
        held = Rendition(
            id=new_id(), item_id=item.id, asset_id=asset.id, form="page", name="page", media_type="text/html"
        )
        session.add(held)
    held.size_bytes = len(item.body.encode())
    held.state, held.made_at = RenditionState.READY, now()
