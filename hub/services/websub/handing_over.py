"""Handing a feed over to one subscriber: the newest bytes, whole, and never the same ones twice in a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from sqlalchemy.orm import Session

from distributors.answer import retry_after_s
from feeds.websub import signature
from hub.errors import Fact, HubError, code_and_facts
from hub.extensions.clock import now
from hub.extensions.fetching import Fetched, Limits, post
from hub.extensions.parts import Parts
from hub.models import Subscription, SubscriptionState, Work, WorkState
from hub.services import vault, work
from hub.services.tree import media_type_of
from hub.services.websub import subscriptions, topics
from hub.services.work import Lease, Outcome

LIMITS = Limits(total_s=60, read_s=15, connect_s=10)


@dataclass(frozen=True, kw_only=True)
class _Call:
    topic: str
    callback: str
    host: str
    #: The announcement that is followed.
    announced: str
    has: str
    secret: str = field(repr=False)


def notify(parts: Parts, lease: Lease) -> Outcome:
    """One attempt to hand the feed over."""
    call = _gather(parts, lease)
    if call is None:
        return work.OK
    data = topics.content(parts, call.topic)
    fingerprint = topics.fingerprint(data) if data is not None else call.has
    if data is None or fingerprint == call.has:
        return _served(parts, lease, call, fingerprint, handed_over=False)
    try:
        answer = post(parts.egress, call.callback, data, headers=_headers(parts, call, data), limits=LIMITS)
    except HubError as error:
        code, facts = code_and_facts(error)
        return _failed(parts, lease, Outcome(name="failed" if error.permanent else "retry", code=code, facts=facts))
    if 200 <= answer.status < 300:  # noqa: PLR2004  RFC 9110 §15.3
        return _served(parts, lease, call, fingerprint, handed_over=True)
    if answer.status == HTTPStatus.GONE:
        return _gone(parts, lease, call)
    return _failed(parts, lease, _not_taken(answer, call.host))


def settled(session: Session, notification: Work, outcome: Outcome) -> None:
    """It has ended: what was announced in the meantime comes next; what failed to its last try is told."""
    subscription = subscriptions.locked(session, notification.subject_id)
    if subscription is None or not subscriptions.is_live(subscription):
        return
    if notification.state != WorkState.DONE:
        subscription.failed_at = now()
        subscription.reason_code, subscription.reason_facts = outcome.code, dict(outcome.facts)
    elif subscription.announced_sha256 != subscription.served_sha256:
        work.renew(session, notification)


def _gather(parts: Parts, lease: Lease) -> _Call | None:
    with parts.database.reading() as session:
        subscription = session.get(Subscription, lease.subject_id)
        if subscription is None or not subscriptions.is_live(subscription):
            return None
        return _Call(
            topic=subscription.topic,
            callback=subscription.callback,
            host=subscription.host,
            announced=subscription.announced_sha256,
            has=subscription.sent_sha256,
            secret=vault.unseal(parts.settings, subscription.secret).get("secret", ""),
        )


def _headers(parts: Parts, call: _Call, data: bytes) -> Mapping[str, str]:
    signed = {signature.HEADER: signature.sign(call.secret, data)} if call.secret else {}
    return {
        "Content-Type": media_type_of(call.topic),
        "Link": topics.links(parts.settings, call.topic),
        **signed,
    }


def _served(parts: Parts, lease: Lease, call: _Call, fingerprint: str, *, handed_over: bool) -> Outcome:
    with parts.database.writing() as session:
        work.fence(session, lease)
        subscription = subscriptions.locked(session, lease.subject_id)
        if subscription is not None:
            subscription.served_sha256, subscription.sent_sha256 = call.announced, fingerprint
            subscription.failures, subscription.failed_at = 0, None
            subscription.reason_code, subscription.reason_facts = "", {}
            if handed_over:
                subscription.delivered += 1
                subscription.delivered_at = now()
    return work.OK


def _gone(parts: Parts, lease: Lease, call: _Call) -> Outcome:
    with parts.database.writing() as session:
        work.fence(session, lease)
        subscription = subscriptions.locked(session, lease.subject_id)
        if subscription is not None:
            subscriptions.become(subscription, SubscriptionState.ENDED)
            subscription.reason_code, subscription.reason_facts = "websub-gone", {"host": call.host}
    return work.OK


def _failed(parts: Parts, lease: Lease, outcome: Outcome) -> Outcome:
    with parts.database.writing() as session:
        work.fence(session, lease)
        subscription = subscriptions.locked(session, lease.subject_id)
        if subscription is not None:
            subscription.failures += 1
            subscription.reason_code, subscription.reason_facts = outcome.code, dict(outcome.facts)
    return outcome


def _not_taken(answer: Fetched, host: str) -> Outcome:
    facts: Mapping[str, Fact] = {"host": host, "status": answer.status}
    wish_s = retry_after_s(answer.headers.get("Retry-After"), now())
    return Outcome(name="retry", code="websub-not-taken", facts=facts, retry_after_s=wish_s)
