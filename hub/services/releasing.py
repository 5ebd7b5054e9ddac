"""The end of an embargo: what was promised to be published is published then."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.wire.item import WITHOUT_END
from hub.extensions.parts import Parts
from hub.models import Work, WorkState
from hub.services import embargoes, publishing, work
from hub.services.work import Lease, Outcome


def promise(session: Session, item_id: str) -> None:
    """Have an item looked at again at the moment when its embargo ends; nothing for one without an end."""
    until = embargoes.not_before(session, item_id)
    if until is None or until >= WITHOUT_END:
        return
    waiting = session.scalar(select(Work).where(Work.kind == "release", Work.subject_id == item_id))
    if waiting is None:
        work.promise(session, "release", item_id, due_at=until)
    elif waiting.state != WorkState.LEASED:
        work.renew(session, waiting, due_at=until)


def release(parts: Parts, lease: Lease) -> Outcome:
    """Publish what waited for this moment; an embargo that was prolonged meanwhile holds on."""
    with parts.database.writing() as session:
        work.fence(session, lease)
        publishing.publish_if_ready(parts, session, publishing.get(session, lease.subject_id))
    return work.OK
