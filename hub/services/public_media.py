"""Forms of published items in the public tree: copies of what lies in private storage."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.storage import Storage
from hub.models import Rendition, RenditionState
from hub.services import tree


def publish(session: Session, storage: Storage, item_id: str) -> None:
    """Bring every form of an item that is ready into the tree."""
    ready = select(Rendition.name).where(
        Rendition.item_id == item_id, Rendition.state == RenditionState.READY, Rendition.form != "page"
    )
    for name in session.scalars(ready):
        publish_file(storage, item_id, name)


def publish_file(storage: Storage, item_id: str, name: str) -> None:
    """Bring one form into the tree, unless it is there as it was made last. What storage has lost stays away."""
    folder = name.rpartition("/")[0]
    # A playlist stands in a folder of its own with everything it names.
    keys = list(storage.keys(f"renditions/{item_id}/{folder}")) if folder else [f"renditions/{item_id}/{name}"]
    for key in keys:
        path = f"media/{key.removeprefix('renditions/')}"
        if not is_out_of_date(storage, key, f"{tree.PUBLIC}/{path}"):
            continue
        if key.rpartition(".")[2] in tree.COMPRESSED:
            # Playlists of a long programme shrink to a tenth.
            tree.write(storage, path, storage.read(key))
        else:
            storage.copy(key, f"{tree.PUBLIC}/{path}", media_type=tree.media_type_of(key))


def is_out_of_date(storage: Storage, key: str, public: str) -> bool:
    """Whether readers have not what was made last: a form that was made again lies under the same name."""
    made = storage.stat(key)
    if made is None:
        return False
    shown = storage.stat(public)
    return shown is None or shown.size_bytes != made.size_bytes or shown.modified < made.modified
