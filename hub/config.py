"""The settings, read once from the environment, loud when wrong."""

import difflib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal, Self, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from hub.errors import SettingError

PREFIX = "HUB_"
DATABASE_SCHEMES = ("sqlite", "postgresql")
REDIS_SCHEMES = ("redis", "rediss", "unix")
STORAGE_SCHEMES = ("file", "s3")

_ALLOWANCE = re.compile(r"(?:\[(?P<inside>[^][]+)\]|(?P<plain>[^][:]+))(?::(?P<port>[0-9]{1,5}))?")
_HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One place that may be reached although it lies inside: a name or a network, at one port or (None) at any."""

    name: str = ""
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """One entry of `HUB_EGRESS_ALLOW`: `name`, `address` or `network/bits`, with `:port`; IPv6 then in brackets.

        Raises:
            ValueError: It is none of these, or would allow everything.
        """
        found = _ALLOWANCE.fullmatch(text)
        place, port = (found["inside"] or found["plain"], found["port"]) if found else (text, None)
        if port is not None and not 1 <= int(port) <= 65535:  # noqa: PLR2004  the ports of TCP
            raise ValueError(f"{text}: a port is between 1 and 65535")
        number = None if port is None else int(port)
        try:
            network = ip_network(place)
        except ValueError as error:
            if not re.search("[a-z]", place.lower()) or not _HOST_NAME.fullmatch(place.lower()):
                raise ValueError(f"{text}: not a host name, address or network") from error
            return cls(name=place.lower().rstrip("."), port=number)
        if network.prefixlen == 0:
            raise ValueError(f"{text}: would allow every address")
        return cls(network=network, port=number)

    @classmethod
    def at(cls, host: str, port: int) -> Self:
        """One host and port and nothing else."""
        return cls.of(f"[{host}]:{port}")

    def covers(self, host: str, address: IPv4Address | IPv6Address, port: int) -> bool:
        """Whether `address`, to which the lower-case name `host` has led, may be reached at `port`."""
        if self.port not in {None, port}:
            return False
        return host == self.name if self.network is None else address in self.network


#: Setting -> the schemes that its address may have.
SCHEMES: Mapping[str, tuple[str, ...]] = {
    "database_url": DATABASE_SCHEMES,
    "redis_url": REDIS_SCHEMES,
    "storage_url": STORAGE_SCHEMES,
    "base_url": ("http", "https"),
    "app_url": ("http", "https"),
}

#: Setting -> the code of the sentence that says how it is written.
WRITTEN: Mapping[str, str] = {
    "secret_key": "setting-secret-short",
    "egress_allow": "setting-no-allowance",
    "proxy": "setting-no-proxy",
    "import_cookies": "setting-no-cookies",
}

#: Characters of the secret that signs sessions and encrypts accounts.
LEAST_SECRET_CHARS = 16

#: What a person reads of a value that is longer than this is cut.
SHOWN_CHARS = 80


class Settings(BaseModel):
    """One value a setting; `HUB_X` or, for a secret in a file, `HUB_X_FILE`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
    #: Where the hub itself answers, when readers get their pages from elsewhere (a bucket, another machine).
    app_url: str = ""
    database_url: str = ""
    redis_url: str = ""
    storage_url: str = ""
    storage_endpoint: str = ""
    storage_key: str = ""
    storage_secret: SecretStr = SecretStr("")
    storage_region: str = "us-east-1"
    secret_key: SecretStr = SecretStr("")
    ffmpeg: str = ""
    ffprobe: str = ""
    language: Literal["vi", "en"] = "vi"
    site_title: str = "Báo chí Lai Châu"
    #: Where podcast directories and readers write to.
    contact_email: str = "toa-soan@hub.example"
    courses: str = ""
    upload_limit_mb: int = Field(default=4096, ge=1)
    #: Days for which a file that is not whole yet waits for its rest.
    upload_keep_days: int = Field(default=7, ge=1)
    #: Works that may wait; more is not taken in before some are done.
    backlog_limit: int = Field(default=50_000, ge=1)
    disk_reserve_mb: int = Field(default=300, ge=1)
    lease_s: float = Field(default=30, ge=1)
    sweep_s: int = Field(default=5, ge=1)
    media_time_limit_s: float = Field(default=6 * 3600, ge=10)
    media_stall_s: float = Field(default=120, ge=1)
    #: Which voice of eSpeak NG reads articles aloud; empty for the usual one of a language, `none` for no reading.
    voice: str = ""
    #: A Piper voice (`<name>.onnx`) that reads its language instead, and the program; empty for the package piper-tts.
    piper_model: str = ""
    piper: str = ""
    #: Folder of a faster-whisper model that writes captions where there are none, and the Python that has the package.
    transcription_model: str = ""
    transcription_python: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    secure_cookies: bool | None = None
    #: Places inside the network that may be reached all the same: names, addresses, networks, each with `:port` or not.
    egress_allow: str = ""
    #: The newsroom's own way out, `http://user:password@host:port`; see `extensions.egress` for its limits.
    proxy: SecretStr = SecretStr("")
    #: A file of cookies in the format of Netscape's browser, for sites that show some things only to who has signed in.
    import_cookies: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        """The environment may hold bytes that no page and no database could."""
        if isinstance(value, str):
            value.encode()
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        """Empty for one that the hub makes by itself."""
        if 0 < len(value.get_secret_value()) < LEAST_SECRET_CHARS:
            raise ValueError
        return value

    @field_validator(*SCHEMES)
    @classmethod
    def _is_an_address(cls, value: str, info: Any) -> str:
        """A known scheme, or empty for the embedded part."""
        if value and urlsplit(value).scheme.split("+")[0] not in SCHEMES[info.field_name]:
            raise ValueError(value)
        return value.rstrip("/") if info.field_name in {"base_url", "app_url"} else value

    @field_validator("egress_allow")
    @classmethod
    def _are_allowances(cls, value: str) -> str:
        _allowances(value)
        return value

    @field_validator("proxy")
    @classmethod
    def _is_a_proxy(cls, value: SecretStr) -> SecretStr:
        given = urlsplit(value.get_secret_value())
        whole = given.scheme == "http" and given.hostname and given.port and given.path in {"", "/"}
        if value.get_secret_value() and (not whole or given.query or given.fragment):
            raise ValueError("no proxy")
        return value

    @field_validator("import_cookies")
    @classmethod
    def _is_a_file(cls, value: str) -> str:
        if value and not _is_readable(value):
            raise ValueError("no file of cookies")
        return value

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Self:
        """The settings of `environment` (the process's own by default), overridden by what is `given`.

        Raises:
            SettingError: A value is wrong, a file of a secret cannot be read, or a `HUB_` name is no setting.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for name, value in environment.items():
            if name.startswith(PREFIX):
                field, value = _field(cls, name, value)  # noqa: PLW2901  the value may stand in a file
                values[field] = value
        values |= {name: value for name, value in given.items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            raise _wrong(cls, str(first["loc"][0]), str(first["input"])) from error

    @property
    def folder(self) -> Path:
        return self.data.expanduser().absolute()

    @property
    def database(self) -> str:
        """The SQLAlchemy address; SQLite in the data folder by default, psycopg for PostgreSQL."""
        if not self.database_url:
            return f"sqlite:///{self.folder / 'hub.sqlite3'}"
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database_url

    @property
    def public_url(self) -> str:
        """Where readers reach the hub, without a slash at the end."""
        return self.base_url or self.own_url

    @property
    def desk_url(self) -> str:
        """Where people reach what the hub answers by itself (sign-in, search), without a closing slash."""
        return self.app_url or self.public_url

    @property
    def own_url(self) -> str:
        """Where this machine reaches the hub's own web server, without a slash at the end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What `HUB_EGRESS_ALLOW` lists."""
        return _allowances(self.egress_allow)

    @property
    def cookies_are_secure(self) -> bool:
        """Secure cookies wherever the hub is reached by https."""
        return self.desk_url.startswith("https:") if self.secure_cookies is None else self.secure_cookies

    def key(self) -> str:
        """The secret that signs sessions; made once and kept in the data folder when none is set."""
        if self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value()
        path = self.folder / "secret-key"
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text()


def _is_readable(path: str) -> bool:
    try:
        with Path(path).expanduser().open("rb"):
            return True
    except (OSError, ValueError, RuntimeError):
        # Among them a name that is too long, and a person's folder (~) that is not there.
        return False


def _allowances(text: str) -> tuple[Allowance, ...]:
    return tuple(Allowance.of(one.strip()) for one in text.split(",") if one.strip())


def _field(settings: type[Settings], name: str, value: str) -> tuple[str, str]:
    field = name.removeprefix(PREFIX).lower()
    if field in settings.model_fields:
        return field, value
    if field.endswith("_file") and field.removesuffix("_file") in settings.model_fields:
        return field.removesuffix("_file"), _content(name, Path(value))
    names = [PREFIX + known.upper() for known in settings.model_fields]
    near = difflib.get_close_matches(name, names, n=1)
    raise SettingError("unknown-setting", name=name, hint=f" ({near[0]}?)" if near else "")


def _content(name: str, path: Path) -> str:
    """What stands in a secret's file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise SettingError("setting-file-missing", name=name, path=str(path)) from error
    except (OSError, ValueError) as error:
        raise SettingError("setting-file-unreadable", name=name, path=str(path)) from error


def _wrong(settings: type[Settings], field: str, value: str) -> SettingError:
    """Why a value is refused, told by what its setting allows: that holds for every error that a check can give."""
    name = PREFIX + field.upper()
    info = settings.model_fields[field]
    code, allowed = WRITTEN.get(field, "setting-no-text"), {}
    if field in SCHEMES:
        code, allowed = "setting-no-address", {"allowed": ", ".join(f"{scheme}:" for scheme in SCHEMES[field])}
    elif get_origin(info.annotation) is Literal:
        code, allowed = "setting-not-allowed", {"allowed": ", ".join(get_args(info.annotation))}
    elif info.annotation == bool | None:
        code, allowed = "setting-not-allowed", {"allowed": "true, false"}
    elif info.annotation in {int, float}:
        bounds = {key: f"{getattr(one, key):g}" for one in info.metadata for key in ("ge", "le") if hasattr(one, key)}
        whole = "setting-outside" if "le" in bounds else "setting-no-whole-number"
        code, allowed = (whole if info.annotation is int else "setting-no-number"), bounds
    if code in {"setting-no-text", "setting-no-proxy", "setting-secret-short"}:
        # These bytes are no text, or may be a secret's: they are not shown.
        return SettingError(code, name=name)
    return SettingError(code, name=name, value=_shown(value), **allowed)


def _shown(value: str) -> str:
    """A value as it may stand in a log: without what an address says before its @, which may be a password."""
    shown = re.sub(r"(^[\w+.-]+://|^).*@", r"\1***@", value, flags=re.DOTALL)
    shown = "".join(char if char.isprintable() else "�" for char in shown)
    return shown if len(shown) <= SHOWN_CHARS else f"{shown[:SHOWN_CHARS]}…"
