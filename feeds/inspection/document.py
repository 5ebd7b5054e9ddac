"""Reading XML that may be anything."""

from lxml import etree
from lxml.etree import _Element

from feeds.inspection.errors import Fault, fault


class BrokenDocumentError(Exception):
    """The bytes are no document that can be looked at further; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def parse(feed_bytes: bytes) -> _Element:
    """Parse XML without entities, document type and network.

    Returns:
        The root element.

    Raises:
        BrokenDocumentError: Not well-formed, not UTF-8, or with a document type.
    """
    if not feed_bytes.startswith(b"<?xml"):
        raise BrokenDocumentError(fault("feed-no-declaration"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(feed_bytes, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenDocumentError(fault("feed-not-well-formed", problem=str(error))) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenDocumentError(fault("feed-document-type"))
    if (root.getroottree().docinfo.encoding or "").upper() != "UTF-8":
        raise BrokenDocumentError(fault("feed-not-utf-8"))
    return root


def text_of(element: _Element, path: str, namespaces: dict[str, str] | None = None) -> str:
    """Read the text of an element below; empty when there is none."""
    return (element.findtext(path, default="", namespaces=namespaces) or "").strip()
