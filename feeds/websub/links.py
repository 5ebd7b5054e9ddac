"""The Link header (RFC 8288) by which a feed names its hub and itself."""

from feeds.address import absolute


def link_header(*, hub_url: str, self_url: str) -> str:
    """Give the value of the header: the same with a feed that is read and with one that is handed over.

    Raises:
        FeedError: `bad-url`.
    """
    return f'<{absolute("hub url", hub_url)}>; rel="hub", <{absolute("self url", self_url)}>; rel="self"'
