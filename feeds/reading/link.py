"""Addresses as they stand in the feeds of others."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from feeds.errors import FeedError
from feeds.language import language_tag
from feeds.text import clean

_WHITE_SPACE = re.compile(r"\s+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Parameters that tell the publisher where a reader came from, and change nothing of the page.
_TRACKING = re.compile(
    r"(?:utm_[^=]*|fbclid|gclid|dclid|msclkid|zanpid|mc_cid|mc_eid|igshid|yclid|_ga|twclid|ttclid|zarsrc)(?:=|$)",
    re.IGNORECASE,
)


def web_address(base_url: str, told: object) -> str:
    """Make an address absolute.

    Returns:
        An http or https address without white space; empty when `told` is none or cannot become one.
    """
    if not isinstance(told, str) or not told.strip():
        return ""
    try:
        parts = urlsplit(urljoin(base_url, _WHITE_SPACE.sub("%20", clean(told).strip())))
        parts.port  # noqa: B018  a property that raises when the port is no number
    except ValueError:
        return ""
    return urlunsplit(parts) if parts.scheme in _DEFAULT_PORTS and parts.hostname else ""


def normalised_link(url: str) -> str:
    """Write an address in the one way that is the same for all addresses of one page.

    Returns:
        Scheme and host in lower case, no default port, no fragment, no tracking parameters (`utm_*`, `fbclid` and
        their like), `/` for an empty path; empty when `url` is no http or https address.
    """
    address = web_address("", url)
    if not address:
        return ""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((parts.scheme, host, parts.path or "/", query, ""))


def language_or_none(told: object) -> str:
    """Take a BCP 47 tag (`vi_VN` as `vi-VN`); empty when it has not the shape of one."""
    if not isinstance(told, str):
        return ""
    try:
        return language_tag(told.strip().replace("_", "-"))
    except FeedError:
        return ""
