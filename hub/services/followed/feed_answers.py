"""What the server of a feed answers: the feed, when to ask again, and where older entries are."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from feeds.reading.feed import ReadFeed
from feeds.reading.link import normalised_link
from feeds.reading.reader import read_feed
from hub.errors import FetchError
from hub.extensions.clock import now
from hub.extensions.egress import target
from hub.extensions.fetching import Fetched
from hub.models import Source
from hub.services.sources import EVERY_S, LONGEST_S


def conditions(memory: Mapping[str, Any]) -> dict[str, str]:
    """Conditions of RFC 9110 §13.1, by what the last answer told."""
    told = {"If-None-Match": memory.get("etag"), "If-Modified-Since": memory.get("last_modified")}
    return {name: str(value) for name, value in told.items() if value}


def read(fetched: Fetched) -> ReadFeed:
    host = target(fetched.url)[0]
    if fetched.status == HTTPStatus.GONE:
        raise FetchError("followed-feed-gone", permanent=True, host=host)
    if fetched.status != HTTPStatus.OK:
        raise FetchError("followed-feed-status", host=host, status=fetched.status)
    return read_feed(fetched.body, url=fetched.url, content_type=fetched.headers.get("Content-Type"))


def pause_s(fetched: Fetched, source: Source) -> float:
    """How long a busy server wishes to be left alone (RFC 9110 §10.2.3), at least until the source's next turn.

    Raises:
        FetchError: It does not tell.
    """
    told = fetched.headers.get("Retry-After", "").strip()
    wished: float | None = None
    if told.isdecimal():
        wished = float(told[:9])
    elif told:
        with suppress(ValueError):
            moment = parsedate_to_datetime(told)
            wished = ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now()).total_seconds()
    if wished is None:
        raise FetchError("followed-feed-busy-again", host=target(fetched.url)[0], status=fetched.status)
    usual_s = float(source.options.get("every_s") or EVERY_S[source.kind])
    return min(max(wished, usual_s), LONGEST_S[source.kind])


def older_page(feed: ReadFeed, url: str) -> str:
    """The page before: as the feed names it (RFC 5005), or as WordPress counts its pages."""
    if feed.next_url:
        return "" if normalised_link(feed.next_url) == normalised_link(url) else feed.next_url
    if "wordpress" not in feed.generator.lower() or not feed.entries:
        return ""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    page = query.get("paged", "1")
    query["paged"] = str(int(page) + 1 if page.isdecimal() else 2)
    return parts._replace(query=urlencode(query)).geturl()
