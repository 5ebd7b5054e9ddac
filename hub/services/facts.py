"""Facts about this hub that come in many of one sort: their names share a beginning, their values are JSON."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.models import Fact


def under(session: Session, sort: str) -> dict[str, Any]:
    """Every fact of a sort: what stands behind `sort:` in its name -> its value."""
    rows = session.execute(select(Fact.name, Fact.value).where(Fact.name.startswith(f"{sort}:", autoescape=True)))
    return {name.removeprefix(f"{sort}:"): json.loads(value) for name, value in sorted(rows.all())}


def get(session: Session, sort: str, name: str) -> Any:
    """One of them; None where there is none."""
    found = session.get(Fact, f"{sort}:{name}")
    return json.loads(found.value) if found else None


def put(session: Session, sort: str, name: str, value: Any) -> None:
    session.merge(Fact(name=f"{sort}:{name}", value=json.dumps(value, ensure_ascii=False)))


def drop(session: Session, sort: str, names: Iterable[str]) -> None:
    session.execute(delete(Fact).where(Fact.name.in_([f"{sort}:{name}" for name in names])))
