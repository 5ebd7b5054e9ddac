"""Pictures of an article as its page first has them: one file and a thumbnail, stored and noted as forms.

The smaller and lighter ones are a form of their own, made when the page is already out.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, Rendition, RenditionState, new_id
from hub.services import embedded
from transcode.documents.article import ArticlePicture
from transcode.picture_forms import LARGE, THUMB, make_picture_forms


@dataclass(frozen=True, kw_only=True)
class Source:
    """One picture before it is made.

    Attributes:
        path: Where it lies.
        number: In the item's body, from 1.
        told: What its article says of it.
    """

    path: Path
    number: int
    told: ArticlePicture


def make(parts: Parts, asset: Asset, source: Source, folder: Path) -> list[Rendition]:
    """A picture and its thumbnail as forms of the asset's item, to be added to a session.

    Args:
        parts: Of the hub.
        asset: The original that it is a picture of.
        source: The picture.
        folder: For scratch files.

    Raises:
        RejectedError: It is no picture that is taken.
        TranscodeError: It cannot be made as small as it must be.
    """
    # A file that readers have is never another one under the same name.
    anew = f"{asset.id[-8:].lower()}-" if asset.facts.get("correction") else ""
    stem = f"picture-{anew}{source.number:03}"
    made = make_picture_forms(source.path, folder, stem=stem, forms=(LARGE, THUMB))
    for failure in made.failures.values():
        raise failure
    alt, caption = embedded.words_of(embedded.read_picture(source.path))
    renditions = []
    for form, picture in (("picture", made.made[LARGE.form]), ("picture-thumb", made.made[THUMB.form])):
        rendition = Rendition(
            id=new_id(),
            item_id=asset.item_id,
            asset_id=asset.id,
            form=form,
            name=picture.path.name,
            media_type=picture.media_type,
            size_bytes=picture.size_bytes,
            sha256=hashlib.sha256(picture.path.read_bytes()).hexdigest(),
            details={
                "number": source.number,
                "width": picture.width,
                "height": picture.height,
                "alt": source.told.alt or alt,
                "caption": source.told.caption or caption,
            },
            state=RenditionState.READY,
            made_at=now(),
        )
        parts.storage.put_file(rendition.private_key, picture.path, media_type=picture.media_type)
        renditions.append(rendition)
    return renditions
