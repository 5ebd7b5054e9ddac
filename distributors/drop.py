"""How a dropped item is named, so that a partner can poll one flat folder."""

import json
from pathlib import PurePosixPath

from distributors.post import Media

#: Endings that mean something to the partner's program; a medium never takes them.
_RESERVED = frozenset({".json", ".done", ".part"})


def stem(item_id: str, revision: int | str) -> str:
    """Give what all names of one revision begin with."""
    return f"{item_id}-r{revision}"


def file_names(begin: str, media: tuple[Media, ...]) -> tuple[str, ...]:
    """Name each medium: `<begin>.<ext>`, a second one of the same ending `<begin>-2.<ext>`, and so on."""
    names: list[str] = []
    for medium in media:
        suffix = PurePosixPath(medium.name).suffix.lower()
        number, name = 1, f"{begin}{suffix}"
        while name in names or (number == 1 and suffix in _RESERVED | {""}):
            number += 1
            name = f"{begin}-{number}{suffix}"
        names.append(name)
    return tuple(names)


def sidecar(begin: str) -> str:
    """Give the name of the JSON file that tells what the item is; it appears after all media are complete."""
    return f"{begin}.json"


def marker(begin: str) -> str:
    """Give the name of the empty file that appears last of all, where a partner wants one."""
    return f"{begin}.done"


def tombstone(begin: str) -> str:
    """Give the name of the JSON file that tells that the item must not be shown any more."""
    return f"{begin}.withdrawn.json"


def is_of(body: bytes, idempotency_key: str) -> bool:
    """Say whether body is the sidecar that this delivery left; nonsense is another's."""
    try:
        return bool(json.loads(body)["idempotency_key"] == idempotency_key)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
