"""Feeds as topics: their paths in the public tree, and the addresses by which subscribers know them."""

import hashlib
import re
from http import HTTPStatus

from feeds.websub.links import link_header
from hub.config import Settings
from hub.errors import HubError
from hub.extensions.parts import Parts
from hub.services.tree import PUBLIC

#: Of the hub, below the address at which it answers itself.
PATH = "/websub"

#: Those of the paths that are written as feeds.
_TOPIC = re.compile(r"(?:feeds|podcasts)/[A-Za-z0-9_-]+\.(?:rss|mrss|atom|json)")


class UnknownTopicError(HubError):
    status = HTTPStatus.NOT_FOUND

    def __init__(self, address: str) -> None:
        super().__init__("websub-unknown-topic", topic=address[:200])


def hub_url(settings: Settings) -> str:
    """Where subscribers ask."""
    return settings.desk_url + PATH


def url_of(settings: Settings, topic: str) -> str:
    return f"{settings.public_url}/{topic}"


def is_topic(path: str) -> bool:
    return _TOPIC.fullmatch(path) is not None


def links(settings: Settings, topic: str) -> str:
    """The Link header of a feed."""
    return link_header(hub_url=hub_url(settings), self_url=url_of(settings, topic))


def topic_of(settings: Settings, address: str) -> str:
    """The path of a feed by its public address. Raises UnknownTopicError for whatever can be none."""
    topic = address.removeprefix(f"{settings.public_url}/")
    if topic == address or not is_topic(topic):
        raise UnknownTopicError(address)
    return topic


def is_published(parts: Parts, topic: str) -> bool:
    return parts.storage.stat(f"{PUBLIC}/{topic}") is not None


def content(parts: Parts, topic: str) -> bytes | None:
    """The feed as readers have it now; None where there is none."""
    return parts.storage.read(f"{PUBLIC}/{topic}") if is_published(parts, topic) else None


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
