"""What was heard or read to be wrong with an original, told to whoever opens its item."""

from collections.abc import Mapping
from typing import Any

from hub.extensions.parts import Parts
from hub.services import work
from hub.services.intake import asset_of
from hub.services.work import Lease
from transcode.made import Made


def note(parts: Parts, lease: Lease, made: Made) -> None:
    """Tell what a form's maker found: silence, clipping, a dead channel."""
    codes = [code for code in str(made.details.get("faults", "")).split(",") if code]
    if codes:
        remark(parts, lease, {code: _facts(code, made.details) for code in codes})


def remark(parts: Parts, lease: Lease, remarks: Mapping[str, Mapping[str, Any]]) -> None:
    """Add remarks to the newest original of the item that is worked on."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        asset = asset_of(session, lease.subject_id)
        told = {**asset.facts.get("remarks", {}), **{code: dict(facts) for code, facts in remarks.items()}}
        if told != asset.facts.get("remarks", {}):
            asset.facts = {**asset.facts, "remarks": told}


def _facts(code: str, details: Mapping[str, Any]) -> dict[str, Any]:
    start = f"{code}_"
    return {name.removeprefix(start): value for name, value in details.items() if name.startswith(start)}
