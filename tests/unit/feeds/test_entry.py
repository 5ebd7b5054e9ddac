from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import pytest

from feeds.entry import Person, Transcript, transcript_type
from feeds.errors import FeedError
from tests.unit.feeds.samples import ENTRY, HLS, HOME, MP3, OPUS


def refused(record, **changes):
    with pytest.raises(FeedError) as caught:
        replace(record, **changes)
    return caught.value.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": ""}, "bad-id"),
        ({"id": "01 A"}, "bad-id"),
        ({"id": "mã"}, "bad-id"),
        ({"url": "/items/01A/"}, "bad-url"),
        ({"title": " \x00"}, "missing-text"),
        ({"published": datetime(2026, 1, 1)}, "naive-date"),  # noqa: DTZ001  the fault that is meant
        ({"updated": datetime(1, 1, 1, tzinfo=UTC)}, "bad-date"),
        ({"language": "vi_VN"}, "bad-language"),
        ({"image_url": "thumb.jpg"}, "bad-url"),
        ({"episode": -1}, "bad-number"),
    ],
)
def test_an_entry_that_could_not_be_published_is_not_made(changes, code):
    assert refused(ENTRY, **changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"url": "audio.mp3"}, "bad-url"),
        ({"media_type": "mp3"}, "bad-media-type"),
        ({"media_type": "audio/mpeg\n"}, "bad-media-type"),
        ({"size_bytes": -1}, "bad-number"),
        ({"duration_s": float("nan")}, "bad-number"),
        ({"duration_s": float("inf")}, "bad-number"),
        ({"bit_rate_bps": -8}, "bad-number"),
        ({"sha256": "abc"}, "bad-checksum"),
    ],
)
def test_an_enclosure_that_could_not_be_played_is_not_made(changes, code):
    assert refused(MP3, **changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"url": f"{HOME}a.doc"}, "unknown-transcript"),
        ({"url": "a.vtt"}, "bad-url"),
        ({"language": "vi_VN"}, "bad-language"),
    ],
)
def test_a_transcript_that_nobody_could_read_is_not_made(changes, code):
    assert refused(Transcript(url=f"{HOME}a.vtt", language="vi"), **changes) == code


@pytest.mark.parametrize(
    "email", ["toasoan", "a b@lc.example", "a@lc", "a@lc.example (Tòa soạn)", "tòa@lc.example", "a@b.vn\n"]
)
def test_a_person_with_an_address_that_no_mail_reaches_is_not_made(email):
    assert refused(Person(name="Lò Thị Mai"), email=email) == "bad-email"


def test_text_is_cleaned_and_composed_when_the_entry_is_made():
    entry = replace(
        ENTRY, title="Mu\u031bo\u031b\u0300ng\n Te\u0300\x07 ", summary="e\u0301\x00", categories=("a\x01", "a")
    )
    assert (entry.title, entry.summary, entry.categories) == ("Mường Tè", "é", ("a",))


def test_times_are_in_utc_and_whole_seconds_when_the_entry_is_made():
    assert ENTRY.published == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
    assert ENTRY.published.tzinfo is UTC
    assert replace(ENTRY, updated=datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=UTC)).updated.microsecond == 0


def test_relative_addresses_in_the_text_are_resolved_from_the_entry():
    entry = replace(ENTRY, content_html='<img src="thumb.jpg">')
    assert entry.content_html == f'<img src="{HOME}items/01A/thumb.jpg">'


@pytest.mark.parametrize("html", ["<p></p>", " <p> </p>\n<p>&nbsp;<br/></p>", '<div class="x"><p><em></em></p></div>'])
def test_html_that_shows_nothing_is_no_text(html):
    assert replace(ENTRY, content_html=html).content_html == ""


@pytest.mark.parametrize(
    "html", ["<p>Tin</p>", '<p><img src="https://a.vn/a.jpg" alt=""></p>', "<p>.</p>", "&amp;", "<hr>"]
)
def test_html_that_shows_anything_is_kept(html):
    assert replace(ENTRY, content_html=html).content_html == html


def test_a_character_reference_brings_back_neither_a_control_character_nor_a_loose_accent():
    entry = replace(ENTRY, content_html='<img src="a.jpg" alt="&#x1b;&#x7f;&#xFFFE;e&#x301;">')
    assert entry.content_html.endswith('alt="é">')


@pytest.mark.parametrize(
    ("name", "urn"),
    [
        ("01A", "urn:hub:item:01A"),
        ("a/b#c", "urn:hub:item:a%2Fb%23c"),
        ("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ("https://old.example/?p=12", "https://old.example/?p=12"),
        ("tag:lc.example,2026:1", "tag:lc.example,2026:1"),
    ],
)
def test_an_id_has_one_iri(name, urn):
    assert replace(ENTRY, id=name).urn == urn


def test_what_has_no_length_cannot_be_downloaded():
    assert replace(ENTRY, enclosures=(HLS, MP3, OPUS)).downloadable == (MP3, OPUS)


def test_a_transcript_is_known_by_its_suffix_whatever_follows():
    assert transcript_type(f"{HOME}a.VTT?v=2#t") == "text/vtt"


def test_an_entry_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        ENTRY.title = "khác"
