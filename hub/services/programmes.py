"""Programmes and the organisations behind them."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.models import Kind, Organisation, Programme
from hub.services import tree
from hub.services.audit import record

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: Names that feeds and pages have already.
_RESERVED = re.compile(r"all|radio|tv|print|issues|(language|topic|place|organisation|package|day)-.*|.*-lite")


def find(session: Session, slug: str) -> Programme:
    """The programme of that slug. Raises NotFoundError, and InvalidError where none is named."""
    if not slug.strip():
        raise InvalidError("programme-not-named")
    found = session.scalar(select(Programme).where(Programme.slug == slug))
    if found is None:
        raise NotFoundError("chương trình", slug)
    return found


def every(session: Session) -> Sequence[Programme]:
    return session.scalars(select(Programme).order_by(Programme.kind.desc(), Programme.title)).all()


def organisations(session: Session) -> Sequence[Organisation]:
    return session.scalars(select(Organisation).order_by(Organisation.name)).all()


def organisation(session: Session, slug: str) -> Organisation:
    """The organisation of that slug. Raises NotFoundError."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise NotFoundError("cơ quan", slug)
    return found


def add_organisation(
    session: Session, *, slug: str, name: str, valid_from: date | None, valid_to: date | None
) -> Organisation:
    """Raises InvalidError, ConflictError."""
    if not _SLUG.fullmatch(slug):
        raise InvalidError("not-a-slug", slug=slug)
    if session.scalar(select(Organisation.id).where(Organisation.slug == slug)):
        raise ConflictError("already-there", what="cơ quan", name=slug)
    made = Organisation(slug=slug, name=name, valid_from=valid_from, valid_to=valid_to)
    session.add(made)
    session.flush()
    return made


def add(session: Session, values: dict[str, str], *, by: str) -> Programme:
    """Add a programme of `slug`, `title`, `kind`, `language`, `organisation` (slug) and `description`.

    Raises:
        InvalidError: A value cannot be right.
        ConflictError: The slug is taken.
        NotFoundError: There is no such organisation.
    """
    _check(values)
    if session.scalar(select(Programme.id).where(Programme.slug == values["slug"])):
        raise ConflictError("already-there", what="chương trình", name=values["slug"])
    made = Programme(
        slug=values["slug"],
        title=values["title"].strip(),
        kind=Kind(values["kind"]),
        language=values["language"],
        description=values.get("description", "").strip(),
        organisation_id=organisation(session, values["organisation"]).id,
        created_at=now(),
    )
    session.add(made)
    session.flush()
    # Its lists stand from the first day; other pages lead there once something is published in them.
    lists = (f"programme-{made.slug}", made.kind, f"language-{made.language}", "all")
    tree.mark(session, [*(f"lists/{name}/" for name in lists), "feeds/", "sitemap/", "fixed/"])
    record(session, by, "programme.added", made.id, {"slug": made.slug})
    return made


def _check(values: dict[str, str]) -> None:
    slug = values.get("slug", "")
    if not _SLUG.fullmatch(slug):
        raise InvalidError("not-a-slug", slug=slug)
    if _RESERVED.fullmatch(slug):
        raise InvalidError("slug-reserved", slug=slug)
    if not values.get("title", "").strip():
        raise InvalidError("invalid-value", field="title", problem="trống / empty")
    if values.get("kind") not in list(Kind):
        raise InvalidError("invalid-value", field="kind", problem="radio | tv | print")
    if not _TAG.fullmatch(values.get("language", "")):
        raise InvalidError("invalid-value", field="language", problem="BCP-47: vi, hmn, blt …")
