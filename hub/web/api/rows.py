"""Rows of the database in the shapes of the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.errors import sentence
from hub.models import (
    Arrival,
    Asset,
    AssetState,
    Delivery,
    Item,
    ItemState,
    Package,
    Programme,
    Rendition,
    Source,
    Upload,
)
from hub.services.arrivals import Line
from hub.services.views import ItemView
from hub.web.api import shapes
from hub.web.current import page_language, parts


def said(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a code in the language of the request; empty for none."""
    return sentence(code, facts, page_language()) if code else ""


def programme(row: Programme) -> shapes.Programme:
    return shapes.Programme.model_validate(
        {"slug": row.slug, "title": row.title, "kind": row.kind, "language": row.language}
    )


def item(row: Item, asset: Asset | None) -> shapes.Item:
    return shapes.Item(**_item(row, asset))


def item_whole(
    row: Item,
    asset: Asset | None,
    forms: Sequence[Rendition],
    deliveries: Sequence[Delivery],
    arrivals: Sequence[Arrival],
) -> shapes.ItemWhole:
    return shapes.ItemWhole(
        **_item(row, asset),
        summary=row.summary,
        authors=[str(one) for one in row.authors],
        tags=[str(one) for one in row.tags],
        places=[str(one) for one in row.places],
        forms=[_form(one, public=row.state == ItemState.PUBLISHED) for one in forms],
        deliveries=[delivery(one) for one in deliveries],
        arrivals=[arrival(one) for one in arrivals],
    )


def hit(view: ItemView) -> shapes.Hit:
    return shapes.Hit(
        id=view.id,
        title=view.title,
        summary=view.summary,
        kind=view.kind,
        language=view.language,
        programme=view.programme_slug,
        published_at=view.published_at,
        url=f"{parts().settings.public_url}/{view.path}",
    )


def delivery(row: Delivery) -> shapes.Sending:
    return shapes.Sending(
        id=row.id,
        destination=row.destination.slug,
        state=row.state,
        reason=said(row.reason_code, row.reason_facts),
        url=row.remote_url or None,
    )


def arrival(row: Arrival) -> shapes.Arrival:
    return shapes.Arrival(
        id=row.id,
        way=row.way,
        source=row.source.slug if row.source else None,
        name=row.name,
        address=row.address,
        state=row.state,
        brought=row.brought,
        item=row.item_id,
        sha256=row.sha256,
        reason=said(row.reason_code, row.reason_facts),
        arrived_at=row.arrived_at,
        arrived_by=row.arrived_by,
    )


def arrival_line(line: Line) -> shapes.Arrival:
    """The same with what is wrong further on: with its item's original, with fetching it."""
    return arrival(line.arrival).model_copy(update={"reason": said(*line.fault)})


def source(row: Source) -> shapes.Source:
    return shapes.Source(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        programme=row.programme.slug,
        address=row.address,
        options=row.options,
        enabled=row.enabled,
        quiet_after_h=row.quiet_after_h,
        looked_at=row.looked_at,
        new_at=row.new_at,
        reason=said(row.reason_code, row.reason_facts),
    )


def package(row: Package, count: int) -> shapes.Package:
    url = parts().settings.public_url
    return shapes.Package(
        slug=row.slug,
        title=row.title,
        description=row.description,
        language=row.language,
        lists=[str(one) for one in row.listings],
        offered=row.is_offered,
        items=count,
        url=f"{url}/packages/{row.slug}/",
        feed=f"{url}/feeds/package-{row.slug}.rss",
    )


def upload(row: Upload) -> shapes.Upload:
    return shapes.Upload(
        id=row.id,
        name=row.name,
        size_bytes=row.size_bytes,
        offset=row.offset,
        state=row.state,
        item=row.item_id,
        reason=said(row.reason_code, row.reason_facts),
        expires_at=row.expires_at,
    )


def _item(row: Item, asset: Asset | None) -> dict[str, Any]:
    rejected = asset is not None and asset.state == AssetState.REJECTED
    public = row.state == ItemState.PUBLISHED
    return {
        "id": row.id,
        "title": row.title,
        "programme": row.programme.slug,
        "kind": row.programme.kind,
        "language": row.language,
        "state": row.state,
        "created_at": row.created_at,
        "published_at": row.published_at,
        "url": f"{parts().settings.public_url}/items/{row.id}/" if public else None,
        "reason": said(asset.reason_code, asset.reason_facts) if asset is not None and rejected else "",
    }


def _form(row: Rendition, *, public: bool) -> shapes.Form:
    address = f"{parts().settings.public_url}/media/{row.item_id}/{row.name}"
    return shapes.Form(
        form=row.form,
        state=row.state,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        url=address if public and row.media_type != "text/html" else None,
    )
