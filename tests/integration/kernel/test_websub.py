"""A feed is handed to whoever subscribed to it: confirmed, signed, each change once, whatever goes wrong meanwhile."""

import hmac
import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.jobs.sweeper import sweep_with
from hub.models import Subscription, SubscriptionState, Work, WorkState
from hub.services import publisher, tree
from hub.services.kinds import KINDS
from hub.services.standstill import Standstill
from hub.services.status import standstills
from hub.services.websub import announcing, handing_over, subscriptions, topics
from tests.integration.kernel.newsroom import PRINT, TV, make_due, page, publish_row, wait_until, work_off
from tests.integration.kernel.subscriber import Content, Reply, Subscriber

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

TOPIC = "feeds/all.rss"
SECRET = "khóa của bên nhận"
ATOM = "{http://www.w3.org/2005/Atom}"


def url(parts: Parts, topic: str = TOPIC) -> str:
    return f"{parts.settings.public_url}/{topic}"


def ask(client: FlaskClient, subscriber: Subscriber, mode: str = "subscribe", status: int = 202, **more: str) -> str:
    form = {"hub.mode": mode, "hub.topic": url(client.application.extensions["hub"]), "hub.callback": ""}
    form["hub.callback"] = subscriber.callback()
    answer = client.post("/websub", data=form | {f"hub.{name}": value for name, value in more.items()})
    assert answer.status_code == status
    assert answer.content_type == "text/plain; charset=utf-8"
    return answer.get_data(as_text=True)


def subscribe(parts: Parts, client: FlaskClient, subscriber: Subscriber, **more: str) -> None:
    ask(client, subscriber, **more)
    work_off(parts)
    assert only(parts).state == SubscriptionState.ACTIVE


def publish(parts: Parts, title: str) -> bytes:
    """The feed with one item more, once everything that is due has been done."""
    publish_row(parts, title)
    work_off(parts)
    return parts.storage.read(f"public/{TOPIC}")


def only(parts: Parts) -> Subscription:
    with parts.database.reading() as session:
        return session.scalars(select(Subscription)).one()


def change(parts: Parts, **values: object) -> None:
    with parts.database.writing() as session:
        session.execute(update(Subscription).values(**values))


def notification(parts: Parts) -> Work:
    with parts.database.reading() as session:
        return session.scalars(select(Work).where(Work.kind == "notify")).one()


def works(parts: Parts, *kinds: str) -> list[int]:
    """How often each work of these kinds was tried."""
    with parts.database.reading() as session:
        return list(session.scalars(select(Work.attempts).where(Work.kind.in_(kinds))))


def signature(content: Content, secret: str) -> str:
    return f"sha256={hmac.digest(secret.encode(), content.body, 'sha256').hex()}"


def test_a_subscriber_finds_the_hub_confirms_gets_the_signed_feed_and_leaves(published, client, subscriber):
    found = client.get(f"/{TOPIC}").headers["Link"]
    hub, itself = (re.search(rf'<([^>]+)>; rel="{rel}"', found)[1] for rel in ("hub", "self"))
    assert (hub, itself) == (f"{published.settings.desk_url}/websub", url(published))

    subscribe(published, client, subscriber, topic=itself, secret=SECRET, lease_seconds="7200")
    (asked,) = subscriber.asked
    challenge = asked.pop("hub.challenge")
    assert len(challenge) >= 40
    assert asked == {"hub.mode": "subscribe", "hub.topic": itself, "hub.lease_seconds": "7200"}
    assert subscriber.got == []
    assert SECRET not in only(published).secret

    feed = publish(published, "Tin thứ hai")
    (content,) = subscriber.got
    assert content.body == feed
    assert b"Tin th\xe1\xbb\xa9 hai" in feed
    assert content.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert content.headers["Link"] == found
    assert content.headers["X-Hub-Signature"] == signature(content, SECRET)
    assert (only(published).delivered, only(published).failures) == (1, 0)

    ask(client, subscriber, "unsubscribe", topic=itself)
    work_off(published)
    assert subscriber.asked[-1]["hub.mode"] == "unsubscribe"
    assert "hub.lease_seconds" not in subscriber.asked[-1]
    assert subscriber.asked[-1]["hub.challenge"] != challenge
    publish(published, "Tin thứ ba")
    assert len(subscriber.got) == 1


@only_sqlite
def test_every_feed_names_the_hub_in_its_own_way(published):
    hub = f"{published.settings.desk_url}/websub"
    rss = ET.fromstring(page(published, TOPIC))
    assert [one.get("href") for one in rss.iter(f"{ATOM}link") if one.get("rel") == "hub"] == [hub]
    atom = ET.fromstring(page(published, "feeds/all.atom"))
    assert [one.get("href") for one in atom.findall(f"{ATOM}link") if one.get("rel") == "hub"] == [hub]
    assert json.loads(page(published, f"feeds/{PRINT}.json"))["hubs"] == [{"type": "WebSub", "url": hub}]


@only_sqlite
def test_what_is_not_signed_for_carries_no_signature_and_each_feed_its_own_type(published, client, subscriber):
    subscribe(published, client, subscriber, topic=url(published, "feeds/all.json"))
    publish(published, "Tin thứ hai")
    (content,) = subscriber.got
    assert "X-Hub-Signature" not in content.headers
    assert content.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert content.body == published.storage.read("public/feeds/all.json")


def test_subscribing_twice_makes_one_subscription_that_is_renewed(published, client, subscriber):
    subscribe(published, client, subscriber, lease_seconds="3600", secret="khóa cũ")
    first = only(published)
    subscribe(published, client, subscriber, secret=SECRET)
    second = only(published)
    assert second.id == first.id
    assert second.lease_until - first.lease_until > timedelta(days=9)
    publish(published, "Tin thứ hai")
    (content,) = subscriber.got
    assert content.headers["X-Hub-Signature"] == signature(content, SECRET)


def test_those_that_ask_for_the_same_at_once_make_one_subscription(published, subscriber):
    form = {"hub.mode": "subscribe", "hub.topic": url(published), "hub.callback": subscriber.callback()}
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: subscriptions.ask(published, form), range(6)))
    work_off(published)
    assert only(published).state == SubscriptionState.ACTIVE
    assert len(subscriber.asked) == 1


def test_asking_twice_before_the_first_is_confirmed_asks_about_the_second(published, client, subscriber):
    ask(client, subscriber, lease_seconds="3600")
    ask(client, subscriber, lease_seconds="9000")
    work_off(published)
    assert [one["hub.lease_seconds"] for one in subscriber.asked] == ["9000"]


@only_sqlite
def test_a_request_that_comes_while_an_older_one_is_confirmed_is_asked_about_next(published, client, subscriber):
    ask(client, subscriber, lease_seconds="3600")
    subscriber.meanwhile = lambda: ask(client, subscriber, "unsubscribe")
    work_off(published)
    assert [one["hub.mode"] for one in subscriber.asked] == ["subscribe", "unsubscribe"]
    assert only(published).state == SubscriptionState.ENDED


@only_sqlite
@pytest.mark.parametrize("mode", ["subscribe", "unsubscribe"])
def test_what_somebody_else_asks_in_its_name_changes_nothing(published, client, subscriber, mode):
    subscribe(published, client, subscriber, secret=SECRET)
    until = only(published).lease_until
    subscriber.to_questions = [Reply(404)]
    ask(client, subscriber, mode, secret="khóa của kẻ khác", lease_seconds="3600")
    work_off(published)
    held = only(published)
    assert (held.state, held.lease_until, held.asked_mode) == (SubscriptionState.ACTIVE, until, "")
    publish(published, "Tin thứ hai")
    assert subscriber.got[0].headers["X-Hub-Signature"] == signature(subscriber.got[0], SECRET)


@only_sqlite
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(body=b"sai"), "websub-wrong-challenge"),
        (Reply(body=b""), "websub-wrong-challenge"),
        (Reply(body=b"x" * 5000), "fetch-too-large"),
        (Reply(404), "websub-not-confirmed"),
        (Reply(302, headers=(("Location", "/nhan?hub.challenge=x"),)), "websub-not-confirmed"),
    ],
)
def test_who_does_not_repeat_the_challenge_gets_nothing(published, client, subscriber, reply, code):
    subscriber.to_questions = [reply]
    ask(client, subscriber)
    work_off(published)
    held = only(published)
    assert (held.state, held.reason_code, len(subscriber.asked)) == (SubscriptionState.REFUSED, code, 1)
    publish(published, "Tin thứ hai")
    assert subscriber.got == []
    # It may ask again.
    subscribe(published, client, subscriber)


@only_sqlite
def test_a_subscriber_that_is_busy_is_asked_again_until_the_last_try(published, client, subscriber):
    subscriber.to_questions = [Reply(503)]
    ask(client, subscriber)
    work_off(published)
    assert only(published).state == SubscriptionState.PENDING
    make_due(published)
    work_off(published)
    assert only(published).state == SubscriptionState.ACTIVE

    other = subscriber.callback("/khac")
    subscriber.to_questions = [Reply(500)] * KINDS["verify"].tries
    ask(client, subscriber, callback=other)
    for _ in range(KINDS["verify"].tries):
        work_off(published)
        make_due(published)
    with published.database.reading() as session:
        refused = subscriptions.find(session, TOPIC, other)
    assert (refused.state, refused.reason_facts["status"]) == (SubscriptionState.REFUSED, 500)
    assert len(subscriber.asked) == 2 + KINDS["verify"].tries


@only_sqlite
@pytest.mark.parametrize(("wish_s", "pause_s"), [(200, 200), (30 * 24 * 3600, 600)])
def test_who_has_not_confirmed_is_asked_again_soon(published, client, subscriber, wish_s, pause_s):
    subscriber.to_questions = [Reply(503, headers=(("Retry-After", str(wish_s)),))]
    ask(client, subscriber)
    work_off(published)
    with published.database.reading() as session:
        due_at = session.scalars(select(Work.due_at).where(Work.kind == "verify")).one()
    assert pause_s - 30 < (due_at - now()).total_seconds() <= pause_s


@only_sqlite
def test_who_asks_for_a_feed_that_went_meanwhile_is_denied_with_a_reason(published, client, subscriber):
    ask(client, subscriber)
    tree.remove(published.storage, TOPIC)
    work_off(published)
    (told,) = subscriber.asked
    assert (told["hub.mode"], told["hub.topic"]) == ("denied", url(published))
    assert url(published) in told["hub.reason"]
    assert only(published).state == SubscriptionState.REFUSED


def test_after_a_failure_the_newest_feed_is_handed_over_and_no_older_one(published, client, subscriber):
    subscribe(published, client, subscriber)
    subscriber.to_contents = [Reply(500)]
    publish(published, "Tin thứ hai")
    assert (only(published).failures, only(published).reason_code) == (1, "websub-not-taken")
    pause = notification(published).due_at - now()
    usual = KINDS["notify"].back_off_s[0]
    assert timedelta(seconds=usual - 5) < pause < timedelta(seconds=1.5 * usual)
    newest = publish(published, "Tin thứ ba")
    assert len(subscriber.got) == 1
    make_due(published)
    work_off(published)
    assert [one.body for one in subscriber.got[1:]] == [newest]
    assert (only(published).failures, only(published).reason_code, only(published).delivered) == (0, "", 1)


def test_pauses_after_failures_are_not_all_the_same(published, client, subscriber):
    for number in range(6):
        ask(client, subscriber, callback=subscriber.callback(f"/{number}"))
    work_off(published)
    subscriber.to_contents = [Reply(500)] * 6
    publish(published, "Tin thứ hai")
    with published.database.reading() as session:
        due = session.scalars(select(Work.due_at).where(Work.kind == "notify")).all()
    assert max(due) - min(due) > timedelta(seconds=1)


@only_sqlite
def test_retry_after_is_obeyed(published, client, subscriber):
    subscribe(published, client, subscriber)
    subscriber.to_contents = [Reply(429, headers=(("Retry-After", "5000"),))]
    publish(published, "Tin thứ hai")
    assert timedelta(seconds=4900) < notification(published).due_at - now() < timedelta(seconds=5001)


@only_sqlite
def test_a_redirect_is_not_followed(published, client, subscriber):
    subscribe(published, client, subscriber)
    elsewhere = Subscriber()
    subscriber.to_contents = [Reply(307, headers=(("Location", elsewhere.callback()),))]
    publish(published, "Tin thứ hai")
    elsewhere.stop()
    assert (elsewhere.got, elsewhere.asked) == ([], [])
    assert only(published).reason_facts == {"host": "127.0.0.1", "status": 307}


@only_sqlite
def test_a_subscriber_that_is_too_slow_is_given_up_for_this_time(published, client, subscriber, monkeypatch):
    subscribe(published, client, subscriber)
    monkeypatch.setattr(handing_over, "LIMITS", replace(handing_over.LIMITS, read_s=0.3))
    subscriber.to_contents = [Reply(after_s=1)]
    publish(published, "Tin thứ hai")
    assert (only(published).reason_code, notification(published).state) == ("fetch-too-slow", WorkState.RETRY)


def test_410_ends_the_subscription(published, client, subscriber):
    subscribe(published, client, subscriber)
    subscriber.to_contents = [Reply(410)]
    publish(published, "Tin thứ hai")
    assert (only(published).state, only(published).reason_code) == (SubscriptionState.ENDED, "websub-gone")
    publish(published, "Tin thứ ba")
    assert len(subscriber.got) == 1
    subscribe(published, client, subscriber)
    publish(published, "Tin thứ tư")
    assert len(subscriber.got) == 2


def test_after_the_last_try_status_tells_it_and_the_next_change_is_tried_again(published, client, subscriber):
    subscribe(published, client, subscriber)
    subscriber.to_contents = [Reply(500)] * KINDS["notify"].tries
    publish(published, "Tin thứ hai")
    for _ in range(KINDS["notify"].tries - 1):
        # One hiccup of somebody else's machine is no news.
        assert _of_subscribers(published) == []
        make_due(published)
        work_off(published)
    (line,) = _of_subscribers(published)
    assert line.title == "127.0.0.1"
    assert "HTTP 500" in line.sentence[0]
    assert only(published).state == SubscriptionState.ACTIVE
    newest = publish(published, "Tin thứ ba")
    assert subscriber.got[-1].body == newest
    assert _of_subscribers(published) == []


@only_sqlite
def test_who_renews_after_a_failure_gets_at_once_what_was_missed(published, client, subscriber):
    subscribe(published, client, subscriber)
    subscriber.to_contents = [Reply(500)]
    newest = publish(published, "Tin thứ hai")
    subscribe(published, client, subscriber)
    assert [one.body for one in subscriber.got] == [newest] * 2


def test_when_the_lease_is_over_nothing_more_comes_and_the_row_goes(published, client, subscriber, monkeypatch):
    subscribe(published, client, subscriber)
    publish(published, "Tin thứ hai")
    change(published, lease_until=now() - timedelta(seconds=1))
    with monkeypatch.context() as patched:
        patched.setattr(subscriptions, "sweep", lambda _parts: 0)
        publish(published, "Tin thứ ba")
    assert (len(subscriber.got), works(published, "announce")) == (1, [1])
    assert only(published).announced_sha256 == only(published).sent_sha256
    assert subscriptions.sweep(published) == 1
    with published.database.reading() as session:
        assert session.scalars(select(Subscription)).all() == []
    assert works(published, "verify", "notify") == []


@only_sqlite
def test_what_was_refused_is_shown_for_a_day(published, client, subscriber):
    subscriber.to_questions = [Reply(404)]
    ask(client, subscriber)
    work_off(published)
    assert subscriptions.sweep(published) == 0
    change(published, changed_at=now() - timedelta(days=1, seconds=1))
    assert subscriptions.sweep(published) == 1


@only_sqlite
def test_an_unchanged_feed_is_announced_to_nobody(published, client, subscriber):
    subscribe(published, client, subscriber, topic=url(published, f"feeds/{PRINT}.rss"))
    publisher.mark_all(published)
    work_off(published)
    publish_row(published, "Tin truyền hình", TV)
    work_off(published)
    assert works(published, "announce") == []
    publish(published, "Tin thứ hai")
    assert (len(subscriber.got), works(published, "announce")) == (1, [1])


@only_sqlite
def test_a_change_while_the_feed_is_handed_over_follows(published, client, subscriber):
    subscribe(published, client, subscriber)

    def publish_meanwhile() -> None:
        publish_row(published, "Tin thứ ba")
        publisher.render_batch(published)
        with published.database.writing() as session:
            for one in session.scalars(select(Subscription)):
                announcing._tell(session, one.id, topics.fingerprint(topics.content(published, TOPIC)))

    subscriber.meanwhile = publish_meanwhile
    publish(published, "Tin thứ hai")
    assert len(subscriber.got) == 2
    assert subscriber.got[0].body != subscriber.got[1].body == published.storage.read(f"public/{TOPIC}")


@only_sqlite
def test_what_was_handed_over_before_it_was_announced_does_not_come_again(published, client, subscriber):
    subscribe(published, client, subscriber)
    publish_row(published, "Tin thứ hai")
    due = _until_notification(published)
    publish_row(published, "Tin thứ ba")
    publisher.render_batch(published)
    newest = published.storage.read(f"public/{TOPIC}")
    runner.execute(published, due.id)
    work_off(published)
    assert [one.body for one in subscriber.got] == [newest]
    assert works(published, "notify") == [2]


def test_a_crash_between_the_file_and_its_announcement_loses_nothing(published, client, subscriber, monkeypatch):
    subscribe(published, client, subscriber)
    real, crashes = announcing.promise, [RuntimeError("power cut")]

    def promise(session, written):
        if crashes:
            raise crashes.pop()
        real(session, written)

    monkeypatch.setattr(announcing, "promise", promise)
    publish_row(published, "Tin thứ hai")
    work_off(published)
    # The file is the new one already.
    assert "Tin thứ hai" in page(published, TOPIC)
    assert subscriber.got == []
    make_due(published)
    work_off(published)
    assert [one.body for one in subscriber.got] == [published.storage.read(f"public/{TOPIC}")]


def test_an_announcement_that_is_interrupted_tells_everyone_once(published, client, subscriber, monkeypatch):
    for number in range(3):
        ask(client, subscriber, callback=subscriber.callback(f"/{number}"))
    work_off(published)
    monkeypatch.setattr(announcing, "BATCH", 1)
    real, told = announcing._tell, []

    def tell(session, subscription_id, fingerprint):
        told.append(subscription_id)
        if len(told) == 2:
            raise RuntimeError("power cut")
        real(session, subscription_id, fingerprint)

    monkeypatch.setattr(announcing, "_tell", tell)
    publish(published, "Tin thứ hai")
    make_due(published)
    work_off(published)
    assert sorted(one.path for one in subscriber.got) == ["/0", "/1", "/2"]


ATTEMPT = """
import sys
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.jobs import runner
runner.execute(open_parts(Settings.read()), sys.argv[1])
"""


def test_kill_9_while_a_feed_is_handed_over_hands_it_over_again(published, client, subscriber):
    subscribe(published, client, subscriber)
    publish_row(published, "Tin thứ hai")
    due = _until_notification(published)
    settings = published.settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")} | {
        "HUB_DATA": str(settings.folder),
        "HUB_DATABASE_URL": settings.database_url,
        "HUB_EGRESS_ALLOW": "127.0.0.1",
        "HUB_LEASE_S": "2",
    }
    worker = subprocess.Popen([sys.executable, "-c", ATTEMPT, due.id], env=environment)
    subscriber.meanwhile = lambda: os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(60) == -signal.SIGKILL
    assert only(published).delivered == 0
    wait_until(lambda: sweep_with(published) and True)
    work_off(published)
    assert [one.body for one in subscriber.got] == [published.storage.read(f"public/{TOPIC}")] * 2
    assert only(published).delivered == 1


def _until_notification(parts: Parts) -> Work:
    """The first handing over that is due, once everything before it is done."""
    while (due := _next_due(parts)).kind != "notify":
        runner.execute(parts, due.id)
    return due


def _next_due(parts: Parts) -> Work:
    with parts.database.reading() as session:
        due = select(Work).where(Work.state == WorkState.DUE, Work.due_at <= now()).order_by(Work.due_at)
        return session.scalars(due).first()


def _of_subscribers(parts: Parts) -> list[Standstill]:
    return [one for one in standstills(parts) if one.kind == "subscriber" or "HTTP 500" in one.sentence[0]]
