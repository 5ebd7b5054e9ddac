"""XML of documents, read without entities, without the network and to a bounded depth."""

from lxml import etree

from transcode.errors import RejectedError


def parsed(data: bytes, *, format_name: str) -> etree._Element:
    """The root of XML. Entities are left out, not resolved; elements nest 256 deep at most.

    Args:
        data: The XML.
        format_name: What people call the document that it is a part of.

    Raises:
        RejectedError: "document-broken".
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RejectedError("document-broken", format=format_name) from error
