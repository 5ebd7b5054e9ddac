"""Who did what: written in the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.models import AuditEntry


def record(session: Session, who: str, verb: str, subject_id: str, detail: Mapping[str, Any] | None = None) -> None:
    session.add(AuditEntry(at=now(), who=who, verb=verb, subject_id=subject_id, detail=dict(detail or {})))
