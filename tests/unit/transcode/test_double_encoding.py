import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from transcode.documents.read import read_document
from transcode.double_encoding import undoubled
from transcode.streams import read_probe
from transcode.vietnamese import LETTERS

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "legacy_encodings"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")

TEXT = "Bản tin Lai Châu\nSáng nay, đoàn công tác đã trao quà cho bà con xã Mường Tè."
FOREIGN = "àâäãáåæçéèêëíîïñóôöõøœúûüùßšžýÀÂÄÃÁÅÆÇÉÈÊËÍÎÏÑÓÔÖÕØŒÚÛÜŠŽÝ"


def doubled(text, *, taken_for="cp1252"):
    """What a program makes of UTF-8 that it takes for another encoding; bytes without meaning stay."""
    halves = (bytes([byte]) for byte in text.encode())
    return "".join(
        half.decode("latin-1" if half in {b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"} else taken_for)
        for half in halves
    )


vietnamese = st.text(st.sampled_from(sorted(LETTERS) + list("abcdeghiklmnopqrstuvxyABCD ,.-")), min_size=1)
words = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "«", "“", "‘", "(", "„"]),
    st.text(st.sampled_from(list(FOREIGN) + list("abcdefghijklmnopqrstuvwxyzABCDEFGH")), min_size=1, max_size=9),
    st.sampled_from(["", "»", "”", "’", "…", "–", "®", "²", ".", "!", "’s", "\u00a0%"]),
    st.sampled_from(["", "»", ".", "”", "…"]),
)


@pytest.mark.parametrize("taken_for", ["cp1252", "latin-1"])
def test_vietnamese_that_was_encoded_twice_is_read_as_it_was_meant(taken_for):
    assert undoubled(doubled(TEXT, taken_for=taken_for)) == TEXT


@given(text=vietnamese, taken_for=st.sampled_from(["cp1252", "latin-1"]))
def test_what_is_mended_is_what_was_written_or_nothing_is_touched(text, taken_for):
    meant = unicodedata.normalize("NFC", text)
    broken = doubled(meant, taken_for=taken_for)
    assert undoubled(broken) in {meant, broken}
    # A lone "đ" that was taken for windows-1252 is "Ä‘", a true letter in true quotes: nothing tells it.
    if "ơ" in meant or ("đ" in meant and taken_for == "latin-1"):
        assert undoubled(broken) == meant


@given(vietnamese)
def test_good_vietnamese_is_left_alone(text):
    assert undoubled(text) == text


@given(st.lists(words, max_size=12))
def test_good_text_in_other_languages_is_left_alone(parts):
    text = " ".join(parts)
    # Letters of Czech behind capital letters of Portuguese are the one thing that no word has.
    assume(not any(first in "ÃÄÅÆá" and second in "ŠŒŽšœž" for first, second in itertools.pairwise(text)))
    assert undoubled(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "L’été, à Noël, « déjà vu » : cœur, naïf, Œuvre…",
        "„Größe Ä“ und ‚Ä‘, SÃO JOÃO”, SOFÁ»…",
        "cá»…",
        "Bản «cá»…",
        "€ 5, 3 m², 20 °C",
        "Ã",
        "",
    ],
)
def test_true_text_with_signs_behind_its_letters_is_left_alone(text):
    assert undoubled(text) == text


def test_a_line_that_was_added_later_stays_as_it_is():
    assert undoubled(doubled(TEXT) + "\nBổ sung: “đã sửa”.") == TEXT + "\nBổ sung: “đã sửa”."


def test_letters_whose_bytes_were_lost_are_told_only_where_they_are_certain():
    broken = "".join("\ufffd" if "\x80" <= char < "\xa0" else char for char in doubled("Đã về: “Điện Biên”."))
    assert undoubled(broken) == "Đã v\ufffd: “Điện Biên”."


def test_tags_of_recordings_are_mended():
    report = {"format": {"tags": {"TITLE": doubled("Dân ca Thái: Inh lả ơi"), "artist": "Beyoncé"}}, "streams": []}
    tags = read_probe(report, demuxer="mp3", size_bytes=1).tags
    assert tags == {"title": "Dân ca Thái: Inh lả ơi", "artist": "Beyoncé"}


def test_an_article_is_mended_and_says_so(tmp_path):
    path = tmp_path / "x"
    path.write_text(doubled(TEXT), "utf-8")
    for format_name in ("text", "markdown"):
        article = read_document(path, format=format_name, name="tin.txt")
        assert "đoàn công tác đã trao quà" in article.markdown
        assert (article.metadata["encoding"], article.remarks) == ("utf-8, twice", {})


def test_an_editor_is_told_how_many_letters_are_lost(tmp_path):
    path = tmp_path / "x"
    path.write_text("Tin\n\nTruy\ufffdn hình v\ufffd bản.", "utf-8")
    for format_name in ("text", "markdown"):
        article = read_document(path, format=format_name, name="tin.txt")
        assert article.remarks == {"letters-lost": {"letters": 2}}


@needs_samples
def test_a_real_file_is_mended_but_for_the_letters_that_it_has_lost():
    mended = undoubled((SAMPLES / "ke_hoach_utf8_double_encoded.txt").read_text("utf-8"))
    truth = (SAMPLES / "ke_hoach_truth_utf8_nfc.txt").read_text("utf-8")
    assert len(mended) == len(truth)
    assert {after for after, meant in zip(mended, truth, strict=True) if after != meant} == {"\ufffd"}
