"""People: one person, one account; and the links that let them in for the first time."""

import csv
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError, InvalidError, NotFoundError, problem_of, told
from hub.extensions.clock import local, now
from hub.extensions.parts import Parts
from hub.models import Group, Role, RoleName, SignInLink, Staff, new_id
from hub.services import programmes
from hub.services.audit import record

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

#: Hours in which a sign-in link is good.
LINK_HOURS = 24


@dataclass(frozen=True, kw_only=True)
class Person:
    """A line of the roster, as people give it."""

    email: str
    name: str
    role: str = RoleName.LEARNER
    group: str = Group.OFFICIALS
    organisation: str = ""
    joined_on: str = ""
    left_on: str = ""

    @classmethod
    def of(cls, row: Mapping[str, str | None]) -> "Person":
        """The person of a row by column names; columns that are not known are passed over."""
        given = {name: (row.get(name) or "").strip() for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in given.items() if value or name in {"email", "name"}})


def find(session: Session, email: str) -> Staff:
    """The person of that address. Raises NotFoundError."""
    found = session.scalar(select(Staff).where(Staff.email == email.strip().lower()))
    if found is None:
        raise NotFoundError("nhân sự", email)
    return found


def every(session: Session) -> Sequence[Staff]:
    return session.scalars(select(Staff).order_by(Staff.name)).all()


def add(session: Session, person: Person, *, by: str) -> Staff:
    """Add a person.

    Raises:
        InvalidError: A value cannot be right.
        ConflictError: The address has an account.
        NotFoundError: There is no such organisation.
    """
    email = person.email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise InvalidError("bad-email", email=person.email)
    if not person.name.strip():
        raise InvalidError("invalid-value", field="name", problem="trống / empty")
    if session.scalar(select(Staff.id).where(Staff.email == email)):
        raise ConflictError("already-there", what="nhân sự", name=email)
    staff = Staff(
        id=new_id(),
        email=email,
        name=person.name.strip(),
        group=_one_of(Group, person.group, "group"),
        organisation_id=programmes.organisation(session, person.organisation).id if person.organisation else None,
        joined_on=_day(person.joined_on, "joined_on") or local(now()).date(),
        left_on=_day(person.left_on, "left_on"),
        created_at=now(),
        roles=[role(session, RoleName(_one_of(RoleName, person.role, "role")))],
    )
    session.add(staff)
    session.flush()
    record(session, by, "staff.added", staff.id, {"email": email, "role": person.role})
    return staff


def take_in(parts: Parts, path: Path, *, by: str) -> tuple[int, list[str]]:
    """Add the people of a CSV file (columns as in `Person`); a bad row is told by its number and stops no other.

    Returns:
        How many were added, and the sentences about rows that were not.

    Raises:
        InvalidError: The file cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError("not-readable", path=str(path), problem=problem_of(error)) from error
    added, faults = 0, []
    for line, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            with parts.database.writing() as session:
                add(session, Person.of(row), by=by)
            added += 1
        except (InvalidError, ConflictError, NotFoundError) as error:
            faults.append(
                told(
                    InvalidError("bad-row", line=line, problem=told(error, parts.settings.language)),
                    parts.settings.language,
                )
            )
    return added, faults


def role(session: Session, name: RoleName) -> Role:
    """The role of that name, made when it is first needed."""
    found = session.scalar(select(Role).where(Role.name == name))
    if found is None:
        found = Role(id=new_id(), name=name)
        session.add(found)
        session.flush()
    return found


def sign_in_link(session: Session, staff: Staff) -> str:
    """A token that lets the person in once, in the next hours. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInLink(
            token_sha256=_hash(token),
            staff_id=staff.id,
            expires_at=now() + timedelta(hours=LINK_HOURS),
        )
    )
    return token


def new_link(parts: Parts, staff_id: str, *, by: str) -> str:
    """A fresh token for a person who has an account. Raises NotFoundError."""
    with parts.database.writing() as session:
        staff = session.get(Staff, staff_id)
        if staff is None:
            raise NotFoundError("nhân sự", staff_id)
        record(session, by, "staff.link-made", staff.id)
        return sign_in_link(session, staff)


def redeem(session: Session, token: str) -> Staff:
    """The person whose link it is; it is used up. Raises ConflictError for one that is not good (any more)."""
    link = session.get(SignInLink, _hash(token), with_for_update=True)
    if link is None or link.used_at is not None or link.expires_at < now():
        raise ConflictError("sign-in-link-used")
    link.used_at = now()
    staff = session.get_one(Staff, link.staff_id)
    if not staff.active:
        raise ConflictError("sign-in-link-used")
    record(session, staff.email, "staff.signed-in-by-link", staff.id)
    return staff


def keep_password(parts: Parts, staff_id: str, hashed: str, *, by: str) -> Staff:
    """Keep the hash of a new password; every session that the person has ends with it."""
    with parts.database.writing() as session:
        staff = session.get_one(Staff, staff_id)
        staff.password, staff.fs_uniquifier = hashed, new_id()
        record(session, by, "staff.password-changed", staff.id)
        return staff


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidError("invalid-value", field=name, problem=f"“{text}”: YYYY-MM-DD") from error


def _one_of(choices: type[Group] | type[RoleName], value: str, name: str) -> str:
    if value not in list(choices):
        raise InvalidError("invalid-value", field=name, problem=f"“{value}”: {' | '.join(choices)}")
    return value
