"""A site on loopback with pages and media, and what the hub makes of its addresses."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import sentence
from hub.extensions.parts import Parts
from hub.models import Work
from hub.services import addresses, work
from hub.services.addresses import Choice
from hub.services.intake import Submission
from hub.services.transcoding import Bench
from hub.services.work import Outcome
from tests.integration.egress.site import Handler, Site
from transcode.tools import Tools

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n"

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=2")

SOUND = ("-f", "lavfi", "-i", "sine=d=2")

#: yt-dlp leaves a file of fragments open when a download breaks off; Python closes it. For `pytestmark`.
UNCLOSED = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning"),
]

Do = Callable[..., list[Outcome]]


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


def place_file(place: Site, path: str) -> bytes:
    """What the site serves there."""
    import httpx

    return httpx.get(url(place, path)).content


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


def claimed(parts: Parts) -> work.Lease:
    (one,) = due_of(parts, ["fetch"])
    lease = work.claim(parts.database, one, owner="test", lease_s=30)
    assert lease is not None
    return lease


def bench(folder: Path, tools: Tools, cancelled: Callable[[], bool] = lambda: False) -> Bench:
    folder.mkdir(parents=True, exist_ok=True)
    return Bench(folder=folder, tools=tools, on_progress=lambda _: None, cancelled=cancelled)
