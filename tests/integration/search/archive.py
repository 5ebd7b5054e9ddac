"""Items with titles and texts as the province's press writes them, published by the newsroom's own verbs."""

from datetime import UTC, datetime, timedelta

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, Rendition, RenditionState, new_id
from hub.services import programmes, publishing
from hub.services.search import finding
from hub.services.search.finding import Found, Wanted
from hub.services.views import make_body

#: (slug, kind, language).
PROGRAMMES = (
    ("bao-in", "print", "vi"),
    ("phat-thanh", "radio", "vi"),
    ("tieng-mong", "radio", "hmn"),
    ("tieng-thai", "radio", "blt-Tavt"),
    ("ha-nhi", "print", "hni"),
)
#: Noon in the province, on a day that is not today.
NOON = datetime(2026, 3, 15, 5, tzinfo=UTC)


def open_programmes(parts: Parts) -> None:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="bao", name="Báo Lai Châu", valid_from=None, valid_to=None)
        for slug, kind, language in PROGRAMMES:
            values = {"slug": slug, "title": slug, "kind": kind, "language": language, "organisation": "bao"}
            programmes.add(session, values, by="t")


def draft(parts: Parts, title: str, body: str = "", *, slug: str = "bao-in", hours: float = 0) -> str:
    """An item that waits for its publication, `hours` after noon."""
    with parts.database.writing() as session:
        programme = programmes.find(session, slug)
        item = Item(
            programme_id=programme.id,
            programme=programme,
            title=title,
            body=body,
            language=programme.language,
            state=ItemState.APPROVED,
            created_at=now(),
            updated_at=now(),
            published_at=NOON + timedelta(hours=hours),
        )
        session.add(item)
        session.flush()
        asset = Asset(
            item_id=item.id, sha256=new_id(), name="a.md", size_bytes=1, state=AssetState.READY, received_at=now()
        )
        session.add(asset)
        session.flush()
        page = Rendition(
            item_id=item.id,
            asset_id=asset.id,
            form="page",
            name="index.html",
            media_type="text/html",
            size_bytes=1,
            sha256="0" * 64,
            state=RenditionState.READY,
        )
        session.add(page)
        make_body(session, item)
        return item.id


def publish(parts: Parts, title: str, body: str = "", *, slug: str = "bao-in", hours: float = 0) -> str:
    item_id = draft(parts, title, body, slug=slug, hours=hours)
    publishing.publish(parts, item_id, by="t", push=False)
    return item_id


def found(parts: Parts, typed: str, **wanted: object) -> Found:
    with parts.database.reading() as session:
        return finding.find(session, Wanted(typed=typed, **wanted))


def titles(parts: Parts, typed: str, **wanted: object) -> list[str]:
    ids = found(parts, typed, **wanted).ids
    with parts.database.reading() as session:
        return [session.get_one(Item, one).title for one in ids]
