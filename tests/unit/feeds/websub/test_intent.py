from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.websub.intent import confirms, denial, question

TOPIC = "https://bao.example/feeds/all.rss?a=1&b=ữ"


@pytest.mark.parametrize("own", ["", "?ma=1", "?ma=1&x=%26", "?"])
def test_a_question_carries_everything_behind_the_callbacks_own_query(own):
    callback = f"https://nguoi-doc.example/nhan{own}"
    asked = question(callback, mode="subscribe", topic=TOPIC, challenge="a&b", lease_s=3600)
    assert asked.startswith(callback)
    told = parse_qsl(urlsplit(asked).query)
    assert told == [
        *parse_qsl(urlsplit(callback).query),
        ("hub.mode", "subscribe"),
        ("hub.topic", TOPIC),
        ("hub.challenge", "a&b"),
        ("hub.lease_seconds", "3600"),
    ]


def test_who_leaves_is_told_of_no_lease():
    asked = question("https://a.example/", mode="unsubscribe", topic=TOPIC, challenge="c", lease_s=3600)
    assert "lease" not in asked
    assert dict(parse_qsl(urlsplit(asked).query))["hub.mode"] == "unsubscribe"


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_denial_says_any_reason_without_a_character_that_an_address_may_not_hold(topic, reason):
    told = denial("https://a.example/nhan", topic=topic, reason=reason)
    assert told.isascii()
    assert told.isprintable()
    assert dict(parse_qsl(urlsplit(told).query, keep_blank_values=True)) == {
        "hub.mode": "denied",
        "hub.topic": topic,
        "hub.reason": reason,
    }


@pytest.mark.parametrize("status", [199, 204, 300, 302, 404, 500])
def test_another_status_than_success_confirms_nothing(status):
    assert confirms(status, b"abc", "abc") is (status == 204)


@given(st.binary(max_size=50))
def test_only_the_challenge_alone_confirms(body):
    assert confirms(200, body, "abc") is (body == b"abc")
    assert not confirms(200, b"abc\n" + body, "abc")
