"""Properties of an XMP packet (ISO 16684-1), by prefix and name, read without entities."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

MOST_BYTES = 1_000_000
_MOST_VALUES = 50
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES: Mapping[str, str] = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
}


def read_xmp(packet: bytes) -> dict[str, tuple[str, ...]]:
    """Name ("dc:creator") -> values; of a text in several languages all. {} of what cannot be read."""
    if len(packet) > MOST_BYTES:
        return {}
    try:
        root = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for about in root.iter(f"{_RDF}Description"):
        for name, values in (*_attributes(about), *_elements(about)):
            if values:
                found.setdefault(name, values[:_MOST_VALUES])
    return found


def _attributes(about: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in about.attrib.items():
        name = _named(key)
        if name and value.strip():
            yield name, (value.strip(),)


def _elements(about: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for child in about:
        name = _named(child.tag)
        if name:
            items = [one.text or "" for one in child.iter(f"{_RDF}li")] or [child.text or ""]
            yield name, tuple(text.strip() for text in items if text.strip())


def _named(tag: str) -> str:
    space, _, name = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES[space]}:{name}" if space in _PREFIXES else ""
