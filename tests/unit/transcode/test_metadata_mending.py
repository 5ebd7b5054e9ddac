"""Tags whose encoding was lost: Vietnamese is mended where it is certain, all else stays."""

import json
import unicodedata

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.test_documents_encodings import in_tcvn3, in_viscii, in_vni, in_windows_1258
from transcode.metadata.mending import mend, mended_report

ENCODERS = {"TCVN3": in_tcvn3, "VNI": in_vni, "VISCII": in_viscii, "windows-1258": in_windows_1258}
TAGS = ["Dân ca Thái: Inh lả ơi", "Nghệ nhân ưu tú Lò Văn Chựa", "Tiếng hát vùng cao Lai Châu"]
#: Western names as CLDR has them: countries, languages, months.
WESTERN = sorted({
    name
    for tag in ("fr", "es", "pt", "de", "it", "sv", "fi", "en", "nl", "et")
    for locale in [Locale(tag)]
    for table in (locale.territories, locale.languages, locale.months["format"]["wide"])
    for name in table.values()
    if len(name.encode("cp1252", "ignore").decode("cp1252")) == len(name)
})  # fmt: skip
WORDS = ["bản", "tin", "thời", "sự", "sáng", "Lai", "Châu", "đường", "về", "đã", "ở", "người", "Mông", "khuyến", "nghị"]


def escaped(data):
    return data.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("encoding", ENCODERS)
def test_tags_in_an_old_encoding_are_read_whether_marked_latin_1_or_not_at_all(encoding):
    data = [ENCODERS[encoding](text) for text in TAGS]
    assert mend([one.decode("latin-1") for one in data]) == TAGS
    assert mend([escaped(one) for one in data]) == TAGS


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_what_is_read_in_an_old_encoding_is_what_was_written_or_is_left_alone(words):
    text = unicodedata.normalize("NFC", " ".join(words))
    for encode in ENCODERS.values():
        shown = encode(text).decode("latin-1")
        assert mend([shown])[0] in {text, shown, encode(text).decode("cp1252", "replace")}


@given(st.lists(st.sampled_from(WESTERN), min_size=1, max_size=4))
def test_french_and_other_western_names_stay_as_they_are_in_any_guise(names):
    composed = [unicodedata.normalize("NFC", name) for name in names]
    assert mend(composed) == composed
    assert mend([escaped(name.encode("cp1252")) for name in composed]) == composed


@given(st.lists(st.text(st.characters(max_codepoint=127), max_size=40), max_size=4))
def test_plain_ascii_stays_as_it_is(texts):
    assert mend(texts) == texts


# Of true words: what no Vietnamese writes, such as "hãc", may be "học" in TCVN3.
@given(st.lists(st.lists(st.sampled_from([*WORDS, *" ".join(TAGS).split()]), max_size=8).map(" ".join), max_size=4))
def test_unicode_vietnamese_stays_as_it_is(texts):
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    assert mend(composed) == composed
    assert mend([unicodedata.normalize("NFD", text) for text in texts]) == composed


@pytest.mark.parametrize(
    "text",
    [
        "Émission d'été",
        "À la recherche du temps perdu",
        "Où est Noël ?",
        "Thé né",
        "© 2026 VOV",
        "São Paulo",
        "5 m² · 3°C",
    ],
)
def test_these_stay_as_they_are(text):
    assert mend([text]) == [text]


def test_french_beside_old_vietnamese_stays_french():
    legacy = [in_tcvn3(text).decode("latin-1") for text in TAGS]
    assert mend([*legacy, "Émission d'été", "© 2026 VOV"]) == [*TAGS, "Émission d'été", "© 2026 VOV"]


def test_what_was_encoded_twice_is_read_once():
    assert mend(["Báº£n tin thá»\x9di sá»±"]) == ["Bản tin thời sự"]


def test_a_letter_that_id3v1_cut_in_half_goes():
    assert mend([escaped("Tiếng hát vùng cao Lai Châu".encode()[:-2])]) == ["Tiếng hát vùng cao Lai Ch"]


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_any_bytes_give_text_that_a_database_can_hold(data):
    for text in mend([escaped(one) for one in data]):
        text.encode()
        assert unicodedata.is_normalized("NFC", text)


def test_a_report_is_mended_in_all_its_tags_and_holds_no_lone_surrogates():
    bytes_of = [escaped(in_tcvn3(text)) for text in TAGS]
    report = {
        "format": {"tags": {"title": bytes_of[0], "\udcff": "x"}},
        "streams": [{"tags": {"title": bytes_of[1]}}, {}],
        "chapters": [{"tags": {"title": bytes_of[2]}}],
    }
    made = mended_report(report)
    assert made["format"]["tags"]["title"] == TAGS[0]
    assert made["streams"][0]["tags"]["title"] == TAGS[1]
    assert made["chapters"][0]["tags"]["title"] == TAGS[2]
    json.dumps(made, ensure_ascii=False).encode()
