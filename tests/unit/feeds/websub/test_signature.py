import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import FeedError
from feeds.websub.links import link_header
from feeds.websub.signature import sign


def test_a_signature_is_the_one_of_rfc_4231():
    # Test case 2.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign("Jefe", b"what do ya want for nothing?") == f"sha256={expected}"


@given(st.text(min_size=1, max_size=50), st.binary(max_size=200))
def test_a_subscriber_comes_to_the_same_signature_and_to_no_other(secret, body):
    method, _, digest = sign(secret, body).partition("=")
    assert digest == hmac.digest(secret.encode(), body, method).hex()
    assert sign(secret + "x", body) != sign(secret, body) != sign(secret, body + b"x")
    assert hashlib.new(method).name == "sha256"


def test_a_link_header_names_hub_and_feed_in_ascii():
    told = link_header(hub_url="https://báo.example/websub", self_url="https://báo.example/feeds/all.rss")
    assert told == (
        '<https://xn--bo-mia.example/websub>; rel="hub", <https://xn--bo-mia.example/feeds/all.rss>; rel="self"'
    )


def test_a_link_header_cannot_be_broken_out_of():
    for bad in ('https://a.example/">x', "https://a.example/\r\nX: 1", "https://a.example/>; rel=x"):
        with pytest.raises(FeedError):
            link_header(hub_url=bad, self_url="https://a.example/")
