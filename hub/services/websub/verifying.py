"""Verification of intent: whoever is at the callback says whether it asked."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import cast

from sqlalchemy.orm import Session

from distributors.answer import retry_after_s
from feeds.websub.intent import confirms, denial, question
from feeds.websub.request import Mode
from hub.errors import HubError, told
from hub.extensions.clock import now
from hub.extensions.fetching import Fetched, Limits, fetch
from hub.extensions.parts import Parts
from hub.models import Subscription, SubscriptionState, Work, WorkState
from hub.services import work
from hub.services.websub import subscriptions, topics
from hub.services.work import Lease, Outcome

logger = logging.getLogger(__name__)

#: The answer is a challenge of 43 letters, from the very address that was given.
LIMITS = Limits(max_bytes=4096, total_s=20, read_s=10, connect_s=5, redirects=None)

#: Whoever has not confirmed takes up room: it may not wish to be asked in a month.
LONGEST_PAUSE_S = 600.0

#: Answers after which it is worth asking again.
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, kw_only=True)
class _Asked:
    mark: str
    mode: Mode
    topic: str
    callback: str
    host: str
    lease_s: int


def verify(parts: Parts, lease: Lease) -> Outcome:
    """One attempt to have a request confirmed. Errors that it raises are what the subscriber's line did."""
    asked = _begin(parts, lease)
    if asked is None:
        return work.OK
    data = topics.content(parts, asked.topic)
    if asked.mode == "subscribe" and data is None:
        return _denied(parts, asked)
    challenge = secrets.token_urlsafe(32)
    address = question(
        asked.callback,
        mode=asked.mode,
        topic=topics.url_of(parts.settings, asked.topic),
        challenge=challenge,
        lease_s=asked.lease_s,
    )
    answer = fetch(parts.egress, address, limits=LIMITS)
    if not confirms(answer.status, answer.body, challenge):
        return _not_confirmed(answer, asked.host)
    with parts.database.writing() as session:
        work.fence(session, lease)
        _confirm(session, lease.subject_id, asked, topics.fingerprint(data or b""))
    return work.OK


def settled(session: Session, verification: Work, outcome: Outcome) -> None:
    """The verification has ended: what was not confirmed is refused, what was asked since then is asked about."""
    subscription = subscriptions.locked(session, verification.subject_id)
    if subscription is None or not subscription.asked_mode:
        return
    if subscription.asked_mark != subscription.tried_mark:
        work.renew(session, verification)
    elif verification.state != WorkState.DONE:
        logger.info("the subscriber at %s did not confirm: %s", subscription.host, outcome.code)
        subscriptions.forget_request(subscription)
        # What held before holds on, as the Recommendation wants.
        if subscription.state == SubscriptionState.PENDING:
            subscriptions.become(subscription, SubscriptionState.REFUSED)
            subscription.reason_code, subscription.reason_facts = outcome.code, dict(outcome.facts)


def _begin(parts: Parts, lease: Lease) -> _Asked | None:
    with parts.database.writing() as session:
        work.fence(session, lease)
        subscription = subscriptions.locked(session, lease.subject_id)
        if subscription is None or not subscription.asked_mode:
            return None
        subscription.tried_mark = subscription.asked_mark
        return _Asked(
            mark=subscription.asked_mark,
            mode=cast("Mode", subscription.asked_mode),
            topic=subscription.topic,
            callback=subscription.callback,
            host=subscription.host,
            lease_s=subscription.asked_lease_s,
        )


def _denied(parts: Parts, asked: _Asked) -> Outcome:
    """The feed is no more: the subscriber is told, whatever it says to that."""
    url = topics.url_of(parts.settings, asked.topic)
    error = topics.UnknownTopicError(url)
    with suppress(HubError):
        reason = told(error, parts.settings.language)
        fetch(parts.egress, denial(asked.callback, topic=url, reason=reason), limits=LIMITS)
    return Outcome(name="failed", code=error.code, facts=error.facts)


def _not_confirmed(answer: Fetched, host: str) -> Outcome:
    if 200 <= answer.status < 300:  # noqa: PLR2004  RFC 9110 §15.3
        return Outcome(name="failed", code="websub-wrong-challenge", facts={"host": host})
    wish_s = retry_after_s(answer.headers.get("Retry-After"), now())
    later = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in _BUSY
    return Outcome(
        name="retry" if later else "failed",
        code="websub-not-confirmed",
        facts={"host": host, "status": answer.status},
        retry_after_s=None if wish_s is None else min(wish_s, LONGEST_PAUSE_S),
    )


def _confirm(session: Session, subscription_id: str, asked: _Asked, fingerprint: str) -> None:
    notification = work.only(session, "notify", subscription_id)
    subscription = subscriptions.locked(session, subscription_id)
    if subscription is None or subscription.asked_mark != asked.mark:
        # Another request came while this one was confirmed; it is asked about next.
        return
    secret = subscription.asked_secret
    subscriptions.forget_request(subscription)
    if asked.mode == "unsubscribe":
        subscriptions.become(subscription, SubscriptionState.ENDED)
        return
    if not subscriptions.is_live(subscription):
        _begin_with(subscription, fingerprint)
    subscriptions.become(subscription, SubscriptionState.ACTIVE)
    subscription.secret, subscription.lease_until = secret, now() + timedelta(seconds=asked.lease_s)
    subscription.failures, subscription.failed_at = 0, None
    subscription.reason_code, subscription.reason_facts = "", {}
    if subscription.announced_sha256 != subscription.served_sha256 and notification.state != WorkState.LEASED:
        # It is there again: what it missed comes at once.
        work.renew(session, notification)


def _begin_with(subscription: Subscription, fingerprint: str) -> None:
    """A new subscriber gets what changes from now on; what there is it has read, or can read."""
    subscription.announced_sha256 = subscription.served_sha256 = subscription.sent_sha256 = fingerprint
