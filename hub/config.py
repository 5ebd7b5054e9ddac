"""The settings, read once from the environment, loud when wrong."""

import difflib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from hub.errors import SettingError

PREFIX = "HUB_"
DATABASE_SCHEMES = ("sqlite", "postgresql")
REDIS_SCHEMES = ("redis", "rediss", "unix")
STORAGE_SCHEMES = ("file", "s3")


class Settings(BaseModel):
    """One value a setting; `HUB_X` or, for a secret in a file, `HUB_X_FILE`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
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
    disk_reserve_mb: int = Field(default=300, ge=1)
    lease_s: float = Field(default=30, ge=1)
    sweep_s: int = Field(default=5, ge=1)
    media_time_limit_s: float = Field(default=6 * 3600, ge=10)
    media_stall_s: float = Field(default=120, ge=1)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    secure_cookies: bool | None = None

    @field_validator("database_url", "redis_url", "storage_url", "base_url")
    @classmethod
    def _is_an_address(cls, value: str, info: Any) -> str:
        """A known scheme, or empty for the embedded part."""
        known = {
            "database_url": DATABASE_SCHEMES,
            "redis_url": REDIS_SCHEMES,
            "storage_url": STORAGE_SCHEMES,
            "base_url": ("http", "https"),
        }[info.field_name]
        if value and urlsplit(value).scheme.split("+")[0] not in known:
            raise ValueError(f"must begin with {' or '.join(scheme + ':' for scheme in known)}")
        return value.rstrip("/") if info.field_name == "base_url" else value

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
            name = PREFIX + str(first["loc"][0]).upper()
            raise SettingError("wrong-setting", name=name, problem=first["msg"]) from error

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
    def own_url(self) -> str:
        """Where this machine reaches the hub's own web server, without a slash at the end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def cookies_are_secure(self) -> bool:
        """Secure cookies wherever the hub is reached by https."""
        return self.public_url.startswith("https:") if self.secure_cookies is None else self.secure_cookies

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


def _field(settings: type[Settings], name: str, value: str) -> tuple[str, str]:
    field = name.removeprefix(PREFIX).lower()
    if field in settings.model_fields:
        return field, value
    if field.endswith("_file") and field.removesuffix("_file") in settings.model_fields:
        try:
            return field.removesuffix("_file"), Path(value).read_text().strip()
        except OSError as error:
            raise SettingError("wrong-setting", name=name, problem=error.strerror or str(error)) from error
    names = [PREFIX + known.upper() for known in settings.model_fields]
    near = difflib.get_close_matches(name, names, n=1)
    raise SettingError("unknown-setting", name=name, hint=f" ({near[0]}?)" if near else "")
