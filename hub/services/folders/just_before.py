"""Pictures of an agency's story that were taken before it: as items of their own, or with another story."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.models import Source
from hub.services import arrivals
from hub.services.folders.watched_names import ROLES, Bundle, is_picture, paths_named, shown
from hub.services.folders.wire_stories import is_description
from hub.services.intake import Received
from hub.services.originals import key_of
from transcode.gate import clean_name

#: Seconds by which a picture may come before its story; beyond them a name may mean another picture.
MOST_S = 600.0

_SUFFIXES = [each for suffix, role in ROLES.items() if role == "cover" for each in (suffix, suffix.upper())]


def address_of(source: Source, name: str) -> str:
    """Where a file of a watched folder is found, as its arrival tells it."""
    return f"{source.address.rstrip('/')}/{shown(name)}"


def completed(session: Session, source: Source, bundle: Bundle, received: Received) -> Received:
    """With the pictures of the story's references, and of its name, that this source has just brought."""
    # Only a story is a description and a file of its own.
    if not is_description(bundle.name) or not (bundle.missing or not bundle.references):
        return received
    facts, keys = dict(received.facts), _pictures(session, source)
    for reference in bundle.missing:
        key = next((keys[path] for path in paths_named(bundle.name, reference) if path in keys), "")
        if key:
            facts["attachments"] = {**facts.get("attachments", {}), reference: key}
    if not facts.get("attachments") and "cover" not in facts.get("sidecars", {}):
        named = (str(PurePosixPath(bundle.name).with_suffix(suffix)) for suffix in _SUFFIXES)
        place = next((name for name in named if name in keys), "")
        if place:
            facts["sidecars"] = {**facts.get("sidecars", {}), "cover": {"key": keys[place], "name": clean_name(place)}}
    return replace(received, facts=facts)


def _pictures(session: Session, source: Source) -> dict[str, str]:
    """Path inside the folder -> storage key of the newest picture that came from there."""
    keys: dict[str, str] = {}
    root = address_of(source, "")
    for arrival in arrivals.since(session, source.id, now() - timedelta(seconds=MOST_S)):
        own = arrival.address.removeprefix(root)
        if is_picture(own):
            keys.setdefault(own, key_of(arrival.sha256))
        for path, key in arrival.facts.get("pictures", {}).items():
            keys.setdefault(path, key)
    return keys
