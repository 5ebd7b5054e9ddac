"""The one door: a document of an agency to its items."""

import json
from datetime import tzinfo

from feeds.decoding import decode
from feeds.moment import VIET_NAM
from feeds.wire import newsml, ninjs, nitf
from feeds.wire.document import local, parse
from feeds.wire.errors import WireError
from feeds.wire.item import WireItem

#: Text with a package around it; pictures and sound are files of their own.
MOST_BYTES = 20_000_000


def read_wire(data: bytes, *, name: str, naive_zone: tzinfo = VIET_NAM) -> tuple[WireItem, ...]:
    """Read a document of a news agency; its format is decided by its content, never by its name.

    NewsML-G2 (`newsItem`, `packageItem`, and both in a `newsMessage`), NITF 3.x (with its document type or without),
    ninjs 1.x to 3.x (one item, a list of them, or an envelope with `item` or `items`). Nothing is fetched; no entity
    is expanded but those of XML itself and the named characters of HTML.

    Args:
        data: The document, at most `MOST_BYTES`.
        name: What the document is called in errors.
        naive_zone: Where times without a zone are meant; an embargo without one ends at the later of this and UTC.

    Returns:
        At least one item, in the order of the document.

    Raises:
        WireError: `wire-empty`, `wire-too-large`, `wire-hostile`, `wire-too-deep`, `wire-broken`, `wire-unknown`,
            `wire-no-items`, `wire-no-guid`, `wire-embargo-unreadable`. No item is returned when one is at fault.
    """
    if len(data) > MOST_BYTES:
        raise WireError("wire-too-large", name=name, size_bytes=len(data), most_bytes=MOST_BYTES)
    text = decode(data).strip("\ufeff\x00 \t\r\n")
    if not text:
        raise WireError("wire-empty", name=name)
    if text[0] in "{[":
        return _json_items(text, name, naive_zone)
    root = parse(text, name)
    if local(root) == "nitf":
        return (nitf.item_of(root, name, naive_zone),)
    if local(root) not in newsml.ROOTS:
        raise WireError("wire-unknown", name=name)
    items = tuple(newsml.items_of(root, name, naive_zone))
    if not items:
        raise WireError("wire-no-items", name=name)
    return items


def _json_items(text: str, name: str, naive_zone: tzinfo) -> tuple[WireItem, ...]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError("wire-broken", name=name) from error
    objects = ninjs.objects_of(document)
    if not objects:
        raise WireError("wire-unknown", name=name)
    return tuple(ninjs.item_of(item, name, naive_zone) for item in objects)
