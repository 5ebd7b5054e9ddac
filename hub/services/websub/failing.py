"""Subscribers that could not be handed their feed, for `hub status`: one line a host."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.models import Subscription
from hub.services.standstill import LIMIT, Standstill, told
from hub.services.websub import subscriptions


def standstills(session: Session) -> list[Standstill]:
    """Those at which the hub has given up until the feed changes again."""
    failed = (
        select(
            Subscription.host,
            func.count().label("subscriptions"),
            func.min(Subscription.failed_at).label("since"),
            func.max(Subscription.id).label("newest"),
        )
        .where(Subscription.failed_at.is_not(None), subscriptions.lives())
        .group_by(Subscription.host)
        .order_by(Subscription.host)
        .limit(LIMIT)
    )
    return [
        _told(session.get_one(Subscription, row.newest), row.subscriptions, since=row.since)
        for row in session.execute(failed)
    ]


def _told(newest: Subscription, count: int, *, since: datetime) -> Standstill:
    vi, en = told(newest.reason_code, newest.reason_facts)
    return Standstill(
        kind="subscriber",
        id=newest.id,
        title=newest.host,
        about=("Nhận luồng tin (WebSub)", "Subscriber of feeds (WebSub)"),
        state="failed",
        since=since,
        sentence=(f"{count} đăng ký không nhận được bản mới. {vi}", f"{count} did not get what is new. {en}"),
        action=(
            "Không cần làm gì: hub gửi lại khi luồng tin đổi, cho đến khi đăng ký hết hạn.",
            "Nothing to do: the hub tries again when the feed changes, until the subscription ends.",
        ),
    )
