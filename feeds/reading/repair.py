"""Makes well-formed XML of what publishers serve, so that one strict parser reads it all in linear time."""

import re

from lxml import etree
from lxml.etree import _Element

#: An item of a feed with a whole XHTML article in it has some 50 levels.
MOST_LEVELS = 200
#: Some podcasts have thousands of episodes; what comes after is the oldest in practice.
MOST_ENTRIES = 5000

_ENTRIES = frozenset({"item", "entry"})
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


class UnreadableError(Exception):
    """Not even the beginning of the document can be read, or it is nested too deep."""


def repaired(document: str) -> bytes:
    """Close what was left open, leave out what is no XML, and give the common prefixes their missing namespaces.

    Returns:
        Well-formed XML in UTF-8 with its declaration, and with the first `MOST_ENTRIES` entries; without the last one
        when the document was cut off.

    Raises:
        UnreadableError: Nothing is left, or elements are nested deeper than `MOST_LEVELS`.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError from error
    # lxml says None where its stubs do not: the parser found nothing to keep.
    if not isinstance(root, _Element):
        raise UnreadableError
    _look_over(root)
    entries = [element for element in root.iter() if _local(element) in _ENTRIES]
    # Of a document that was cut off, nobody knows how much of its last entry is missing.
    cut_off = re.search(rf"</(?:[\w.-]+:)?{re.escape(_local(root))}\s*>", document, re.IGNORECASE) is None
    for entry in (*entries[MOST_ENTRIES:], *(entries[-1:] if cut_off else ())):
        parent = entry.getparent()
        if parent is not None:
            parent.remove(entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _look_over(root: _Element) -> None:
    level = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > MOST_LEVELS:
            raise UnreadableError
        if event == "start":
            _name(element)


def _local(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _name(element: _Element) -> None:
    """Resolve a prefix that the document does not declare; the name of an element may hold no other colon."""
    tag = str(element.tag)
    if not tag.startswith("{") and ":" in tag:
        prefix, _, name = tag.partition(":")
        namespace = _NAMESPACES.get(prefix.lower())
        element.tag = f"{{{namespace}}}{name}" if namespace and ":" not in name else tag.replace(":", "-")
    for attribute in [name for name in map(str, element.attrib) if not name.startswith("{") and ":" in name]:
        del element.attrib[attribute]
