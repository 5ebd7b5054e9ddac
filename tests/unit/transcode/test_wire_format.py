"""Documents of news agencies are told from other XML and JSON by what they begin with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.content.wire import wire_format
from transcode.errors import RejectedError
from transcode.gate import identify

NITF = '<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">\n<nitf>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<?xml version="1.0"?>\n<!-- tin --><newsItem guid="a">', "wire"),
        ("\ufeff<n:newsMessage xmlns:n='a'>", "wire"),
        (NITF, "wire"),
        ("<!DOCTYPE nitf [<!ENTITY a 'b'>]><nitf>", "wire"),
        ('{"uri": "urn:a", "headline": "Tin"}', "wire-json"),
        ('[{"guid": "urn:a", "pubstatus": "usable"}]', "wire-json"),
        ('{"uri": "urn:a"}', None),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', None),
        ("<rss version='2.0'>", None),
        ("<newsItems>", None),
        ("<html><body><nitf>", None),
        ('Trong ngoặc: {"uri": 1, "headline": 2}', None),
        ("", None),
    ],
)
def test_only_documents_of_agencies_are_wires(text, expected):
    assert wire_format(text) == expected


@given(st.text(alphabet='<>!?-[]{}"":,nitf uri', max_size=300))
def test_no_text_breaks_it(text):
    assert wire_format(text) in {None, "wire", "wire-json"}


def test_endless_notes_before_the_root_are_read_in_one_pass():
    assert wire_format("<!---->" * 2000 + "<nitf>") == "wire"
    assert wire_format("<!--" * 100_000) is None


@pytest.mark.parametrize(("text", "expected"), [(NITF, "wire"), ('{"uri":"a","headline":"b"}', "wire-json")])
def test_the_gate_takes_them_whatever_they_are_called(tmp_path, text, expected):
    path = tmp_path / "tin.mp3"
    path.write_text(text, "utf-8")
    assert identify(path, name="tin.mp3").format == expected


def test_the_gate_still_refuses_other_data(tmp_path):
    path = tmp_path / "tin.json"
    path.write_text('{"a": 1}', "utf-8")
    with pytest.raises(RejectedError):
        identify(path)
