"""Items that can be heard, without a program that makes their sound."""

from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, Rendition, RenditionState
from hub.services import tree
from tests.integration.kernel.newsroom import RADIO, publish_row

SOUND = b"ID3 sound" * 60


def publish_heard(
    parts: Parts,
    title: str,
    programme: str = RADIO,
    *,
    forms: tuple[tuple[str, str, str], ...] = (("lite", "lite.mp3", "audio/mpeg"),),
) -> str:
    """An item that is public at once, with a file of each (form, name, type); a render is due."""
    item_id = publish_row(parts, title, programme)
    with parts.database.writing() as session:
        item = session.get_one(Item, item_id)
        asset = Asset(
            item_id=item_id,
            sha256=item_id,
            name="a.wav",
            size_bytes=1,
            state=AssetState.READY,
            received_at=item.created_at,
        )
        session.add(asset)
        session.flush()
        for form, name, media_type in forms:
            made = Rendition(
                item_id=item_id,
                asset_id=asset.id,
                form=form,
                name=name,
                media_type=media_type,
                size_bytes=len(SOUND),
                sha256="0" * 64,
                duration_s=60.0,
                state=RenditionState.READY,
            )
            session.add(made)
            parts.storage.put_bytes(f"renditions/{item_id}/{name}", SOUND, media_type=media_type)
        tree.mark(session, [f"items/{item_id}/", f"lists/programme-{programme}/"])
    return item_id
