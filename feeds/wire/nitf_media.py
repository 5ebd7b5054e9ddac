"""Pictures, sound and video of an NITF document."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from feeds.wire.document import attribute, below, first, local, said
from feeds.wire.item import WireMedia
from feeds.wire.value import count_of, duration_of

_WHITE_SPACE = re.compile(r"\s+")


def media_of(nitf: _Element) -> tuple[WireMedia, ...]:
    """List the references of all `media` in the body; each has the caption of its `media`."""
    return tuple(_files(first(nitf, "body")))


def _files(body: _Element | None) -> Iterator[WireMedia]:
    for media in body.iter() if body is not None else ():
        if local(media) != "media":
            continue
        caption = said(first(media, "media-caption"))
        for reference in below(media, "media-reference"):
            if href := attribute(reference, "source") or attribute(reference, "data-location"):
                yield WireMedia(
                    href=_WHITE_SPACE.sub("", href),
                    media_type=attribute(reference, "mime-type").lower(),
                    width=count_of(attribute(reference, "width")),
                    height=count_of(attribute(reference, "height")),
                    duration_s=duration_of(attribute(reference, "time"), attribute(reference, "time-unit-of-measure")),
                    caption=caption,
                    role=attribute(media, "media-type"),
                )
