"""A text in an encoding from before Unicode that was guessed: somebody says that it is right, or names another."""

from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState
from hub.services import corrections, publishing, renewing, work
from hub.services.audit import record
from hub.services.intake import asset_of
from transcode.documents.detection import ENCODINGS

__all__ = ["ENCODINGS", "confirm", "read_again"]

#: The remark on an original whose encoding was guessed.
_GUESSED = "encoding-guessed"
#: Who changes the text then: what a person has written is told apart from what was read.
READER = "intake"


def confirm(parts: Parts, item_id: str, *, by: str) -> None:
    """Take the guess for right: nobody is asked any more.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: Nothing was guessed.
    """
    with parts.database.writing() as session:
        asset = _guessed(session, item_id)
        encoding = asset.facts["remarks"][_GUESSED]["encoding"]
        asset.facts = {**asset.facts, "remarks": _others(asset)}
        record(session, by, "item.encoding-confirmed", item_id, {"encoding": encoding})


def read_again(parts: Parts, item_id: str, encoding: str, *, by: str) -> None:
    """Read the original anew as another encoding has it; what it says replaces title and text.

    Raises:
        NotFoundError: There is no such item.
        InvalidError: It is no encoding that can be read.
        ConflictError: Nothing was guessed, or somebody has changed the text, which would be lost.
        BeingLookedAtError: The original is being read.
    """
    if encoding not in ENCODINGS:
        raise InvalidError("encoding-unknown", encoding=encoding)
    with parts.database.writing() as session:
        asset = _guessed(session, item_id)
        item = publishing.get(session, item_id)
        if corrections.was_edited(session, item, by=READER):
            raise ConflictError("text-was-edited")
        corrections.require_rest(session, item)
        held = {name: value for name, value in asset.facts.items() if name != "encoding"}
        asset.facts = {
            **held, "remarks": _others(asset), "encoding_told": encoding, "correction": READER, "separate": True
        }  # fmt: skip
        asset.state = AssetState.RECEIVED
        for one in renewing.works_of(session, item_id):
            if one.kind == "intake":
                work.renew(session, one)
        record(session, by, "item.read-again", item_id, {"encoding": encoding})


def _guessed(session: Session, item_id: str) -> Asset:
    publishing.get(session, item_id)
    asset = asset_of(session, item_id)
    if _GUESSED not in asset.facts.get("remarks", {}):
        raise ConflictError("encoding-not-guessed")
    return asset


def _others(asset: Asset) -> dict[str, object]:
    return {code: facts for code, facts in asset.facts["remarks"].items() if code != _GUESSED}
