"""Fields of ninjs, which its versions name alike but for upper and lower case, and singular and plural."""

from collections.abc import Mapping
from typing import Any

from feeds.text import distinct_lines

Object = Mapping[str, Any]


def lowered(value: Mapping[Any, Any]) -> Object:
    """Name the fields in lower case: version 3 has `versionCreated` where 1 and 2 have `versioncreated`."""
    return {str(name).lower(): field for name, field in value.items()}


def text_of(item: Object, *fields: str) -> str:
    """Read the first of the fields that holds text; empty when none does."""
    return next((value for field in fields if isinstance(value := item.get(field), str) and value.strip()), "")


def list_of(item: Object, field: str) -> list[Any]:
    """Read a field that holds a list; empty when it holds something else."""
    value = item.get(field)
    return value if isinstance(value, list) else []


def names_of(item: Object, *fields: str) -> tuple[str, ...]:
    """Read fields that hold concepts: objects with a name, or else a code; or plain text; each once."""
    found: list[str] = []
    for field in fields:
        value = item.get(field)
        for concept in value if isinstance(value, list) else [value]:
            if isinstance(concept, str):
                found.append(concept)
            elif isinstance(concept, Mapping):
                found.append(text_of(lowered(concept), "name", "literal", "code", "qcode", "uri"))
    return distinct_lines(tuple(found))
