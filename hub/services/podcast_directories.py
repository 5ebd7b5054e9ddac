"""What podcast directories would refuse of the hub's podcasts, for editors: whoever follows one hears it anyway."""

from collections.abc import Mapping, Sequence
from functools import cache

from PIL import Image
from sqlalchemy.orm import Session

from feeds.cover import Cover
from feeds.directories import directory_faults
from hub.services import facts
from hub.services.held_back import MOST, Fault
from hub.services.pages import FOLDER

_SORT = "directories"

#: Of a podcast that has moved: it is to be offered where it is now.
_MOVED = "directory-not-wanted"

#: Ends of addresses at which nobody reads (RFC 2606, 6761).
_NOWHERE = (".example", ".invalid", ".test", ".localhost", "@example.com", "@example.net", "@example.org")


def faults(podcast: bytes, contact_email: str) -> list[Fault]:
    """What is missing before the current document of a podcast can be offered to directories."""
    found: list[Fault] = [(one.code, one.facts) for one in directory_faults(podcast, _cover()) if one.code != _MOVED]
    if contact_email.lower().endswith(_NOWHERE):
        found.append(("directory-contact-email", {"email": contact_email}))
    return found


def note(session: Session, found: Mapping[str, Sequence[Fault]]) -> None:
    """Keep what was found of podcasts, by their paths."""
    if not found:
        return
    known = facts.under(session, _SORT)
    facts.drop(session, _SORT, [path for path in found if path in known and not found[path]])
    for path, missing in found.items():
        kept = [[code, dict(told)] for code, told in missing[:MOST]]
        if kept and kept != known.get(path):
            facts.put(session, _SORT, path, kept)


def every(session: Session) -> dict[str, list[Fault]]:
    """Path of a podcast -> what keeps it from being offered."""
    return {path: [(code, told) for code, told in kept] for path, kept in facts.under(session, _SORT).items()}


@cache
def _cover() -> Cover:
    """The cover that all podcasts have."""
    path = FOLDER / "static" / "cover.jpg"
    with Image.open(path) as picture:
        return Cover(
            width=picture.width,
            height=picture.height,
            format=picture.format or "",
            colour_mode=picture.mode,
            size_bytes=path.stat().st_size,
        )
