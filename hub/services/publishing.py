"""The editor's verbs on an item: approve, publish, correct, withdraw."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, Rendition, RenditionState
from hub.services import communes, embargoes, errata, listings, outdated, pushing, rejections, related, tree
from hub.services.audit import record
from hub.services.search import index
from hub.services.views import make_body
from transcode.documents.article import one_line

#: A reason as a code and its facts, which is said in the language of whoever reads it.
Told = tuple[str, Mapping[str, Any]]

#: Fields that a person may change.
EDITABLE = ("title", "summary", "body", "language", "authors", "tags", "places", "ai_label", "credit")

#: What destinations get of an item beside its text: they wait for it, and for no other form.
DELIVERED_FORMS = ("lite", "audio", "poster", "hls", "hls-audio", "mp4")

#: What may follow what (design.md §4).
_NEXT: Mapping[str, frozenset[str]] = {
    ItemState.DRAFT: frozenset({ItemState.IN_REVIEW, ItemState.APPROVED, ItemState.WITHDRAWN}),
    ItemState.IN_REVIEW: frozenset({ItemState.DRAFT, ItemState.APPROVED, ItemState.WITHDRAWN}),
    ItemState.APPROVED: frozenset({ItemState.DRAFT, ItemState.SCHEDULED, ItemState.PUBLISHED, ItemState.WITHDRAWN}),
    ItemState.SCHEDULED: frozenset({ItemState.APPROVED, ItemState.PUBLISHED, ItemState.WITHDRAWN}),
    ItemState.PUBLISHED: frozenset({ItemState.WITHDRAWN}),
    ItemState.WITHDRAWN: frozenset({ItemState.APPROVED}),
}

#: State -> the verb that leads there.
_VERBS: Mapping[str, str] = {
    ItemState.DRAFT: "send back",
    ItemState.IN_REVIEW: "submit",
    ItemState.APPROVED: "approve",
    ItemState.PUBLISHED: "publish",
    ItemState.WITHDRAWN: "withdraw",
}


def get(session: Session, item_id: str) -> Item:
    """The item. Raises NotFoundError."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFoundError("nội dung", item_id)
    return item


def move(session: Session, item: Item, state: ItemState, *, by: str) -> None:
    """Change the state. Raises ConflictError where design.md §4 does not allow it."""
    if state not in _NEXT[item.state]:
        raise ConflictError("wrong-state", verb=_VERBS.get(state, state), state=item.state)
    record(session, by, f"item.{state}", item.id, {"from": item.state, "revision": item.revision})
    item.state, item.updated_at = state, now()
    if state == ItemState.APPROVED:
        item.approved_by, item.approved_at = by, now()


def submit(parts: Parts, item_id: str, *, by: str) -> None:
    """Ask for review. Raises NotFoundError, and ConflictError where that cannot be, like the verbs below."""
    _lead(parts, item_id, ItemState.IN_REVIEW, by=by)


def send_back(parts: Parts, item_id: str, *, by: str) -> None:
    with parts.database.writing() as session:
        move(session, get(session, item_id), ItemState.DRAFT, by=by)


def approve(parts: Parts, item_id: str, *, by: str) -> None:
    _lead(parts, item_id, ItemState.APPROVED, by=by)


def _lead(parts: Parts, item_id: str, state: ItemState, *, by: str) -> None:
    """One step nearer to readers; there must be something to show them."""
    with parts.database.writing() as session:
        item = get(session, item_id)
        rejections.check(session, item.id)
        embargoes.check_cancelled(session, item.id)
        move(session, item, state, by=by)


def publish(parts: Parts, item_id: str, *, by: str, push: bool = True) -> None:
    """Make an item public, and push it to every destination that is switched on.

    Approves it first where it is not yet; one whose forms are still being made is published with its first form.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: It is published already, its original was rejected, its agency does not let it be or has
            cancelled it, or nothing of it can be read, heard or seen.
    """
    with parts.database.writing() as session:
        item = get(session, item_id)
        rejections.check(session, item.id)
        if item.state == ItemState.PUBLISHED:
            raise ConflictError("wrong-state", verb="publish", state=item.state)
        embargoes.check(session, item.id)
        item.publish_by = by
        item.push_by = by if push else ""
        publish_if_ready(parts, session, item)
        if item.state != ItemState.PUBLISHED and not _is_being_made(session, item):
            raise ConflictError("not-ready")


def publish_if_ready(parts: Parts, session: Session, item: Item) -> None:
    """Keep the promise made in `publish_by`, as soon as one form is ready; then that made in `push_by`."""
    waits = item.publish_by and item.state != ItemState.PUBLISHED and embargoes.reason(session, item.id) is None
    if waits and has_form(session, item):
        _publish(session, item, by=item.publish_by)
        _follow_issue(parts, session, item)
    if item.push_by and item.state == ItemState.PUBLISHED and not _is_being_made(session, item):
        pushing.push(parts, session, item, by=item.push_by)
        item.push_by = ""


def has_form(session: Session, item: Item) -> bool:
    """Whether there is something to publish: a text, or a form that can be heard or seen."""
    forms = session.scalars(
        select(Rendition.form).where(Rendition.item_id == item.id, Rendition.state == RenditionState.READY)
    ).all()
    return bool({"page", "lite", "speech", "audio", "hls-audio", "hls"} & set(forms))


def forms_changed(parts: Parts, session: Session, item: Item) -> None:
    """A rendition became ready or failed: pages of a public item show it, waiting promises may be due."""
    if item.state == ItemState.PUBLISHED:
        tree.mark(session, tree.paths_of(item, listings.enter(session, item)))
    publish_if_ready(parts, session, item)


def correct(parts: Parts, item_id: str, changes: Mapping[str, Any], *, by: str, note: str = "") -> None:
    """Change what a person may change; a published item gets a new revision, and its pages and feeds are made anew.

    Readers of what is published are told of it, with `note`: what was wrong, and why. Raises InvalidError where that
    is too long.
    """
    with parts.database.writing() as session:
        apply(parts, session, get(session, item_id), changes, by=by, note=note)


def apply(  # noqa: PLR0913  each is told by itself
    parts: Parts, session: Session, item: Item, changes: Mapping[str, Any], *, by: str, note: str = ""
) -> None:
    """The same within a transaction of the caller's."""
    if "title" in changes:
        changes = {**changes, "title": one_line(changes["title"])}
    before = {name: getattr(item, name) for name in EDITABLE}
    for name in EDITABLE:
        setattr(item, name, changes.get(name, before[name]))
    if item.body != before["body"]:
        make_body(session, item)
    changed(parts, session, item, before, by=by, note=note)


def changed(  # noqa: PLR0913  each is told by itself
    parts: Parts, session: Session, item: Item, before: Mapping[str, Any], *, by: str, note: str = ""
) -> None:
    """Let what stands elsewhere follow an item whose fields were `before` what they were."""
    old = {name: value for name, value in before.items() if value != getattr(item, name)}
    if not old:
        return
    item.updated_at = now()
    said: Mapping[str, object] = {}
    if item.state == ItemState.PUBLISHED:
        item.revision += 1
        said = errata.told(errata.keep(session, item, old, note))
        _mark(session, item, lists_change=bool(old.keys() & {"language", "tags", "places"}))
        pushing.push_correction(parts, session, item, by=by)
    outdated.follow(parts, session, item)
    _follow_issue(parts, session, item)
    record(session, by, "item.changed", item.id, {"before": old, "revision": item.revision, **said})


def withdraw(parts: Parts, item_id: str, *, by: str, reason: str = "", to_readers: str = "") -> None:
    """Take an item out of the lists and feeds, its media off the public tree, and recall it everywhere it went.

    One that was never public is only put aside; its original is kept. The reason is for the newsroom; `to_readers`
    stands at the item's address from then on.
    """
    with parts.database.writing() as session:
        item = get(session, item_id)
        take_out(session, item, by=by, reason=reason, to_readers=to_readers)
        _follow_issue(parts, session, item)


def put_aside(parts: Parts, item_id: str, *, by: str) -> None:
    """Drop a draft, for whoever made it by mistake; its original is kept. Raises ConflictError for what is more."""
    with parts.database.writing() as session:
        item = get(session, item_id)
        if item.state != ItemState.DRAFT:
            raise ConflictError("wrong-state", verb="put aside", state=item.state)
        take_out(session, item, by=by, reason="")


def take_out(session: Session, item: Item, *, by: str, reason: str | Told, to_readers: str = "") -> None:
    """The same within a transaction of the caller's; what the hub does by itself is told by code and facts."""
    was_public = item.state == ItemState.PUBLISHED
    move(session, item, ItemState.WITHDRAWN, by=by)
    item.publish_by = item.push_by = ""
    why = {"reason": reason} if isinstance(reason, str) else {"reason_code": reason[0], "reason_facts": dict(reason[1])}
    record(session, by, "item.withdrawn", item.id, why)
    if not was_public:
        return
    # Also where nothing is said: what was said when it was withdrawn before no longer holds.
    errata.keep(session, item, [errata.WITHDRAWN], to_readers)
    _mark(session, item)
    pushing.recall_all(session, item, by=by)


def _publish(session: Session, item: Item, *, by: str) -> None:
    if item.state == ItemState.WITHDRAWN and item.published_at is not None:
        # What was taken back everywhere is sent anew: these are deliveries of their own.
        item.revision += 1
    if item.state in {ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.WITHDRAWN}:
        move(session, item, ItemState.APPROVED, by=by)
    move(session, item, ItemState.PUBLISHED, by=by)
    if item.published_at is None:
        item.published_at = now()
    item.places = item.places or places_named(item)
    item.publish_by = ""
    _mark(session, item)


def places_named(item: Item) -> list[str]:
    """Slugs of the communes that an item's own text names."""
    return communes.named_in(f"{item.title}. {item.summary}\n{item.body}")


def _mark(session: Session, item: Item, *, lists_change: bool = True) -> None:
    """Have every page made anew that shows an item or leads to a list that begins or ends with it; have it found."""
    places = listings.enter(session, item)
    tree.mark(session, [*tree.paths_of(item, places), *_tied_to(session, item)])
    # After the marks, whose locks have two changes of one item follow each other.
    index.follow(session, item)
    if not lists_change:
        return
    # After that: whoever marks waits for the other, and so sees what that one has published or withdrawn.
    session.flush()
    names = listings.only_of(session, item, [name for name, _ in places])
    # To some lists every page leads.
    if any(map(listings.is_everywhere, names)):
        tree.mark_all(session)
    elif names:
        tree.mark(session, tree.ways_to(names))


def _follow_issue(parts: Parts, session: Session, item: Item) -> None:
    """Have the book of an issue hold the articles that were cut from it as they are now."""
    issue = session.get(Item, item.part_of) if item.part_of else None
    if issue is not None:
        session.flush()
        outdated.follow(parts, session, issue)


def _tied_to(session: Session, item: Item) -> list[str]:
    """Pages that name it: those that lead on to it; of an issue, its articles, and of an article, its issue."""
    cut = select(Item.id).where(Item.part_of == item.id, Item.state == ItemState.PUBLISHED)
    tied = [*session.scalars(cut), *([item.part_of] if item.part_of else [])]
    return [*(f"items/{one}/" for one in tied), *related.pages_that_name(session, item)]


def _is_being_made(session: Session, item: Item) -> bool:
    """Whether its original is still looked at, or a form that destinations get is still to come."""
    looked_at = select(Asset.id).where(
        Asset.item_id == item.id, Asset.state.in_([AssetState.RECEIVED, AssetState.PROBED])
    )
    to_come = select(Rendition.id).where(
        Rendition.item_id == item.id,
        Rendition.form.in_(DELIVERED_FORMS),
        Rendition.state.in_([RenditionState.PLANNED, RenditionState.RUNNING]),
    )
    return session.scalar(looked_at.limit(1)) is not None or session.scalar(to_come.limit(1)) is not None
