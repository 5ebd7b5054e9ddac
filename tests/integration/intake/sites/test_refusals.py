"""Importing from addresses: a refusal is told in the site's own words, and the queue goes on."""

from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime

import pytest

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Item, Work, WorkState
from hub.services.sites import site
from tests.integration.egress.site import Handler, Site
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, ask, dripping, reason, serve, url

pytestmark = UNCLOSED


def test_a_page_without_a_recording_is_told(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/bai", "<html><title>Giá ngô</title><p>Chữ.</p></html>")
    ask(newsroom, url(place, "/bai"))
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-unsupported")]


@pytest.mark.parametrize(
    ("status", "name", "code"),
    [
        (401, "failed", "site-sign-in"),
        (403, "retry", "site-blocked"),
        (404, "failed", "site-gone"),
        (429, "retry", "site-busy"),
        (451, "retry", "site-blocked"),
        (503, "retry", "site-trouble"),
    ],
)
def test_a_refusal_is_told_in_the_sites_own_words_and_the_queue_goes_on(
    newsroom: Parts, place: Site, do: Do, *, status: int, name: str, code: str
) -> None:
    serve(place, "/video", "", status=status)
    asked = ask(newsroom, url(place, "/video"))
    ask(newsroom, url(place, "/clip.mp4"))
    assert [(one.name, one.code) for one in do("fetch")] == [(name, code), ("ok", "")]
    told = reason(newsroom, asked)
    assert "127.0.0.1" in told
    assert f"HTTP Error {status}" in told
    assert not any(word in told for word in ("yt-dlp/", "report", "\x1b", "caused by", "--"))


def test_a_busy_site_is_left_alone_for_as_long_as_it_asks(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/giay", "", status=429, Retry_After="7200")
    serve(place, "/ngay", "", status=429, Retry_After=format_datetime(now() + timedelta(hours=2), usegmt=True))
    serve(place, "/bai", "", status=429, Retry_After="7200")
    began = now()
    for path, programme in (("/giay", "truyen-hinh"), ("/ngay", "truyen-hinh"), ("/bai", "thoi-su")):
        ask(newsroom, url(place, path), programme)
    assert [one.name for one in do("fetch")] == ["retry"] * 3
    fetches = [one for one in all_of(newsroom, Work) if one.kind == "fetch"]
    assert {one.state for one in fetches} == {WorkState.RETRY}
    assert all(timedelta(minutes=115) < one.due_at - began < timedelta(minutes=130) for one in fetches)


def test_a_stream_with_a_hole_is_not_taken(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/hls/both1.ts", "", status=404)
    ask(newsroom, url(place, "/hls/both.m3u8"))
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-gone")]
    assert not all_of(newsroom, Item)


@pytest.mark.parametrize("told", [True, False])
def test_a_file_that_is_too_large_is_refused(newsroom: Parts, place: Site, do: Do, *, told: bool) -> None:
    def large(to: Handler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "video/mp4")
        to.send_header(*(("Content-Length", str(3 * 1024**2)) if told else ("Connection", "close")))
        to.end_headers()
        to.close_connection = True
        with suppress(OSError):
            for _ in range(3 if to.command != "HEAD" else 0):
                to.wfile.write(b"\0" * 1024**2)

    place.answers["/lon.mp4"] = large
    ask(newsroom, url(place, "/lon.mp4"))
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "fetch-too-large")]


@pytest.mark.parametrize("path", ["/giot", "/giot.mp4"])
def test_a_server_that_drips_for_ever_is_left(
    newsroom: Parts, place: Site, do: Do, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(site, "READING_S", 2.0)
    monkeypatch.setattr(site, "STALL_S", 2.0)
    place.answers[path] = dripping
    ask(newsroom, url(place, path))
    ask(newsroom, url(place, "/clip.mp4"))
    assert [(one.name, one.code) for one in do("fetch")] == [("retry", "fetch-too-slow"), ("ok", "")]


def test_nobody_there_is_tried_again_later(newsroom: Parts, place: Site, do: Do) -> None:
    place.answers["/cat"] = lambda to: to.connection.close()
    ask(newsroom, url(place, "/cat"))
    assert [(one.name, one.code) for one in do("fetch")] == [("retry", "site-no-answer")]
