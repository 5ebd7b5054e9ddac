"""The article of a news agency's item: its text, its picture, and what it tells about itself."""

from pathlib import Path

from feeds.wire.item import WireItem, WireMedia
from hub.errors import AddressRefusedError, Fact, FetchError, InvalidError
from hub.extensions.parts import Parts
from hub.models import Item
from hub.services.followed import illustrations
from hub.services.followed.feed_wishes import MOST_TAGS, language_of
from transcode.documents.article import Article, ArticlePicture, escaped, summarise
from transcode.documents.markup import markdown_from_html
from transcode.documents.title import title_from_name
from transcode.errors import RejectedError

#: Pixels beyond which a wider rendition of a picture is of no more use.
_WIDE_ENOUGH = 2560


def article_of(parts: Parts, wire: WireItem, name: str, folder: Path) -> Article:
    """The article as any document gives it.

    Raises:
        InvalidError: There is neither text nor a picture that can be had.
    """
    picture, lost = _picture(parts, wire, folder)
    words = [f"![{escaped(picture.alt)}](picture:0)" if picture else "", markdown_from_html(wire.body_html)]
    body = "\n\n".join(one for one in words if one)
    if not body:
        raise InvalidError("wire-no-text", name=name)
    remarks: dict[str, dict[str, Fact]] = {}
    if lost:
        remarks["feed-pictures-lost"] = {"count": 1}
    if wire.editorial_note:
        remarks["wire-note"] = {"note": wire.editorial_note}
    return Article(
        title=wire.title or title_from_name(name),
        summary=wire.subtitle or summarise(body),
        markdown=body,
        pictures=(picture,) if picture else (),
        language=language_of(wire.language) or None,
        metadata={"authors": ", ".join(wire.bylines)} if wire.bylines else {},
        remarks=remarks,
    )


def fill(item: Item, wire: WireItem) -> None:
    """What readers are told beside the text, unless it was given."""
    # Codes of a vocabulary mean nothing to a reader.
    told = [one for one in (*wire.subjects, *wire.places, *wire.keywords) if ":" not in one]
    item.tags = item.tags or list(dict.fromkeys(told))[:MOST_TAGS]
    item.credit = item.credit or wire.credit or wire.copyright


def _picture(parts: Parts, wire: WireItem, folder: Path) -> tuple[ArticlePicture | None, bool]:
    """The best rendition of the item's picture, and whether there is one that could not be had."""
    pictures = [one for one in wire.media if one.media_type.startswith("image/")]
    there = [one for one in pictures if one.href.startswith(("http://", "https://"))]
    if not there:
        return None, bool(pictures)
    best = max(there, key=_usefulness)
    path = folder / "wire-picture"
    try:
        form = illustrations.fetch_picture(parts.egress, best.href, path)
    except (FetchError, AddressRefusedError, RejectedError):
        return None, True
    if form is None:
        return None, False
    return ArticlePicture(name=f"picture.{form}", data=path.read_bytes(), alt=best.caption, caption=best.caption), False


def _usefulness(file: WireMedia) -> tuple[bool, int]:
    """The widest of those that are not too wide, otherwise the least wide."""
    width = file.width or 0
    return width <= _WIDE_ENOUGH, width if width <= _WIDE_ENOUGH else -width
