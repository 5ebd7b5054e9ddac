"""The cookies of somebody who has signed in, from the file that the operator names; it is read and never written to.

A file that cannot be read stops only what it may be about: the sites that stand in it all the same.
"""

import io
from http.cookiejar import CookieJar
from pathlib import Path

from yt_dlp.cookies import YoutubeDLCookieJar  # type: ignore[import-untyped]

from hub.errors import InvalidError

#: Before the site of a cookie that programs in a page may not read.
_HTTP_ONLY = "#HttpOnly_"

#: Fields of a cookie's line.
_FIELDS = 7


def cookies_text(path: str, host: str) -> str:
    """What stands in the file, for a visit to `host`; empty where no file is named, or where it says nothing of it.

    Raises:
        InvalidError: The file cannot be read as cookies, and names the host.
    """
    if not path:
        return ""
    text = ""
    try:
        text = _text(path)
        _read(text)
    except (OSError, ValueError, RuntimeError) as error:
        if any(_is_of(site, host) for site in _sites(text)):
            raise InvalidError("cookies-unreadable", path=path) from error
        return ""
    return text


def cookie_jar(path: str, host: str) -> CookieJar | None:
    """The same, each cookie for its own site; None where there are none. Raises InvalidError."""
    text = cookies_text(path, host)
    return _read(text) if text else None


def trouble(path: str) -> InvalidError | None:
    """What is wrong with the file, whichever site is asked; None where nothing is, or where none is named."""
    try:
        count(path)
    except InvalidError as error:
        return error
    return None


def count(path: str) -> int:
    """How many cookies the file holds. Raises InvalidError when it cannot be read as cookies."""
    if not path:
        return 0
    try:
        return len(list(_read(_text(path))))
    except (OSError, ValueError, RuntimeError) as error:
        raise InvalidError("cookies-unreadable", path=path) from error


def _text(path: str) -> str:
    return Path(path).expanduser().read_text("utf-8")


def _read(text: str) -> CookieJar:
    jar: CookieJar = YoutubeDLCookieJar(io.StringIO(text))
    jar.load()  # type: ignore[attr-defined]
    return jar


def _sites(text: str) -> set[str]:
    """The sites of all lines that look like a cookie's, whatever else is wrong with the file."""
    lines = (line.removeprefix(_HTTP_ONLY).split("\t") for line in text.splitlines())
    return {fields[0].strip().lstrip(".").lower() for fields in lines if len(fields) == _FIELDS} - {""}


def _is_of(site: str, host: str) -> bool:
    return host.lower() == site or host.lower().endswith(f".{site}")
