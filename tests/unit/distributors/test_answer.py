"""What an HTTP answer means."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.answer import Answer, refusal, require_accepted, retry_after_s
from distributors.errors import PublishError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_answer(status, body=b"", retry_after=None):
    return Answer(host="partner.example", status=status, retry_after=retry_after, body=body)


def raises_told():
    return pytest.raises(PublishError, match=r"partner\.example .+\.$")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Sun, 22 Nov 2026 12:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 30 * 24 * 3600.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_wish_is_seconds_or_a_date(header, seconds):
    assert retry_after_s(header, NOW) == seconds


@given(st.text())
def test_any_header_is_a_sensible_wish_or_none(header):
    wish_s = retry_after_s(header, NOW)
    assert wish_s is None or 0 <= wish_s <= 30 * 24 * 3600


@given(st.integers(100, 599), st.binary(max_size=300))
def test_every_answer_is_a_success_or_one_error_with_its_sentence(status, body):
    expected = nullcontext() if 200 <= status < 300 and not body.lstrip().startswith(b"<") else raises_told()
    with expected:
        require_accepted(an_answer(status, body), idempotency_key="k", now=NOW)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_a_passing_fault_keeps_the_receivers_wish(status):
    error = refusal(an_answer(status, retry_after="9"), now=NOW)
    assert (error.code, error.permanent, error.retry_after_s) == ("busy", False, 9.0)


@pytest.mark.parametrize(
    ("status", "code"),
    [(301, "redirected"), (308, "redirected"), (400, "refused"), (401, "sign-in-refused"), (403, "sign-in-refused"),
     (404, "address-gone"), (405, "address-gone"), (410, "address-gone"), (409, "refused"), (413, "refused")],
)  # fmt: skip
def test_what_a_person_must_mend_is_permanent(status, code):
    error = refusal(an_answer(status), now=NOW)
    assert (error.code, error.permanent) == (code, True)


def test_a_conflict_with_our_own_key_is_a_success_and_with_another_is_not():
    require_accepted(an_answer(409, b'{"idempotency_key": "k"}'), idempotency_key="k", now=NOW)
    with pytest.raises(PublishError):
        require_accepted(an_answer(409, b'{"idempotency_key": "j"}'), idempotency_key="k", now=NOW)


@pytest.mark.parametrize("body", [b"[]", b"7", b"{", b"\xff", b"", b"[" * 100_000])
def test_a_body_that_is_no_json_object_has_no_values(body):
    assert an_answer(200, body).values == {}


def test_the_text_of_an_answer_is_one_short_printable_line():
    text = an_answer(422, b"sai\r\n  m\x1b[31m " + "đ".encode() * 500).text
    assert text.startswith("sai m\ufffd[31m đ")
    assert text.isprintable()
    assert len(text) == 200
