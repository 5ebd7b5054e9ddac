"""Who wrote, reads or owns something."""

import re
from dataclasses import dataclass

from feeds.address import optional_absolute
from feeds.credits import group_of
from feeds.errors import FeedError
from feeds.frozen import settle
from feeds.text import one_line, required_line

_EMAIL = re.compile(r"[^@\s()<>\"',;:]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person or an organisation.

    Attributes:
        role: What they did, one of `feeds.credits.ROLES`; empty when it is not known.
        group: The group of the role; found by the role when empty.
        image_url: Their portrait.

    Raises:
        FeedError: `missing-text` (no name), `bad-email`, `bad-url`, `unknown-role`.
    """

    name: str
    email: str | None = None
    url: str | None = None
    role: str = ""
    group: str = ""
    image_url: str | None = None

    def __post_init__(self) -> None:
        if self.email and not (self.email.isascii() and _EMAIL.fullmatch(self.email)):
            raise FeedError("bad-email", email=one_line(self.email))
        role = one_line(self.role).lower()
        settle(
            self,
            name=required_line("person name", self.name),
            email=self.email or None,
            url=optional_absolute("person url", self.url),
            role=role,
            group=group_of(role, one_line(self.group).lower()) if role else "",
            image_url=optional_absolute("person image url", self.image_url),
        )
