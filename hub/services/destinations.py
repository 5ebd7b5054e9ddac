"""Accounts on platforms: kept, switched on and off, and made into adapters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from distributors.errors import ConfigurationError
from distributors.fields import Field, refuse
from distributors.protocol import Distributor
from distributors.registry import Platform, make, platforms
from hub.config import Settings
from hub.errors import NotFoundError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Destination
from hub.services.audit import record
from hub.services.vault import seal, unseal
from hub.services.ways_out import ways_out


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as a person gives it; `values` by the names of the platform's fields."""

    slug: str
    title: str
    platform: str
    values: Mapping[str, str]


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

#: What every destination has, whatever its platform.
OWN_FIELDS = (
    Field(name="title", label_vi="Tên", label_en="Name", kind="text"),
    Field(name="slug", label_vi="Mã ngắn", label_en="Short name", kind="text"),
)


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
        NotFoundError: There is no such platform.
        ConfigurationError: Values are wrong; it names every bad one, the slug and the title among them.
    """
    chosen = platform(account.platform)
    with parts.database.writing() as session:
        taken = session.scalar(select(Destination.id).where(Destination.slug == account.slug)) is not None
        own = {"title": _title_fault(account.title), "slug": _slug_fault(account.slug, taken=taken)}
        _check(chosen, own, account.values)
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
    """Change an account; a secret left empty stays as it is. Raises NotFoundError, ConfigurationError like `add`."""
    with parts.database.writing() as session:
        destination = find(session, slug)
        held = unseal(parts.settings, destination.secrets)
        merged = {**values, **{name: value for name, value in held.items() if not values.get(name)}}
        _check(platform(destination.platform), {"title": _title_fault(title)}, merged)
        destination.title = title.strip()
        _keep(parts.settings, destination, merged)
        record(session, by, "destination.changed", destination.id)


def switch(parts: Parts, slug: str, *, enabled: bool, by: str) -> None:
    with parts.database.writing() as session:
        destination = find(session, slug)
        destination.enabled = enabled
        record(session, by, "destination.switched", destination.id, {"enabled": enabled})


def adapter(parts: Parts, destination: Destination) -> Distributor:
    """The adapter of an account, behind the egress guard.

    Raises:
        ConfigurationError: Its values are wrong.
        ConflictError: Its secrets cannot be read.
    """
    values = {**destination.values, **unseal(parts.settings, destination.secrets)}
    return make(destination.platform, values, outside=ways_out(parts, values))


def _check(chosen: Platform, own: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Raises ConfigurationError with what is wrong with the destination itself and with its account, all at once."""
    faults = {name: code for name, code in own.items() if code}
    try:
        make(chosen.name, values)
    except ConfigurationError as error:
        faults |= error.fields
    refuse((*OWN_FIELDS, *chosen.fields), faults)


def _title_fault(title: str) -> str:
    return "" if title.strip() else "field-missing"


def _slug_fault(slug: str, *, taken: bool) -> str:
    if not slug:
        return "field-missing"
    if not _SLUG.fullmatch(slug):
        return "not-a-slug"
    return "slug-taken" if taken else ""


def _keep(settings: Settings, destination: Destination, values: Mapping[str, str]) -> None:
    secret = {field.name for field in platform(destination.platform).fields if field.kind == "secret"}
    destination.values = {name: value for name, value in values.items() if name not in secret and value}
    secrets = {name: value for name, value in values.items() if name in secret and value}
    destination.secrets = seal(settings, secrets) if secrets else ""
