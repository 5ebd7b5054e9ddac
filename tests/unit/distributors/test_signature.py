"""Signing and verifying."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.signature import sign, verify

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))


def test_the_signature_is_the_hmac_that_any_receiver_computes():
    # printf '1700000000.{}' | openssl dgst -sha256 -hmac secret
    expected = "sha256=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
    assert sign("secret", "1700000000", b"{}") == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.binary())
def test_what_is_signed_is_verified(secret, body):
    assert verify(secret, STAMP, body, sign(secret, STAMP, body), NOW)


@given(st.binary(), st.binary())
def test_another_body_is_not(body, other):
    assert verify("s", STAMP, other, sign("s", STAMP, body), NOW) is (body == other)


def test_neither_another_secret_nor_another_time_is_verified():
    signature = sign("s", STAMP, b"x")
    assert not verify("t", STAMP, b"x", signature, NOW)
    assert not verify("s", str(int(STAMP) + 1), b"x", signature, NOW)


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_an_old_signature_is_not_taken_again(seconds, good):
    assert verify("s", STAMP, b"x", sign("s", STAMP, b"x"), NOW + timedelta(seconds=seconds), 300) is good


@given(st.text(), st.text())
def test_nonsense_in_the_headers_is_only_false(timestamp, signature):
    assert not verify("s", timestamp, b"x", signature, NOW)


@pytest.mark.parametrize("timestamp", ["nan", "inf", "-inf", "1e999"])
def test_a_time_that_is_no_time_is_false_even_when_signed(timestamp):
    assert not verify("s", timestamp, b"x", sign("s", timestamp, b"x"), NOW)
