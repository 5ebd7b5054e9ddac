"""JSON and XML that lie in a watched folder without a file of their name: stories of news agencies, or descriptions."""

import contextlib
from pathlib import Path, PurePosixPath

from feeds.wire.reader import MOST_BYTES
from hub.extensions.watched_folder import Entry, WatchedFolder
from hub.services.folders.watched_names import ROLES
from hub.services.wires import FORMATS
from transcode.errors import RejectedError
from transcode.gate import identify


def is_description(name: str) -> bool:
    """Whether a file of that name says something of another one, unless it is a story itself."""
    return ROLES.get(PurePosixPath(name).suffix.lower()) in {"json", "xml"}


def is_story(folder: WatchedFolder, entry: Entry, scratch: Path) -> bool:
    """Whether it is a document of a news agency, by its content. Raises OSError when it cannot be read now."""
    if entry.size_bytes > MOST_BYTES:
        return False
    copy = scratch / "lone"
    folder.copy(entry.name, copy)
    with contextlib.suppress(RejectedError):
        return identify(copy, name=entry.name).format in FORMATS
    return False
