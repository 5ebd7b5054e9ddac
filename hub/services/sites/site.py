"""A site that yt-dlp reads: everything goes through the guard, and nothing is left outside the scratch folder.

yt-dlp runs without its settings, plugins, cache and ffmpeg: what it cannot fetch by itself is refused, because another
program would not go through the guard. Streams are joined by the hub (`hub.services.sites.site_streams`).
"""

import io
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from yt_dlp.globals import plugin_dirs  # type: ignore[import-untyped]
from yt_dlp.utils import DownloadError, YoutubeDLError, unsmuggle_url  # type: ignore[import-untyped]

from hub.errors import FetchError
from hub.extensions.clock import now
from hub.extensions.egress import Egress, target
from hub.extensions.egress_proxy import LoopbackProxy, open_proxy
from hub.services.sites.cookies import cookies_text
from hub.services.sites.guarded_ytdl import GuardedYoutubeDL
from hub.services.sites.site_forms import Format, chosen, order
from hub.services.sites.site_line import Line
from hub.services.sites.site_refusals import refusal

Info = dict[str, Any]

#: Seconds of silence after which one connection is given up.
SILENCE_S = 20

#: Seconds in which a page, or the list of a whole channel, has to be read.
READING_S = 200.0

#: Seconds in which `site_line.LEAST_BYTES` of a download have to come.
STALL_S = 60.0

#: Bytes of memory that this process may take while it reads.
MEMORY_BYTES = 2 * 1024**3

#: Programs of their own (PhantomJS), which would not go through the guard, are run for these.
_LEFT_OUT = ("default", "-douyu.*", "-iqiyi.*", "-pornhub.*")

#: What yt-dlp raises, and what breaks in it when a site is not what it was.
_FAULTS = (YoutubeDLError, OSError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What one visit may do.

    Attributes:
        egress: The way out.
        folder: Where everything goes that is fetched.
        cookies: A file in the format of Netscape's browser; empty for none. It is never written to.
        max_bytes: Of all that is downloaded together.
        on_progress: Hears how much of the download has come, 0 to 1.
        cancelled: Asked several times a second.
    """

    egress: Egress
    folder: Path
    cookies: str
    max_bytes: int
    on_progress: Callable[[float], None]
    cancelled: Callable[[], bool]


@dataclass(frozen=True, kw_only=True)
class Captions:
    """One file of captions; `automatic` where a program of the site has written them."""

    path: Path
    language: str
    automatic: bool


@contextmanager
def visit(errand: Errand, url: str) -> Iterator["Site"]:
    """A site, as long as the block runs.

    Raises:
        AddressRefusedError: The address cannot be one that may be opened.
        InvalidError: The cookies of that site cannot be read.
    """
    host, _ = target(url)
    with Line(errand.egress, host=host, cancelled=errand.cancelled) as line, open_proxy(line.egress) as proxy:
        yield Site(errand, url, line, proxy)


class Site:
    def __init__(self, errand: Errand, url: str, line: Line, proxy: LoopbackProxy) -> None:
        self.name = urlsplit(url).hostname or ""
        # A page may not tell yt-dlp by its address what it should send.
        self._url = str(unsmuggle_url(url)[0])
        self._errand, self._line, self._proxy = errand, line, proxy
        self._cookies = cookies_text(errand.cookies, self.name)

    def read(self, *, most: int, form: str = "best", number: int | None = None) -> Info:
        """What stands at the address: one video, or a list with at most so many entries, which are not looked into.

        Args:
            most: Entries of a list.
            form: One of `hub.services.addresses.FORMS`.
            number: The one entry that is wanted of a list, from 1.

        Raises:
            SiteError: The site refuses, or yt-dlp cannot read it.
            AddressRefusedError, FetchError: The guard refuses; the site is too slow or sends too much.
            CancelledError: Somebody asked to stop.
        """
        self._line.allow(READING_S)
        wanted = {"playlist_items": str(number)} if number else {"playlistend": most}
        with self._opened(form, {"extract_flat": "in_playlist", "noplaylist": number is None, **wanted}) as opened:
            found: Info | None = opened.extract_info(self._url, download=False)
            if found is not None and "entries" in found:
                found["entries"] = [one for one in found["entries"] if one]
        return found or {}

    def download(self, info: Info, form: str) -> list[tuple[Path, Format]]:
        """The streams of a video that `read` gave, each with what the site says of it. Raises as `read`."""
        self._line.allow(STALL_S)
        options = {"progress_hooks": [_Counter(self._errand, self._line).hear], "skip_unavailable_fragments": False}
        with self._opened(form, options) as opened:
            fetched = opened.process_ie_result(info, download=True)
            rows = fetched.get("requested_downloads") or []
            files = [(Path(row["filepath"]), row) for row in rows if row.get("filepath")]
            if not files or not all(path.is_file() for path, _ in files):
                raise DownloadError("Requested format is not available")
        return files

    def captions(self, info: Info, languages: Sequence[str], *, automatic: bool) -> list[Captions]:
        """Captions of a video that `read` gave, the wanted languages first. Raises as `read`."""
        self._line.allow(STALL_S)
        by_hand = info.get("subtitles") or {}
        options = {
            "skip_download": True,
            "writesubtitles": True,
            "writeautomaticsub": automatic,
            "subtitlesformat": "vtt/srt/best",
            # Of a tag that becomes a part of a file's name, nothing else is taken.
            "subtitleslangs": [f"{language}(-[A-Za-z0-9]+)*" for language in languages],
        }
        with self._opened("audio", options) as opened:
            found = opened.process_ie_result(info, download=True).get("requested_subtitles") or {}
        files = {tag: next(iter(self._errand.folder.glob(f"captions.{tag}.*")), None) for tag in found}
        return [
            Captions(path=path, language=tag, automatic=tag not in by_hand)
            for tag, path in files.items()
            if path is not None
        ]

    def cover(self, info: Info) -> Path | None:
        """The best picture that a site shows for a video that `read` gave. Raises as `read`."""
        self._line.allow(STALL_S)
        with self._opened("audio", {"skip_download": True, "writethumbnail": True}) as opened:
            opened.process_ie_result(info, download=True)
        return next(iter(sorted(self._errand.folder.glob("cover*.*"))), None)

    @contextmanager
    def _opened(self, form: str, options: Mapping[str, Any]) -> Iterator[Any]:
        given = {**self._options(form), **options}
        try:
            with _memory_limit(), GuardedYoutubeDL(given, self._line, self._proxy, self._errand.max_bytes) as opened:
                yield opened
        except MemoryError as error:
            # An answer that unpacks to more than all answers may take.
            raise FetchError("fetch-too-large", permanent=True, host=self.name, limit_bytes=MEMORY_BYTES) from error
        except _FAULTS as error:
            self._line.require()
            raise refusal(error, site=self.name, at=now()) from error

    def _options(self, form: str) -> dict[str, Any]:
        # Empty before the first YoutubeDL of this process is made: it would look for plugins.
        plugin_dirs.value = []
        return {
            "proxy": self._proxy.url,
            "cookiefile": io.StringIO(self._cookies) if self._cookies else None,
            "allowed_extractors": _LEFT_OUT,
            "format": lambda told: chosen(told["formats"], form),
            "format_sort": order(form),
            "paths": {"home": str(self._errand.folder)},
            "outtmpl": {
                "default": "media-%(autonumber)s.%(ext)s",
                "subtitle": "captions.%(ext)s",
                "thumbnail": "cover.%(ext)s",
            },
            "external_downloader": {"default": "native"},
            "hls_prefer_native": True,
            "ffmpeg_location": str(self._errand.folder / "no-ffmpeg"),
            "fixup": "never",
            "socket_timeout": SILENCE_S,
            "retries": 2,
            "fragment_retries": 2,
            "extractor_retries": 1,
            "file_access_retries": 0,
            "enable_file_urls": False,
            "geo_bypass": False,
            "cachedir": False,
            "overwrites": True,
            "quiet": True,
            "no_warnings": True,
            "noprogress": True,
            "warn_when_outdated": False,
            "color": {"stdout": "never", "stderr": "never"},
            "logger": _Silent(),
        }


class _Counter:
    """Hears of each piece of a download: progress, the limit of bytes, and life in the line."""

    def __init__(self, errand: Errand, line: Line) -> None:
        self._errand, self._line = errand, line
        self._came: dict[str, int] = {}

    def hear(self, told: Mapping[str, Any]) -> None:
        self._line.require()
        name, came = str(told.get("filename")), int(told.get("downloaded_bytes") or 0)
        self._line.moved(max(0, came - self._came.get(name, 0)))
        self._came[name] = came
        whole = int(told.get("total_bytes") or told.get("total_bytes_estimate") or 0)
        sure = int(told.get("total_bytes") or 0)
        if max(sum(self._came.values()), sure) > self._errand.max_bytes:
            raise FetchError("fetch-too-large", permanent=True, host=_host(told), limit_bytes=self._errand.max_bytes)
        if whole:
            self._errand.on_progress(min(came / whole, 1.0))


class _Silent:
    """What yt-dlp would print: errors come as exceptions, nothing else is of use."""

    def debug(self, _: str) -> None: ...

    def warning(self, _: str) -> None: ...

    def error(self, _: str) -> None: ...


def _host(told: Mapping[str, Any]) -> str:
    return urlsplit(str(told.get("info_dict", {}).get("url", ""))).hostname or ""


@contextmanager
def _memory_limit() -> Iterator[None]:
    """For this process: yt-dlp unpacks answers whole."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
