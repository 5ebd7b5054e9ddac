from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import FeedError
from feeds.websub.lease import LONGEST_S, SHORTEST_S, USUAL_S, granted_s
from feeds.websub.request import MAX_CALLBACK_CHARS, read_request

CALLBACK = "https://nguoi-doc.example/nhan?ma=1"
FORM = {
    "hub.mode": "subscribe",
    "hub.topic": "https://bao.example/feeds/all.rss",
    "hub.callback": CALLBACK,
    "hub.lease_seconds": "86400",
    "hub.secret": "khóa",
    "hub.unknown": "x",
}


def code_of(form):
    with pytest.raises(FeedError) as refused:
        read_request(form)
    return refused.value.code


def test_a_request_is_read_and_what_is_not_known_is_passed_over():
    request = read_request(FORM)
    assert (request.mode, request.topic, request.callback) == ("subscribe", FORM["hub.topic"], CALLBACK)
    assert (request.lease_s, request.secret) == (86400, "khóa")
    assert "khóa" not in repr(request)


@pytest.mark.parametrize("name", ["hub.mode", "hub.topic", "hub.callback"])
def test_what_must_be_there_is_missed(name):
    assert code_of(FORM | {name: ""}) == "websub-missing"
    assert code_of({key: value for key, value in FORM.items() if key != name}) == "websub-missing"


@pytest.mark.parametrize("mode", ["publish", "denied", "Subscribe", "subscribe ", "\x00"])
def test_another_mode_is_refused(mode):
    assert code_of(FORM | {"hub.mode": mode}) == "websub-unknown-mode"


@pytest.mark.parametrize(
    "callback",
    [
        "https://ten:mat-khau@nguoi-doc.example/",
        "https://ten@nguoi-doc.example/",
        "ftp://nguoi-doc.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "/nhan",
        "//nguoi-doc.example/",
        "https://",
        "https://nguoi-doc.example/\r\nX-Injected: 1",
        "https://nguoi-doc.example/a\nb",
        "https://nguoi-doc.example\r\n/",
        "https://nguoi-doc.example/ x",
        "https://nguoi-doc.example/\x00",
        "https://nguoi-doc.example:x/",
        "https://nguoi-doc.example/#a",
        "https://nguoi-doc.example/" + "a" * MAX_CALLBACK_CHARS,
    ],
)
def test_a_callback_that_is_no_plain_address_of_the_web_is_refused(callback):
    assert code_of(FORM | {"hub.callback": callback}) == "websub-bad-callback"


def test_a_secret_has_fewer_than_200_bytes():
    assert read_request(FORM | {"hub.secret": "a" * 199}).secret == "a" * 199
    assert code_of(FORM | {"hub.secret": "a" * 200}) == "websub-long-secret"
    # Bytes are counted, not letters.
    assert code_of(FORM | {"hub.secret": "ữ" * 67}) == "websub-long-secret"


@pytest.mark.parametrize("lease", ["-1", "1.5", "1e3", "mười", "١٢", "+5", "0x10"])
def test_a_lease_that_is_no_number_is_refused(lease):
    assert code_of(FORM | {"hub.lease_seconds": lease}) == "websub-bad-lease"


@given(st.integers(min_value=0, max_value=10**5000) | st.sampled_from([0, SHORTEST_S, LONGEST_S]))
def test_any_lease_that_is_wished_is_granted_within_bounds(seconds):
    wished = read_request(FORM | {"hub.lease_seconds": _digits(seconds)}).lease_s
    assert granted_s(wished) == min(max(seconds, SHORTEST_S), LONGEST_S)


def test_who_wishes_no_lease_gets_ten_days():
    for blank in ("", "  "):
        assert granted_s(read_request(FORM | {"hub.lease_seconds": blank}).lease_s) == USUAL_S == 864_000


@given(st.dictionaries(st.sampled_from([*FORM]), st.text(max_size=300)))
def test_any_form_is_read_or_refused_with_a_sentence(given_values):
    # Any other error would be one of the hub's own.
    with suppress(FeedError):
        request = read_request(FORM | given_values)
        address = urlsplit(request.callback)
        assert address.scheme in {"http", "https"}
        assert request.callback.isascii()
        assert request.callback.isprintable()
        assert "@" not in address.netloc
        assert len(request.secret.encode()) < 200


def _digits(number):
    """Decimal digits of a number of any length, which `str` would refuse."""
    pieces = []
    while number >= 10**1000:
        number, piece = divmod(number, 10**1000)
        pieces.append(f"{piece:01000d}")
    return str(number) + "".join(reversed(pieces))
