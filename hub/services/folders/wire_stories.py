"""JSON and XML in a folder of print that are stories of news agencies, told from descriptions by their content."""

import contextlib
from collections import defaultdict
from pathlib import Path, PurePosixPath

from feeds.wire.beside import is_address
from feeds.wire.errors import WireError
from feeds.wire.reader import MOST_BYTES, read_wire
from hub.extensions.watched_folder import Entry, WatchedFolder
from hub.services.folders.watched_names import ROLES, paths_named
from hub.services.wires import FORMATS
from transcode.errors import RejectedError
from transcode.gate import identify

#: Pictures and recordings of one document, renditions of each, and letters of a reference, at the most.
MOST = 20
_RENDITIONS = 10
_LETTERS = 500


def is_description(name: str) -> bool:
    """Whether a file of that name says something of another one, unless it is a story itself."""
    return ROLES.get(PurePosixPath(name).suffix.lower()) in {"json", "xml"}


def story_in(folder: WatchedFolder, entry: Entry, scratch: Path) -> list[list[str]] | None:
    """What a document of a news agency names beside itself.

    Returns:
        Of each picture and recording the references of its renditions, as `watched_names.Named`; None where the file
        is no such document, by its content.

    Raises:
        OSError: It cannot be read now.
    """
    if entry.size_bytes > MOST_BYTES:
        return None
    copy = scratch / "story"
    folder.copy(entry.name, copy)
    with contextlib.suppress(RejectedError):
        if identify(copy, name=entry.name).format in FORMATS:
            return _named(copy.read_bytes(), entry.name)
    return None


def _named(data: bytes, name: str) -> list[list[str]] | None:
    try:
        items = read_wire(data, name=name)
    except WireError as error:
        # One that is broken is the agency's all the same, and says so where it is taken in.
        return None if error.code == "wire-unknown" else []
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    # What takes a story back needs no picture, and waits for none.
    for item in (item for item in items if item.state != "cancelled"):
        for file in item.media:
            if len(file.href) <= _LETTERS and (is_address(file.href) or paths_named(name, file.href)):
                groups[item.guid, file.group].append(file.href)
    beside = [renditions for renditions in groups.values() if not all(map(is_address, renditions))]
    return [renditions[:_RENDITIONS] for renditions in beside[:MOST]]
