"""Receipts."""

from datetime import UTC, datetime

import pytest

from distributors.receipt import Receipt

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_receipt_names_what_was_taken():
    with pytest.raises(ValueError, match="names"):
        Receipt(remote_id="", remote_url=None, accepted_at=NOW)


def test_a_receipts_time_is_aware():
    with pytest.raises(ValueError, match="aware"):
        Receipt(remote_id="1", remote_url=None, accepted_at=NOW.replace(tzinfo=None))


def test_a_plain_receipt_is_delivered():
    assert Receipt(remote_id="1", remote_url=None, accepted_at=NOW).state == "delivered"
