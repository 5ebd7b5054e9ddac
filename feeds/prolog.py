"""What stands before the root of an XML document, where attacks by entities begin."""

import html.entities
import re
import sys
from dataclasses import dataclass

_SPACE_AND_NOTES = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+[^\s\[<>]+\s*(?:(?:PUBLIC\s*(?:"[^"]*"|'[^']*')|SYSTEM)\s*(?:"[^"]*"|'[^']*')?)?\s*([>\[])""",
    re.IGNORECASE,
)
#: An internal subset that only says which attributes an element has.
_HARMLESS_SUBSET = re.compile(r"(?>\s+|<!--.*?-->|<!(?:ATTLIST|ELEMENT|NOTATION)\b[^<>%]*>)*+\]\s*>", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What is never closed runs to the end, so that a million openings are not a million searches.
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(\d{1,9}|x[0-9a-f]{1,8})|([a-z][a-z0-9]{1,31}));|&", re.DOTALL | re.IGNORECASE
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, kw_only=True)
class Prolog:
    """An XML document that needs no document type any more.

    Attributes:
        root: Local name of the root element in lower case; empty when there is none.
        hostile: True when the document type declares entities or cannot be understood. `document` is empty then.
        document: The document from its root on, without document type and XML declaration. Characters that XML does
            not allow are gone; references by the names of HTML (`&nbsp;`) are characters, a lone `&` is one.
    """

    root: str
    hostile: bool
    document: str


def prolog(text: str) -> Prolog:
    """Take the prolog off an XML document.

    No entity is expanded but the 5 of XML and the named characters of HTML, and nothing is fetched: an external
    document type is left out unread.
    """
    place = _after_notes(text, 0)
    if text[place : place + 9].upper() == "<!DOCTYPE":
        doctype = _DOCTYPE.match(text, place)
        subset = _HARMLESS_SUBSET.match(text, doctype.end()) if doctype and doctype[1] == "[" else None
        if doctype is None or (doctype[1] == "[" and subset is None):
            return Prolog(root="", hostile=True, document="")
        place = _after_notes(text, (subset or doctype).end())
    root = _ROOT.match(text, place)
    if root is None:
        return Prolog(root="", hostile=False, document="")
    document = _REFERENCE.sub(_character, _NOT_XML.sub("", text[place:]))
    return Prolog(root=root[2].lower(), hostile=False, document=document)


def _after_notes(text: str, place: int) -> int:
    found = _SPACE_AND_NOTES.match(text, place)
    return found.end() if found else place


def _character(reference: re.Match[str]) -> str:
    number, name = reference.groups()
    if reference.group() == "&":
        return "&amp;"  # as in AT&T, the most common fault of all
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return "" if code > sys.maxunicode or _NOT_XML.match(chr(code)) else reference.group()
    if name is None or name in _XML_NAMES:
        return reference.group()
    character = html.entities.html5.get(f"{name};")
    # Some names stand for markup (&LT;), which must stay text; an unknown one is told as it is written.
    return html.escape(character) if character else f"&amp;{name};"
