"""Every platform, one line of the table each; adapters are imported when they are first made."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from distributors.accounts import EMAIL, FILE_DROP, WEBHOOK
from distributors.errors import ConfigurationError
from distributors.fields import Field, fill, refuse, wrong_fields
from distributors.outside import Outside
from distributors.protocol import Distributor


@dataclass(frozen=True, kw_only=True)
class Platform:
    """One kind of destination.

    Attributes:
        name: Stable slug.
        label_vi: Its label.
        label_en: The same in English.
        dotted_path: `module:Class` of its adapter.
        domestic: True when what it reaches is run in Vietnam; for a generic way the destination itself may know better.
        fields: What an account of it consists of, in the order of the form.
    """

    name: str
    label_vi: str
    label_en: str
    dotted_path: str
    domestic: bool
    fields: tuple[Field, ...]


class _Adapter(Protocol):
    """What an adapter's class offers to this file."""

    def wrong_fields(self, values: Mapping[str, str]) -> Mapping[str, str]: ...

    def from_values(self, values: Mapping[str, str], outside: Outside) -> Distributor: ...


_PLATFORMS: Mapping[str, Platform] = {
    platform.name: platform
    for platform in (
        Platform(
            name="webhook",
            label_vi="Webhook của đối tác",
            label_en="Partner's webhook",
            dotted_path="distributors.platforms.webhook:Webhook",
            domestic=True,
            fields=WEBHOOK,
        ),
        Platform(
            name="file_drop",
            label_vi="Gửi tệp qua SFTP",
            label_en="File drop by SFTP",
            dotted_path="distributors.platforms.file_drop:FileDrop",
            domestic=True,
            fields=FILE_DROP,
        ),
        Platform(
            name="email",
            label_vi="Thư điện tử",
            label_en="E-mail",
            dotted_path="distributors.platforms.email:Email",
            domestic=True,
            fields=EMAIL,
        ),
    )
}


def platforms() -> tuple[Platform, ...]:
    """Give every platform, in the order of the table."""
    return tuple(_PLATFORMS.values())


def make(name: str, values: Mapping[str, str], *, outside: Outside | None = None) -> Distributor:
    """Give the adapter of one account; nothing is connected yet.

    Args:
        name: The platform's name.
        values: The account's values by field name, as typed; missing ones take their default.
        outside: The clock and the ways out; None for the plain ones.

    Raises:
        ConfigurationError: There is no such platform, or values are wrong; `fields` names every bad one.
    """
    if name not in _PLATFORMS:
        raise ConfigurationError("unknown-platform", name=name, known=", ".join(_PLATFORMS))
    platform = _PLATFORMS[name]
    filled = fill(platform.fields, values)
    faults = dict.fromkeys(sorted(values.keys() - filled.keys()), "field-unknown")
    faults |= wrong_fields(platform.fields, filled)
    adapter = _adapter(platform)
    good = {name: value for name, value in filled.items() if name not in faults}
    refuse(platform.fields, faults | dict(adapter.wrong_fields(good)))
    return adapter.from_values(filled, outside or Outside())


def _adapter(platform: Platform) -> _Adapter:
    module, _, class_name = platform.dotted_path.partition(":")
    return cast("_Adapter", getattr(import_module(module), class_name))
