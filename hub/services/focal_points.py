"""An editor says which point of a picture no cut may lose; what is cut from it is made again, and nothing else."""

import hashlib
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Rendition, RenditionState, new_id
from hub.services import outdated, publishing, stale_media
from hub.services.audit import record
from hub.services.standing_picture import PICTURES, POINT
from transcode.focal_point import FocalPoint
from transcode.picture_files import Picture
from transcode.picture_forms import THUMB, make_picture_forms


def set_point(parts: Parts, item_id: str, name: str, point: FocalPoint | None, *, by: str) -> None:
    """Keep the point, and have thumbnail and share card follow it.

    Args:
        parts: Of the hub.
        item_id: Whose picture it is.
        name: Of the picture's file.
        point: None: it is guessed again.
        by: Who says so.

    Raises:
        NotFoundError: The item has no such picture.
        ConflictError: Somebody else has changed the picture meanwhile.
        TranscodeError: The thumbnail could not be made.
    """
    with parts.database.reading() as session:
        picture = _picture(session, item_id, name)
    with tempfile.TemporaryDirectory(prefix="focus-", dir=parts.work_folder) as folder:
        thumb = _thumb(parts, picture, point, Path(folder)) if picture.form == "picture" else None
        with parts.database.writing() as session:
            item = publishing.get(session, item_id)
            held = _picture(session, item_id, name)
            if held.id != picture.id:
                raise ConflictError("changed-meanwhile")
            others = {key: value for key, value in held.details.items() if key != POINT}
            held.details = others | ({POINT: [point.x, point.y]} if point else {})
            session.flush()
            if thumb is not None:
                _replace(parts, session, held, thumb)
            outdated.follow(parts, session, item)
            publishing.forms_changed(parts, session, item)
            stale_media.mark(session, item)
            record(session, by, "item.focal-point", item_id, {"name": name})


def _picture(session: Session, item_id: str, name: str) -> Rendition:
    publishing.get(session, item_id)
    found = session.scalar(
        select(Rendition).where(
            Rendition.item_id == item_id,
            Rendition.name == name,
            Rendition.form.in_(PICTURES),
            Rendition.state == RenditionState.READY,
        )
    )
    if found is None:
        raise NotFoundError("tệp ảnh", name)
    return found


def _thumb(parts: Parts, picture: Rendition, point: FocalPoint | None, folder: Path) -> Picture:
    source = parts.storage.fetch(picture.private_key, folder)
    # A file that readers have is never another one under the same name.
    stem = f"{Path(picture.name).stem.removesuffix('-large')}-{new_id()[-8:].lower()}"
    made = make_picture_forms(source, folder, stem=stem, focal_point=point, forms=(THUMB,))
    for failure in made.failures.values():
        raise failure
    return made.made[THUMB.form]


def _replace(parts: Parts, session: Session, picture: Rendition, thumb: Picture) -> None:
    thumbs = select(Rendition).where(Rendition.item_id == picture.item_id, Rendition.form == "picture-thumb")
    for held in session.scalars(thumbs):
        if held.details["number"] == picture.details["number"]:
            held.name, held.size_bytes = thumb.path.name, thumb.size_bytes
            held.sha256 = hashlib.sha256(thumb.path.read_bytes()).hexdigest()
            held.details = {**held.details, "width": thumb.width, "height": thumb.height}
            held.made_at = now()
            parts.storage.put_file(held.private_key, thumb.path, media_type=thumb.media_type)
