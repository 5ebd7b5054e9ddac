"""What lay beside a file whose bytes were known: it fills what nobody has said of their item yet."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.models import Asset, AuditEntry, Item, ItemState
from hub.services.views import make_body
from transcode.documents.title import title_from_name

#: States in which nobody has answered for the text yet.
_OPEN = frozenset({ItemState.DRAFT, ItemState.IN_REVIEW})

_FIELDS = ("summary", "body", "authors", "tags", "credit", "ai_label", "published_at")


def fill(session: Session, item: Item, asset: Asset | None, told: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Fill what is empty; what is said already stays, and so does a text that was approved or is public.

    Args:
        session: The transaction of the arrival.
        item: The item that the file joins.
        asset: Its original, where it is of the same bytes; what belongs to other bytes says nothing of them.
        told: Fields of `hub.services.intake.Submission` that were said beside the file.
        kept: Captions and cover, as `facts["sidecars"]` of an asset keeps them.
    """
    if asset is not None:
        beside = asset.facts.get("sidecars", {})
        if kept.keys() - beside.keys():
            asset.facts = {**asset.facts, "sidecars": {**kept, **beside}}
    if item.state not in _OPEN:
        return
    missing = {name: told[name] for name in _FIELDS if told.get(name) and not getattr(item, name)}
    if told.get("title") and asset is not None and _is_untitled(session, item, asset):
        missing["title"] = told["title"]
        asset.facts = {**asset.facts, "title_given": True}
    for name, value in missing.items():
        setattr(item, name, list(value) if isinstance(value, tuple) else value)
    if "body" in missing:
        make_body(session, item)
    if missing:
        item.updated_at = now()


def _is_untitled(session: Session, item: Item, asset: Asset) -> bool:
    """Whether the title is only the name of the file: no person, document or edit has given another."""
    if asset.facts.get("title_given") or item.title != title_from_name(asset.name):
        return False
    edited = select(AuditEntry.id).where(AuditEntry.subject_id == item.id, AuditEntry.verb == "item.changed")
    return session.scalar(edited.limit(1)) is None
