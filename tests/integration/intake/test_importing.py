"""Importing from addresses, and followed channels: real pages and media on loopback, one port of which is allowed."""

import gc
import os
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.config import Settings
from hub.errors import LeaseLostError, sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import Arrival, ArrivalState, Asset, AssetState, Item, Source, SourceKind, Way, Work, WorkState
from hub.services import addresses, arrivals, sources, work
from hub.services.addresses import Choice
from hub.services.intake import Submission
from hub.services.sites import importing, site, site_line
from hub.services.sources import Account
from hub.services.transcoding import Bench
from hub.services.work import Outcome
from tests.integration.egress.site import Handler, Site, running
from transcode.errors import CancelledError
from transcode.tools import Tools, find_tools

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n"
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=2")
SOUND = ("-f", "lavfi", "-i", "sine=d=2")

Do = Callable[..., list[Outcome]]

# yt-dlp leaves a file of fragments open when a download breaks off; Python closes it.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _files_of_broken_downloads() -> Iterator[None]:
    """yt-dlp leaves the file of a download that was broken off to the collector, which would tell it in any test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def tools() -> Tools:
    return find_tools()


@pytest.fixture(scope="session")
def media(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `clip.mp4`, `clip.mp3`, `poster.jpg` and `hls/` with picture and sound apart."""
    folder = tmp_path_factory.mktemp("media")
    (folder / "hls").mkdir()
    both = (*PICTURE, *SOUND, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-c:a", "aac")
    alone = ("-f", "hls", "-hls_time", "1", "-hls_list_size", "0")
    for words in (
        (*both, "clip.mp4"),
        (*SOUND, "-c:a", "libmp3lame", "clip.mp3"),
        (*PICTURE, "-frames:v", "1", "poster.jpg"),
        (*both, *alone, "hls/both.m3u8"),
        (*both[: len(PICTURE)], "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", *alone, "hls/picture.m3u8"),
        (*SOUND, "-c:a", "aac", *alone, "hls/sound.m3u8"),
    ):
        subprocess.run([str(tools.ffmpeg), "-v", "error", "-y", *words], cwd=folder, check=True)
    (folder / "hls" / "master.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="vi",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=90000,RESOLUTION=160x120,CODECS="avc1.640014,mp4a.40.2",AUDIO="a"\npicture.m3u8\n'
    )
    return folder


@pytest.fixture
def place(media: Path) -> Iterator[Site]:
    """Serves the folder of media and whatever a test adds."""
    made = Site()
    types = {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".jpg": "image/jpeg", ".ts": "video/mp2t"}
    types[".m3u8"] = "application/vnd.apple.mpegurl"
    for path in media.rglob("*.*"):
        serve(made, f"/{path.relative_to(media)}", path.read_bytes(), types[path.suffix])
    with running(made):
        yield made


@pytest.fixture
def settings(tmp_path: Path, database_url: str, place: Site) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    allowed = f"127.0.0.1:{place.port}"
    data = tmp_path / "data"
    return Settings.read(environment, data=data, database_url=database_url, egress_allow=allowed, upload_limit_mb=2)


@pytest.fixture
def do(newsroom: Parts, monkeypatch: pytest.MonkeyPatch, tools: Tools) -> Do:
    """Has due work of these kinds done by the kernel's runner, until there is none; gives its outcomes."""
    monkeypatch.setattr("hub.jobs.process.tools", lambda: tools)

    def done(*kinds: str) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while due := due_of(newsroom, kinds):
            outcomes += [runner.execute(newsroom, one) for one in due]
        return outcomes

    return done


def due_of(parts: Parts, kinds: Sequence[str]) -> list[str]:
    with parts.database.reading() as session:
        rows = [one.work_id for one in work.overdue(parts.database)]
        return [one for one in rows if session.get_one(Work, one).kind in kinds]


def serve(place: Site, path: str, body: bytes | str, kind: str = "text/html", status: int = 200, **headers) -> None:
    data = body.encode() if isinstance(body, str) else body
    place.answers[path] = lambda to: to.say(status, data, Content_Type=kind, **headers)


def url(place: Site, path: str) -> str:
    return f"http://127.0.0.1:{place.port}{path}"


def ask(parts: Parts, address: str, programme: str = "truyen-hinh", choice: Choice | None = None, **told) -> str:
    with parts.database.writing() as session:
        submission = Submission(programme=programme, name=address, by="bien-tap@hub.example", **told)
        return addresses.ask(parts, session, address, submission, choice or Choice()).id


def all_of(parts: Parts, kind: type) -> list:
    with parts.database.reading() as session:
        return list(session.scalars(select(kind).order_by(kind.id)).unique())


def reason(parts: Parts, arrival_id: str) -> str:
    """What the newsroom reads of a fetch that has not succeeded."""
    with parts.database.reading() as session:
        row = session.scalars(select(Work).where(Work.subject_id == arrival_id)).one()
        return sentence(row.reason_code, row.reason_facts)


def dripping(to: Handler) -> None:
    """Sends a byte now and then, for ever."""
    to.send_response(200)
    to.send_header("Content-Type", "video/mp4" if to.path.endswith("mp4") else "text/html")
    to.send_header("Content-Length", "1000000")
    to.end_headers()
    with suppress(OSError):
        while to.command != "HEAD" and not to.site.ended.wait(0.1):
            to.wfile.write(b" ")
            to.wfile.flush()


PAGE = """<html><head><title>Lễ hội Gầu Tào</title></head><body>
<video poster="/poster.jpg" src="/clip.mp4" type="video/mp4">
<track kind="subtitles" srclang="vi" src="/vi.vtt"><track kind="subtitles" srclang="en" src="/en.vtt">
</video></body></html>"""


def test_a_page_with_a_video_becomes_an_item_with_its_title_captions_cover_and_link(
    newsroom: Parts, place: Site, do: Do
) -> None:
    serve(place, "/le-hoi", PAGE)
    for tag in ("vi", "en"):
        serve(place, f"/{tag}.vtt", VTT.format(tag), "text/vtt")
    ask(newsroom, url(place, "/le-hoi"), choice=Choice(subtitles=["vi"]))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (asset,), (arrival,) = all_of(newsroom, Item), all_of(newsroom, Asset), all_of(newsroom, Arrival)
    assert item.title == "Lễ hội Gầu Tào"
    assert item.credit == f"127.0.0.1 – {url(place, '/le-hoi')}"
    assert item.published_at is None
    assert asset.facts["source"]["url"] == url(place, "/le-hoi")
    assert [one["language"] for one in asset.facts["sidecars"]["captions"]] == ["vi"]
    assert "vi" in newsroom.storage.read(asset.facts["sidecars"]["captions"][0]["key"]).decode()
    assert newsroom.storage.read(asset.facts["sidecars"]["cover"]["key"]) == place_file(place, "/poster.jpg")
    assert (arrival.state, arrival.item_id, arrival.way) == (ArrivalState.TAKEN, item.id, Way.URL)
    assert asset.state == AssetState.PROCESSING


def place_file(place: Site, path: str) -> bytes:
    """What the site serves there."""
    import httpx

    return httpx.get(url(place, path)).content


def test_a_title_and_credit_that_a_person_gave_stand(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/le-hoi", PAGE)
    ask(newsroom, url(place, "/le-hoi"), title="Ngày hội", credit="Đài bạn")
    do("fetch", "intake")
    (item,) = all_of(newsroom, Item)
    assert (item.title, item.credit) == ("Ngày hội", "Đài bạn")


def test_captions_that_cannot_be_had_do_not_hold_the_video_back(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/le-hoi", PAGE)
    serve(place, "/vi.vtt", "", status=500)
    ask(newsroom, url(place, "/le-hoi"), choice=Choice(subtitles=["vi"]))
    assert [one.name for one in do("fetch")] == ["ok"]
    (asset,) = all_of(newsroom, Asset)
    assert "captions" not in asset.facts["sidecars"]


@pytest.mark.parametrize(("path", "programme"), [("/clip.mp4", "truyen-hinh"), ("/clip.mp3", "phat-thanh")])
def test_an_address_of_a_file_is_taken_as_it_is(
    newsroom: Parts, place: Site, do: Do, path: str, programme: str
) -> None:
    ask(newsroom, url(place, path), programme)
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    assert newsroom.storage.read(asset.key) == place_file(place, path)
    assert asset.name.startswith("clip.")


def test_the_sound_of_a_video_is_enough_for_radio(newsroom: Parts, place: Site, do: Do) -> None:
    ask(newsroom, url(place, "/hls/master.m3u8"), "phat-thanh")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    assert not any("picture" in path for _, path, _ in place.asked if path.endswith(".ts"))


def test_segments_of_a_stream_become_one_file(newsroom: Parts, place: Site, do: Do) -> None:
    ask(newsroom, url(place, "/hls/both.m3u8"))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    assert asset.facts["duration_s"] == pytest.approx(2, abs=0.3)


def test_picture_and_sound_that_come_apart_are_joined(newsroom: Parts, place: Site, do: Do, tools: Tools) -> None:
    ask(newsroom, url(place, "/hls/master.m3u8"))
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (asset,) = all_of(newsroom, Asset)
    path = newsroom.storage.fetch(asset.key, newsroom.settings.folder)
    words = [str(tools.ffprobe), "-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", str(path)]
    shown = subprocess.run(words, capture_output=True, check=True)
    assert sorted(shown.stdout.decode().split()) == ["audio", "video"]


def feed(place: Site, *names: str) -> str:
    rows = "".join(
        f"<item><title>Tin {name}</title><guid>{name}</guid><pubDate>Mon, 02 Nov 2026 05:00:00 +0700</pubDate>"
        f'<enclosure url="{url(place, f"/{name}.mp3")}" type="audio/mpeg"/></item>'
        for name in names
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Bản tin</title>{rows}</channel></rss>'


def serve_feed(place: Site, media: Path, *names: str) -> None:
    for name in names:
        # Other bytes each: the same ones would be one item.
        serve(place, f"/{name}.mp3", (media / "clip.mp3").read_bytes() + name.encode(), "audio/mpeg")
    serve(place, "/kenh", feed(place, *names), "application/rss+xml")


def test_a_list_becomes_one_arrival_an_entry_and_one_that_is_gone_holds_back_no_other(
    newsroom: Parts, place: Site, media: Path, do: Do
) -> None:
    serve_feed(place, media, "mot", "hai", "ba-ba")
    serve(place, "/hai.mp3", "", status=404)
    first = ask(
        newsroom, url(place, "/kenh"), "phat-thanh", Choice(original_date=True), title="Cả kênh", tags=("kênh",)
    )
    outcomes = do("fetch")
    assert sorted(one.name for one in outcomes) == ["failed", "ok", "ok", "ok"]
    lines = {one.id: one for one in all_of(newsroom, Arrival)}
    assert lines[first].state == ArrivalState.SKIPPED
    assert (lines[first].reason_code, lines[first].reason_facts) == ("became-many", {"count": 3})
    assert sorted(one.state for one in lines.values()) == ["failed", "skipped", "taken", "taken"]
    items = all_of(newsroom, Item)
    assert sorted(one.title for one in items) == ["Tin ba-ba", "Tin mot"]
    assert all(one.tags == ["kênh"] for one in items)
    assert {one.published_at.isoformat() for one in items} == {"2026-11-01T22:00:00+00:00"}


def test_a_page_with_several_videos_becomes_as_many(newsroom: Parts, place: Site, media: Path, do: Do) -> None:
    serve(place, "/hai.mp4", (media / "clip.mp4").read_bytes() + b"\0\0\0\x08free", "video/mp4")
    serve(place, "/trang", '<html><title>T</title><video src="/clip.mp4"></video><video src="/hai.mp4"></video></html>')
    ask(newsroom, url(place, "/trang"))
    assert [one.name for one in do("fetch", "intake")] == ["ok"] * 5
    stored = {newsroom.storage.read(one.key) for one in all_of(newsroom, Asset)}
    assert stored == {place_file(place, "/clip.mp4"), place_file(place, "/hai.mp4")}


def test_a_list_that_leads_to_itself_ends(newsroom: Parts, place: Site, do: Do) -> None:
    body = feed(place, "x").replace("/x.mp3", "/vong")
    serve(place, "/vong", body, "application/rss+xml")
    ask(newsroom, url(place, "/vong"), "phat-thanh")
    outcomes = do("fetch")
    assert [one.code for one in outcomes if one.name == "failed"] == ["site-too-deep"]
    assert len(outcomes) == importing.DEEPEST + 1


def test_an_article_is_kept_whole_and_read(newsroom: Parts, place: Site, do: Do) -> None:
    text = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
    body = f"<article><h1>Giá ngô tăng</h1><p>{text}</p></article>"
    page = f"<html><head><meta charset=utf-8><title>Giá ngô tăng</title></head><body>{body}</body></html>"
    serve(place, "/bai/gia-ngo.html", page)
    ask(newsroom, url(place, "/bai/gia-ngo.html"), "thoi-su")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (asset,) = all_of(newsroom, Item), all_of(newsroom, Asset)
    assert newsroom.storage.read(asset.key) == page.encode()
    assert item.title == "Giá ngô tăng"
    assert "chợ phiên Sìn Hồ" in item.body
    assert url(place, "/bai/gia-ngo.html") in item.credit


def test_an_article_that_is_gone_is_told(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/bai", "", status=410)
    asked = ask(newsroom, url(place, "/bai"), "thoi-su")
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-gone")]
    assert "127.0.0.1 từ chối: “HTTP 410”" in reason(newsroom, asked)


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


def claimed(parts: Parts) -> work.Lease:
    (one,) = due_of(parts, ["fetch"])
    lease = work.claim(parts.database, one, owner="test", lease_s=30)
    assert lease is not None
    return lease


def bench(folder: Path, tools: Tools, cancelled: Callable[[], bool] = lambda: False) -> Bench:
    folder.mkdir(parents=True, exist_ok=True)
    return Bench(folder=folder, tools=tools, on_progress=lambda _: None, cancelled=cancelled)


def test_a_wish_to_stop_is_heard_while_nothing_comes(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    begun = threading.Event()

    def drip(to: Handler) -> None:
        begun.set()
        dripping(to)

    place.answers["/giot.mp4"] = drip
    ask(newsroom, url(place, "/giot.mp4"))
    with pytest.raises(CancelledError):
        importing.fetch(newsroom, claimed(newsroom), bench(tmp_path / "s", tools, begun.is_set))
    assert not all_of(newsroom, Item)


def test_a_second_attempt_after_the_first_was_killed_makes_no_second_item(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    ask(newsroom, url(place, "/clip.mp4"))
    for _ in range(2):
        # The first one dies after its commit: nobody writes its outcome.
        assert importing.fetch(newsroom, claimed(newsroom), bench(tmp_path / "s", tools)) == work.OK
        with newsroom.database.writing() as session:
            for one in session.scalars(select(Work).where(Work.kind == "fetch")):
                one.lease_until = now() - timedelta(seconds=1)
            session.flush()
            work.take_back(session)
    assert len(all_of(newsroom, Item)) == 1
    assert len(all_of(newsroom, Arrival)) == 1


def test_whoever_lost_the_lease_writes_nothing(newsroom: Parts, place: Site, tools: Tools, tmp_path: Path) -> None:
    ask(newsroom, url(place, "/clip.mp4"))
    lease = claimed(newsroom)
    with newsroom.database.writing() as session:
        session.get_one(Work, lease.work_id).lease_owner = "another"
    with pytest.raises(LeaseLostError):
        importing.fetch(newsroom, lease, bench(tmp_path / "s", tools))
    assert not all_of(newsroom, Item)


def test_what_a_person_passed_over_meanwhile_becomes_nothing(
    newsroom: Parts, place: Site, tools: Tools, tmp_path: Path
) -> None:
    asked = ask(newsroom, url(place, "/clip.mp4"))
    lease = claimed(newsroom)
    with newsroom.database.writing() as session:
        arrivals.skip(session, asked, by="bien-tap@hub.example")
    assert importing.fetch(newsroom, lease, bench(tmp_path / "s", tools)) == work.OK
    assert not all_of(newsroom, Item)


class TestCookies:
    @pytest.fixture
    def cookies(self, tmp_path: Path, place: Site) -> Path:
        path = tmp_path / "cookies.txt"
        path.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tphien\tbi-mat\n")
        return path

    @pytest.fixture
    def settings(self, settings: Settings, cookies: Path) -> Settings:
        return settings.model_copy(update={"import_cookies": str(cookies)})

    def test_they_are_sent_and_their_file_is_never_written(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path
    ) -> None:
        before = cookies.read_bytes()
        place.answers["/clip.mp4"] = lambda to: to.say(
            200, b"\0" * 64, Content_Type="video/mp4", Set_Cookie="phien=moi; Path=/; Max-Age=9999"
        )
        ask(newsroom, url(place, "/clip.mp4"))
        assert [one.name for one in do("fetch")] == ["ok"]
        assert "phien=bi-mat" in place.asked[0][2]["Cookie"]
        assert cookies.read_bytes() == before

    def test_a_file_that_has_become_unreadable_is_told(
        self, newsroom: Parts, place: Site, do: Do, cookies: Path
    ) -> None:
        cookies.write_text("<html>")
        ask(newsroom, url(place, "/clip.mp4"))
        assert [(one.name, one.code) for one in do("fetch")] == [("failed", "cookies-unreadable")]


def follow(parts: Parts, address: str, **options) -> None:
    account = Account(
        slug="kenh", kind=SourceKind.CHANNEL, title="Kênh", programme="phat-thanh", address=address, options=options
    )
    with parts.database.writing() as session:
        sources.add(session, account, by="t")


def look_again(parts: Parts) -> None:
    with parts.database.writing() as session:
        sources.look_now(session, sources.find(session, "kenh"))


def test_a_followed_channel_brings_what_is_new_and_each_thing_once(
    newsroom: Parts, place: Site, media: Path, do: Do
) -> None:
    serve_feed(place, media, "bon", "ba", "hai", "mot")
    follow(newsroom, url(place, "/kenh"), newest=2, publish=True)
    assert [one.name for one in do("look", "fetch")] == ["ok"] * 3
    assert sorted(one.title for one in all_of(newsroom, Item)) == ["Tin ba", "Tin bon"]
    (source,) = all_of(newsroom, Source)
    assert source.new_at is not None
    serve_feed(place, media, "nam-nam", "bon")
    look_again(newsroom)
    assert [one.name for one in do("look", "fetch")] == ["ok"] * 2
    items = all_of(newsroom, Item)
    assert sorted(one.title for one in items) == ["Tin ba", "Tin bon", "Tin nam-nam"]
    assert {one.publish_by for one in items} == {"source:kenh"}
    lines = all_of(newsroom, Arrival)
    assert {(one.way, one.source_id, one.state) for one in lines} == {(Way.CHANNEL, source.id, ArrivalState.TAKEN)}


def test_an_archive_is_taken_once_bit_by_bit_and_then_only_the_front_is_read(
    newsroom: Parts, place: Site, media: Path, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.services.sites.followed_channels.MOST_AT_ONCE", 2)
    serve_feed(place, media, "nam", "bon", "ba", "hai", "mot")
    follow(newsroom, url(place, "/kenh"), newest=1, archive=True)
    for known in (2, 4, 5, 5):
        do("look")
        assert len(all_of(newsroom, Arrival)) == known
        look_again(newsroom)
    (source,) = all_of(newsroom, Source)
    assert source.memory["archived"] is True


def test_a_channel_that_refuses_says_so_on_its_source_and_is_asked_later(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/kenh", "", status=403)
    follow(newsroom, url(place, "/kenh"))
    assert [one.name for one in do("look")] == ["failed"]
    (source,) = all_of(newsroom, Source)
    (one,) = [each for each in all_of(newsroom, Work) if each.kind == "look"]
    assert (source.reason_code, source.failures) == ("site-blocked", 1)
    assert "HTTP Error 403" in sentence(source.reason_code, source.reason_facts)
    assert one.state == WorkState.DUE
    assert one.due_at > now() + timedelta(hours=11)


def test_a_video_is_no_channel(newsroom: Parts, place: Site, do: Do) -> None:
    follow(newsroom, url(place, "/clip.mp3"))
    assert [(one.name, one.code) for one in do("look")] == [("failed", "site-no-list")]


def test_nothing_is_left_in_the_persons_folders(
    newsroom: Parts, place: Site, do: Do, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.chdir(home)
    ask(newsroom, url(place, "/hls/both.m3u8"))
    assert [one.name for one in do("fetch")] == ["ok"]
    assert not list(home.iterdir())
    assert not any(newsroom.work_folder.iterdir())


def test_a_line_that_was_cut_connects_no_more(newsroom: Parts, place: Site) -> None:
    with site_line.Line(newsroom.egress, host="x", cancelled=lambda: False) as line:
        connection = line.egress.dial("127.0.0.1", place.port, 5)
        line.egress.cut()
        assert connection.recv(1) == b""
        with pytest.raises(ConnectionAbortedError):
            line.egress.dial("127.0.0.1", place.port, 5)
        connection.close()
