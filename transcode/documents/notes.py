"""Footnotes of pages: who points at which note, however the program that wrote the page set them."""

import re

from lxml import html as lxml_html
from lxml.html import HtmlElement

_NOTE = re.compile(
    r"(^|[-_.:])(_?ftn|_?edn|r?fn|(foot|end|side|cite_?)?notes?|sdfootnote|sdendnote|chu-?thich)", re.IGNORECASE
)
_KINDS = frozenset({"noteref", "doc-noteref", "footnote-ref", "footnoteref", "footnote-reference"})
_BLOCKS = frozenset({"li", "p", "div", "aside", "dd", "section", "td", "blockquote"})
_MARK_LENGTH = 8
_NOTE_LENGTH = 5_000
_MOST_NOTES = 2_000


def gather_notes(root: HtmlElement) -> list[HtmlElement]:
    """Turns the places that point at notes into those that `markup` knows, and takes the notes out of the page.

    Args:
        root: The part of a page that holds the article; its notes may stand anywhere in the page.

    Returns:
        One list of the notes, to be put behind the article; none when there are none.
    """
    order, named = _places(root)
    numbers: dict[HtmlElement, int] = {}
    lengths: dict[HtmlElement, int] = {}
    for link in [*root.iter("a")]:
        target = named.get((link.get("href") or "")[1:]) if (link.get("href") or "").startswith("#") else None
        note = _block(target) if target is not None and _points(link) else None
        # What points forward is the mark in the text, what points backward is the way home.
        if note is None or order[note] < order[link] or note in [*root.iterancestors(), *link.iterancestors(), root]:
            continue
        if note not in lengths:
            lengths[note] = len(note.text_content())
        if lengths[note] > _NOTE_LENGTH or len(numbers) >= _MOST_NOTES:
            continue
        number = numbers.setdefault(note, len(numbers) + 1)
        link.set("href", f"#footnote-{number}")
    if not numbers:
        return []
    gathered = lxml_html.Element("ol")
    for note, number in numbers.items():
        gathered.append(_taken_out(note, number, root))
    return [gathered]


def _places(root: HtmlElement) -> tuple[dict[HtmlElement, int], dict[str, HtmlElement]]:
    """The order of all elements of the page, and the elements by the names that links call them."""
    order: dict[HtmlElement, int] = {}
    named: dict[str, HtmlElement] = {}
    for place, element in enumerate(root.getroottree().iter()):
        order[element] = place
        for name in (element.get("id"), element.get("name")):
            if name:
                named.setdefault(name, element)
    return order, named


def _points(link: HtmlElement) -> bool:
    kinds = f"{link.get('role') or ''} {link.get('epub:type') or ''} {link.get('class') or ''}".lower().split()
    if not _KINDS.isdisjoint(kinds):
        return True
    return len(link.text_content().strip()) <= _MARK_LENGTH and bool(_NOTE.search((link.get("href") or "")[1:]))


def _block(target: HtmlElement) -> HtmlElement | None:
    for element in (target, *target.iterancestors()):
        if element.tag in _BLOCKS:
            return element
    return None


def _taken_out(note: HtmlElement, number: int, root: HtmlElement) -> HtmlElement:
    for back in [*note.iter("a")]:
        if (back.get("href") or "").startswith("#") or back.get("href") is None:
            mark = back.getparent() if back.getparent() is not None and back.getparent().tag == "sup" else back
            if len(mark.text_content().strip()) <= _MARK_LENGTH and mark is not note:
                mark.drop_tree()
    parent = note.getparent()
    item = lxml_html.Element("li", id=f"footnote-{number}")
    if parent is not None:
        note.drop_tree() if note.tail else parent.remove(note)
    _drop_empty(parent, root)
    note.tail = None
    note.tag = "div" if note.tag != "p" else "p"
    item.append(note)
    return item


def _drop_empty(element: HtmlElement | None, root: HtmlElement) -> None:
    """What held nothing but notes has no place in the article."""
    while element is not None and element is not root and element.getparent() is not None:
        if element.text_content().strip() or element.find(".//img") is not None:
            return
        above, rule = element.getparent(), element.getprevious()
        if rule is not None and rule.tag == "hr" and not (rule.tail or "").strip():
            rule.drop_tree()
        element.drop_tree()
        element = above
