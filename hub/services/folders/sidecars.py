"""What a sidecar says of the recording beside it: JSON, or XML by a map of fields. Nothing in it becomes a path."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from hub.errors import Fact, InvalidError
from hub.extensions.clock import LOCAL
from hub.services.languages import LANGUAGES
from transcode.documents.article import one_line

#: Bytes of a sidecar at the most.
MOST_BYTES = 1_000_000

#: Characters of one value, and values of one list, at the most.
MOST_CHARACTERS = 200_000
MOST_VALUES = 50

#: Field -> the names that playout systems give it, in lower case, for JSON and for XML without a map.
USUAL: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "summary": ("summary", "lead", "sapo", "description", "abstract", "synopsis"),
    "body": ("body", "text", "content", "script"),
    "language": ("language", "lang"),
    "authors": ("author", "creator", "reporter", "byline", "authors"),
    "tags": ("tag", "keyword", "keywords", "tags"),
    "published_at": ("published_at", "published", "pubdate", "airdate", "broadcastdate"),
    "credit": ("credit", "source", "copyright"),
    "ai_label": ("ai_label", "ailabel"),
    "publish": ("publish",),
}

#: Moments of other millennia break on their way to UTC.
_FIRST_YEAR, _LAST_YEAR = 1900, 3000

_STEP = re.compile(r"(?:(?<=/)|^)(?!\{)[^\W\d][\w.-]*")
_ATTRIBUTE = re.compile(r"(?:(?P<steps>.*)/)?@(?:[\w.-]+:)?(?P<name>[\w.-]+)", re.DOTALL)
_YES = frozenset({"true", "yes", "1", "có"})
_NO = frozenset({"false", "no", "0", "không"})


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What an editor should know; a key of `hub.errors.SENTENCES` and the facts its sentence is filled with."""

    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, kw_only=True)
class Told:
    """The fields of `hub.services.intake.Submission` that a sidecar gave, and what was wrong with others."""

    values: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def read_json(data: bytes, *, name: str) -> Told:
    """Fields of a JSON object (RFC 8259) by their own or usual names; all other names are passed over.

    Raises:
        InvalidError: It is too large, no JSON, or no object.
    """
    _check_size(data, name)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidError("sidecar-unreadable", name=name, format="JSON") from error
    if not isinstance(told, dict):
        raise InvalidError("sidecar-unreadable", name=name, format="JSON")
    lower = {key.lower(): value for key, value in told.items() if value is not None}
    # The field's own name goes before those that other systems give it.
    named = {key: next((one for one in (key, *USUAL[key]) if one in lower), None) for key in _CLEANERS}
    return _cleaned({key: lower[found] for key, found in named.items() if found is not None}, name)


def read_xml(data: bytes, *, name: str, fields: Mapping[str, str] | None = None) -> Told:
    """Fields of an XML document; without DTD and entities.

    Args:
        data: The document.
        name: What the file is called, for sentences.
        fields: Field -> path, such as `/Clip/Name`, `.//Keyword` or `/Clip/@lang`; namespaces are looked past.
            Without it, elements are told by their usual names.

    Raises:
        InvalidError: It is too large, not well formed, has a DTD, or a path cannot be understood.
    """
    _check_size(data, name)
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InvalidError("sidecar-unreadable", name=name, format="XML") from error
    found = _usual(root) if not fields else {key: _at(root, path) for key, path in fields.items() if key in _CLEANERS}
    # What stands once is a value, what stands several times a list; empty elements say nothing.
    texts = {key: [text for text in values if text] for key, values in found.items()}
    return _cleaned({key: values[0] if len(values) == 1 else values for key, values in texts.items() if values}, name)


def both(first: Told, second: Told) -> Told:
    """Two sidecars of one recording; the first one has the say."""
    return Told(values={**second.values, **first.values}, remarks=(*first.remarks, *second.remarks))


def check_path(path: str) -> None:
    """Raises InvalidError when a path of a field map cannot be understood."""
    _at(Element("x"), path)


def _check_size(data: bytes, name: str) -> None:
    if len(data) > MOST_BYTES:
        raise InvalidError("sidecar-too-large", name=name, limit_kb=MOST_BYTES // 1000)


def _at(root: Element, path: str) -> list[str]:
    """The texts at a path: of elements, or of their attributes where it ends with `@name`."""
    told = _ATTRIBUTE.fullmatch(path.strip())
    steps, attribute = (told["steps"] or "", told["name"]) if told else (path.strip(), "")
    above = Element("above")
    above.append(root)
    # An absolute path begins with the root element, any other one inside it.
    start, steps = (above, "." + steps) if steps.startswith("/") else (root, steps or ".")
    try:
        elements = start.findall(_STEP.sub(lambda step: "{*}" + step[0], steps))
    except (SyntaxError, LookupError, ValueError, TypeError, StopIteration) as error:
        raise InvalidError("sidecar-bad-path", path=path) from error
    if attribute:
        return [_attribute(one, attribute) for one in elements]
    return [_text(one) for one in elements]


def _attribute(element: Element, name: str) -> str:
    return next((value.strip() for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _usual(root: Element) -> dict[str, list[str]]:
    """Of each field, the elements that bear the first of its usual names."""
    named: dict[str, list[Element]] = {}
    known = {name for names in USUAL.values() for name in names}
    for element in root.iter():
        name = element.tag.rpartition("}")[2].lower()
        if name in known and len(named.setdefault(name, [])) < MOST_VALUES:
            named[name].append(element)
    found: dict[str, list[str]] = {}
    for key, names in USUAL.items():
        elements = next((named[name] for name in names if name in named), [])
        found[key] = [_text(one) for one in (elements if key in _LISTS else elements[:1])]
    return found


def _cleaned(given: Mapping[str, Any], name: str) -> Told:
    """Each value as the hub keeps it; one that cannot be is left out and told."""
    values: dict[str, Any] = {}
    remarks = []
    for key, value in given.items():
        try:
            values[key] = _CLEANERS[key](value)
        except (TypeError, ValueError, OverflowError):
            shown = one_line(_plain(value[:80]), most=60) if isinstance(value, str) else type(value).__name__
            remarks.append(Remark(code="sidecar-bad-field", facts={"name": name, "field": key, "value": shown}))
    return Told(values={key: value for key, value in values.items() if value not in {"", ()}}, remarks=tuple(remarks))


def _plain(text: str) -> str:
    """NFC, without what no page and no database can hold."""
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


def _paragraphs(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        raise TypeError
    text = "\n\n".join(_plain(part.replace("\r\n", "\n").replace("\r", "\n")).strip() for part in parts)
    if len(text) > MOST_CHARACTERS:
        raise ValueError
    return text


def _line(value: Any) -> str:
    return one_line(_single(value))


def _single(value: Any) -> str:
    """One text; the first of several."""
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, str):
        raise TypeError
    return _plain(first[:MOST_CHARACTERS]).strip()


def _list(value: Any) -> tuple[str, ...]:
    """A list of lines; one text may separate them by commas, semicolons or ends of lines."""
    parts: Sequence[Any] = value if isinstance(value, list) else re.split(r"[,;\n]", value)
    if not all(isinstance(part, str) for part in parts):
        raise TypeError
    lines = [_line(part) for part in parts[:MOST_VALUES]]
    return tuple(dict.fromkeys(line for line in lines if line))


def _language(value: Any) -> str:
    tag = _single(value).replace("_", "-")
    # vi-VN is what many systems write for vi.
    found = next((one for one in (tag, tag.lower(), tag.split("-")[0].lower()) if one in LANGUAGES), "")
    if tag and not found:
        raise ValueError
    return found


def _moment(value: Any) -> datetime:
    """ISO 8601; where it tells no zone, the time of Việt Nam."""
    told = datetime.fromisoformat(_single(value))
    moment = told if told.tzinfo else told.replace(tzinfo=LOCAL)
    if not _FIRST_YEAR <= moment.year < _LAST_YEAR:
        raise ValueError
    return moment


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = _single(value).lower()
    if word not in _YES | _NO:
        raise ValueError
    return word in _YES


_LISTS = frozenset({"authors", "tags", "body"})
_CLEANERS: Mapping[str, Callable[[Any], Any]] = {
    "title": _line,
    "summary": _paragraphs,
    "body": _paragraphs,
    "language": _language,
    "authors": _list,
    "tags": _list,
    "published_at": _moment,
    "credit": _line,
    "ai_label": _line,
    "publish": _flag,
}
