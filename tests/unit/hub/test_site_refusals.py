"""What the words of a site's refusal mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError, UnsupportedError

from hub.errors import sentence
from hub.services.sites.site_refusals import LONGEST_PAUSE_S, SHOWN_CHARS, by_status, refusal

AT = datetime(2026, 11, 23, tzinfo=UTC)


def meant(error: Exception):
    """As yt-dlp raises it: wrapped, with the cause in `exc_info`."""
    return refusal(DownloadError(f"ERROR: {error}", (type(error), error, None)), site="youtube.com", at=AT)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Sign in to confirm your age. This video may be inappropriate for some users.", "site-sign-in"),
        ("This video is only available for registered users. Use --cookies for the authentication", "site-sign-in"),
        ("Join this channel to get access to members-only content", "site-sign-in"),
        ("Sign in to confirm you're not a bot. Use --cookies-from-browser or --cookies", "site-blocked"),
        ("Private video. Sign in if you've been granted access to this video", "site-gone"),
        ("This video has been removed by the uploader", "site-gone"),
        ("Video unavailable", "site-gone"),
        ("The uploader has not made this video available in your country", "site-blocked"),
        ("This live event will begin in 3 hours.", "site-live"),
        ("Premieres in 2 days", "site-live"),
        ("This video is DRM protected", "site-no-form"),
        ("No video formats found!", "site-no-form"),
        ("Requested format is not available. Use --list-formats for a list of available formats", "site-no-form"),
        ("Rate limit reached, try again later", "site-busy"),
        ("Unable to extract initial data", "site-refused"),
    ],
)
def test_the_words_of_a_refusal_tell_what_can_be_done(words: str, code: str) -> None:
    told = meant(ExtractorError(words, expected=True))
    assert told.code == code
    assert "--" not in told.facts["words"]
    assert told.facts["words"] in sentence(told.code, told.facts)


def test_what_yt_dlp_says_to_its_own_users_is_left_out() -> None:
    told = meant(ExtractorError("\x1b[0;31mUnable to extract data", video_id="abc", ie="Youtube"))
    assert told.facts["words"] == "Unable to extract data"


def test_kinds_of_errors_are_known() -> None:
    assert meant(UnsupportedError("http://x")).code == "site-unsupported"
    assert meant(GeoRestrictedError("Not for you")).code == "site-blocked"
    assert meant(ExtractorError("x", cause=ConnectionResetError())).code == "site-no-answer"


def test_a_status_that_only_the_words_tell_counts() -> None:
    error = DownloadError("ERROR: \r[download] Got error: HTTP Error 404: Not Found. Giving up after 2 retries")
    assert refusal(error, site="x", at=AT).code == "site-gone"


@pytest.mark.parametrize(("asked", "pause_s"), [("120", 120), ("9999999", LONGEST_PAUSE_S), ("x", None), (None, None)])
def test_a_site_may_name_its_pause_within_bounds(asked: str | None, pause_s: float | None) -> None:
    assert by_status(429, "", site="x", retry_after=asked, at=AT).retry_after_s == pause_s


@given(st.text())
def test_any_words_become_one_short_line(words: str) -> None:
    told = meant(ExtractorError(words, expected=True))
    line = told.facts["words"]
    assert len(line) <= SHOWN_CHARS
    assert "\n" not in line
    assert sentence(told.code, told.facts)


@given(st.integers(100, 999))
def test_any_status_has_a_meaning(status: int) -> None:
    assert by_status(status, "", site="x", retry_after=None, at=AT).code.startswith("site-")
