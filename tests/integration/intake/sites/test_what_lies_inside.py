"""Importing from addresses: nothing inside the network is reached, by whatever way it is named."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.extensions.parts import Parts
from hub.models import Item
from hub.services.sites import site_line
from tests.integration.egress.site import Site, running
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, ask, reason, serve, url

pytestmark = UNCLOSED


INSIDE = ("http://10.0.0.1/clip.mp4", "http://169.254.169.254/latest/meta-data/", "http://[::1]/clip.mp4")


@pytest.mark.parametrize("where", INSIDE)
def test_what_lies_inside_is_refused_also_after_a_redirect(newsroom: Parts, place: Site, do: Do, where: str) -> None:
    place.redirect("/di", where)
    for programme in ("truyen-hinh", "thoi-su"):
        asked = ask(newsroom, url(place, "/di"), programme)
        ask(newsroom, where, programme)
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "address-inside")] * 2
        assert "mạng nội bộ" in reason(newsroom, asked)
    assert not all_of(newsroom, Item)


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """Something inside that must not be reached: a server on another port, and a file."""
    path = tmp_path / "secret.ts"
    path.write_bytes(b"secret" * 100)
    other = Site()
    serve(other, "/secret.ts", path.read_bytes(), "video/mp2t")
    with running(other):
        yield other, path


@pytest.mark.parametrize("by", ["segment", "key", "variant", "map", "page"])
@pytest.mark.parametrize("kind", ["port", "file"])
def test_a_stream_that_names_what_lies_inside_is_refused(
    newsroom: Parts, place: Site, secret: tuple[Site, Path], do: Do, *, by: str, kind: str
) -> None:
    other, path = secret
    evil = url(other, "/secret.ts") if kind == "port" else path.as_uri()
    good = url(place, "/hls/both0.ts")
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="{evil}"\n' if by == "key" else ""
    begin = f'#EXT-X-MAP:URI="{evil}"\n' if by == "map" else ""
    second = evil if by == "segment" else good
    lines = f"{key}{begin}#EXTINF:1,\n{good}\n#EXTINF:1,\n{second}\n#EXT-X-ENDLIST\n"
    if by == "variant":
        lines = f"#EXT-X-STREAM-INF:BANDWIDTH=9,RESOLUTION=16x12\n{evil}\n"
    serve(place, "/ac.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n{lines}", "application/vnd.apple.mpegurl")
    serve(place, "/ac", f'<html><title>T</title><video src="{evil}"></video></html>')
    ask(newsroom, url(place, "/ac" if by == "page" else "/ac.m3u8"))
    (outcome,) = do("fetch")
    assert not other.asked
    assert not all_of(newsroom, Item)
    if by in {"segment", "key", "map"}:
        assert outcome.name == "failed"
        assert outcome.code == ("address-inside" if kind == "port" else "address-scheme")


@pytest.mark.parametrize(
    "line",
    ['#EXT-X-KEY:METHOD=SAMPLE-AES,URI="{key}",KEYFORMAT="identity"', '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"'],
)
def test_what_yt_dlp_would_hand_to_another_program_is_refused(
    newsroom: Parts, place: Site, do: Do, *, line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # An ffmpeg on the path would go out by itself.
    (tmp_path / "bin").mkdir()
    for name in ("ffmpeg", "ffprobe"):
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/ran"\necho "{name} version 8.0"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    lines = f"{line.format(key=url(place, '/khoa'))}\n#EXTINF:1,\n/hls/both0.ts\n#EXT-X-ENDLIST\n"
    serve(place, "/la.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n{lines}", "application/vnd.apple.mpegurl")
    ask(newsroom, url(place, "/la.m3u8"))
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-no-form")]
    ran = (tmp_path / "ran").read_text() if (tmp_path / "ran").exists() else ""
    assert "127.0.0.1" not in ran


def test_a_line_that_was_cut_connects_no_more(newsroom: Parts, place: Site) -> None:
    with site_line.Line(newsroom.egress, host="x", cancelled=lambda: False) as line:
        connection = line.egress.dial("127.0.0.1", place.port, 5)
        line.egress.cut()
        assert connection.recv(1) == b""
        with pytest.raises(ConnectionAbortedError):
            line.egress.dial("127.0.0.1", place.port, 5)
        connection.close()
