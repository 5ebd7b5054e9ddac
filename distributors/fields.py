"""What an account of a platform consists of, and whether given values can be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from distributors.errors import ConfigurationError

Kind = Literal["text", "secret", "url", "number", "email", "choice"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_NOT_IN_ADDRESS = re.compile(r"""[\s<>"\\^`{|}]""")
_NUMBER = re.compile(r"[0-9]{1,12}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*")
_MAX_EMAIL_CHARS = 254

#: TCP ports that a server can have.
PORTS = range(1, 65536)


class Choice(NamedTuple):
    """One value that a field of kind `choice` can have."""

    value: str
    label_vi: str
    label_en: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value of an account, as a form shows it.

    Attributes:
        name: Key in the account's values.
        label_vi: Its label.
        label_en: The same in English.
        kind: How it is shown and checked; the value of a `secret` is kept encrypted and never shown again.
        required: False when it may be left empty.
        help_vi: One sentence under the field; may be empty.
        help_en: The same in English.
        default: What counts when it is left empty.
        choices: What a `choice` can be; empty for other kinds.
        multiline: True when line breaks belong to the value.
    """

    name: str
    label_vi: str
    label_en: str
    kind: Kind
    required: bool = True
    help_vi: str = ""
    help_en: str = ""
    default: str = ""
    choices: tuple[Choice, ...] = ()
    multiline: bool = False


def fill(fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, str]:
    """Give a value for every field: stripped, the default where there is none."""
    return {field.name: values.get(field.name, "").strip() or field.default for field in fields}


def wrong_fields(fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, str]:
    """Give the name of every bad field and the code of its sentence; empty when all values can be right."""
    faults = {field.name: _fault(field, values[field.name]) for field in fields}
    return {name: code for name, code in faults.items() if code}


def refuse(fields: tuple[Field, ...], faults: Mapping[str, str]) -> None:
    """Do nothing when there are no faults.

    Raises:
        ConfigurationError: There are; it names every bad field.
    """
    if faults:
        # One fact serves sentences in both languages.
        labels = {field.name: f"{field.label_vi} / {field.label_en}" for field in fields}
        named = ", ".join(labels.get(name, name) for name in faults)
        raise ConfigurationError("wrong-account", fields=faults, names=named)


def is_address(value: str) -> bool:
    """Say whether value is an http or https address with a host and without user name or password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and not _NOT_IN_ADDRESS.search(value)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_email(value: str) -> bool:
    """Say whether value is one ASCII address (RFC 5321 without quoted names and address literals)."""
    return len(value) <= _MAX_EMAIL_CHARS and ".." not in value and bool(_EMAIL.fullmatch(value))


def _fault(field: Field, value: str) -> str:
    if not value:
        return "field-missing" if field.required else ""
    if not field.multiline and _CONTROL.search(value):
        return "control-character"
    right, code = {
        "text": (True, ""),
        "secret": (True, ""),
        "url": (is_address(value), "not-an-address"),
        "number": (bool(_NUMBER.fullmatch(value)), "not-a-number"),
        "email": (is_email(value), "not-an-email"),
        "choice": (value in {choice.value for choice in field.choices}, "not-a-choice"),
    }[field.kind]
    return "" if right else code
