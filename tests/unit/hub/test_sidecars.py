"""What sidecars say: never more than text, never a fault of the hub."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import ALL_SENTENCES, InvalidError
from hub.services.folders import sidecars

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
FIELDS = st.dictionaries(st.sampled_from(sorted(sidecars.USUAL)), JSON)


def code_of(call):
    """Why it was refused; "" when it was not."""
    try:
        call()
    except InvalidError as error:
        return error.code
    return ""


@given(told=FIELDS)
def test_any_json_gives_fields_that_a_row_can_hold(told):
    read = sidecars.read_json(json.dumps(told).encode(), name="x.json")
    for key, value in read.values.items():
        texts = value if isinstance(value, tuple) else [value]
        assert all("\0" not in text for text in texts if isinstance(text, str)), key
        assert all(text.encode() is not None for text in texts if isinstance(text, str))
    assert {remark.code for remark in read.remarks} <= set(ALL_SENTENCES)
    for remark in read.remarks:
        assert remark.facts["field"] in told


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for read in (sidecars.read_json, sidecars.read_xml):
        assert code_of(lambda read=read: read(data, name="x")) in {"", "sidecar-unreadable"}


@given(path=st.text(st.sampled_from("/@.*[]()'=:{}aB1- "), max_size=12))
def test_any_path_is_understood_or_refused(path):
    refused = code_of(lambda: sidecars.check_path(path))
    assert refused in {"", "sidecar-bad-path"}
    read = code_of(lambda: sidecars.read_xml(b"<a b='1'><B/></a>", name="x", fields={"title": path}))
    assert read == refused


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/Clip/Name", "Giá ngô"),
        ("Name", "Giá ngô"),
        ("./Name", "Giá ngô"),
        (".//Deep", "sâu"),
        ("//Deep", "sâu"),
        ("/Clip/@id", "7"),
        ("@id", "7"),
        ("Meta/@xml:lang", "vi"),
        ("Meta[@kind='b']/Deep", "sâu"),
        ("/*/Name", "Giá ngô"),
        ("/Other/Name", None),
        ("Nowhere/@id", None),
    ],
)
def test_a_path_leads_to_elements_and_attributes_whatever_their_namespace(path, value):
    clip = (
        '<Clip xmlns="urn:x" id="7"><Name>Giá <b>ngô</b></Name><Meta xml:lang="vi"/>'
        '<Meta kind="b"><Deep> sâu </Deep></Meta></Clip>'
    )
    read = sidecars.read_xml(clip.encode(), name="x.xml", fields={"title": path})
    assert read.values.get("title") == value


def test_without_a_map_xml_is_told_by_its_usual_names():
    clip = (
        "<asset><Headline>Giá ngô</Headline><meta><Description>Tóm tắt</Description><Keyword>ngô</Keyword>"
        "<Keyword>chợ</Keyword><Author>Lò Văn A</Author><PubDate>2024-02-10T07:00:00</PubDate></meta></asset>"
    )
    assert sidecars.read_xml(clip.encode(), name="x.xml").values == {
        "title": "Giá ngô",
        "summary": "Tóm tắt",
        "tags": ("ngô", "chợ"),
        "authors": ("Lò Văn A",),
        "published_at": datetime(2024, 2, 10, tzinfo=UTC),
    }


def test_json_takes_the_usual_names_too_and_the_own_name_of_a_field_first():
    told = {"Headline": "Giá ngô", "sapo": "b", "summary": "a", "byline": "Lò Văn A", "caption": "không dùng"}
    read = sidecars.read_json(json.dumps(told).encode(), name="x.json")
    assert read.values == {"title": "Giá ngô", "summary": "a", "authors": ("Lò Văn A",)}


@pytest.mark.parametrize("name", ["lead", "sapo"])
def test_a_lead_is_the_summary_in_json_and_xml(name):
    assert sidecars.read_json(json.dumps({name: "a"}).encode(), name="x").values == {"summary": "a"}
    assert sidecars.read_xml(f"<x><{name}>a</{name}></x>".encode(), name="x").values == {"summary": "a"}


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2024-02-10T07:00:00", datetime(2024, 2, 10, 0, tzinfo=UTC)),
        ("2024-02-10", datetime(2024, 2, 9, 17, tzinfo=UTC)),
        ("2024-02-10T07:00:00Z", datetime(2024, 2, 10, 7, tzinfo=UTC)),
        ("2024-02-10T07:00:00+09:00", datetime(2024, 2, 9, 22, tzinfo=UTC)),
    ],
)
def test_a_moment_without_zone_is_of_viet_nam(told, moment):
    read = sidecars.read_json(json.dumps({"published_at": told}).encode(), name="x.json")
    assert read.values["published_at"] == moment


@pytest.mark.parametrize(("tag", "known"), [("vi-VN", "vi"), ("HMN", "hmn"), ("vi_VN", "vi"), ("tlh", None)])
def test_languages_are_those_of_the_hub(tag, known):
    read = sidecars.read_json(json.dumps({"language": tag}).encode(), name="x.json")
    assert read.values.get("language") == known
    assert bool(read.remarks) == (known is None)


def test_the_first_of_two_sidecars_has_the_say():
    first = sidecars.Told(values={"title": "a"})
    second = sidecars.Told(values={"title": "b", "summary": "c"})
    assert sidecars.both(first, second).values == {"title": "a", "summary": "c"}


def test_elements_nested_without_end_are_no_fault():
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    assert sidecars.read_xml(deep, name="x.xml").values == {}
    with pytest.raises(InvalidError):
        sidecars.read_json(b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}", name="x.json")
