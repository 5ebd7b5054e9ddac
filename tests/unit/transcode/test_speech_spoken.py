import gzip
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.speech.lexicon import lexicon
from transcode.speech.spoken import spoken, tidied
from transcode.vietnamese import LETTERS


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # Dates
        ("Ngày 22/11/2026", "Ngày hai mươi hai tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 3-2-1930", "ngày ba tháng hai năm một nghìn chín trăm ba mươi"),
        ("30.4.1975", "ngày ba mươi tháng tư năm một nghìn chín trăm bảy mươi lăm"),
        ("2026-11-22", "ngày hai mươi hai tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("sáng 22-11", "sáng hai mươi hai tháng mười một"),
        ("Chiều 30 - 10", "Chiều ba mươi tháng mười"),
        ("tối 2/10", "tối ngày hai tháng mười"),
        ("lễ 2/9", "lễ ngày hai tháng chín"),
        ("Phiên 30/4: tăng", "Phiên ngày ba mươi tháng tư: tăng"),
        ("Bản tin 7/11", "Bản tin ngày bảy tháng mười một"),
        ("các ngày 5/11, 3/12 và 1/2", "các ngày năm tháng mười một, ngày ba tháng mười hai và ngày một tháng hai"),
        ("hôm qua (2/3)", "hôm qua, ngày hai tháng ba"),
        ("từ ngày 20-22/11", "từ ngày hai mươi đến hai mươi hai tháng mười một"),
        (
            "8/10-22/10/2021",
            "ngày tám tháng mười đến ngày hai mươi hai tháng mười năm hai nghìn không trăm hai mươi mốt",
        ),
        ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu"),
        ("11/2026", "tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 4-6", "tháng tư đến tháng sáu"),
        ("quý III/2021", "quý ba năm hai nghìn không trăm hai mươi mốt"),
        ("2020-2025", "hai nghìn không trăm hai mươi đến hai nghìn không trăm hai mươi lăm"),
        ("năm học 2025-2026", "năm học hai nghìn không trăm hai mươi lăm, hai nghìn không trăm hai mươi sáu"),
        ("32/13", "ba mươi hai trên mười ba"),
        # Times
        ("7h30", "bảy giờ ba mươi phút"),
        ("19:30", "mười chín giờ ba mươi phút"),
        ("19h00", "mười chín giờ"),
        ("7h30-11h", "bảy giờ ba mươi phút đến mười một giờ"),
        ("7-8h", "bảy đến tám giờ"),
        ("0g ngày 24/10", "không giờ ngày hai mươi tư tháng mười"),
        ("phút 90'", "phút chín mươi phút"),
        # Parts, scores, ranges
        ("2/3 dân số", "hai phần ba dân số"),
        ("11/12 chỉ tiêu", "mười một trên mười hai chỉ tiêu"),
        ("8/10 điểm", "tám phần mười điểm"),
        ("phục vụ 24/7", "phục vụ hai mươi tư trên bảy"),
        ("thắng 3-1", "thắng ba một"),
        ("sơ đồ 4-3-3", "sơ đồ bốn ba ba"),
        ("3-5 ngày", "ba đến năm ngày"),
        ("10–15%", "mười đến mười lăm phần trăm"),
        ("5kg - 7kg", "năm ki lô gam đến bảy ki lô gam"),
        ("½ lít", "một phần hai lít"),
        # Money
        ("5 tỷ đồng", "năm tỷ đồng"),
        ("50.000đ/kg", "năm mươi nghìn đồng một ki lô gam"),
        ("$5,5 tỷ", "năm phẩy năm tỷ đô la"),
        ("5 triệu USD", "năm triệu đô la Mỹ"),
        ("23.000 VND", "hai mươi ba nghìn đồng"),
        ("300 triệu đồng/ha/năm", "ba trăm triệu đồng một héc ta một năm"),
        # Measures
        ("12 km2", "mười hai ki lô mét vuông"),
        ("3.000 m³", "ba nghìn mét khối"),
        ("-5°C", "âm năm độ xê"),
        ("60 km/h", "sáu mươi ki lô mét trên giờ"),
        ("50-100mm/24h", "năm mươi đến một trăm mi li mét trên hai mươi tư giờ"),
        ("110 kV", "một trăm mười ki lô vôn"),
        ("1.234,5 ha", "một nghìn hai trăm ba mươi tư phẩy năm héc ta"),
        ("cao 1m70", "cao một mét bảy mươi"),
        ("vài km", "vài ki lô mét"),
        ("5G", "năm giê"),
        # Ordinals and Roman numbers
        ("thứ 2, thứ 4", "thứ hai, thứ tư"),
        ("lần thứ 1", "lần thứ nhất"),
        ("lần thứ IV", "lần thứ tư"),
        ("Khóa XIV", "Khóa mười bốn"),
        ("Chương I", "Chương một"),
        ("I. Mục tiêu", "một. Mục tiêu"),
        ("xi măng XI MĂNG", "xi măng xi măng"),
        # Telephones
        ("ĐT: 0213.3876.501", "điện thoại không hai một ba, ba tám bảy sáu, năm không một"),
        ("0912345678", "không chín một hai, ba bốn năm, sáu bảy tám"),
        ("+84 912 345 678", "cộng tám bốn, chín một hai, ba bốn năm, sáu bảy tám"),
        ("gọi 113", "gọi một một ba"),
        ("mã 20261122334", "mã hai không hai sáu một một hai hai ba ba bốn"),
        # Papers
        ("Quyết định số 1719/QĐ-TTg", "Quyết định số một nghìn bảy trăm mười chín, Thủ tướng"),
        (
            "Nghị định 15/2020/NĐ-CP của Chính phủ",
            "Nghị định mười lăm, năm hai nghìn không trăm hai mươi, của Chính phủ",
        ),
        ("Luật số 103/2016/QH13", "Luật số một trăm linh ba, năm hai nghìn không trăm mười sáu, Quốc hội khóa mười ba"),
        ("09-NQ/TU", "chín, nghị quyết tỉnh ủy"),
        ("số 09- NQ/TU, số 5/QĐ- UBND", "số chín, nghị quyết tỉnh ủy, số năm, quyết định Ủy ban nhân dân"),
        # Abbreviations
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("TP. Lai Châu", "thành phố Lai Châu"),
        ("PGS.TS Nguyễn Văn A", "phó giáo sư, tiến sĩ Nguyễn Văn A"),
        ("KT-XH", "kinh tế xã hội"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("bất động sản (BĐS) tăng", "bất động sản tăng"),
        ("Mr. Smith", "ông Smith"),
        ("Công ty CP và NĐ-CP", "Công ty cổ phần và nghị định Chính phủ"),
        ("csgt", "cảnh sát giao thông"),
        ("v.v.", "vân vân."),
        ("FPT", "ép pê tê"),
        ("ASEAN", "a xê an"),
        ("Covid-19", "cô vít mười chín"),
        ("QL32, QL4D", "quốc lộ ba mươi hai, quốc lộ bốn đê"),
        ("Quốc lộ 4D", "Quốc lộ bốn đê"),
        ("H5N1", "hát năm en nờ một"),
        ("vitamin C", "vitamin xê"),
        ("TỔNG KẾT NĂM", "tổng kết năm"),
        ("người H’Mông, Đắk R’lấp", "người Mông, Đắk Rơ lấp"),
        # Addresses and signs
        ("https://www.baolaichau.vn/tin/a?b=1&c=2, đọc", "baolaichau chấm vê en nờ, đọc"),
        ("toasoan@baolaichau.vn", "toasoan a còng baolaichau chấm vê en nờ"),
        ("A & B", "A và bê"),
        ("3 + 5 = 8", "ba cộng năm bằng tám"),
        ("≥ 18 tuổi", "lớn hơn hoặc bằng mười tám tuổi"),
        ("60+", "trên sáu mươi"),
        ("nam/nữ", "nam, nữ"),
        ("và/hoặc", "và hoặc"),
        ("Ông nói: “Tôi rất vui được gặp bà con”.", "Ông nói: Tôi rất vui được gặp bà con."),
        ("cuộc thi “Ánh sáng” mở ra", "cuộc thi Ánh sáng mở ra"),
        ("xã (mới) lập", "xã, mới, lập"),
        ("Hà Nội – Lai Châu", "Hà Nội, Lai Châu"),
        ("đang chờ…", "đang chờ."),
        ("中国 và Müller", "và Muller"),
        ("１２ xã ①", "mười hai xã một"),
    ],
)
def test_what_is_written_is_said(written, said):
    assert spoken(written) == said


SYLLABLES = (
    "xã",
    "người",
    "Lai",
    "Châu",
    "đường",
    "nghìn",
    "khuỷu",
    "ưu",
    "ý",
    "ăn",
    "trẻ",
    "Đảng",
    "bản",
    "mười",
    "tư",
)
MARKS = (", ", " ", ". ", "; ", ": ", "? ", "! ")


@given(st.lists(st.tuples(st.sampled_from(SYLLABLES), st.sampled_from(MARKS)), min_size=1, max_size=20))
def test_plain_text_is_said_as_it_stands(parts):
    text = "".join(word + mark for word, mark in parts).strip(" ,;:")
    assert spoken(text) == text


PIECES = st.sampled_from(
    [
        *"0123456789/-–.,:%°'\"“”()&+@$€₫=<>~|_ ",
        "đ",
        "m2",
        "km",
        "h",
        "g",
        "ngày ",
        "tháng ",
        "thứ ",
        "Q",
        "UBND",
        "XIV",
        "QĐ-TTg",
        "tỷ",
        "́",
    ]
)


@given(
    st.lists(PIECES | st.characters(max_codepoint=0x2FFF) | st.sampled_from(sorted(LETTERS)), max_size=40).map("".join)
)
def test_no_digit_and_no_sign_is_left_of_whatever_is_written(text):
    check(spoken(text))


def check(said: str) -> None:
    assert not any(char.isnumeric() for char in said), said
    assert all(char.isalpha() or char in " .,;:?!µ" for char in said), said
    assert unicodedata.is_normalized("NFC", said)
    assert said == said.strip()
    assert "  " not in said
    assert not re.search(r"\s[.,;:?!]|[.,;:?!]{2}", said)


def test_nothing_is_said_of_nothing():
    assert [spoken(text) for text in ("", "  ", "***", "…", "中国")] == [""] * 5


def test_what_is_said_needs_no_second_reading():
    said = spoken(
        "Ngày 22/11, UBND TP. Lai Châu (KT-XH) chi 5,5 tỷ đồng cho QL32; ĐT 0213.3876.501, GD&ĐT, FPT, 60 km/h."
    )
    assert spoken(said) == said


def test_the_data_file_says_only_what_can_be_said():
    known = lexicon()
    for words in (known.letters, known.abbreviations, known.acronyms, known.papers, known.units, known.domains):
        for key, said in words.items():
            assert spoken(said) == said or len(said) < 4, (key, said)
            assert unicodedata.is_normalized("NFC", key + said)
    assert known.titles <= {*known.abbreviations, *known.before_number} | {"CN", "DS", "KS", "St", "Jr", "H", "X", "TT"}
    assert known.alone <= set(known.units)


def test_other_languages_lose_brackets_and_paths_only():
    assert tidied("The law (of 2016) – see https://example.org/a/b?c#d – has 59 articles.") == (
        "The law, of 2016, – see example.org – has 59 articles."
    )


def news(samples):
    texts = samples / "text"
    for line in (texts / "vi_news_danes.jsonl").read_text().splitlines():
        item = json.loads(line)
        yield from (item["title"], item["summary"])
    for line in (texts / "vi_news_ntrex.jsonl").read_text().splitlines():
        yield from json.loads(line)["body"]
    yield from (texts / "vi_news_vtb_sentences.txt").read_text().splitlines()
    yield from (texts / "luat-bao-chi-2016.txt").read_text().splitlines()
    with gzip.open(texts / "vi_law_articles.jsonl.gz", "rt") as lines:
        for _, line in zip(range(300), lines, strict=False):
            yield from json.loads(line)["body"].splitlines()


def test_thousands_of_sentences_of_press_and_law_are_said_without_a_digit(samples):
    count = 0
    for text in news(samples):
        check(spoken(text))
        count += 1
    assert count > 10_000
