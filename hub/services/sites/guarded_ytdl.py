"""yt-dlp in a cage: each of its requests goes through the guard, and it stops at the first one that is refused."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from yt_dlp import YoutubeDL  # type: ignore[import-untyped]
from yt_dlp.networking import Request, Response  # type: ignore[import-untyped]
from yt_dlp.networking.exceptions import (  # type: ignore[import-untyped]
    HTTPError,
    IncompleteRead,
    ProxyError,
    TransportError,
)
from yt_dlp.utils import YoutubeDLError  # type: ignore[import-untyped]

from hub.errors import FetchError
from hub.extensions.egress import target
from hub.extensions.egress_proxy import LoopbackProxy
from hub.services.sites.site_line import Line

#: Bytes of one page or playlist that are read at once.
PAGE_BYTES = 32 * 1024**2


class GuardedYoutubeDL(YoutubeDL):  # type: ignore[misc]
    """Its `proxy` option has to be that of `proxy`; no body is larger than `max_bytes`."""

    def __init__(self, options: Mapping[str, Any], line: Line, proxy: LoopbackProxy, max_bytes: int) -> None:
        self._line, self._proxy, self._max_bytes = line, proxy, max_bytes
        self._answers: list[Response] = []
        super().__init__(dict(options))

    def close(self) -> None:
        """Close what yt-dlp leaves open: answers of which it has read only the beginning, or nothing."""
        for one in self._answers:
            one.close()
        self._answers.clear()
        super().close()

    def urlopen(self, req: Any) -> Any:
        request = Request(req) if isinstance(req, str) else req
        target(request.url)
        # A site could name a proxy of its own by these.
        request.headers.pop("Ytdl-Request-Proxy", None)
        request.proxies = {}
        self._line.require()
        refused = len(self._proxy.refusals)
        try:
            response: Response = super().urlopen(request)
        except YoutubeDLError as error:
            if isinstance(error, HTTPError):
                self._answers.append(error.response)
            self._line.require()
            if len(self._proxy.refusals) > refused:
                raise self._proxy.refusals[refused] from None
            if isinstance(error, ProxyError) or _is_silence(error):
                raise TransportError(f"no answer from {urlsplit(request.url).hostname}") from error
            raise
        self._answers = [one for one in self._answers if not one.closed] + [response]
        response.read = _Body(response, self._line, self._max_bytes).read
        return response


def _is_silence(error: YoutubeDLError) -> bool:
    """Whether this is the answer of our own proxy for a site that did not answer."""
    told = (error.status, error.reason) if isinstance(error, HTTPError) else None
    return told in {(HTTPStatus.BAD_GATEWAY, "no-answer"), (HTTPStatus.BAD_GATEWAY, "no-connection")}


class _Body:
    """The body of one answer, within its limits."""

    def __init__(self, response: Response, line: Line, max_bytes: int) -> None:
        self._response, self._line, self._max_bytes = response, line, max_bytes
        self._read = response.read
        self._came_bytes = 0

    def read(self, amt: int | None = None) -> bytes:
        whole = amt is None or amt < 0
        data: bytes = self._read(PAGE_BYTES + 1 if whole else amt)
        self._came_bytes += len(data)
        self._line.require()
        limit_bytes = PAGE_BYTES if whole else self._max_bytes
        if self._came_bytes > limit_bytes:
            host = urlsplit(self._response.url).hostname or ""
            raise FetchError("fetch-too-large", permanent=True, host=host, limit_bytes=limit_bytes)
        missing = getattr(self._response.fp, "length", None)
        if whole and missing:
            raise IncompleteRead(partial=len(data), expected=missing)
        return data
