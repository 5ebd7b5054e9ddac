"""What came in and does not move: refused originals, what could not be fetched, damaged uploads, silent sources."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.clock import local, now
from hub.models import (
    Arrival,
    ArrivalState,
    Asset,
    AssetState,
    Item,
    ItemState,
    Source,
    Upload,
    UploadState,
)
from hub.services import sources
from hub.services.standstill import LIMIT, Pair, Standstill, told


def assets(session: Session) -> list[Standstill]:
    rows = session.execute(
        select(Asset, Item)
        .join(Item, Item.id == Asset.item_id)
        .where(Asset.state == AssetState.REJECTED, Item.state != ItemState.WITHDRAWN)
        .order_by(Asset.id.desc())
        .limit(LIMIT)
    )
    return [
        Standstill(
            kind="asset",
            id=asset.id,
            title=item.title,
            state=asset.state,
            since=asset.received_at,
            sentence=told(asset.reason_code, asset.reason_facts),
            # What can be done differs from fault to fault: each sentence says it.
            address=f"/editor/items/{item.id}/",
        )
        for asset, item in rows
    ]


def silent_sources(session: Session) -> list[Standstill]:
    """Sources that refuse to be looked at, went quiet, have another address now, or do not show their archive."""
    found = []
    for one in session.scalars(select(Source).where(Source.enabled).order_by(Source.title)):
        trouble = _trouble(one)
        if trouble is None:
            continue
        state, since, why = trouble
        found.append(
            Standstill(
                kind="source",
                id=one.slug,
                title=one.title,
                state=state,
                since=since,
                sentence=why,
                action=("Kiểm tra nguồn này, hoặc tắt nó.", "Check this source, or switch it off."),
                address=f"/editor/sources/{one.slug}/",
            )
        )
    return found[:LIMIT]


def _trouble(source: Source) -> tuple[str, datetime | None, Pair] | None:
    """State, since when, and why; the worst of what is wrong with a source."""
    quiet = sources.quiet_since(source, at=now())
    archive = source.memory.get("archive_fault")
    if source.reason_code:
        return "failed", source.looked_at, told(source.reason_code, source.reason_facts)
    if quiet is not None:
        return "quiet", quiet, quiet_words(quiet)
    if source.memory.get("moved"):
        return "moved", source.looked_at, _moved(str(source.memory["moved"]))
    if archive:
        return "failed", source.looked_at, told(archive["code"], archive["facts"])
    return None


def _moved(address: str) -> Pair:
    """Only a person changes the address of a source."""
    return told("followed-feed-moved", {"address": address})


def quiet_words(since: datetime) -> Pair:
    """That a source has brought nothing since a moment."""
    day = local(since).strftime("%d/%m/%Y %H:%M")
    return f"Nguồn này im lặng từ {day}.", f"This source has been quiet since {day}."


def untaken(session: Session) -> list[Standstill]:
    rows = select(Arrival).where(Arrival.state == ArrivalState.FAILED).order_by(Arrival.id.desc()).limit(LIMIT)
    return [
        Standstill(
            kind="arrival",
            id=one.id,
            title=one.name or one.address,
            state=one.state,
            since=one.arrived_at,
            sentence=told(one.reason_code, one.reason_facts),
            action=("Bấm “Nhận lại” hoặc “Bỏ qua”.", "Press “Take again” or “Pass over”."),
            address="/editor/arrivals?trouble=yes",
        )
        for one in session.scalars(rows)
    ]


def damaged(session: Session) -> list[Standstill]:
    rows = select(Upload).where(Upload.state == UploadState.BROKEN).order_by(Upload.id.desc()).limit(LIMIT)
    return [
        Standstill(
            kind="upload",
            id=one.id,
            title=one.name,
            state=one.state,
            since=one.updated_at,
            sentence=told(one.reason_code, one.reason_facts),
            action=("Gửi lại tệp.", "Send the file again."),
            address="/editor/upload",
        )
        for one in session.scalars(rows)
    ]
