"""The text of an item: XHTML and NITF become HTML of few elements."""

import html
from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from feeds.markup import PLAIN_TAGS, safe_html
from feeds.wire.document import local

_KEPT_ATTRIBUTES = ("href", "title", "lang", "colspan", "rowspan")
_VOID = frozenset({"br", "hr"})
#: What NITF calls differently (NITF 3.6); what neither it nor HTML names leaves its text only.
_NITF_TAGS: Mapping[str, str] = {
    "hl1": "h2",
    "hl2": "h3",
    "bq": "blockquote",
    "lang": "span",
    "pronounce": "span",
    "nitf-table": "table",
    "note": "p",
    "credit": "p",
    "caption": "caption",
}
#: Media are read apart; the rest is for programs.
_LEFT_OUT = frozenset(
    {"media", "script", "style", "head", "object", "iframe", "img", "svg", "video", "audio", "nitf-table-metadata"}
)


def html_of(element: _Element) -> str:
    """Write what is in an element of XHTML or NITF.

    Returns:
        Safe HTML with the elements of `feeds.markup.PLAIN_TAGS`; empty when nothing is said.
    """
    return safe_html("".join(_written(element)), tags=PLAIN_TAGS)


def _written(element: _Element) -> Iterator[str]:
    yield html.escape(element.text or "", quote=False)
    for child in element:
        name = local(child)
        if name and name not in _LEFT_OUT:
            yield from _element(child, _NITF_TAGS.get(name, name))
        yield html.escape(child.tail or "", quote=False)


def _element(element: _Element, tag: str) -> Iterator[str]:
    if tag not in PLAIN_TAGS:
        yield from _written(element)
        return
    attributes = ((name, element.get(name)) for name in _KEPT_ATTRIBUTES)
    yield f"<{tag}" + "".join(f' {name}="{html.escape(value)}"' for name, value in attributes if value) + ">"
    if tag not in _VOID:
        yield from _written(element)
        yield f"</{tag}>"
