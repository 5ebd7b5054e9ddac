import codecs
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from transcode.captions.caption import Cue
from transcode.captions.limits import CaptionLimits
from transcode.captions.reading import captions_of, read_captions
from transcode.captions.writing import write_vtt
from transcode.errors import SENTENCES, RejectedError

NEWS = (
    "Đài Phát thanh và Truyền hình tỉnh Lai Châu.",
    "Mời quý vị nghe bản tin thời sự sáng nay.",
    "Nhiều xã vùng cao có mưa rất to và gió giật mạnh.",
    "Chính quyền đã đưa người dân đến nơi an toàn.",
)


def srt(*texts, step_s=3):
    return "".join(
        f"{place + 1}\n00:00:{place * step_s:02},000 --> 00:00:{place * step_s + 2:02},500\n{text}\n\n"
        for place, text in enumerate(texts)
    )


def read(text, **told):
    return read_captions(text if isinstance(text, bytes) else text.encode(), **told)


def texts(file):
    return [caption.text for caption in file.captions]


def times(file):
    return [(caption.start_s, caption.end_s) for caption in file.captions]


def windows_1258(text):
    """The vowel in one byte, the tone in the next."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        vowel = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += vowel + "".join(part for part in parts if part in tones)
    return out.encode("cp1258")


WHOLE = srt(*NEWS)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode(),
        codecs.BOM_UTF8 + WHOLE.replace("\n", "\r\n").encode(),
        codecs.BOM_UTF16_LE + WHOLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WHOLE.encode("utf-16-be"),
        WHOLE.encode("utf-16-le"),
        windows_1258(WHOLE),
        unicodedata.normalize("NFD", WHOLE).encode(),
        WHOLE.encode().decode("latin-1").encode(),
    ],
    ids=["utf-8", "mark and returns", "utf-16-le", "utf-16-be", "utf-16 unmarked", "windows-1258", "nfd", "twice"],
)
def test_the_same_captions_come_out_of_every_encoding(data):
    file = read(data)
    assert texts(file) == list(NEWS)
    assert times(file) == [(0.0, 2.5), (3.0, 5.5), (6.0, 8.5), (9.0, 11.5)]


def test_one_broken_byte_costs_one_letter():
    file = read(WHOLE.encode().replace("mưa".encode(), b"m\xc6a", 1))
    assert texts(file)[0] == NEWS[0]
    assert texts(file)[2] == NEWS[2].replace("mưa", "m\ufffda")
    assert file.remarks["letters-lost"] == {"letters": 1}


ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Một\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Hai\n"
)
SSA = (
    "[Script Info]\nScriptType: v4.00\n\n[Events]\n"
    "Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,,0000,0000,0000,!Effect,Một\n"
    "Dialogue: Marked=0,0:00:03.00,0:00:04.00,*Default,,0000,0000,0000,!Effect,Hai\n"
)
TTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="1s" end="00:00:02.000">Một</p><p begin="3000ms" dur="1s">Hai</p></div></body></tt>'
)
PODCAST = (
    '{"version": "1.0.0", "segments": [{"startTime": 1, "endTime": 2.0, "body": "Một"},'
    ' {"startTime": 3, "endTime": 4, "body": "Hai"}, {"startTime": 5, "endTime": 6, "body": "a b"}]}'
)
WHISPER = (
    '{"language": "vi", "segments": [{"start": 1, "end": 2.0, "text": " Một"},'
    ' {"start": 3, "end": 4, "text": " Hai"}, {"start": 5, "end": 6, "text": " a b"}]}'
)


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nMột\n\n2\n00:00:03,000 --> 00:00:04,000\nHai\n", "SRT"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nMột\n\nb\n00:00:03.000 --> 00:00:04.000 line:90%\nHai\n", "WebVTT"),
        ("0:00:01.000,0:00:02.000\nMột\n\n0:00:03.000,0:00:04.000\nHai\n", "SBV"),
        ("{1}{1}25\n{25}{50}Một\n{75}{100}Hai\n", "MicroDVD"),
        (
            ASS,
            "ASS",
        ),
        (
            SSA,
            "SSA",
        ),
        (
            TTML,
            "TTML",
        ),
        (
            PODCAST,
            "JSON",
        ),
        (
            WHISPER,
            "JSON",
        ),
    ],
)
def test_each_format_is_told_by_its_content(text, format_name):
    file = read(text)
    assert file.format == format_name
    assert texts(file)[:2] == ["Một", "Hai"]
    assert times(file)[:2] == [(1.0, 2.0), (3.0, 4.0)]


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01,000 --> 00:00:02,000\nMột\n00:00:03,000 --> 00:00:04,000\nHai",
        "1\n0:0:1,0 --> 0:0:2,0\nMột\n2\n0:0:3.0-->0:0:4.0\nHai",
        "1\n\n00:00:01,000 --> 00:00:02,000\n\nMột\n\n\n2\n\n00:00:03,000 --> 00:00:04,000\nHai\n\n",
        "7\n00:00:01 –> 00:00:02\nMột\n\n7\n00:00:03 → 00:00:04\nHai\n",
        "1\n00:00:01,000 --> 00:00:02,000 Một\n\n2\n00:00:03,000 --> 00:00:04,000 X1:100 X2:200 Y1:1 Y2:2\nHai\n",
        "Phụ đề\n\n1\n00 : 00 : 01 , 000 --> 00 : 00 : 02 , 000\nMột\n\n2\n00:00:03:00 --> 00:00:04:00\nHai\n",
    ],
)
def test_what_real_files_get_wrong_is_taken(text):
    file = read(text)
    assert texts(file) == ["Một", "Hai"]
    assert times(file) == [(1.0, 2.0), (3.0, 4.0)]


def test_numbers_that_are_said_stay():
    assert texts(read("00:00:01,000 --> 00:00:02,000\n3\n\n00:00:03,000 --> 00:00:04,000\n2\n")) == ["3", "2"]


def test_a_blank_line_inside_a_caption_costs_no_words():
    assert texts(read("1\n00:00:01,000 --> 00:00:02,000\nMột\n\nhai\n\n2\n00:00:03,000 --> 00:00:04,000\nBa\n")) == [
        "Một\nhai",
        "Ba",
    ]


def test_comments_styles_and_regions_of_webvtt_are_not_shown():
    file = read(
        "WEBVTT - Tiêu đề\nKind: captions\nLanguage: vi\n\nNOTE\nGhi chú\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:a\n\nbốn mươi\n00:01.000 --> 00:02.000 align:start\nMột\n\nvô nghĩa\n\n"
        "00:03.000 --> 00:04.000\nHai\n"
    )
    assert texts(file) == ["Một", "Hai"]
    assert file.language == "vi"
    assert file.remarks["captions-unread"] == {"count": 1}


def test_lines_that_roll_up_are_said_once():
    file = read(
        "WEBVTT\nKind: captions\nLanguage: vi\n\n"
        "00:00:00.160 --> 00:00:02.470 align:start position:0%\n \nxin<00:00:00.400><c> chào</c>\n\n"
        "00:00:02.470 --> 00:00:02.480 align:start position:0%\nxin chào\n \n\n"
        "00:00:02.480 --> 00:00:04.950 align:start position:0%\nxin chào\nquý<00:00:02.700><c> vị</c>\n\n"
        "00:00:04.950 --> 00:00:04.960 align:start position:0%\nquý vị\n \n\n"
        "00:00:04.960 --> 00:00:06.000 align:start position:0%\nquý vị\nhôm<00:00:05.000><c> nay</c>\n"
    )
    assert texts(file) == ["xin chào", "quý vị", "hôm nay"]
    assert times(file) == [(0.16, 2.48), (2.48, 4.96), (4.96, 6.0)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<font color="red">Chữ</font> đỏ', "Chữ đỏ"),
        ("<b>Đậm</b> <u>gạch</u> <i>nghiêng</i>", "Đậm gạch <i>nghiêng</i>"),
        ("< i >nghiêng< / i >", "<i>nghiêng</i>"),
        ("<i>nghiêng", "<i>nghiêng</i>"),
        ("{\\an8}Trên cao {\\i1}nghiêng{\\i0} hết", "Trên cao <i>nghiêng</i> hết"),
        ("{tiếng cười} Ha ha", "{tiếng cười} Ha ha"),
        ("<tiếng cười> Ha ha", "<tiếng cười> Ha ha"),
        ("5 < 6 và 7 > 6", "5 < 6 và 7 > 6"),
        ("AT&amp;T &lt;3 &nbsp;&#9835;", "AT&T <3 ♫"),
        ("♪ Quê hương ♪", "♪ Quê hương ♪"),
        ("â™ª Quê hương â™ª", "♪ Quê hương ♪"),
        ("Một<br/>hai", "Một\nhai"),
        ("Một\\Nhai", "Một\nhai"),
        ("xin<script>alert(1)</script> chào", "xin chào"),
        ("  thừa \t dấu   cách  ", "thừa dấu cách"),
        ("a\u200b\ufeff\u0007b", "ab"),
        ("</i>Chữ<i></i>", "Chữ"),
    ],
)
def test_only_italics_are_left_of_all_markup(written, shown):
    assert texts(read(srt(written))) == [shown]


def test_adverts_of_subtitle_sites_are_left_out_and_credits_of_people_are_not():
    file = read(
        srt(
            "Support us and become VIP member\nto remove all ads from www.OpenSubtitles.org",
            NEWS[0],
            "Biên dịch: Nguyễn Văn A",
            "Hãy subscribe cho kênh Ghiền Mì Gõ\nđể không bỏ lỡ video hấp dẫn",
        )
    )
    assert texts(file) == [NEWS[0], "Biên dịch: Nguyễn Văn A"]
    assert file.remarks["captions-advert"] == {"count": 2}


def test_speakers_are_known_from_each_format():
    vtt = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.to Lan Anh>Xin chào</v>\n\n"
        "00:03.000 --> 00:04.000\n<v A>Một</v> <v B>Hai</v>\n"
    )
    assert [(one.speaker, one.text) for one in read(vtt).captions] == [("Lan Anh", "Xin chào"), ("", "A: Một\nB: Hai")]
    named = srt("Lan Anh: Xin chào", "quý vị", "Mai: Chào chị", "Lan Anh: Vâng", "Chú ý: đường trơn")
    assert [one.speaker for one in read(named).captions] == ["Lan Anh", "", "", "Lan Anh", ""]
    assert texts(read(named))[2] == "Mai: Chào chị"
    ass = "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Lan Anh,0,0,0,,Xin chào\n"
    assert read(ass).captions[0].speaker == "Lan Anh"
    ttml = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="vi"><head>'
        '<metadata><ttm:agent xml:id="a" type="person"><ttm:name>Lan Anh</ttm:name></ttm:agent></metadata></head>'
        '<body><p begin="1s" end="2s" ttm:agent="a">Xin<br/>chào</p></body></tt>'
    )
    assert (read(ttml).captions[0].speaker, texts(read(ttml)), read(ttml).language) == ("Lan Anh", ["Xin\nchào"], "vi")


def test_ass_keeps_italics_and_drops_comments_and_drawings():
    file = read(
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n"
        "Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n"
        "Style: Slanted,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,-1,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Ghi chú\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\k20}Một, {\\i1}hai{\\i0}\\Nba{ẩn}\n"
        "Dialogue: 0,0:00:03.00,0:00:04.00,Slanted,,0,0,0,,Nghiêng {\\i0}thẳng{\\r} nghiêng\n"
        "Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}\n"
        "Dialogue: 0,hỏng,0:00:08.00,Default,,0,0,0,,Hỏng\n"
    )
    assert texts(file) == ["Một, <i>hai</i>\nba", "<i>Nghiêng</i> thẳng <i>nghiêng</i>"]
    assert file.remarks["captions-unread"] == {"count": 1}
    assert file.remarks["captions-without-words"] == {"count": 1}


def test_one_broken_style_costs_no_words():
    file = read(
        "[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nStyle: Default,Arial,to,nhỏ\n[Events]\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Một\n"
    )
    assert texts(file) == ["Một"]


def test_fields_of_ass_may_stand_in_another_order():
    file = read("[Events]\nFormat: Start, End, Actor, Text\nDialogue: 0:00:01.00,0:00:02.00,Mai,Một, hai\n")
    assert [(one.speaker, one.text) for one in file.captions] == [("Mai", "Một, hai")]


def test_frames_of_microdvd_count_at_the_rate_of_the_recording_and_that_is_told():
    text = "{0}{24}{y:i}Một|hai\n{48}{72}/Ba\n"
    file = read(text, frame_rate=24.0)
    assert times(file) == [(0.0, 1.0), (2.0, 3.0)]
    assert texts(file) == ["<i>Một</i>\nhai", "<i>Ba</i>"]
    assert file.remarks["captions-frames"] == {"frame_rate": "24"}
    assert "captions-frames" not in read("{1}{1}24\n" + text).remarks


def test_frames_of_srt_and_ttml_become_times():
    assert times(read("00:00:01:05 --> 00:00:02:10\nMột\n")) == [(1.2, 2.4)]
    ttml = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="30"'
        ' ttp:frameRateMultiplier="1000 1001" ttp:tickRate="10"><body begin="10s"><p begin="00:00:01:29" end="20t">a b'
        "</p></body></tt>"
    )
    assert times(read(ttml)) == [(11.968, 12.0)]


def test_a_transcript_that_tells_each_word_becomes_sentences():
    words = ["Tôi", "là", "cha", "của", "con.", "Không!"]
    file = read(
        '{"segments": ['
        + ",".join(
            f'{{"startTime": {place}, "endTime": {place + 0.9}, "body": "{word}", "speaker": "{"AB"[place > 4]}"}}'
            for place, word in enumerate(words)
        )
        + "]}"
    )
    assert [(one.speaker, one.text) for one in file.captions] == [("A", "Tôi là cha của con."), ("B", "Không!")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"WEBVTT\n\n", "captions-empty"),
        (srt("<b></b>", "\u200b").encode(), "captions-empty"),
        ("Một bài báo thường.".encode(), "captions-unknown"),
        (b'{"a": 1}', "captions-unknown"),
        (b'{"segments": [', "captions-broken"),
        (b"<tt><body><p>", "document-broken"),
        (b"<?xml version='1.0'?><rss/>", "captions-unknown"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xff\xfe", "captions-unknown"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a" * 200, "captions-too-large"),
    ],
)
def test_what_is_no_captions_is_refused_with_a_reason(data, code):
    with pytest.raises(RejectedError) as caught:
        read(data, limits=CaptionLimits(size_bytes=150))
    assert caught.value.code in {code, "text-encoding-unknown"}


def test_entities_of_xml_open_nothing():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
        ']><tt xmlns="http://www.w3.org/ns/ttml"><body><p begin="1s" end="2s">Một &b;&c;</p></body></tt>'
    )
    assert texts(read(bomb)) == ["Một"]


def pieces():
    """What caption files are made of, in any order."""
    known = [
        "WEBVTT", "NOTE", "STYLE", "00:00:01,000 --> 00:00:02,000", "00:01.000 --> 00:00.500",
        "-1:00:00.000 --> 1:0:0.0",
        "0:00:01.000,0:00:02.000", "{1}{25}", "{1}{1}25", "[Script Info]", "[Events]", "[V4+ Styles]", "Style: a,b",
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,", "Format: Start, End, Text", "Dialogue: 0:0:1.0,0:0:2.0,x",
        "<tt>", "</tt>", '<p begin="1s" end="2s">', "</p>", '{"segments": [', '{"start": 1, "end": 1e999, "text": "a"}',
        "]}", ",", "<i>", "</i>", "<v A>", "{\\i1}", "{\\p1}", "&amp;", "&#0;", "♪", "12",
        "99999999999:00:00,000 --> 1:00",
        "<", ">", "{", "}", "\\N", "-->", "Đường lên xã trơn trượt, bà con chú ý đi lại.", "\u0000", "- A", "Lan: ",
    ]  # fmt: skip
    return st.lists(st.sampled_from(known) | st.text(max_size=8), max_size=30).flatmap(
        lambda parts: st.sampled_from(["\n", "\n\n", " ", ""]).map(lambda between: between.join(parts))
    )


@given(data=st.binary(max_size=400) | pieces().map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(data=b"WEBVTT\n\n00:00.000 --> 00:00.001\na")
@example(data=b'{"segments": [{"start": NaN, "end": NaN, "text": "a"}]}')
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_give_sound_captions_or_a_reason(data):
    try:
        file = read(data, duration_s=3000.0)
    except RejectedError:
        # Its code has a sentence: the error could not be made without one.
        return
    check(file)
    for code, facts in file.remarks.items():
        for sentence in SENTENCES[code]:
            assert sentence.format(**facts)
    again = read(write_vtt(file.captions, language="vi", note="Thử -->\nnghiệm"))
    assert again.captions == file.captions
    assert again.language == "vi"


def check(file):
    """What players rely on."""
    assert file.captions
    ended_s = 0.0
    for caption in file.captions:
        assert ended_s <= caption.start_s < caption.end_s <= 3000.0
        ended_s = caption.end_s
        assert caption.text.strip() == caption.text
        assert all(line.strip() for line in caption.text.split("\n"))
        assert unicodedata.normalize("NFC", caption.text) == caption.text
        assert caption.text.count("<i>") == caption.text.count("</i>")
        assert not any(unicodedata.category(char) == "Cc" for char in caption.text.replace("\n", ""))


def test_hostile_files_take_no_longer_than_their_length():
    for piece in ("{", "<", "<i>", "{\\i1}", "{}", "{y:", "&", "< ", "00:00:01", "a:"):
        for head in (
            "WEBVTT\n\n00:01.000 --> 00:02.000\n",
            "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,",
            "{1}{25}",
        ):
            file = read(head + piece * (300_000 // len(piece)) + "x")
            assert len(file.captions[0].text) <= 4_000


def straight(file):
    """Old encodings have no curly quotes."""
    return [text.translate(str.maketrans("“”‘’", "\"\"''")) for text in texts(file)]


def test_real_files_of_every_kind_say_the_same(samples):
    truth = read((samples / "radio" / "ban_tin_vi.vtt").read_bytes(), duration_s=172.0)
    folder = samples / "print" / "subtitles"
    for path in sorted(folder.glob("ban_tin_vi*")):
        file = read(path.read_bytes())
        assert straight(file) == straight(truth), path.name
        # ASS counts hundredths.
        assert all(abs(a.start_s - b.start_s) < 0.01 for a, b in zip(file.captions, truth.captions, strict=True))
        assert "encoding-guessed" not in file.remarks
    assert len(read((folder / "podcast20_transcript.srt").read_bytes()).captions) == 222
    fault = read((folder / "fault_overlap_negative_html.srt").read_bytes())
    assert times(fault) == [(5.0, 6.0), (6.0, 7.5), (7.5, 10.0), (11.0, 12.5)]


def test_passages_of_known_times_become_captions():
    long = (
        "Đây là một câu rất dài được đọc lên, dài hơn hai dòng bốn mươi hai ký tự, nên nó phải được chia ra hai phần."
    )
    captions = captions_of([Cue(0.0, 8.0, long, machine=True), Cue(8.0, 10.0, "Hết.")])
    assert " ".join(one.plain for one in captions) == long + " Hết."
    assert [one.machine for one in captions] == [True, True, False]
