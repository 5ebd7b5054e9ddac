"""The parts of a hub that is there already, for commands beside it."""

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.services import migrating


def opened() -> Parts:
    """Parts by the environment's settings.

    Raises:
        SettingError: A setting is wrong.
        StartError: There is no hub in that data folder, or its database cannot be opened.
    """
    parts = open_parts(Settings.read())
    parts.database.check()
    migrating.check(parts.database)
    return parts
