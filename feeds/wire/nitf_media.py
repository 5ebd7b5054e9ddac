"""Pictures, sound and video of an NITF document."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.wire.document import attribute, below, first, local, said
from feeds.wire.item import WireMedia
from feeds.wire.value import count_of, credit_of, duration_of, place_of


def media_of(nitf: _Element) -> tuple[WireMedia, ...]:
    """List the references of all `media` in the body; each has the caption and the producer of its `media`."""
    return tuple(_files(first(nitf, "body")))


def _files(body: _Element | None) -> Iterator[WireMedia]:
    media = [one for one in body.iter() if local(one) == "media"] if body is not None else []
    for number, one in enumerate(media):
        caption, producer = said(first(one, "media-caption")), said(first(one, "media-producer"))
        for reference in below(one, "media-reference"):
            if href := attribute(reference, "source") or attribute(reference, "data-location"):
                yield WireMedia(
                    href=place_of(href),
                    media_type=attribute(reference, "mime-type").lower(),
                    width=count_of(attribute(reference, "width")),
                    height=count_of(attribute(reference, "height")),
                    duration_s=duration_of(attribute(reference, "time"), attribute(reference, "time-unit-of-measure")),
                    caption=caption,
                    alt=attribute(reference, "alternate-text"),
                    credit=credit_of(producer, attribute(reference, "source-credit")),
                    group=f"nitf-{number}",
                    role=attribute(one, "media-type"),
                )
