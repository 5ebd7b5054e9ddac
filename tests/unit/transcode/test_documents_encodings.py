import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.encodings import DECODERS, TCVN3, VISCII, VNI, WINDOWS_1258
from transcode.documents.read import read_document
from transcode.documents.text import decode
from transcode.errors import SENTENCES, RejectedError
from transcode.vietnamese import LETTERS
from transcode.vietnamese_syllable import is_syllable

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "legacy_encodings"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")

NEWS = (
    "Sáng nay, tại xã Mường Tè, đoàn công tác của tỉnh đã trao quà cho bà con bị ảnh hưởng bởi mưa lũ. Nhiều tuyến "
    "đường vẫn bị chia cắt, các lực lượng đang khẩn trương khắc phục để người dân sớm ổn định cuộc sống. Theo báo cáo "
    "nhanh, nước sông đã rút, học sinh trở lại trường học từ ngày mai. Ủy ban nhân dân tỉnh yêu cầu giữ vững trật tự."
)
FRENCH_NEWS = (
    "le café de la gare était fermé ; où êtes-vous allés à Noël ? Nous avons dîné près de l'hôtel, "
    "là-bas, très tôt, après la fête de l'été. Ça va bien, voilà, déjà né à Sèvres"
)
FRENCH = FRENCH_NEWS.split()
ENGLISH_NEWS = "the news of today says a résumé at the café is naïve — “quite” so it’s fine and dandy as was told"
ENGLISH = ENGLISH_NEWS.split()
CAPITALS = str.maketrans({char: char.lower() for char in LETTERS if char.isupper() and char not in "ĂÂÊÔƠƯĐ"})
TONES = "\u0300\u0301\u0303\u0309\u0323"


def single_bytes(decoder):
    """Letter -> byte, the table of a decoder read backwards."""
    return {decoder(chr(code)): code for code in range(256) if len(decoder(chr(code))) == 1}


def in_tcvn3(text):
    """Letters with tones have no capitals there."""
    table = single_bytes(DECODERS[TCVN3])
    return bytes(table[char] for char in unicodedata.normalize("NFC", text).translate(CAPITALS))


def in_viscii(text):
    table = single_bytes(DECODERS[VISCII])
    return bytes(table[char] for char in text)


def in_vni(text):
    """The two bytes of each letter, found by trying all."""
    read = DECODERS[VNI]
    pairs = {read(chr(one) + chr(two)): bytes((one, two)) for one in range(65, 256) for two in range(192, 256)}
    singles = single_bytes(read)
    return b"".join(pairs[char] if char in pairs else bytes([singles[char]]) for char in text)


def in_windows_1258(text):
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        out += unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        out += "".join(part for part in parts if part in TONES)
    return out.encode("cp1258")


ENCODERS = {TCVN3: in_tcvn3, VNI: in_vni, VISCII: in_viscii, WINDOWS_1258: in_windows_1258}


def same(first, second):
    def folded(text):
        return " ".join(unicodedata.normalize("NFC", text).replace("…", "...").split())

    return folded(first) == folded(second)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_letter_has_its_place_in_every_encoding(encoding):
    letters = "".join(sorted(LETTERS))
    if encoding == TCVN3:
        letters = letters.translate(CAPITALS)
    assert DECODERS[encoding](ENCODERS[encoding](letters).decode("latin-1")) == letters


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_text_in_an_old_encoding_is_read_and_the_encoding_is_certain(encoding):
    decoded = decode(ENCODERS[encoding](NEWS))
    assert (decoded.encoding, decoded.sure, decoded.remarks) == (encoding, True, {})
    # "Ủ" has no capital in TCVN3.
    assert decoded.text == (NEWS.replace("Ủ", "ủ") if encoding == TCVN3 else NEWS)


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_few_words_in_an_old_encoding_are_read_with_a_remark(encoding, tmp_path):
    path = tmp_path / "tin.txt"
    path.write_bytes(ENCODERS[encoding]("Tin: điều kiện giữ vững.\n\nMột đoạn."))
    article = read_document(path, format="text", name="tin.txt")
    assert article.title == "Tin: điều kiện giữ vững."
    assert article.remarks == {"encoding-guessed": {"encoding": encoding}}
    assert encoding in SENTENCES["encoding-guessed"][0].format(encoding=encoding)


def test_words_in_capitals_are_in_capitals_although_tcvn3_has_none_with_tones():
    decoded = decode(in_tcvn3(f"UỶ BAN NHÂN DÂN LÀ ĐÂY\nLà người Đế. {NEWS}"))
    assert decoded.text.startswith("UỶ BAN NHÂN DÂN LÀ ĐÂY\nLà người Đế. ")


def test_a_word_beside_one_in_capitals_is_in_capitals_but_not_beside_an_abbreviation():
    for meant in (
        "KẾ HOẠCH Triển khai",
        "Lập KẾ HOẠCH",
        "Kế hoạch",
        "Tờ UBND đưa tin",
        "Tại QĐ này",
        "Kế, HOẠCH viết",
        "Từ IT mà ra",
    ):
        assert DECODERS[TCVN3](in_tcvn3(meant).decode("latin-1")) == meant


def test_a_text_whose_letters_were_lost_on_the_way_is_read_with_a_remark():
    damaged = NEWS.replace("Ủ", "ủ").replace("ườ", "ưe").replace("ượ", "ưz").replace("ứ", "ưq")
    decoded = decode(in_tcvn3(damaged))
    assert decoded.remarks == {"encoding-guessed": {"encoding": TCVN3}}


def test_abbreviations_in_capitals_are_no_damage():
    assert decode(in_tcvn3(NEWS.replace("Ủ", "ủ").replace("tỉnh", "HĐND") + " QĐ HĐQT ĐBQH")).remarks == {}


def test_the_signs_of_windows_between_old_letters_stay():
    assert DECODERS[TCVN3]("\x93\xae\xbb\x94 \x96 \x85") == "“đằ” – …"


@given(st.lists(st.sampled_from(NEWS.replace("Ủ", "ủ").split()), min_size=20, max_size=60, unique=True))
def test_any_vietnamese_words_are_read_in_every_encoding(words):
    text = " ".join(words)
    for encoding, encoder in ENCODERS.items():
        assert decode(encoder(text)).text == text, encoding


@given(st.lists(st.sampled_from(FRENCH), min_size=1, max_size=60))
def test_french_words_are_never_read_as_vietnamese_of_another_encoding(words):
    text = " ".join(words)
    assert decode(text.encode()).text == text
    if len(words) >= 20:
        assert decode(text.encode("cp1252")).text == text


@given(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=60))
def test_english_words_stay_as_they_are(words):
    text = " ".join(words)
    assert decode(text.encode()).text == text
    if len(words) >= 20:
        assert decode(text.encode("utf-16-le")).text == text
        assert decode(text.encode("cp1252")).text == text


@given(st.text(st.sampled_from(sorted(LETTERS) + list(" abcxyz,.\n")), max_size=300))
def test_unicode_is_never_read_as_an_old_encoding(text):
    assert decode(text.encode()).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding):
    decoded = decode(NEWS.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.sure) == (NEWS, encoding, True)


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_old_letters_that_were_saved_as_unicode_are_read_with_a_remark(encoding):
    decoded = decode(ENCODERS[encoding](NEWS).decode("latin-1").encode())
    assert same(decoded.text.casefold(), NEWS.casefold())
    assert decoded.remarks == {"encoding-guessed": {"encoding": f"{encoding}, Unicode"}}


def test_bytes_that_no_encoding_has_are_refused():
    with pytest.raises(RejectedError) as refused:
        decode(b"\x81\x8d\x8f\x90\x9d tin " * 40)
    assert refused.value.code == "text-encoding-unknown"


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "giếng", "quốc", "thuở", "Điện", "oằn", "yết", "uống", "già", "rượu", "khuỷu", "ngoèo", "Ủy", "gì"],
)
def test_a_vietnamese_syllable_is_one(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["café", "été", "où", "đượć", "hàt", "nghỳng", "thiçu", "§iều", "Noël", "zà"])
def test_what_no_vietnamese_writes_is_no_syllable(word):
    assert not is_syllable(word)


@needs_samples
def test_real_encodings_give_the_true_text():
    truth = (SAMPLES / "ke_hoach_truth_utf8_nfc.txt").read_text()
    for name in ("cp1258", "vni", "utf16le_bom", "utf8_bom", "utf8_nfd"):
        decoded = decode((SAMPLES / f"ke_hoach_{name}.txt").read_bytes())
        assert same(decoded.text, truth), name
        assert decoded.sure, name
    viscii = decode((SAMPLES / "ke_hoach_viscii.txt").read_bytes())
    # VISCII has no sign for three dots.
    assert (viscii.encoding, viscii.sure) == (VISCII, True)
    assert same(viscii.text, truth.replace("…", ""))
    tcvn3 = decode((SAMPLES / "ke_hoach_tcvn3.txt").read_bytes())
    assert (tcvn3.encoding, tcvn3.sure) == (TCVN3, True)
    assert same(tcvn3.text.casefold(), truth.casefold())
    assert tcvn3.text.startswith("KẾ HOẠCH Triển khai")


@needs_samples
def test_a_real_damaged_text_is_read_as_far_as_it_goes():
    decoded = decode((SAMPLES / "real_udhr_vietnamese_TCVN.txt").read_bytes())
    assert decoded.encoding == TCVN3
    assert "Được" in decoded.text
    assert decoded.remarks == {"encoding-guessed": {"encoding": TCVN3}}


@needs_samples
def test_marks_in_another_order_give_the_same_letters():
    first = decode((SAMPLES / "real_udhr_vietnamese_UTF8.txt").read_bytes()).text
    assert unicodedata.is_normalized("NFC", first)
    other = decode((SAMPLES / "real_udhr_vietnamese_ALRN-UTF8.txt").read_bytes()).text
    assert unicodedata.is_normalized("NFC", other)
    assert "thế giới" in other
    assert not any(map(unicodedata.combining, other))
