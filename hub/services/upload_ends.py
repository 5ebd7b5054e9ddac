"""What became of an upload: looked at yet, an item of its own, there before, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Arrival, ArrivalState, AssetState, Item, Upload, Work, WorkState
from hub.services import intake

#: Of the work that looks at an original.
_UNDER_WAY = (WorkState.DUE, WorkState.RETRY, WorkState.LEASED)


@dataclass(frozen=True, kw_only=True)
class UploadEnd:
    """What became of a whole file.

    Attributes:
        state: "" while it is no item; then "looking", "taken", "there" for what the hub had before, or "refused".
        item_id: The item that stands for it.
        reason_code: Why it was refused.
        reason_facts: What the sentence is filled with.
    """

    state: Literal["", "looking", "taken", "there", "refused"] = ""
    item_id: str = ""
    reason_code: str = ""
    reason_facts: Mapping[str, Any] = field(default_factory=dict)


def of(session: Session, upload: Upload) -> UploadEnd:
    """What became of an upload so far."""
    if upload.item_id is None:
        return UploadEnd()
    held = session.get_one(Item, upload.item_id)
    item_id = held.merged_into or held.id
    looks = select(Work.id).where(Work.kind == "intake", Work.subject_id == held.id, Work.state.in_(_UNDER_WAY))
    if session.scalar(looks.limit(1)) is not None:
        return UploadEnd(state="looking", item_id=item_id)
    asset = intake.asset_of(session, item_id)
    if asset.state == AssetState.REJECTED:
        return UploadEnd(
            state="refused", item_id=item_id, reason_code=asset.reason_code, reason_facts=asset.reason_facts
        )
    return UploadEnd(state="there" if held.merged_into or _came_again(session, upload) else "taken", item_id=item_id)


def _came_again(session: Session, upload: Upload) -> bool:
    """Whether the hub had its bytes already."""
    roads = session.scalars(select(Arrival).where(Arrival.item_id == upload.item_id).order_by(Arrival.id.desc()))
    own = next((one for one in roads if one.facts.get("upload") == upload.id), None)
    return own is not None and own.state == ArrivalState.JOINED
