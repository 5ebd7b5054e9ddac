"""OPML 2.0: a list of feeds that a reader takes in at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import _Element

from feeds.address import absolute
from feeds.date import rfc822, utc
from feeds.extensions.extension import put
from feeds.frozen import settle
from feeds.language import language_tag
from feeds.text import one_line, required_line

#: The type to serve it with.
MEDIA_TYPE = "text/x-opml; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One feed in the list.

    Attributes:
        type: "rss" for every format of feed, as the specification has it.

    Raises:
        FeedError: `missing-text` (no title), `bad-url`, `bad-language`.
    """

    title: str
    xml_url: str
    html_url: str
    description: str = ""
    language: str = "vi"
    type: str = "rss"

    def __post_init__(self) -> None:
        settle(
            self,
            title=required_line("outline title", self.title),
            xml_url=absolute("xml url", self.xml_url),
            html_url=absolute("html url", self.html_url),
            description=one_line(self.description),
            language=language_tag(self.language),
            type=required_line("outline type", self.type),
        )


@dataclass(frozen=True, kw_only=True)
class OutlineGroup:
    """Feeds under one heading.

    Raises:
        FeedError: `missing-text` (no title).
    """

    title: str
    outlines: tuple[Outline, ...]

    def __post_init__(self) -> None:
        settle(self, title=required_line("group title", self.title))


def opml(title: str, groups: Sequence[OutlineGroup], created: datetime) -> bytes:
    """Write a list of feeds.

    Args:
        title: Of the list.
        groups: In the order in which a reader sees them; a group without feeds is left out.
        created: When the list changed last, taken from the data.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `missing-text`, `naive-date`, `bad-date`.
    """
    root = etree.Element("opml", version="2.0")
    head = put(root, "head")
    put(head, "title", required_line("title", title))
    put(head, "dateCreated", rfc822(utc("created", created)))
    body = put(root, "body")
    for group in groups:
        if group.outlines:
            heading = put(body, "outline", text=group.title, title=group.title)
            for outline in group.outlines:
                _write(heading, outline)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _write(heading: _Element, outline: Outline) -> None:
    put(
        heading,
        "outline",
        type=outline.type,
        text=outline.title,
        title=outline.title,
        xmlUrl=outline.xml_url,
        htmlUrl=outline.html_url,
        description=outline.description or None,
        language=outline.language,
    )
