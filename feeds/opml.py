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
from feeds.person import Person
from feeds.text import distinct_lines, one_line, required_line

#: The type to serve it with.
MEDIA_TYPE = "text/x-opml; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One feed in the list.

    Attributes:
        type: "rss" for every format of feed, as the specification has it.
        categories: Each a word, or words parted by slashes from the widest to the narrowest: `/radio/hmn`.

    Raises:
        FeedError: `missing-text` (no title), `bad-url`, `bad-language`.
    """

    title: str
    xml_url: str
    html_url: str
    description: str = ""
    language: str = "vi"
    type: str = "rss"
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        settle(
            self,
            title=required_line("outline title", self.title),
            xml_url=absolute("xml url", self.xml_url),
            html_url=absolute("html url", self.html_url),
            description=one_line(self.description),
            language=language_tag(self.language),
            type=required_line("outline type", self.type),
            categories=distinct_lines(tuple(name.replace(",", " ") for name in self.categories)),
        )


@dataclass(frozen=True, kw_only=True)
class OutlineGroup:
    """Feeds under one heading.

    Attributes:
        outlines: The feeds themselves.
        groups: Headings below this one, after its own feeds.

    Raises:
        FeedError: `missing-text` (no title).
    """

    title: str
    outlines: tuple[Outline, ...] = ()
    groups: tuple["OutlineGroup", ...] = ()

    def __post_init__(self) -> None:
        # A heading without a feed below it would be a door to nothing.
        groups = tuple(group for group in self.groups if group.outlines or group.groups)
        settle(self, title=required_line("group title", self.title), groups=groups)


def opml(
    title: str,
    groups: Sequence[OutlineGroup],
    created: datetime,
    modified: datetime | None = None,
    owner: Person | None = None,
) -> bytes:
    """Write a list of feeds.

    Args:
        title: Of the list.
        groups: In the order in which a reader sees them; a group without feeds is left out.
        created: When the list was made; where that is not known, when it changed last. Taken from the data.
        modified: When the list changed last; None to leave it unsaid.
        owner: Whose list it is.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.

    Raises:
        FeedError: `missing-text`, `naive-date`, `bad-date`.
    """
    root = etree.Element("opml", version="2.0")
    head = put(root, "head")
    put(head, "title", required_line("title", title))
    put(head, "dateCreated", rfc822(utc("created", created)))
    if modified:
        put(head, "dateModified", rfc822(utc("modified", modified)))
    for name, value in (("Name", owner and owner.name), ("Email", owner and owner.email), ("Id", owner and owner.url)):
        if value:
            put(head, f"owner{name}", value)
    _write_groups(put(root, "body"), groups)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _write_groups(parent: _Element, groups: Sequence[OutlineGroup]) -> None:
    for group in groups:
        if group.outlines or group.groups:
            heading = put(parent, "outline", text=group.title, title=group.title)
            for outline in group.outlines:
                _write(heading, outline)
            _write_groups(heading, group.groups)


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
        category=",".join(outline.categories) or None,
    )
