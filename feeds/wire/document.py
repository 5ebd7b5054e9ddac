"""XML of an agency: parsed without document type, entities and network; and what its elements say."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from feeds.prolog import prolog
from feeds.text import clean, distinct_lines, one_line
from feeds.wire.errors import WireError

#: NewsML-G2 around NITF around a table of lists has some 25 levels.
MOST_LEVELS = 100

#: A name and a job title beside each other are words of their own; emphasis in the middle of a word is not.
_APART = frozenset({"p", "br", "name", "byttl", "virtloc", "sublocation", "city", "state", "region", "country"})


def parse(text: str, name: str) -> _Element:
    """Parse XML.

    A plain document type, which NITF documents carry, is left out unread; the named characters of HTML that it would
    bring (`&nbsp;`) are known all the same.

    Returns:
        The root, without comments and processing instructions.

    Raises:
        WireError: `wire-hostile` (declares entities), `wire-unknown` (no XML), `wire-broken`, `wire-too-deep`.
    """
    found = prolog(text)
    if found.hostile:
        raise WireError("wire-hostile", name=name)
    if not found.root:
        raise WireError("wire-unknown", name=name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(found.document.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise WireError("wire-broken", name=name) from error
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > MOST_LEVELS:
            raise WireError("wire-too-deep", name=name, most_levels=MOST_LEVELS)
    return root


def local(element: _Element) -> str:
    """Name an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def below(element: _Element | None, path: str) -> list[_Element]:
    """Find elements by a path of local names, whatever their namespace."""
    return [] if element is None else element.findall("/".join(f"{{*}}{step}" for step in path.split("/")))


def first(element: _Element | None, path: str) -> _Element | None:
    """Find the first element by a path of local names; None when there is none."""
    found = below(element, path)
    return found[0] if found else None


def said(element: _Element | None) -> str:
    """Read the text of an element and of all below it, on one line; empty when there is none."""
    return "" if element is None else one_line("".join(_texts(element)))


def attribute(element: _Element | None, name: str) -> str:
    """Read an attribute on one line; empty when it is not there."""
    return "" if element is None else one_line(element.get(name) or "")


def language_of(element: _Element | None) -> str:
    """Read `xml:lang`; empty when it is not there."""
    return attribute(element, "{http://www.w3.org/XML/1998/namespace}lang")


def all_said(elements: list[_Element]) -> tuple[str, ...]:
    """Read several elements, each text once."""
    return distinct_lines(tuple(map(said, elements)))


def lines(elements: list[_Element]) -> str:
    """Read several elements as lines of one note."""
    return clean("\n".join(all_said(elements)))


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        apart = " " if local(child) in _APART else ""
        yield apart
        yield from _texts(child)
        yield apart
        yield child.tail or ""
