"""What readers know an entry by."""

import re
from urllib.parse import quote

from feeds.errors import FeedError
from feeds.text import one_line

_ID = re.compile(r"[!-~]+")  # visible ASCII, no space
_IRI = re.compile(r"(?:https?://|urn:[a-z0-9][a-z0-9-]{1,31}:|tag:)[!-~]+", re.IGNORECASE)


def entry_id(name: str) -> str:
    """Check the id of an entry.

    Raises:
        FeedError: `bad-id`.
    """
    if not _ID.fullmatch(name):
        raise FeedError("bad-id", id=one_line(name))
    return name


def urn(name: str) -> str:
    """Tell an id as the IRI that Atom asks for (RFC 4287 section 4.2.6); one that is an IRI already stays as it is."""
    return name if _IRI.fullmatch(name) else f"urn:hub:item:{quote(name, safe='-._~:')}"
