"""The article of a news agency's item: its text, its pictures, and what it tells about itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from feeds.wire.item import WireItem
from hub.errors import Fact, InvalidError
from hub.extensions.parts import Parts
from hub.models import Asset, Item
from hub.services import wire_media
from hub.services.followed.feed_wishes import MOST_TAGS, language_of
from hub.services.wire_media import Found
from transcode.documents.article import Article, escaped, summarise
from transcode.documents.markup import markdown_from_html
from transcode.documents.title import title_from_name


def article_of(parts: Parts, wire: WireItem, asset: Asset, folder: Path) -> Article:
    """The article as any document gives it; the first picture stands above the text, the others below it.

    Raises:
        InvalidError: There is neither text nor a picture that can be had.
    """
    found = wire_media.find(parts, wire, asset.facts, folder)
    pictures = [f"![{escaped(picture.alt)}](picture:{number})" for number, picture in enumerate(found.pictures)]
    words = [*pictures[:1], markdown_from_html(wire.body_html), *pictures[1:]]
    body = "\n\n".join(one for one in words if one)
    if not body:
        raise InvalidError("wire-no-text", name=asset.name)
    return Article(
        title=wire.title or title_from_name(asset.name),
        summary=wire.subtitle or summarise(body),
        markdown=body,
        pictures=tuple(found.pictures),
        language=language_of(wire.language) or None,
        metadata={"authors": ", ".join(wire.bylines)} if wire.bylines else {},
        remarks=_remarks(wire, found),
    )


def _remarks(wire: WireItem, found: Found) -> dict[str, Mapping[str, Fact]]:
    told: dict[str, Mapping[str, Any]] = {
        "feed-pictures-lost": {"count": found.unreached},
        "wire-pictures-lost": {"count": len(found.lost), "name": ", ".join(found.lost)},
        "wire-left-out": {"count": len(found.left_out), "name": ", ".join(found.left_out)},
    }
    remarks = {code: facts for code, facts in told.items() if facts["count"]}
    return {**remarks, "wire-note": {"note": wire.editorial_note}} if wire.editorial_note else remarks


def fill(item: Item, wire: WireItem) -> None:
    """What readers are told beside the text, unless it was given."""
    # Codes of a vocabulary mean nothing to a reader.
    told = [one for one in (*wire.subjects, *wire.places, *wire.keywords) if ":" not in one]
    item.tags = item.tags or list(dict.fromkeys(told))[:MOST_TAGS]
    item.credit = item.credit or wire.credit or wire.copyright
