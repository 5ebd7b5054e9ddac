"""What a news agency sends: one story in each of the formats, with media where a test wants some."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import ItemState
from tests.integration.intake.press import items_of, send

GUID = "urn:ninjs:hang-tin.example:tin-12"
TEXT = "<p>Bà con <b>Hà Nhì</b> ở Mường Tè bắt đầu thu hoạch thảo quả.</p><p>Giá cao hơn năm ngoái.</p>"


def ninjs(version: int = 1, **fields: object) -> str:
    told = {
        "uri": GUID,
        "type": "text",
        "version": str(version),
        "pubstatus": "usable",
        "language": "vi",
        "headline": f"Thảo quả được mùa, bản {version}",
        "byline": "Giàng A Páo",
        "creditline": "Hãng tin Mẫu",
        "keyword": ["nông nghiệp"],
        "body_html": TEXT,
    }
    return json.dumps({**told, **fields}, ensure_ascii=False)


def newsml(*items: tuple[str, str], meta: str = "", media: str = "") -> str:
    """A newsMessage with a story for each (guid, headline); `meta` and `media` are of each of them."""
    inside = "".join(
        f'<newsItem guid="{guid}" version="1" standard="NewsML-G2" xml:lang="vi">'
        f'<itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:usable"/></itemMeta>'
        f"<contentMeta><headline>{headline}</headline>{meta}</contentMeta><contentSet>"
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"<p>Nội dung của {headline}.</p></body></html></inlineXML>{media}</contentSet></newsItem>"
        for guid, headline in items
    )
    return (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>'
        f"<itemSet>{inside}</itemSet></newsMessage>"
    )


def nitf(headline: str, media: str = "") -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.6/specification/dtd/nitf-3-6.dtd">'
        f'<nitf><head><docdata><doc-id id-string="{headline}"/></docdata></head><body><body.head><hedline>'
        f"<hl1>{headline}</hl1></hedline></body.head><body.content><p>Chữ của tin.</p>"
        f"{media}</body.content></body></nitf>"
    )


def in_hours(hours: float) -> str:
    return (now() + timedelta(hours=hours)).isoformat()


def killed(newsroom: Parts, tmp_path: Path, do_work: Callable[..., list[str]], **wishes: Any) -> str:
    """The id of an item whose agency has cancelled it."""
    send(newsroom, tmp_path, ninjs(1), name="1.json", **wishes)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2), name="2.json")
    do_work("intake")
    send(newsroom, tmp_path, ninjs(3, pubstatus="canceled"), name="3.json")
    do_work("intake")
    [item] = items_of(newsroom)
    assert item.state == ItemState.WITHDRAWN
    return item.id
