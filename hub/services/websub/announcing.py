"""Announcing a feed that has changed: everyone who has subscribed to it is to be handed it."""

import hashlib
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.parts import Parts
from hub.models import Subscription, WorkState
from hub.services import work
from hub.services.websub import subscriptions, topics
from hub.services.work import Lease, Outcome

#: Subscribers told of in one transaction.
BATCH = 100


def promise(session: Session, written: Mapping[str, str]) -> None:
    """Have feeds announced that differ from what was announced of them last.

    It is compared with the row of the subscriber and not with the file: after a crash between the file and this
    transaction, the file is the new one already.

    Args:
        session: That of the transaction in which the paths are taken for rendered.
        written: Topic -> SHA-256 of the feed.
    """
    if not written:
        return
    known = session.execute(
        select(Subscription.topic, Subscription.announced_sha256)
        .where(Subscription.topic.in_(written), subscriptions.lives())
        .distinct()
    )
    for topic in sorted({row.topic for row in known if row.announced_sha256 != written[row.topic]}):
        announcement = work.only(session, "announce", topic, work_id=_work_id(topic))
        if announcement.state == WorkState.LEASED:
            # It may have read the feed as it was before.
            work.promise(session, "announce", topic)
        elif announcement.state in work.ENDED:
            work.renew(session, announcement)


def announce(parts: Parts, lease: Lease, cancelled: Callable[[], bool]) -> Outcome:
    """Promise the handing over to each subscriber; whoever is told of the same twice is handed it once."""
    topic = lease.subject_id
    data = topics.content(parts, topic)
    if data is None:
        return work.OK
    fingerprint = topics.fingerprint(data)
    last = ""
    while not cancelled():
        with parts.database.writing() as session:
            work.fence(session, lease)
            batch = session.scalars(
                select(Subscription.id)
                .where(
                    Subscription.topic == topic,
                    Subscription.id > last,
                    Subscription.announced_sha256 != fingerprint,
                    subscriptions.lives(),
                )
                .order_by(Subscription.id)
                .limit(BATCH)
            ).all()
            for one in batch:
                _tell(session, one, fingerprint)
        if not batch:
            return work.OK
        last = batch[-1]
    return Outcome(name="released")


def _tell(session: Session, subscription_id: str, fingerprint: str) -> None:
    notification = work.only(session, "notify", subscription_id)
    subscription = subscriptions.locked(session, subscription_id)
    if subscription is None:
        return
    subscription.announced_sha256 = fingerprint
    # One that waits for its next try will hand over the newest; one that is under way sees this at its end.
    if notification.state in work.ENDED:
        work.renew(session, notification)


def _work_id(topic: str) -> str:
    # Queues take letters, digits and dashes only.
    return f"announce-{hashlib.sha256(topic.encode()).hexdigest()[:26]}"
