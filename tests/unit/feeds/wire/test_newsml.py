"""NewsML-G2 is read whole."""

from datetime import UTC, datetime

import pytest

from feeds.wire.errors import WireError
from feeds.wire.item import WITHOUT_END, WireItem, WireMedia
from feeds.wire.reader import read_wire
from tests.unit.feeds.wire.samples import GUID, newsml


def read(document: str) -> WireItem:
    (item,) = read_wire(document.encode(), name="tin.xml")
    return item


def test_a_text_with_all_that_is_told_of_it():
    item = read(
        newsml(
            rest="<rightsInfo><copyrightHolder><name>Hãng Tin</name></copyrightHolder></rightsInfo>",
            meta='<provider qcode="nprov:HT"><name>Hãng Tin</name></provider>'
            "<firstCreated>2026-11-23T08:00:00+07:00</firstCreated>"
            "<versionCreated>2026-11-23T09:00:00+07:00</versionCreated>"
            "<embargoed>2026-11-23T17:00:00+07:00</embargoed>"
            '<pubStatus qcode="stat:usable"/><edNote>Chờ ảnh</edNote><edNote>Gọi 0123</edNote>'
            '<signal qcode="sig:update"/>',
            content="<urgency>4</urgency><located><name>Lai Châu</name></located><by>Giàng A Páo</by>"
            '<language tag="hmn"/><keyword>thảo quả</keyword>'
            '<subject qcode="medtop:04000000"><name xml:lang="en">economy</name>'
            '<name xml:lang="vi">kinh tế</name></subject>'
            '<subject type="cpnat:geoArea"><name>Mường Tè</name></subject><subject qcode="medtop:1"/>'
            '<slugline>thao-qua</slugline><headline>Thả<em xmlns="">o</em> quả</headline>'
            '<headline role="hldrole:subHeadline">Giá còn giảm</headline>',
            contents='<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>'
            '<!-- x --><p class="a" onclick="x()">Bà con <b>Hà Nhì</b> &amp; <img src="a.jpg"/>&lt;khác&gt;</p>'
            "<script>x()</script></body></html></inlineXML>",
        )
    )
    assert item == WireItem(
        guid=GUID,
        version=3,
        urgency=4,
        embargo_until=datetime(2026, 11, 23, 10, tzinfo=UTC),
        published=datetime(2026, 11, 23, 1, tzinfo=UTC),
        updated=datetime(2026, 11, 23, 2, tzinfo=UTC),
        language="hmn",
        title="Thảo quả",
        subtitle="Giá còn giảm",
        bylines=("Giàng A Páo",),
        credit="Hãng Tin",
        copyright="© Hãng Tin",
        body_html="<p>Bà con <b>Hà Nhì</b> &amp; &lt;khác&gt;</p>",
        subjects=("kinh tế", "medtop:1"),
        places=("Lai Châu", "Mường Tè"),
        keywords=("thảo quả", "thao-qua"),
        editorial_note="Chờ ảnh\nGọi 0123",
        signals=("update",),
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("", "usable"),
        ('<pubStatus qcode="stat:usable"/>', "usable"),
        ('<pubStatus qcode="stat:withheld"/>', "withheld"),
        ('<pubStatus qcode="stat:canceled"/>', "cancelled"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "cancelled"),
        ('<pubStatus qcode="stat:something-new"/>', "withheld"),
    ],
)
def test_the_publishing_status_decides_and_an_unknown_one_withholds(status, state):
    assert read(newsml(meta=status)).state == state


def test_an_embargo_is_never_lost():
    assert read(newsml(meta="<embargoed/>")).embargo_until == WITHOUT_END
    # No zone is told: the later of 17:00 in Việt Nam and 17:00 UTC.
    assert read(newsml(meta="<embargoed>2026-11-23T17:00</embargoed>")).embargo_until == datetime(
        2026, 11, 23, 17, tzinfo=UTC
    )
    with pytest.raises(WireError) as caught:
        read(newsml(meta="<embargoed>chiều nay</embargoed>"))
    assert caught.value.code == "wire-embargo-unreadable"


def test_a_correction_names_what_it_corrects():
    signal = '<signal qcode="sig:correction"/>'
    assert read(newsml(meta=signal)).correction_of == GUID
    assert read(newsml(meta=signal + '<link rel="irel:previousVersion" residref="urn:x"/>')).correction_of == "urn:x"
    assert read(newsml(meta='<link rel="irel:previousVersion" residref="urn:x"/>')).correction_of == ""


def test_renditions_have_their_measures_and_the_caption():
    item = read(
        newsml(
            content='<description role="drol:caption">Bà con thu hoạch</description><creditline>Mai</creditline>',
            contents='<remoteContent rendition="rnd:web" href=" ./a.jpg" size="346071" contenttype="image/JPEG"'
            ' width="150" height="100"/><remoteContent residref="urn:v" duration="00:01:09" contenttype="video/mp4"/>'
            '<remoteContent href="b" duration="1500" durationunit="timeunit:milliseconds"/>'
            '<remoteContent href="c" duration="25" durationunit="timeunit:editUnit"/><remoteContent/>',
        )
    )
    caption = "Bà con thu hoạch"
    assert item.media == (
        WireMedia(
            href="./a.jpg",
            media_type="image/jpeg",
            size_bytes=346071,
            width=150,
            height=100,
            caption=caption,
            credit="Mai",
            group="remote-0",
            role="rnd:web",
        ),
        WireMedia(
            href="urn:v", media_type="video/mp4", duration_s=69.0, caption=caption, credit="Mai", group="remote-1"
        ),
        WireMedia(href="b", duration_s=1.5, caption=caption, credit="Mai", group="remote-2"),
        WireMedia(href="c", caption=caption, credit="Mai", group="remote-3"),
    )
    assert item.credit == "Mai"


def test_renditions_of_one_picture_are_told_from_those_of_the_next():
    item = read(
        newsml(
            contents='<remoteContent rendition="rnd:highRes" href="1.jpg"/>'
            '<remoteContent rendition="rnd:web" href="1w.jpg"/>'
            '<remoteContent rendition="rnd:highRes" href="2.jpg"/>'
            '<remoteContent rendition="rnd:web" href="2w.jpg"/>'
        )
    )
    assert [file.group for file in item.media] == ["remote-0", "remote-0", "remote-1", "remote-1"]


@pytest.mark.parametrize(("kind", "credit"), [("picture", "Lò Văn A / Hãng ảnh"), ("text", "Hãng ảnh")])
def test_who_took_a_picture_is_named_and_who_wrote_a_text_is_not_taken_for_it(kind, credit):
    item = read(
        newsml(
            meta=f'<itemClass qcode="ninat:{kind}"/>',
            content="<by>Lò Văn A</by><creditline>Hãng ảnh</creditline>"
            '<description role="drol:caption">Ruộng</description>'
            '<description role="drol:altText">Ruộng bậc thang mùa nước đổ</description>',
            contents='<remoteContent href="1.jpg"/>',
        )
    )
    (file,) = item.media
    assert (file.caption, file.alt, file.credit) == ("Ruộng", "Ruộng bậc thang mùa nước đổ", credit)


def test_an_nitf_article_inside_fills_what_the_envelope_leaves_out():
    article = (
        '<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.head><hedline><hl1>Tên</hl1></hedline>"
        "<byline>Mai<byttl>Phóng viên</byttl></byline></body.head>"
        "<body.content><p>Chữ</p></body.content></body></nitf></inlineXML>"
    )
    item = read(newsml(content="<creator><name>mmai</name></creator>", contents=article))
    assert (item.title, item.bylines, item.body_html) == ("Tên", ("Mai Phóng viên",), "<p>Chữ</p>")


def test_inline_data_is_text_or_escaped_html_but_never_base64():
    plain = newsml(contents='<inlineData contenttype="text/plain">Một\n\nHai &lt; ba</inlineData>')
    assert read(plain).body_html == "<p>Một</p><p>Hai &lt; ba</p>"
    marked = newsml(contents='<inlineData contenttype="text/html">&lt;p&gt;Một&lt;/p&gt;</inlineData>')
    assert read(marked).body_html == "<p>Một</p>"
    assert read(newsml(contents='<inlineData encoding="base64">QUJD</inlineData>')).body_html == ""


def test_a_message_holds_items_and_packages_and_what_is_no_news_is_passed_over():
    package = newsml(kind="packageItem", attributes='guid="urn:p" version="1"').replace(
        "</packageItem>",
        '<groupSet root="g"><group id="g"><itemRef residref="urn:a"/><itemRef href="urn:b"/>'
        "</group></groupSet></packageItem>",
    )
    concept = '<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:c"/>'
    message = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-11-23T08:00:00Z</sent></header>'
        f"<itemSet>{package}{concept}{newsml()}</itemSet></newsMessage>"
    )
    items = read_wire(message.encode(), name="a")
    assert [(item.guid, item.parts) for item in items] == [("urn:p", ("urn:a", "urn:b")), (GUID, ())]
    with pytest.raises(WireError) as caught:
        read_wire(concept.encode(), name="a")
    assert caught.value.code == "wire-no-items"
