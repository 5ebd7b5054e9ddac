"""What the WebSub hub says no to, and in which words."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select

from hub.cli.listing import list_
from hub.extensions.parts import Parts
from hub.models import Subscription, SubscriptionState
from hub.services.websub import subscriptions
from tests.integration.kernel.newsroom import publish_row, work_off

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

CALLBACK = "https://nguoi-doc.example/nhan"


def asked(parts: Parts, client: FlaskClient, **values: str) -> tuple[int, str]:
    """The status and the sentence; it is one, and nothing was kept where it says no."""
    form = {"mode": "subscribe", "topic": f"{parts.settings.public_url}/feeds/all.rss", "callback": CALLBACK} | values
    answer = client.post("/websub", data={f"hub.{name}": value for name, value in form.items()})
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    told = answer.get_data(as_text=True)
    assert "<" not in told
    assert told == "" if answer.status_code == 202 else told.endswith(".\n")
    return answer.status_code, told


def count(parts: Parts) -> int:
    with parts.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Subscription)) or 0


@pytest.mark.parametrize(
    "callback",
    [
        "http://10.0.0.1/nhan",
        "http://192.168.1.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://hub.localhost/",
        "http://0x0a000001/",
        "http://167772161/",
        "http://10.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_a_callback_inside_is_refused_at_once(published, client, callback):
    status, told = asked(published, client, callback=callback)
    assert (status, count(published)) == (422, 0)
    assert "mạng nội bộ" in told


def test_a_name_that_leads_inside_is_refused_when_it_is_to_be_asked(published, client):
    assert asked(published, client, callback="http://ben-trong.example/nhan")[0] == 202
    resolving = replace(published.egress, resolve=lambda _host, _port: ["10.0.0.1"])
    work_off(replace(published, egress=resolving))
    with published.database.reading() as session:
        held = session.scalars(select(Subscription)).one()
    assert (held.state, held.reason_code) == (SubscriptionState.REFUSED, "address-inside")


def test_a_name_that_led_outside_and_now_leads_inside_is_handed_nothing(published, client, subscriber):
    asked(published, client, callback=f"http://doi-y.example:{subscriber.port}/nhan")
    outside = replace(published, egress=replace(published.egress, resolve=lambda _host, _port: ["127.0.0.1"]))
    work_off(outside)
    publish_row(published, "Tin thứ hai")
    work_off(replace(published, egress=replace(published.egress, resolve=lambda _host, _port: ["10.0.0.1"])))
    with published.database.reading() as session:
        held = session.scalars(select(Subscription)).one()
    assert (held.state, held.reason_code, held.delivered) == (SubscriptionState.ACTIVE, "address-inside", 0)
    assert held.failed_at is not None


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"callback": "https://ten:mat-khau@nguoi-doc.example/"}, 422),
        ({"callback": "ftp://nguoi-doc.example/"}, 422),
        ({"callback": "https://nguoi-doc.example/\r\nX-Injected: 1"}, 422),
        ({"callback": "https://" + "a" * 300 + ".example/"}, 422),
        ({"callback": ""}, 422),
        ({"secret": "a" * 200}, 422),
        ({"lease_seconds": "mãi mãi"}, 422),
        ({"mode": "publish"}, 422),
        ({"topic": "http://127.0.0.1:8000/feeds/khong-co.rss"}, 404),
        ({"topic": "http://127.0.0.1:8000/feeds/../../secret-key"}, 404),
        ({"topic": "http://127.0.0.1:8000/items/"}, 404),
        ({"topic": "http://127.0.0.1:8000/feeds/all.rss?a=1"}, 404),
        ({"topic": "https://bao-khac.example/feeds/all.rss"}, 404),
        ({"topic": "feeds/all.rss"}, 404),
        ({"mode": "unsubscribe", "topic": "https://bao-khac.example/feeds/all.rss"}, 404),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(published, client, values, status):
    assert asked(published, client, **values)[0] == status
    assert count(published) == 0


def test_a_host_label_that_no_resolver_takes_breaks_nothing(published, client):
    assert asked(published, client, callback=f"https://{'a' * 64}.example/")[0] == 202
    work_off(published)


def test_whoever_leaves_without_having_come_is_not_asked(published, client, subscriber):
    assert asked(published, client, mode="unsubscribe", callback=subscriber.callback())[0] == 202
    work_off(published)
    assert (count(published), subscriber.asked) == (0, [])


def test_another_way_of_asking_is_told_the_right_one(published, client):
    for answer, status in (
        (client.post("/websub", json={"hub.mode": "subscribe"}), 415),
        (client.post("/websub", data={"hub.mode": (__file__, "x")}), 415),
        (client.post("/websub", data="a=" + "b" * 3 * 1024**2, content_type="application/x-www-form-urlencoded"), 413),
    ):
        assert (answer.status_code, answer.content_type) == (status, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("bound", "callbacks"),
    [
        ("MOST_PENDING_OF_HOST", ["https://a.example/1", "https://a.example/2", "https://a.example/3"]),
        ("MOST_PENDING", ["https://a.example/", "https://b.example/", "https://c.example/"]),
        ("MOST_OF_HOST", ["https://a.example/1", "https://a.example/2", "https://a.example/3"]),
        ("MOST", ["https://a.example/", "https://b.example/", "https://c.example/"]),
    ],
)
def test_where_there_is_no_room_one_is_told_when_to_come_again(published, client, monkeypatch, bound, callbacks):
    monkeypatch.setattr(subscriptions, bound, 2)
    assert [asked(published, client, callback=one)[0] for one in callbacks] == [202, 202, 503]
    form = {"hub.mode": "subscribe", "hub.topic": f"{published.settings.public_url}/feeds/all.rss"}
    answer = client.post("/websub", data=form | {"hub.callback": callbacks[-1]})
    assert int(answer.headers["Retry-After"]) == subscriptions.NO_ROOM_S
    # Whoever is known already may ask again.
    assert asked(published, client, callback=callbacks[0])[0] == 202
    assert count(published) == 2


def test_one_address_asks_so_often_and_no_more(published, client):
    statuses = [asked(published, client, callback="ftp://x/")[0] for _ in range(61)]
    assert (set(statuses[:60]), statuses[60]) == ({422}, 429)


def test_the_command_line_lists_subscriptions_without_their_secrets(published, client, subscriber, monkeypatch):
    asked(published, client, callback=subscriber.callback("/nhan?khoa=bi-mat"), secret="cũng-bí-mật")
    work_off(published)
    monkeypatch.setenv("HUB_DATA", str(published.settings.folder))
    said = CliRunner().invoke(list_, ["subscriptions", "--json"])
    (row,) = json.loads(said.stdout)
    assert row["feed"] == f"{published.settings.public_url}/feeds/all.rss"
    assert (row["callback"], row["state"]) == (subscriber.callback(), "active")
    assert (row["delivered"], row["failures"], row["reason"]) == (0, 0, "")
    assert "mật" not in said.stdout
    assert "Đang nhận" in CliRunner().invoke(list_, ["subscriptions"]).stdout
