"""How a followed feed is looked at, as its source's options tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

#: Entries that the first look takes where the archive is not wanted.
NEWEST = 20


@dataclass(frozen=True, kw_only=True)
class FollowOptions:
    """Wishes of whoever follows a feed.

    Attributes:
        archive: Take everything that the publisher still lists, page by page.
        newest: How many entries the first look takes without `archive`.
        full_text: Read the article's page where the feed has a summary only.
        publish: Publish each entry as soon as its first form is ready.
    """

    archive: bool = False
    newest: int = NEWEST
    full_text: bool = True
    publish: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """From a source's options; what is not told, or of another type, is the usual."""
        newest = told.get("newest")
        return cls(
            archive=bool(told.get("archive", False)),
            newest=newest if isinstance(newest, int) and newest >= 0 else NEWEST,
            full_text=bool(told.get("full_text", True)),
            publish=bool(told.get("publish", False)),
        )
