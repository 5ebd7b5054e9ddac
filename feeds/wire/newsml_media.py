"""Remote content of a NewsML-G2 item: pictures, sound, video, in all their renditions."""

from collections.abc import Iterator

from lxml.etree import _Element

from feeds.wire.document import attribute, below, first, said
from feeds.wire.item import WireMedia
from feeds.wire.value import code_tail, count_of, credit_of, duration_of, place_of

#: Classes of items (NewsCodes ninature) whose `by` has taken the picture; that of a text has written it.
_PICTURES = frozenset({"picture", "graphic"})


def media_of(item: _Element) -> tuple[WireMedia, ...]:
    """List the renditions of an item; all have the caption, alternative text and credit of the item.

    A content set holds renditions of one content (NewsML-G2 Guidelines, "Content"). Agencies put several pictures into
    it all the same: a rendition that was there already, or none, begins another one.
    """
    caption, alt = _described(item)
    credit = _credit(item)
    return tuple(
        WireMedia(
            href=place_of(href),
            media_type=attribute(content, "contenttype").lower(),
            size_bytes=count_of(attribute(content, "size")),
            width=count_of(attribute(content, "width")),
            height=count_of(attribute(content, "height")),
            duration_s=duration_of(attribute(content, "duration"), attribute(content, "durationunit")),
            caption=caption,
            alt=alt,
            credit=credit,
            group=group,
            role=attribute(content, "rendition"),
        )
        for content, group in _grouped(below(item, "contentSet/remoteContent"))
        if (href := attribute(content, "href") or attribute(content, "residref"))
    )


def _grouped(contents: list[_Element]) -> Iterator[tuple[_Element, str]]:
    number, seen = 0, set[str]()
    for content in contents:
        rendition = attribute(content, "rendition")
        if seen and (not rendition or rendition in seen or "" in seen):
            number, seen = number + 1, set()
        seen.add(rendition)
        yield content, f"remote-{number}"


def _described(item: _Element) -> tuple[str, str]:
    """Read the caption, or else the first description, and the alternative text."""
    by_role = [(code_tail(attribute(text, "role")), text) for text in below(item, "contentMeta/description")]
    captions = [text for role, text in by_role if role == "caption"]
    captions += [text for role, text in by_role if role != "alttext"]
    alts = (text for role, text in by_role if role == "alttext")
    return said(next(iter(captions), None)), said(next(alts, None))


def _credit(item: _Element) -> str:
    content = first(item, "contentMeta")
    is_picture = code_tail(attribute(first(item, "itemMeta/itemClass"), "qcode")) in _PICTURES
    return credit_of(said(first(content, "by")) if is_picture else "", said(first(content, "creditline")))
