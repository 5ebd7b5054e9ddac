"""Where one document stands in the whole history of a feed (RFC 5005)."""

from dataclasses import dataclass

from feeds.address import absolute, optional_absolute
from feeds.errors import FeedError
from feeds.frozen import settle


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Ties an archive document to the current one and to its neighbours (RFC 5005 section 4).

    A feed's history is the current document, which changes with every publication, and archive documents behind it,
    each joined to the next older one. An archive document is full when it is first published. From then on its set of
    entries stays: only a correction or a withdrawal of one of them changes it, and never does an entry move to another
    archive document, or readers who follow the chain would miss it.

    Attributes:
        current_url: The document with the newest entries, in the same format.
        next_url: The archive document with the next newer entries; None behind the current document itself.

    Raises:
        FeedError: `bad-url`.
    """

    current_url: str
    next_url: str | None = None

    def __post_init__(self) -> None:
        settle(
            self,
            current_url=absolute("current url", self.current_url),
            next_url=optional_absolute("next archive url", self.next_url),
        )

    def stands_at(self, self_url: str, previous_url: str | None) -> None:
        """Check that the document is no neighbour of itself.

        Raises:
            FeedError: `archive-circle`.
        """
        others = [self.current_url, self.next_url, previous_url]
        if self_url in others or (previous_url and others.count(previous_url) > 1):
            raise FeedError("archive-circle", url=self_url)
