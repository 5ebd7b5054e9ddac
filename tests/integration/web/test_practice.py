"""The practice destination, from the side of the sender."""

import json
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from distributors.signature import sign
from hub.extensions.parts import Parts
from hub.models import PracticePost, RoleName
from hub.services import practice

from .conftest import SignIn

EVENT = {"event": "item.published", "item": {"item_id": "01ABC", "title": "<script>alert(1)</script>"}}


def _headers(parts: Parts, body: bytes, key: str = "delivery-1", age_s: int = 0) -> dict[str, str]:
    timestamp = str(int((datetime.now(UTC) - timedelta(seconds=age_s)).timestamp()))
    signature = sign(practice.secret(parts.settings), timestamp, body)
    return {"Idempotency-Key": key, "X-Hub-Timestamp": timestamp, "X-Hub-Signature-256": signature}


def _count(parts: Parts) -> int:
    with parts.database.reading() as session:
        return session.query(PracticePost).count()


def test_a_signed_event_is_kept_once_and_can_be_looked_up(client: FlaskClient, parts: Parts) -> None:
    body = json.dumps(EVENT).encode()
    ask = "/practice/webhook?idempotency_key=delivery-1"
    assert client.get(ask, headers=_headers(parts, b"")).status_code == 404
    first = client.post("/practice/webhook", data=body, headers=_headers(parts, body))
    again = client.post("/practice/webhook", data=body, headers=_headers(parts, body))
    assert first.status_code == again.status_code == 200
    assert first.get_json() == again.get_json()
    assert set(first.get_json()) >= {"id", "url"}
    assert _count(parts) == 1
    assert client.get(ask, headers=_headers(parts, b"")).get_json() == first.get_json()
    assert "Set-Cookie" not in first.headers


def test_a_withdrawal_bears_the_same_key_and_ends_the_look_up(client: FlaskClient, parts: Parts) -> None:
    for event in (EVENT, {**EVENT, "event": "item.withdrawn"}):
        body = json.dumps(event).encode()
        assert client.post("/practice/webhook", data=body, headers=_headers(parts, body)).status_code == 200
    assert _count(parts) == 2
    ask = "/practice/webhook?idempotency_key=delivery-1"
    assert client.get(ask, headers=_headers(parts, b"")).status_code == 404


def test_what_is_not_signed_or_old_is_refused(client: FlaskClient, parts: Parts) -> None:
    body = json.dumps(EVENT).encode()
    assert client.post("/practice/webhook", data=body).status_code == 401
    assert client.post("/practice/webhook", data=body + b" ", headers=_headers(parts, body)).status_code == 401
    assert client.post("/practice/webhook", data=body, headers=_headers(parts, body, age_s=3600)).status_code == 401
    assert _count(parts) == 0


def test_nonsense_is_told(client: FlaskClient, parts: Parts) -> None:
    for body in (b"{", b"[]", b'{"event": "item.published", "item": 3}', b"[" * 100_000):
        assert client.post("/practice/webhook", data=body, headers=_headers(parts, body)).status_code == 422


def test_a_body_that_is_too_large_is_not_read(client: FlaskClient, parts: Parts) -> None:
    body = b"x" * (2 * 1024**2 + 1)
    assert client.post("/practice/webhook", data=body, headers=_headers(parts, body)).status_code == 413


def test_a_post_is_printed_and_never_run(client: FlaskClient, parts: Parts, sign_in: SignIn) -> None:
    body = json.dumps(EVENT).encode()
    answer = client.post("/practice/webhook", data=body, headers=_headers(parts, body)).get_json()
    path = f"/practice/{answer['id']}"
    assert client.get(path).status_code == 302
    learner = sign_in(RoleName.LEARNER)
    for address in (path, "/practice/"):
        page = learner.get(address).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
