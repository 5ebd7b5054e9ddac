"""ninjs is read in all its versions."""

import json
from datetime import UTC, datetime

import pytest

from feeds.wire.errors import WireError
from feeds.wire.item import WireItem, WireMedia
from feeds.wire.reader import read_wire

FIRST = {
    "uri": "urn:tin-12",
    "type": "text",
    "version": "2",
    "versioncreated": "2026-11-23T09:00:00+07:00",
    "firstcreated": "2026-11-23T08:00:00+07:00",
    "pubstatus": "canceled",
    "urgency": 3,
    "language": "vi",
    "headline": "Mường &amp; Tè",
    "byline": "Mai",
    "located": "Lai Châu",
    "body_html": "<p>A</p><script>x()</script>",
    "body_text": "A",
    "copyrightholder": "Hãng",
    "ednote": "Chờ ảnh",
    "slugline": "tin",
    "subject": [{"code": "04000000", "name": "kinh tế"}, {"code": "1"}],
    "place": [{"name": "Mường Tè"}],
    "associations": {
        "main": {
            "uri": "urn:anh",
            "type": "picture",
            "description_text": "Thu hoạch",
            "body_text": "Nương thảo quả",
            "byline": "Lò Văn A",
            "creditline": "Hãng ảnh",
            "renditions": {"web": {"href": "a.jpg", "mimetype": "image/jpeg", "width": 10, "sizeinbytes": "7"}},
        }
    },
}
SECOND = {
    "uri": "urn:tin-12",
    "type": "text",
    "version": "2",
    "versioncreated": "2026-11-23T09:00:00+07:00",
    "firstcreated": "2026-11-23T08:00:00+07:00",
    "pubstatus": "canceled",
    "urgency": 3,
    "language": "vi",
    "headlines": [{"role": "sub", "value": "Phụ"}, {"role": "main", "value": "Mường &amp; Tè"}],
    "by": "Mai",
    "located": "Lai Châu",
    "bodies": [
        {"contenttype": "text/plain", "value": "A"},
        {"contenttype": "application/xhtml+xml", "value": "<p>A</p>"},
    ],
    "copyrightholder": "Hãng",
    "ednote": "Chờ ảnh",
    "slugline": "tin",
    "subjects": [{"uri": "x", "name": "kinh tế"}, {"literal": "1"}],
    "places": [{"name": "Mường Tè"}],
    "associations": [
        {
            "name": "main",
            "uri": "urn:anh",
            "type": "picture",
            "by": "Lò Văn A",
            "creditline": "Hãng ảnh",
            "descriptions": [
                {"role": "altText", "value": "Nương thảo quả"},
                {"role": "caption", "value": "Thu hoạch"},
            ],
            "renditions": [
                {"name": "web", "href": "a.jpg", "contenttype": "image/jpeg", "width": 10, "sizeinbytes": 7}
            ],
        }
    ],
}
THIRD = {
    {"pubstatus": "pubStatus", "versioncreated": "versionCreated", "firstcreated": "firstCreated"}.get(
        name, name
    ): value
    for name, value in SECOND.items()
}


def read(document: object) -> WireItem:
    (item,) = read_wire(json.dumps(document).encode(), name="tin.json")
    return item


@pytest.mark.parametrize(("document", "subtitle"), [(FIRST, ""), (SECOND, "Phụ"), (THIRD, "Phụ")])
def test_an_item_says_the_same_in_each_version_of_the_format(document, subtitle):
    assert read(document) == WireItem(
        guid="urn:tin-12",
        version=2,
        urgency=3,
        state="cancelled",
        published=datetime(2026, 11, 23, 1, tzinfo=UTC),
        updated=datetime(2026, 11, 23, 2, tzinfo=UTC),
        language="vi",
        title="Mường & Tè",
        subtitle=subtitle,
        bylines=("Mai",),
        credit="Hãng",
        copyright="© Hãng",
        body_html="<p>A</p>",
        subjects=("kinh tế", "1"),
        places=("Lai Châu", "Mường Tè"),
        keywords=("tin",),
        editorial_note="Chờ ảnh",
        media=(
            WireMedia(
                href="a.jpg",
                media_type="image/jpeg",
                width=10,
                size_bytes=7,
                caption="Thu hoạch",
                alt="Nương thảo quả",
                credit="Lò Văn A / Hãng ảnh",
                group="item-0",
                role="web",
            ),
        ),
    )


def test_an_embargo_is_never_lost():
    assert read(FIRST | {"embargoed": "2026-11-23T17:00:00+07:00"}).embargo_until == datetime(
        2026, 11, 23, 10, tzinfo=UTC
    )
    with pytest.raises(WireError, match="cannot be read"):
        read(FIRST | {"embargoed": 7})


def test_items_come_alone_in_a_list_or_in_an_envelope():
    other = FIRST | {"uri": "urn:tin-13"}
    for document in ([FIRST, other], {"item": [FIRST, other], "total": 2}, {"items": [FIRST, other]}):
        assert [item.guid for item in read_wire(json.dumps(document).encode(), name="a")] == [
            "urn:tin-12",
            "urn:tin-13",
        ]


@pytest.mark.parametrize("document", [{}, [], [1], {"uri": "a"}, {"version": "https://jsonfeed.org/version/1"}, "a"])
def test_other_json_is_no_wire(document):
    with pytest.raises(WireError) as caught:
        read(document)
    assert caught.value.code == "wire-unknown"


def test_a_correction_and_a_package():
    assert read(FIRST | {"signal": [{"qcode": "sig:correction"}]}).correction_of == "urn:tin-12"
    assert read({"uri": "p", "type": "composite", "associations": {"a": FIRST}}).parts == ("urn:tin-12",)
