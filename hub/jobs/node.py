"""The name of this machine's data folder among all that work for one hub."""

from functools import cache
from pathlib import Path

from hub.models import new_id


@cache
def node_name(folder: Path) -> str:
    """Made once and kept in the folder."""
    path = folder / "node-id"
    try:
        with path.open("x") as file:
            file.write(new_id())
    except FileExistsError:
        pass
    return path.read_text().strip()
