"""The parts of a hub that is there already, for commands beside it."""

import contextlib
import fcntl
import os

from hub.config import Settings
from hub.errors import StartError
from hub.extensions.parts import Parts, open_parts
from hub.services import migrating

#: Where `hub up` writes the address at which readers reach it.
ADDRESS_FILE = "run/public-url"

#: Where it writes the address of its own web server, which nginx hands on to.
OWN_ADDRESS_FILE = "run/own-url"

#: Held by `hub up` as long as it runs, however it ends.
LOCK_FILE = "run/lock"


def opened() -> Parts:
    """Parts by the environment's settings.

    Raises:
        SettingError: A setting is wrong.
        StartError: There is no hub in that data folder, or its database cannot be opened. Nothing is made there.
    """
    settings = Settings.read()
    require_folder(settings)
    parts = open_parts(_beside(settings))
    if not parts.database.is_there():
        raise StartError("database-not-migrated")
    parts.database.check()
    migrating.check(parts.database)
    return parts


def require_folder(settings: Settings) -> None:
    """Raises StartError where there is no data folder: a name that was mistyped must not become a second hub."""
    if not os.path.isdir(settings.folder):  # noqa: PTH112  Path.is_dir raises where one may not look
        raise StartError("no-data-folder", path=str(settings.folder))


def _beside(settings: Settings) -> Settings:
    """The settings with the address of the hub that runs on this data folder, where it was given none."""
    path = settings.folder / ADDRESS_FILE
    if settings.base_url or not path.is_file():
        return settings
    return settings.model_copy(update={"base_url": path.read_text().strip()})


def running_address(settings: Settings) -> str:
    """Where the hub that runs on this data folder listens; empty when none does."""
    try:
        with (settings.folder / LOCK_FILE).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(FileNotFoundError):
            return (settings.folder / OWN_ADDRESS_FILE).read_text().strip()
    except OSError:
        pass
    return ""
