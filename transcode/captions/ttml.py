"""TTML, DFXP and IMSC as far as captions need it: times, words, italics, speakers.

Source: Timed Text Markup Language 2 (W3C), sections 8 and 12.3.
"""

import re

from lxml import etree

from transcode.captions.caption import Cue
from transcode.captions.clock import CLOCK, moment
from transcode.captions.parsed import Parsed
from transcode.documents.xml import parsed as parsed_xml
from transcode.errors import RejectedError

_CLOCK = re.compile(CLOCK)
_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_UNITS_S = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_FRAME_RATE = 30.0
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Reader:
    """One file; attributes are looked up by their last name, for each edition of TTML has its own namespaces."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._rate = _number(_told(root, "frameRate"), _FRAME_RATE) * _ratio(_told(root, "frameRateMultiplier"))
        self._ticks = _number(_told(root, "tickRate"), 1.0)
        self._italic = {
            one.get(_XML_ID) for one in root.iter() if _name(one) == "style" and _told(one, "fontStyle") == "italic"
        }
        self._agents = {one.get(_XML_ID): _agent(one) for one in root.iter() if _name(one) == "agent"}

    def cues(self) -> list[Cue]:
        """All paragraphs; their times count from those of what they stand in."""
        return [self._cue(one) for one in self._root.iter() if _name(one) == "p"]

    def _cue(self, paragraph: etree._Element) -> Cue:
        start_s = self._begin(paragraph)
        base_s = start_s - (self._seconds(_told(paragraph, "begin")) or 0.0)
        end_s, duration_s = self._seconds(_told(paragraph, "end")), self._seconds(_told(paragraph, "dur"))
        spans = [one for one in paragraph.iter() if _name(one) == "span" and _told(one, "begin")]
        if spans and not _told(paragraph, "begin"):
            start_s = base_s + min(self._seconds(_told(one, "begin")) or 0.0 for one in spans)
            end_s = end_s or max(self._seconds(_told(one, "end")) or 0.0 for one in spans)
        if end_s is not None:
            end_s += base_s
        elif duration_s is not None:
            end_s = start_s + duration_s
        speaker = self._agents.get(_told(paragraph, "agent"), "")
        return Cue(start_s, start_s if end_s is None else end_s, self._words(paragraph), speaker)

    def _begin(self, element: etree._Element) -> float:
        chain = [element, *element.iterancestors()]
        return sum(self._seconds(_told(one, "begin")) or 0.0 for one in chain)

    def _words(self, element: etree._Element) -> str:
        """The text of an element, blanks and line ends of the file as one blank."""
        if _name(element) == "br":
            return "\n"
        # An entity has no name.
        if _name(element) in {"", "metadata"}:
            return ""
        inside = (element.text or "").replace("\n", " ")
        for child in element:
            inside += self._words(child) + (child.tail or "").replace("\n", " ")
        styles = (_told(element, "style") or "").split()
        slanted = _told(element, "fontStyle") == "italic" or bool(self._italic & set(styles))
        return f"<i>{inside}</i>" if slanted else inside

    def _seconds(self, text: str) -> float | None:
        offset = _OFFSET.fullmatch(text.strip())
        if offset:
            amount = float(offset[1])
            per_s = {"f": self._rate, "t": self._ticks}.get(offset[2])
            return amount / per_s if per_s else amount * _UNITS_S[offset[2]]
        clock = _CLOCK.fullmatch(text.strip())
        return moment(clock.groups()).at(self._rate) if clock else None


def read_ttml(text: str) -> Parsed:
    """Read TTML.

    Raises:
        RejectedError: "document-broken": it is no XML; "captions-unknown": XML of another kind.
    """
    # The text is Unicode by now, whatever its first line says.
    root = parsed_xml(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), format_name="TTML")
    if _name(root) != "tt":
        raise RejectedError("captions-unknown")
    return Parsed(cues=_Reader(root).cues(), format="TTML", language=root.get(_XML_LANG) or "")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _told(element: etree._Element, name: str) -> str:
    """An attribute by its last name; "" when it is not there."""
    return next((str(value) for key, value in element.items() if etree.QName(key).localname == name), "")


def _agent(element: etree._Element) -> str:
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def _number(text: str, unsaid: float) -> float:
    found = re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text)
    return float(text) if found and float(text) > 0 else unsaid


def _ratio(text: str) -> float:
    """Read "1000 1001" as a fraction."""
    found = re.fullmatch(r"(\d{1,6})\s+(\d{1,6})", text)
    return int(found[1]) / int(found[2]) if found and int(found[1]) and int(found[2]) else 1.0
