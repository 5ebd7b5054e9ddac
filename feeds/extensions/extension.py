"""The form in which feedgen takes an extension."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml.etree import SubElement, _Element


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Writes into the element of a feed or of an entry.

    feedgen makes its extensions by calling a class without arguments and asks the result for namespaces, then to extend
    the element it has built. This one is made beforehand, with the data bound into `write`.

    Attributes:
        write: Takes the element: `channel`, `item`, `feed` or `entry`.
        namespaces: Prefix -> namespace, declared at the root.
    """

    write: Callable[[_Element], None]
    namespaces: Mapping[str, str]

    def extend_ns(self) -> dict[str, str]:
        """Name the namespaces for feedgen."""
        return dict(self.namespaces)

    def extend_rss(self, element: _Element) -> None:
        """Write into the channel when feedgen hands over the document's root, else into the item."""
        self.write(element[0] if element.tag == "rss" else element)

    def extend_atom(self, element: _Element) -> None:
        """Write into the feed or the entry."""
        self.write(element)


def put(parent: _Element, name: str, text: str | None = None, /, **attributes: str | None) -> _Element:
    """Add an element.

    Args:
        parent: Where to, at its end.
        name: Tag, with its namespace in braces.
        text: Its text; None leaves it empty.
        attributes: Those that are None are left out.

    Returns:
        The new element.
    """
    element = SubElement(parent, name, {key: value for key, value in attributes.items() if value is not None})
    element.text = text
    return element
