"""The cookies of somebody who has signed in, from the file that the operator names; it is read and never written to."""

import io
from http.cookiejar import CookieJar
from pathlib import Path

from yt_dlp.cookies import YoutubeDLCookieJar  # type: ignore[import-untyped]

from hub.errors import InvalidError


def cookies_text(path: str) -> str:
    """What stands in the file; empty where none is named. Raises InvalidError when it is gone or cannot be read."""
    if not path:
        return ""
    try:
        text = Path(path).expanduser().read_text("utf-8")
        _read(text)
    except (OSError, ValueError) as error:
        raise InvalidError("cookies-unreadable", path=path) from error
    return text


def cookie_jar(path: str) -> CookieJar | None:
    """The same, each cookie for its own site; None where no file is named. Raises InvalidError."""
    text = cookies_text(path)
    return _read(text) if text else None


def _read(text: str) -> CookieJar:
    jar: CookieJar = YoutubeDLCookieJar(io.StringIO(text))
    jar.load()  # type: ignore[attr-defined]
    return jar
