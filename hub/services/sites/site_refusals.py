"""Why a site gave nothing: its own words, and what they mean for whoever asked for it."""

import re
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from yt_dlp.networking.exceptions import HTTPError, TransportError  # type: ignore[import-untyped]
from yt_dlp.utils import (  # type: ignore[import-untyped]
    ExtractorError,
    GeoRestrictedError,
    UnsupportedError,
)

from distributors.answer import retry_after_s
from hub.errors import HubError
from transcode.documents.article import one_line

#: Characters of a site's words that are shown.
SHOWN_CHARS = 300

#: Hours for which a site may ask to be left alone.
LONGEST_PAUSE_S = 24 * 3600

#: Seconds after which what is broadcast just now is asked for again.
LIVE_PAUSE_S = 1800.0

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_BEGINNING = re.compile(r"^(ERROR:\s*)?(\[[\w:+.-]+\]\s+([^\s:]+:\s+)?)?(Got error:\s*)?", re.IGNORECASE)
_STATUS = re.compile(r"HTTP Error (\d{3})")
#: What yt-dlp adds for those who sit at its command line.
_ADVICE = re.compile(
    r"\(caused by .*|\.? Giving up after \d+ retries.*|[;,.]?\s*please report this issue on .*"
    r"|Confirm you are on the latest version.*"
    r"|[;,.]?\s*(You might want to|Try) (use|using) a VPN.*"
    r"|[;,.]?\s*((See|Also see|Use|Try again with|Pass)\s+)(https://github\.com/yt-dlp/|--).*",
    re.IGNORECASE | re.DOTALL,
)

#: Words of a refusal -> code of its sentence. The first that is found counts.
_MEANINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), code)
    for words, code in (
        (r"live event will begin|premieres in|is (currently )?live\b|not (currently )?live\b|offline\b", "site-live"),
        (r"\bDRM\b", "site-no-form"),
        (r"private video|video is private|been removed|was removed|been deleted|no longer available", "site-gone"),
        (r"account .*terminated|does ?n[o']t exist|video (is )?unavailable|video not found", "site-gone"),
        (r"not (made this video )?available (in|from) your (country|region|location)|geo.?restrict", "site-blocked"),
        (r"not a bot|blocked|captcha|cloudflare|access denied", "site-blocked"),
        (
            r"sign in|log ?in|registered users|cookies|confirm your age|age.restricted|members.only|subscri|password",
            "site-sign-in",
        ),
        (r"too many requests|rate.?limit|try again later", "site-busy"),
        (r"no video formats|requested format|unsupported features|ffmpeg|protocol", "site-no-form"),
    )
)

_STATUSES = {
    HTTPStatus.UNAUTHORIZED: "site-sign-in",
    HTTPStatus.FORBIDDEN: "site-blocked",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: "site-blocked",
    HTTPStatus.NOT_FOUND: "site-gone",
    HTTPStatus.GONE: "site-gone",
    HTTPStatus.TOO_MANY_REQUESTS: "site-busy",
}

#: Refusals that may be over later.
_PASSING = frozenset({"site-blocked", "site-busy", "site-trouble", "site-no-answer", "site-live"})


class SiteError(HubError):
    """A site gave nothing; `permanent` where trying again is of no use, `retry_after_s` where it named a time."""

    status = HTTPStatus.BAD_GATEWAY

    def __init__(self, code: str, *, site: str, words: str, retry_after_s: float | None = None) -> None:
        self.permanent = code not in _PASSING
        self.retry_after_s = retry_after_s
        super().__init__(code, site=site, words=words)


def refusal(error: BaseException, *, site: str, at: datetime) -> SiteError:
    """What an error of yt-dlp means."""
    causes = list(_causes(error))
    words = next((_words(str(one.orig_msg)) for one in causes if isinstance(one, ExtractorError)), _words(str(error)))
    answer = next((one for one in causes if isinstance(one, (HTTPError, TransportError))), None)
    told = _STATUS.search(words)
    if isinstance(answer, HTTPError):
        asked = answer.response.get_header("Retry-After")
        return by_status(answer.status, words, site=site, retry_after=asked, at=at)
    if any(isinstance(one, UnsupportedError) for one in causes):
        return SiteError("site-unsupported", site=site, words=words)
    if any(isinstance(one, GeoRestrictedError) for one in causes):
        return SiteError("site-blocked", site=site, words=words)
    if any(isinstance(one, (TransportError, TimeoutError, ConnectionError)) for one in causes):
        return SiteError("site-no-answer", site=site, words=words)
    if told is not None:
        return by_status(int(told[1]), words, site=site, retry_after=None, at=at)
    return by_words(words, site=site)


def by_words(words: str, *, site: str) -> SiteError:
    """What a site's words mean."""
    code = next((code for pattern, code in _MEANINGS if pattern.search(words)), "site-refused")
    return SiteError(code, site=site, words=words, retry_after_s=LIVE_PAUSE_S if code == "site-live" else None)


def by_status(status: int, words: str, *, site: str, retry_after: str | None, at: datetime) -> SiteError:
    """What an HTTP status that is no success means."""
    trouble = "site-trouble" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "site-refused"
    code = _STATUSES.get(HTTPStatus(status), trouble) if status in set(HTTPStatus) else trouble
    asked_s = retry_after_s(retry_after, at) if code in _PASSING else None
    pause_s = None if asked_s is None else min(asked_s, LONGEST_PAUSE_S)
    return SiteError(code, site=site, words=words, retry_after_s=pause_s)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, by each of the ways in which yt-dlp tells."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        told = getattr(one, "exc_info", None)
        carried = told[1] if isinstance(told, tuple) else None
        cause = getattr(one, "cause", None)
        waiting += [carried, cause if isinstance(cause, BaseException) else None, one.__cause__, one.__context__]


def _words(text: str) -> str:
    """A site's words without what yt-dlp puts around them."""
    plain = _BEGINNING.sub("", _COLOUR.sub("", text).strip())
    return one_line(_ADVICE.sub("", plain).strip(" ;,"), most=SHOWN_CHARS)
