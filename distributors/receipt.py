"""The proof that a platform has a post."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Where one post went.

    Attributes:
        remote_id: The platform's own name for it, never empty.
        remote_url: Where a person can see it; None when the platform shows no page.
        accepted_at: Aware; when the platform said yes, by this machine's clock.
        detail: What the adapter needs to withdraw or correct it, and what is worth showing.
        state: `processing` when the platform took it and has still to show it.
    """

    remote_id: str
    remote_url: str | None
    accepted_at: datetime
    detail: Mapping[str, str] = field(default_factory=dict)
    state: Literal["delivered", "processing"] = "delivered"

    def __post_init__(self) -> None:
        if not self.remote_id:
            raise ValueError("a receipt names what the platform took")
        if self.accepted_at.tzinfo is None:
            raise ValueError("a receipt's time is aware")
