"""Moments as people of the province read them."""

from typing import Any

from babel.dates import format_datetime

from hub.extensions.clock import local


def moment(value: Any) -> str:
    """A moment as people of the province read it: 22/11/2026, 17:05."""
    return format_datetime(local(value), "dd/MM/yyyy, HH:mm", locale="vi")
