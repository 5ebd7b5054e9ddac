"""Accounts on platforms: kept, switched on and off, and made into adapters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from distributors.protocol import Distributor
from distributors.registry import Platform, make, platforms
from hub.config import Settings
from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Destination
from hub.services.audit import record
from hub.services.vault import seal, unseal


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as a person gives it; `values` by the names of the platform's fields."""

    slug: str
    title: str
    platform: str
    values: Mapping[str, str]


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def platform(name: str) -> Platform:
    """The platform of that name. Raises NotFoundError."""
    for one in platforms():
        if one.name == name:
            return one
    raise NotFoundError("nền tảng", name)


def find(session: Session, slug: str) -> Destination:
    """The destination of that slug. Raises NotFoundError."""
    found = session.scalar(select(Destination).where(Destination.slug == slug))
    if found is None:
        raise NotFoundError("điểm đến", slug)
    return found


def every(session: Session) -> Sequence[Destination]:
    return session.scalars(select(Destination).order_by(Destination.domestic.desc(), Destination.title)).all()


def enabled(session: Session) -> Sequence[Destination]:
    """Those that are switched on, domestic ones first."""
    return [one for one in every(session) if one.enabled]


def add(parts: Parts, account: Account, *, by: str) -> None:
    """Keep a new account.

    Raises:
        InvalidError: The slug or title cannot be right.
        ConflictError: There is one of that slug.
        ConfigurationError: Account values are wrong; it names every bad one.
    """
    if not _SLUG.fullmatch(account.slug):
        raise InvalidError("invalid-value", field="slug", problem="a-z, 0-9, -")
    if not account.title.strip():
        raise InvalidError("invalid-value", field="title", problem="trống / empty")
    chosen = platform(account.platform)
    make(chosen.name, account.values)
    with parts.database.writing() as session:
        if session.scalar(select(Destination.id).where(Destination.slug == account.slug)):
            raise ConflictError("already-there", what="điểm đến", name=account.slug)
        destination = Destination(
            slug=account.slug,
            title=account.title.strip(),
            platform=chosen.name,
            domestic=chosen.domestic,
            created_at=now(),
        )
        _keep(parts.settings, destination, account.values)
        session.add(destination)
        session.flush()
        record(session, by, "destination.added", destination.id, {"slug": account.slug, "platform": chosen.name})


def change(parts: Parts, slug: str, *, title: str, values: Mapping[str, str], by: str) -> None:
    """Change an account; a secret left empty stays as it is. Raises like `add`."""
    with parts.database.writing() as session:
        destination = find(session, slug)
        held = unseal(parts.settings, destination.secrets)
        merged = {**values, **{name: value for name, value in held.items() if not values.get(name)}}
        make(destination.platform, merged)
        destination.title = title.strip() or destination.title
        _keep(parts.settings, destination, merged)
        record(session, by, "destination.changed", destination.id)


def switch(parts: Parts, slug: str, *, enabled: bool, by: str) -> None:
    with parts.database.writing() as session:
        destination = find(session, slug)
        destination.enabled = enabled
        record(session, by, "destination.switched", destination.id, {"enabled": enabled})


def adapter(settings: Settings, destination: Destination) -> Distributor:
    """The adapter of an account. Raises ConfigurationError, ConflictError (its secrets cannot be read)."""
    return make(destination.platform, {**destination.values, **unseal(settings, destination.secrets)})


def _keep(settings: Settings, destination: Destination, values: Mapping[str, str]) -> None:
    secret = {field.name for field in platform(destination.platform).fields if field.kind == "secret"}
    destination.values = {name: value for name, value in values.items() if name not in secret and value}
    secrets = {name: value for name, value in values.items() if name in secret and value}
    destination.secrets = seal(settings, secrets) if secrets else ""
