"""Addresses that links of a book may lead to. Source: RFC 3986."""

import re
from urllib.parse import quote, urljoin, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]*")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ADDRESS_SIGNS = "!#$%&'()*+,-./:;=?@_~"


def safe_address(href: str, base: str = "") -> str:
    """An address that any checker takes; "" for one that leads nowhere outside of its site."""
    target = urljoin(base, href) if base and href.startswith("/") else href
    try:
        parts = urlsplit(target)
        host = parts.hostname or ("" if parts.port is None else ":")
    except ValueError:
        return ""
    leads = _HOST.fullmatch(host) if parts.scheme in {"http", "https"} else parts.path
    if not leads or parts.scheme not in _SCHEMES:
        return ""
    return _LONE_PERCENT.sub("%25", quote(target, safe=_ADDRESS_SIGNS))
