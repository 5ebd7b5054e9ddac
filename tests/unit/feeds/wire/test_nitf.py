"""NITF is read whole."""

from datetime import UTC, datetime

import pytest

from feeds.wire.item import WITHOUT_END, WireItem, WireMedia
from feeds.wire.reader import read_wire
from tests.unit.feeds.wire.samples import nitf


def read(document: str) -> WireItem:
    (item,) = read_wire(document.encode(), name="tin.xml")
    return item


def test_an_article_with_all_that_is_told_of_it():
    item = read(
        '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">'
        + nitf(
            data='<doc-id regsrc="HT" id-string="tin-12"/><del-list><from-src src-name="Hãng A" level-number="1"/>'
            '<from-src src-name="Hãng B" level-number="2"/></del-list><urgency ed-urg="2"/>'
            '<date.issue norm="20261123T080000+0700"/><date.release norm="20261123T170000+0700"/>'
            '<du-key key="k" version="4"/><doc.copyright year="2026" holder="Hãng B"/>'
            '<key-list><keyword key="thảo quả"/></key-list><ed-msg msg-type="Update" info="Chờ ảnh"/>'
            "<identified-content><location>Mường Tè</location><classifier>kinh tế</classifier></identified-content>",
            status=' management-status="usable"',
            head="<byline>Giàng A Páo</byline><dateline><location>LAI CHÂU</location></dateline>",
            content="<block><p>Bà con&nbsp;<person>Hà Nhì</person></p><hl2>Giá</hl2><bq><block><p>Rẻ</p></block></bq>"
            '<media media-type="image"><media-reference mime-type="image/jpeg" source="a.jpg" width="150"'
            ' alternate-text="Nương thảo quả" source-credit="Hãng B"/>'
            "<media-caption>Thu hoạch</media-caption><media-producer>Lò Văn A</media-producer></media>"
            "<table><tr><td>1</td></tr></table></block>",
        )
    )
    assert item == WireItem(
        guid="tin-12",
        version=4,
        urgency=2,
        embargo_until=datetime(2026, 11, 23, 10, tzinfo=UTC),
        published=datetime(2026, 11, 23, 1, tzinfo=UTC),
        updated=datetime(2026, 11, 23, 1, tzinfo=UTC),
        title="Mường Tè",
        bylines=("Giàng A Páo",),
        credit="Hãng B",
        copyright="© 2026 Hãng B",
        body_html="<p>Bà con\u00a0Hà Nhì</p><h3>Giá</h3><blockquote><p>Rẻ</p></blockquote>"
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        subjects=("kinh tế",),
        places=("LAI CHÂU", "Mường Tè"),
        keywords=("thảo quả",),
        media=(
            WireMedia(
                href="a.jpg",
                media_type="image/jpeg",
                width=150,
                caption="Thu hoạch",
                alt="Nương thảo quả",
                credit="Lò Văn A / Hãng B",
                group="nitf-0",
                role="image",
            ),
        ),
        editorial_note="Chờ ảnh",
        signals=("update",),
    )


@pytest.mark.parametrize(
    ("status", "state", "embargo"),
    [
        ("usable", "usable", None),
        ("withheld", "withheld", None),
        ("canceled", "cancelled", None),
        ("embargoed", "usable", WITHOUT_END),
        ("unheard-of", "withheld", None),
    ],
)
def test_the_management_status_decides(status, state, embargo):
    item = read(nitf(status=f' management-status="{status}"'))
    assert (item.state, item.embargo_until, item.version) == (state, embargo, 0)


def test_a_correction_names_what_it_corrects():
    item = read(nitf(data='<doc-id id-string="2"/><correction id-string="1" info="Sai tên"/>'))
    assert (item.correction_of, item.editorial_note, item.signals) == ("1", "Sai tên", ("correction",))
    assert read(nitf(data='<doc-id id-string="2"/><ed-msg msg-type="correction"/>')).correction_of == "2"
