"""Addresses: absolute, http or https, in the characters of RFC 3986."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from feeds.errors import FeedError

#: Reserved and unreserved characters of RFC 3986 section 2, and "%" of what is encoded already.
_URI_CHARACTERS = "%:/?#[]@!$&'()*+,;=-._~"
_NEVER_IN_A_URL = re.compile(r"[\s\x00-\x20\x7f<>\"{}|\\^`]")
#: A name or an IP address, perhaps a port; no user and password, which a public document must not show.
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def absolute(field: str, url: str) -> str:
    """Check that an address is one that a feed reader anywhere can fetch.

    Returns:
        The address as an ASCII URI: letters outside ASCII are percent-encoded as UTF-8, those of the host with IDNA.

    Raises:
        FeedError: `bad-url`, the address is relative, of another scheme, without a host, names a user, or holds
            characters that no address may hold.
    """
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("ascii").decode() if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        usable = parts.scheme.lower() in {"http", "https"} and bool(_HOST.fullmatch(host))
        parts.port  # noqa: B018  a property that raises when the port is no number
    except ValueError as error:  # also UnicodeError, of IDNA
        raise FeedError("bad-url", field=field, url=_shown(url)) from error
    if not usable or _NEVER_IN_A_URL.search(url) or _LONE_PERCENT.search(url):
        raise FeedError("bad-url", field=field, url=_shown(url))
    try:
        rest = [quote(part, safe=_URI_CHARACTERS) for part in (parts.path, parts.query, parts.fragment)]
    except UnicodeEncodeError as error:  # a lone surrogate
        raise FeedError("bad-url", field=field, url=_shown(url)) from error
    return urlunsplit((parts.scheme.lower(), host, *rest))


def optional_absolute(field: str, url: str | None) -> str | None:
    """Check an address that may be left out.

    Returns:
        None when there is none (None or empty), otherwise what `absolute` returns.

    Raises:
        FeedError: `bad-url`.
    """
    return absolute(field, url) if url else None


def _shown(url: str) -> str:
    return url.encode("ascii", "backslashreplace").decode()[:200]
