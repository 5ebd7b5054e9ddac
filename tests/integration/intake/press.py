"""A neighbouring newspaper on loopback, which can change what it serves, and sources that follow it."""

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image
from sqlalchemy import select

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item, Source, Work
from hub.services import intake, sources
from hub.services.arrivals import Road
from hub.services.intake import Submission
from hub.services.sources import Account
from tests.integration.egress.site import Handler, Site

PARAGRAPH = "Bà con Hà Nhì ở xã Ka Lăng bắt đầu thu hoạch thảo quả từ sáng nay, sớm hơn năm ngoái nửa tháng vì nắng ấm."


@dataclass(kw_only=True)
class Story:
    """One entry of the newspaper's feed; what is empty is not told."""

    title: str
    number: int = 1
    guid: str = ""
    link: str = ""
    summary: str = ""
    content: str = ""
    at: datetime | None = None
    inside: str = ""


@dataclass(kw_only=True)
class Press:
    site: Site

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.site.port}"

    def print_feed(self, *stories: Story, path: str = "/rss", channel: str = "") -> None:
        """Serve a feed of these stories; a client that has it already is told so."""
        body = rss(self.url, stories, channel).encode()
        tag = f'"{hash(body)}"'

        def answer(to: Handler) -> None:
            if to.headers.get("If-None-Match") == tag:
                to.say(304, ETag=tag)
            else:
                to.say(200, body, ETag=tag, Content_Type="application/rss+xml")

        self.site.answers[path] = answer

    def say(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.site.answers[path] = lambda to: to.say(status, data, **headers)

    def print_page(self, path: str, title: str, *paragraphs: str, pictures: tuple[str, ...] = ()) -> None:
        images = "".join(f'<figure><img src="{one}" alt="Ảnh"></figure>' for one in pictures)
        inside = "".join(f"<p>{one}</p>" for one in paragraphs)
        self.say(
            path,
            f"<html><head><title>{title}</title></head><body><nav><ul><li><a href='/'>Trang chủ</a></li></ul></nav>"
            f"<article><h1>{title}</h1>{inside}{images}</article><footer>Bản quyền của báo</footer></body></html>",
            Content_Type="text/html; charset=utf-8",
        )

    def asked(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for a path."""
        return [headers for _, asked, headers in self.site.asked if asked == path]


def rss(url: str, stories: tuple[Story, ...], channel: str = "") -> str:
    items = "".join(_item(url, one) for one in stories)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Báo bạn</title>'
        f"<link>{url}/</link><language>vi</language>{channel}{items}</channel></rss>"
    )


def _item(url: str, story: Story) -> str:
    told = {
        "title": story.title,
        "link": story.link or f"{url}/tin/{story.number}",
        "guid": story.guid or f"tin-{story.number}",
        "description": story.summary,
        "content:encoded": story.content,
        "pubDate": format_datetime(story.at) if story.at else "",
    }
    return "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in told.items() if v) + story.inside + "</item>"


def picture(width: int = 400, height: int = 300, colour: str = "green") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "JPEG")
    return data.getvalue()


def sound(seconds: int = 1) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\1" * 8000 * seconds)
    return data.getvalue()


def whole(text: str = PARAGRAPH, times: int = 5) -> str:
    """A text that is an article, each paragraph another one."""
    return "".join(f"<p>Đoạn {number}: {text}</p>" for number in range(1, times + 1))


def day(number: int, hour: int = 8) -> datetime:
    return datetime(2025, 3, number, hour, tzinfo=UTC)


def follow(parts: Parts, address: str, *, programme: str = "thoi-su", slug: str = "bao-ban", **options: Any) -> str:
    with parts.database.writing() as session:
        account = Account(
            slug=slug,
            kind="feed",
            title="Báo bạn",
            programme=programme,
            address=address,
            options=options,
            quiet_after_h=48,
        )
        return sources.add(session, account, by="t").id


def look_again(parts: Parts, do_work: Callable[..., list[str]], *, slug: str = "bao-ban") -> list[str]:
    """One more look at a source, whenever its turn would be; then what it promised."""
    with parts.database.writing() as session:
        source = sources.find(session, slug)
        for one in session.scalars(select(Work).where(Work.kind == "look", Work.subject_id == source.id)):
            one.due_at = now()
    return do_work("look", "fetch", "intake")


def source_of(parts: Parts, slug: str = "bao-ban") -> Source:
    with parts.database.reading() as session:
        return sources.find(session, slug)


def arrivals_of(parts: Parts) -> list[Arrival]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Arrival).order_by(Arrival.id)))


def items_of(parts: Parts) -> list[Item]:
    """Those that stand for themselves, in the order in which they came."""
    with parts.database.reading() as session:
        return list(session.scalars(select(Item).where(Item.merged_into.is_(None)).order_by(Item.id)))


def assets_of(parts: Parts, item: Item) -> list[Asset]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Asset).where(Asset.item_id == item.id).order_by(Asset.id)))


def remarks_of(parts: Parts, item: Item) -> set[str]:
    """The codes of what an item's page tells of its newest original."""
    with parts.database.reading() as session:
        facts = session.scalars(select(Asset.facts).where(Asset.item_id == item.id).order_by(Asset.id.desc())).first()
    return set((facts or {}).get("remarks", {}))


def send(
    parts: Parts,
    folder: Path,
    document: str,
    *,
    name: str = "tin.xml",
    publish: bool = False,
    by: str = "phong-vien@hub.example",
) -> str:
    """Hand a file over as the command line does."""
    path = folder / name
    path.write_text(document, "utf-8")
    wishes = Submission(programme="thoi-su", name=name, publish=publish, by=by)
    return intake.receive(parts, path, wishes, Road(way="command"))


def look_due_in_s(parts: Parts) -> float:
    with parts.database.reading() as session:
        look = session.scalars(select(Work).where(Work.kind == "look")).one()
        return (look.due_at - now()).total_seconds()
