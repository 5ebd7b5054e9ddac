"""`hub list`: what there is."""

from collections.abc import Callable, Mapping
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.cli.opened import opened
from hub.cli.output import as_json, show
from hub.errors import operators_sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Delivery, Item, Rendition, Source, Upload, UploadState, Work
from hub.services import (
    arrivals,
    destinations,
    feed_states,
    forms,
    labels,
    listings,
    packages,
    programmes,
    schedule,
    sources,
)
from hub.services.intake_status import quiet_words
from hub.services.websub import subscriptions, topics

Rows = list[dict[str, Any]]

#: A value, and a language, to what people say.
Worded = Callable[[str, str], str]

#: Rows at the most, newest first, where there may be many.
MOST = 1000


def _programmes(parts: Parts, session: Session) -> Rows:
    url = parts.settings.public_url
    return [
        {
            "slug": one.slug,
            "kind": one.kind,
            "title": one.title,
            "language": one.language,
            "url": f"{url}/programmes/{one.slug}/",
        }
        for one in programmes.every(session)
    ]


def _items(parts: Parts, session: Session) -> Rows:
    url = parts.settings.public_url
    return [
        {
            "id": one.id,
            "kind": one.programme.kind,
            "title": one.title,
            "state": one.state,
            "programme": one.programme.slug,
            "published_at": one.published_at,
            "url": f"{url}/items/{one.id}/" if one.state == "published" else None,
        }
        for one in session.scalars(select(Item).where(Item.merged_into.is_(None)).order_by(Item.id.desc()).limit(MOST))
    ]


def _renditions(parts: Parts, session: Session) -> Rows:
    url = parts.settings.public_url
    return [
        {
            "id": one.id,
            "item": one.item_id,
            "kind": one.form,
            "title": one.name,
            "state": one.told_state,
            "size_bytes": one.size_bytes,
            "reason": operators_sentence(one.reason_code, one.reason_facts, parts.settings.language)
            if one.reason_code
            else "",
            "url": f"{url}/media/{one.item_id}/{one.name}" if one.media_type != "text/html" else None,
        }
        for one in session.scalars(select(Rendition).order_by(Rendition.id.desc()).limit(MOST))
    ]


def _feeds(parts: Parts, session: Session) -> Rows:
    language = parts.settings.language
    return [
        {
            "slug": one.name,
            "kind": one.kind,
            "sort": listings.sort_of(one.listing),
            "list": one.listing,
            "title": one.title,
            "state": one.state,
            "url": one.url,
            "reason": one.held.sentence(language) if one.held else "",
            # What keeps a podcast from being offered to Apple and Spotify.
            "directories": " ".join(operators_sentence(code, told, language) for code, told in one.missing),
        }
        for one in feed_states.every(parts, session)
    ]


def _packages(parts: Parts, session: Session) -> Rows:
    return [
        {
            "slug": one.slug,
            "kind": "package",
            "title": one.title,
            "language": one.language,
            "state": "on" if one.is_offered else "off",
            "lists": ", ".join(map(str, one.listings)),
            "items": count,
            "url": f"{parts.settings.public_url}/packages/{one.slug}/",
        }
        for one, count in packages.every(session)
    ]


def _destinations(parts: Parts, session: Session) -> Rows:
    del parts
    return [
        {
            "slug": one.slug,
            "kind": one.platform,
            "title": one.title,
            "state": "on" if one.enabled else "off",
            "domestic": one.domestic,
        }
        for one in destinations.every(session)
    ]


def _deliveries(parts: Parts, session: Session) -> Rows:
    return [
        {
            "id": one.id,
            "item": one.item_id,
            "kind": one.destination.platform,
            "title": f"{one.item.title} → {one.destination.title}",
            "state": one.state,
            "reason": operators_sentence(one.reason_code, one.reason_facts, parts.settings.language)
            if one.reason_code
            else "",
            "url": one.remote_url or None,
        }
        for one in session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(MOST))
    ]


def _work(parts: Parts, session: Session) -> Rows:
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.subject_id,
            "state": one.state,
            "attempts": one.attempts,
            "progress": round(one.progress, 3),
            "due_at": one.due_at,
            "reason": operators_sentence(one.reason_code, one.reason_facts, parts.settings.language)
            if one.reason_code
            else "",
        }
        for one in session.scalars(select(Work).order_by(Work.created_at.desc()).limit(MOST))
    ]


def _arrivals(parts: Parts, session: Session) -> Rows:
    found = []
    for line in arrivals.lines(session, MOST):
        one, (code, facts) = line.arrival, line.fault
        found.append(
            {
                "id": one.id,
                "kind": one.way,
                "source": one.source.slug if one.source else "",
                "title": one.name or one.address,
                "state": one.state,
                "brought": one.brought,
                "item": one.item_id or "",
                "original": line.asset.state if line.asset else "",
                "reason": operators_sentence(code, facts, parts.settings.language) if code else "",
                "arrived_at": one.arrived_at,
            }
        )
    return found


def _sources(parts: Parts, session: Session) -> Rows:
    return [
        {
            "slug": one.slug,
            "kind": one.kind,
            "title": one.title,
            "state": "on" if one.enabled else "off",
            "programme": one.programme.slug,
            "looked_at": one.looked_at,
            "new_at": one.new_at,
            "reason": _told_of(one, parts.settings.language),
            "url": one.address,
        }
        for one in sources.every(session)
    ]


def _told_of(source: Source, language: str) -> str:
    """Why it fails, or what it has to say although it works: also that it brings nothing any more."""
    told = [(source.reason_code, source.reason_facts)] if source.reason_code else sources.notes(source)
    since = sources.quiet_since(source, at=now())
    quiet = [quiet_words(since)[1 if language == "en" else 0]] if since and not source.reason_code else []
    return " ".join([*quiet, *(operators_sentence(code, facts, language) for code, facts in told)])


def _uploads(parts: Parts, session: Session) -> Rows:
    del parts
    newest = select(Upload).where(Upload.state != UploadState.ENDED).order_by(Upload.id.desc()).limit(MOST)
    return [
        {
            "id": one.id,
            "kind": "upload",
            "title": one.name,
            "state": one.state,
            "offset": one.offset,
            "size_bytes": one.size_bytes,
            "item": one.item_id or "",
            "expires_at": one.expires_at,
        }
        for one in session.scalars(newest)
    ]


def _subscriptions(parts: Parts, session: Session) -> Rows:
    return [
        {
            "id": one.id,
            "feed": topics.url_of(parts.settings, one.topic),
            # Without its query, which may hold the subscriber's own secret.
            "callback": one.callback.partition("?")[0],
            "state": one.state,
            "lease_until": one.lease_until,
            "delivered": one.delivered,
            "delivered_at": one.delivered_at,
            "failures": one.failures,
            "reason": operators_sentence(one.reason_code, one.reason_facts, parts.settings.language)
            if one.reason_code
            else "",
        }
        for one in subscriptions.newest(session, MOST)
    ]


def _slots(parts: Parts, session: Session) -> Rows:
    url = parts.settings.public_url
    return [
        {
            "id": one.id,
            "kind": one.programme.kind,
            "title": one.programme.title,
            "programme": one.programme.slug,
            "weekday": one.weekday,
            "starts_min": one.starts_min,
            "lasts_min": one.lasts_min,
            "note": one.note,
            "url": f"{url}/programmes/{one.programme.slug}/",
        }
        for one in schedule.every(session)
    ]


_LISTS: Mapping[str, Callable[[Parts, Session], Rows]] = {
    "programmes": _programmes,
    "slots": _slots,
    "items": _items,
    "arrivals": _arrivals,
    "sources": _sources,
    "uploads": _uploads,
    "renditions": _renditions,
    "feeds": _feeds,
    "packages": _packages,
    "destinations": _destinations,
    "deliveries": _deliveries,
    "work": _work,
    "subscriptions": _subscriptions,
}


def _of(pairs: Mapping[str, labels.Pair]) -> Worded:
    return lambda value, language: labels.said(pairs, value, language)


def _weekday(value: object, language: str) -> str:
    return labels.said(labels.WEEKDAYS, str(value), language)


#: List -> column -> how people say what stands there; programs get it as it is.
_WORDS: Mapping[str, Mapping[str, Worded]] = {
    "programmes": {"kind": _of(labels.KINDS)},
    "slots": {"kind": _of(labels.KINDS), "weekday": _weekday},
    "items": {"kind": _of(labels.KINDS), "state": _of(labels.STATES["item"])},
    "arrivals": {
        "kind": _of(labels.WAYS),
        "state": _of(labels.STATES["arrival"]),
        "brought": _of(labels.STATES["arrival"]),
        "original": _of(labels.STATES["asset"]),
    },
    "sources": {"kind": _of(labels.SOURCES), "state": _of(labels.SWITCHED)},
    "uploads": {"kind": _of(labels.WAYS), "state": _of(labels.STATES["upload"])},
    "renditions": {"kind": forms.label, "state": _of(labels.STATES["rendition"])},
    "packages": {"state": _of(labels.SWITCHED)},
    "feeds": {"state": _of(labels.STATES["feed"])},
    "destinations": {"state": _of(labels.SWITCHED)},
    "deliveries": {"state": _of(labels.STATES["delivery"])},
    "work": {"kind": _of(labels.WORK), "state": _of(labels.STATES["work"])},
    "subscriptions": {"state": _of(labels.STATES["subscription"])},
}


def _worded(what: str, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    words = _WORDS[what]
    return {name: words[name](value, language) if name in words else value for name, value in row.items()}


@click.command("list")
@click.argument("what", type=click.Choice(list(_LISTS)))
@as_json
def list_(*, what: str, json_: bool) -> None:
    """Liệt kê những gì đang có. / List what there is."""
    parts = opened()
    with parts.database.reading() as session:
        rows = _LISTS[what](parts, session)
    show(rows if json_ else [_worded(what, row, parts.settings.language) for row in rows], json_=json_)
