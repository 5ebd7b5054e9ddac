"""Remote content of a NewsML-G2 item: pictures, sound, video, in all their renditions."""

import re

from lxml.etree import _Element

from feeds.wire.document import attribute, below, said
from feeds.wire.item import WireMedia
from feeds.wire.value import code_tail, count_of, duration_of

_WHITE_SPACE = re.compile(r"\s+")


def media_of(item: _Element) -> tuple[WireMedia, ...]:
    """List the renditions of an item; all have the caption of the item."""
    caption = _caption(item)
    return tuple(
        WireMedia(
            href=_WHITE_SPACE.sub("", href),
            media_type=attribute(content, "contenttype").lower(),
            size_bytes=count_of(attribute(content, "size")),
            width=count_of(attribute(content, "width")),
            height=count_of(attribute(content, "height")),
            duration_s=duration_of(attribute(content, "duration"), attribute(content, "durationunit")),
            caption=caption,
            role=attribute(content, "rendition"),
        )
        for content in below(item, "contentSet/remoteContent")
        if (href := attribute(content, "href") or attribute(content, "residref"))
    )


def _caption(item: _Element) -> str:
    descriptions = below(item, "contentMeta/description")
    captions = [text for text in descriptions if code_tail(attribute(text, "role")) == "caption"]
    return said(next(iter(captions or descriptions), None))
