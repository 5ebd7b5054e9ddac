"""How a folder is watched: the options of its source, checked before anything in it is touched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.errors import InvalidError
from hub.services.folders import sidecars
from hub.services.folders.moving_aside import Aside
from hub.services.languages import LANGUAGES

#: Seconds between the two looks over which a file must be the same.
SETTLE_S = 3.0
LONGEST_SETTLE_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class FolderWishes:
    """The options of a watched folder.

    Attributes:
        recursive: Whether folders inside it are looked through too.
        settle_s: Seconds for which a file must not change, and then waits for sidecars.
        aside: The folders `done` and `failed` inside it.
        fields: The map of XML sidecars, field -> path.
        publish: Whether what comes is published as soon as its first form is ready; a sidecar may say otherwise.
        language: Of what comes, where it is not the programme's.
        credit: Of what comes, where a sidecar gives none.
        ai_label: Of what comes, where a sidecar gives none.
    """

    recursive: bool = False
    settle_s: float = SETTLE_S
    aside: Aside = field(default_factory=lambda: Aside(done="da-nhan", failed="loi"))
    fields: Mapping[str, str] = field(default_factory=dict)
    publish: bool = False
    language: str = ""
    credit: str = ""
    ai_label: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "FolderWishes":
        """From a source's options. Raises InvalidError for one that cannot be."""
        done, failed = (_aside_name(options, name, usual) for name, usual in (("done", "da-nhan"), ("failed", "loi")))
        if done.casefold() == failed.casefold():
            raise InvalidError("folder-bad-option", option="failed", value=failed)
        language = str(options.get("language") or "")
        if language and language not in LANGUAGES:
            raise InvalidError("language-unknown", tag=language)
        return cls(
            recursive=bool(options.get("recursive")),
            settle_s=_settle_s(options.get("settle_s")),
            aside=Aside(done=done, failed=failed),
            fields=_fields(options.get("fields")),
            publish=bool(options.get("publish")),
            language=language,
            credit=str(options.get("credit") or ""),
            ai_label=str(options.get("ai_label") or ""),
        )


def _aside_name(options: Mapping[str, Any], option: str, usual: str) -> str:
    """One folder's name and no path."""
    name = str(options.get(option) or usual).strip()
    if "/" in name or "\\" in name or name.startswith(".") or not name.isprintable() or len(name) > 100:  # noqa: PLR2004  letters of a name
        raise InvalidError("folder-bad-option", option=option, value=name)
    return name


def _settle_s(value: Any) -> float:
    try:
        seconds = SETTLE_S if value is None or value == "" else float(value)
    except (TypeError, ValueError):
        seconds = -1
    if not 0 <= seconds <= LONGEST_SETTLE_S:
        raise InvalidError("folder-bad-option", option="settle_s", value=str(value))
    return seconds


def _fields(value: Any) -> dict[str, str]:
    fields = value or {}
    if not isinstance(fields, dict) or not all(isinstance(path, str) for path in fields.values()):
        raise InvalidError("folder-bad-option", option="fields", value=str(value)[:80])
    for path in fields.values():
        sidecars.check_path(path)
    return fields
