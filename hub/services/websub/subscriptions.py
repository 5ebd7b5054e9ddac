"""Subscriptions: asked for, and forgotten when they are over."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from socket import AI_NUMERICHOST, SOCK_STREAM, getaddrinfo

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from feeds.websub.lease import granted_s
from feeds.websub.request import Request, read_request
from hub.errors import HubError
from hub.extensions.clock import now
from hub.extensions.database import own_insert
from hub.extensions.egress import target
from hub.extensions.parts import Parts
from hub.models import Attempt, Subscription, SubscriptionState, Work, WorkState, new_id
from hub.services import vault, work
from hub.services.websub import topics

#: How many there may be: in all, unconfirmed in all, unconfirmed of one host, any of one host.
MOST = 10_000
MOST_PENDING = 1000
MOST_PENDING_OF_HOST = 100
MOST_OF_HOST = 1000

#: Seconds after which whoever found no room may ask again.
NO_ROOM_S = 600

#: How long one that was refused or given up is still shown.
KEPT = timedelta(days=1)

#: Rows forgotten in one sweep.
SWEPT = 500

#: States in which a row counts.
_COUNTED = (SubscriptionState.PENDING, SubscriptionState.ACTIVE)


class NoRoomError(HubError):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    permanent = False
    retry_after_s = NO_ROOM_S

    def __init__(self) -> None:
        super().__init__("websub-no-room", minutes=NO_ROOM_S // 60)


def ask(parts: Parts, form: Mapping[str, str]) -> None:
    """Take a request; nothing changes before the subscriber has confirmed it.

    Raises:
        FeedError: The form is not well formed.
        UnknownTopicError: The hub publishes no such feed.
        AddressRefusedError: The callback may not be opened.
        NoRoomError: There are too many subscriptions.
    """
    request = read_request(form)
    topic = topics.topic_of(parts.settings, request.topic)
    if request.mode == "subscribe" and not topics.is_published(parts, topic):
        raise topics.UnknownTopicError(request.topic)
    host = _judged(parts, request.callback)
    with parts.database.writing() as session:
        held = find(session, topic, request.callback)
        if held is None or held.state not in _COUNTED:
            if request.mode == "unsubscribe":
                # There is nothing that could be ended.
                return
            _require_room(session, host)
        subscription_id = held.id if held else _add(session, topic, request.callback, host)
        _ask(parts, session, subscription_id, request)


def find(session: Session, topic: str, callback: str) -> Subscription | None:
    return session.scalar(
        select(Subscription).where(Subscription.topic == topic, Subscription.callback == callback).limit(1)
    )


def newest(session: Session, limit: int) -> Sequence[Subscription]:
    return session.scalars(select(Subscription).order_by(Subscription.id.desc()).limit(limit)).all()


def locked(session: Session, subscription_id: str) -> Subscription | None:
    """The subscription as it is now, until the end of the transaction."""
    session.flush()
    return session.get(Subscription, subscription_id, with_for_update=True, populate_existing=True)


def lives() -> ColumnElement[bool]:
    """Those that are to be handed their feed."""
    return and_(Subscription.state == SubscriptionState.ACTIVE, Subscription.lease_until > now())


def is_live(subscription: Subscription) -> bool:
    until = subscription.lease_until
    return subscription.state == SubscriptionState.ACTIVE and until is not None and until > now()


def become(subscription: Subscription, state: SubscriptionState) -> None:
    subscription.state, subscription.changed_at = state, now()


def forget_request(subscription: Subscription) -> None:
    """Nothing is asked any more."""
    subscription.asked_mode, subscription.asked_secret, subscription.asked_lease_s = "", "", 0


def sweep(parts: Parts) -> int:
    """Forget what is over: leases that ended, and after a while what was refused or given up.

    Returns:
        How many were forgotten.
    """
    over = or_(
        and_(
            Subscription.state == SubscriptionState.ACTIVE,
            Subscription.lease_until <= now(),
            # One that is being renewed is not over yet.
            Subscription.asked_mode == "",
        ),
        and_(Subscription.state.not_in(_COUNTED), Subscription.changed_at <= now() - KEPT),
    )
    with parts.database.reading() as session:
        found = session.scalars(select(Subscription.id).where(over).limit(SWEPT)).all()
    if not found:
        return 0
    with parts.database.writing() as session:
        # What somebody works on is left for the next time.
        works = session.scalars(select(Work).where(Work.subject_id.in_(found)).with_for_update(skip_locked=True)).all()
        busy = {one.subject_id for one in works if one.state == WorkState.LEASED}
        gone = [one for one in found if one not in busy]
        done = [one.id for one in works if one.subject_id in gone]
        session.execute(delete(Attempt).where(Attempt.work_id.in_(done)))
        session.execute(delete(Work).where(Work.id.in_(done)))
        ended = session.execute(
            delete(Subscription).where(Subscription.id.in_(gone), over).returning(Subscription.id)
        ).all()
    return len(ended)


def _judged(parts: Parts, callback: str) -> str:
    """The host of a callback that does not lead inside by its very spelling.

    No name is looked up while somebody waits for an answer, as whoever asks could make that take long; what a name
    leads to is judged when the subscriber is asked.
    """
    host, port = target(callback)
    # A name gives such an error: it is none of the addresses.
    with suppress(OSError, UnicodeError):
        replace(parts.egress, resolve=_numbers).way(host, port)
    return host


def _numbers(host: str, port: int) -> list[str]:
    return [str(where[0]) for *_, where in getaddrinfo(host, port, type=SOCK_STREAM, flags=AI_NUMERICHOST)]


def _require_room(session: Session, host: str) -> None:
    of_host = Subscription.host == host
    pending = Subscription.state == SubscriptionState.PENDING
    counted = Subscription.state.in_(_COUNTED)
    for most, where in (
        (MOST_PENDING_OF_HOST, and_(pending, of_host)),
        (MOST_PENDING, pending),
        (MOST_OF_HOST, and_(counted, of_host)),
        (MOST, counted),
    ):
        if (session.scalar(select(func.count()).select_from(Subscription).where(where)) or 0) >= most:
            raise NoRoomError


def _add(session: Session, topic: str, callback: str, host: str) -> str:
    """The row of a new subscription, or the one that another request made at the same moment."""
    row = {"id": new_id(), "topic": topic, "callback": callback, "host": host, "created_at": now(), "changed_at": now()}
    session.execute(own_insert(session)(Subscription).values(**row).on_conflict_do_nothing())
    return session.scalars(
        select(Subscription.id).where(Subscription.topic == topic, Subscription.callback == callback)
    ).one()


def _ask(parts: Parts, session: Session, subscription_id: str, request: Request) -> None:
    verification = work.only(session, "verify", subscription_id)
    subscription = locked(session, subscription_id)
    if subscription is None:
        # It ended while this was asked.
        raise NoRoomError
    if subscription.state not in _COUNTED:
        become(subscription, SubscriptionState.PENDING)
        subscription.reason_code, subscription.reason_facts = "", {}
    subscription.asked_mode, subscription.asked_mark = request.mode, new_id()
    subscription.asked_lease_s = granted_s(request.lease_s)
    subscription.asked_secret = vault.seal(parts.settings, {"secret": request.secret}) if request.secret else ""
    if verification.state != WorkState.LEASED:
        # All tries anew: this is another request.
        work.renew(session, verification)
