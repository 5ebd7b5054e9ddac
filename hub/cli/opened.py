"""The parts of a hub that is there already, for commands beside it."""

from hub.config import Settings
from hub.extensions.parts import Parts, open_parts
from hub.services import migrating

#: Where `hub up` writes the address at which readers reach it.
ADDRESS_FILE = "run/public-url"


def opened() -> Parts:
    """Parts by the environment's settings.

    Raises:
        SettingError: A setting is wrong.
        StartError: There is no hub in that data folder, or its database cannot be opened.
    """
    parts = open_parts(_beside(Settings.read()))
    parts.database.check()
    migrating.check(parts.database)
    return parts


def _beside(settings: Settings) -> Settings:
    """The settings with the address of the hub that runs on this data folder, where it was given none."""
    path = settings.folder / ADDRESS_FILE
    if settings.base_url or not path.is_file():
        return settings
    return settings.model_copy(update={"base_url": path.read_text().strip()})
