"""Sources as people give them, looked at before they are kept: what cannot be right is told at once."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import Fact, InvalidError, problem_of
from hub.extensions.egress import target
from hub.extensions.parts import Parts
from hub.models import Source, SourceKind
from hub.services import sources
from hub.services.addresses import LONGEST
from hub.services.folders import grounds
from hub.services.folders.folder_wishes import FolderWishes
from hub.services.folders.grounds import Ground
from hub.services.sources import Account

#: The options that each kind of source knows.
OPTIONS: Mapping[str, frozenset[str]] = {
    SourceKind.FEED: frozenset({"every_s", "publish", "full_text", "archive", "newest"}),
    SourceKind.CHANNEL: frozenset(
        {"every_s", "publish", "archive", "newest", "form", "subtitles", "automatic", "original_date"}
    ),
    SourceKind.FOLDER: frozenset(
        {
            "every_s",
            "publish",
            "recursive",
            "settle_s",
            "done",
            "failed",
            "language",
            "credit",
            "ai_label",
            "fields",
        }
    ),
}


def add(parts: Parts, session: Session, account: Account, *, by: str) -> Source:
    """Keep a new source. Raises what `sources.add` does, and what `check_address` and `check_options` do."""
    made = sources.add(session, account, by=by)
    check_options(account.kind, account.options)
    check_address(parts, session, made, held_id=made.id)
    return made


def change(parts: Parts, session: Session, slug: str, values: Mapping[str, Any], *, by: str) -> Source:
    """Change a source. Raises what `sources.change` does, and what `check_address` and `check_options` do."""
    held = sources.find(session, slug)
    before, known = held.address, frozenset(held.options)
    changed = sources.change(session, slug, values, by=by)
    check_options(changed.kind, changed.options, known=known)
    if changed.kind == SourceKind.FOLDER or changed.address != before:
        check_address(parts, session, changed, held_id=changed.id)
    return changed


def switch(parts: Parts, session: Session, slug: str, *, enabled: bool, by: str) -> None:
    """Begin or end looking at a source. Raises NotFoundError, and what `check_address` does where it begins."""
    sources.switch(session, slug, enabled=enabled, by=by)
    source = sources.find(session, slug)
    if enabled and source.kind == SourceKind.FOLDER:
        check_address(parts, session, source, held_id=source.id)


def check_options(kind: str, options: Mapping[str, Any], *, known: Collection[str] = ()) -> None:
    """Raises InvalidError for an option that its kind has not; those that the source had before may stay."""
    for name in options:
        if name not in OPTIONS[kind] and name not in known:
            raise InvalidError("option-unknown", option=name, allowed=", ".join(sorted(OPTIONS[kind])))
    if kind == SourceKind.FOLDER:
        FolderWishes.of(options)


def check_address(parts: Parts, session: Session, account: Account | Source, *, held_id: str = "") -> None:
    """Whether a source may be looked at where it says.

    Args:
        parts: Of the hub.
        session: To ask for the other sources.
        account: The source.
        held_id: Its own row, where there is one.

    Raises:
        AddressRefusedError: A feed or channel has an address that may not be opened, as far as its spelling tells.
        InvalidError: The folder cannot be watched, or another source is at the same place.
    """
    if account.kind == SourceKind.FOLDER:
        _check_folder(parts, session, account, held_id)
        return
    if len(account.address) > LONGEST:
        raise InvalidError("address-too-long", most=LONGEST)
    target(account.address)
    others = select(Source).where(Source.kind == account.kind, Source.id != held_id).order_by(Source.id)
    for other in session.scalars(others):
        if _spelt(other.address) == _spelt(account.address):
            raise InvalidError("address-followed-twice", address=account.address, title=other.title, slug=other.slug)


def remark(account: Account) -> tuple[str, Mapping[str, Fact]] | None:
    """What whoever gives a source should know although it is kept: a share of the network may be away for a while."""
    if account.kind != SourceKind.FOLDER:
        return None
    problem = _problem(account.address)
    return ("folder-not-there", {"path": account.address, "problem": problem_of(problem)}) if problem else None


def _check_folder(parts: Parts, session: Session, account: Account | Source, held_id: str) -> None:
    path = grounds.checked(parts, account.address)
    problem = _problem(account.address)
    if isinstance(problem, NotADirectoryError):
        raise InvalidError("folder-not-readable", path=account.address, problem=problem_of(problem))
    ground = Ground(path=path, title=account.title, wishes=FolderWishes.of(account.options))
    others = [Ground.of(one) for one in grounds.folders(session) if one.enabled and one.id != held_id]
    grounds.check_apart(account.address, ground, others)


def _problem(address: str) -> OSError | None:
    """Why a folder cannot be opened now."""
    try:
        next(Path(address).iterdir(), None)
    except OSError as error:
        return error
    return None


def _spelt(address: str) -> str:
    """An address in the one spelling that all of its spellings have."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return address
    own = {"http": 80, "https": 443}.get(parts.scheme)
    netloc = host if port in {None, own} else f"{host}:{port}"
    return parts._replace(netloc=netloc, path=parts.path or "/", fragment="").geturl()
