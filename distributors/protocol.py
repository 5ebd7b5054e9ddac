"""What every adapter can do, and what some can do besides."""

from typing import ClassVar, Protocol, runtime_checkable

from distributors.limits import Limits
from distributors.post import Post
from distributors.receipt import Receipt


@runtime_checkable
class Distributor(Protocol):
    """One platform account that takes posts. Its str and repr show no secret."""

    name: ClassVar[str]

    @property
    def limits(self) -> Limits:
        """What the account takes; known without asking the platform."""
        ...

    def publish(self, post: Post, *, idempotency_key: str) -> Receipt:
        """Publish post once and say where it went.

        Args:
            post: What to publish; within self.limits.
            idempotency_key: The same for every try of one delivery.

        Raises:
            PublishError: The platform did not take it, or its answer was lost; see the error's flags.
        """
        ...


@runtime_checkable
class Finds(Protocol):
    """An account that can be asked what it has: look before sending again."""

    def find(self, post: Post, *, idempotency_key: str) -> Receipt | None:
        """Look for what publish(post, idempotency_key) would have left; None = it is surely not there.

        Raises:
            PublishError: The platform could not be asked; nothing is known.
        """
        ...


@runtime_checkable
class Withdraws(Protocol):
    """An account that can take back what it showed, or tell everyone who got it."""

    def withdraw(self, receipt: Receipt, *, idempotency_key: str) -> None:
        """Take back what receipt proves; twice is the same as once.

        Raises:
            PublishError: It could not be taken back, or the answer was lost.
        """
        ...


@runtime_checkable
class Corrects(Protocol):
    """An account that can put a new revision in the place of an old one."""

    def correct(self, post: Post, receipt: Receipt, *, idempotency_key: str) -> Receipt:
        """Put post in the place of what receipt proves, and prove the new revision.

        Raises:
            PublishError: The platform did not take it, or its answer was lost.
        """
        ...
