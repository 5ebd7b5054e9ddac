import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.captions.caption import Caption, Cue
from transcode.captions.quality import assess
from transcode.captions.reading import captions_of, read_captions
from transcode.captions.transcript import paragraphs, write_transcript
from transcode.captions.writing import MACHINE_NOTE, write_json, write_srt, write_vtt

NEWS = "Đài Phát thanh và Truyền hình tỉnh Lai Châu. Mời quý vị nghe bản tin thời sự sáng nay của chúng tôi."


#: Without the beginnings of letters that were encoded twice: a reader mends those.
WRITTEN = st.characters(exclude_characters="ÃÄÅÆáâ")


def caption(start_s, end_s, text, **more):
    return Caption(start_s=start_s, end_s=end_s, text=text, **more)


CAPTIONS = (
    caption(0.0, 2.5, "Xin chào <i>quý vị</i> & các bạn", speaker="Lan & <Anh>"),
    caption(3661.007, 3662.0, "5 < 6 --> <b>\nhai", machine=True),
)


def test_webvtt_is_valid_escaped_and_says_where_it_comes_from():
    written = write_vtt(CAPTIONS, language="vi", note="Bản tin sáng --> 20/11\n\n00:01.000")
    assert written == (
        "WEBVTT Language: vi\n\n"
        "NOTE\nBản tin sáng → 20/11 00:01.000\n\n"
        f"NOTE\n{MACHINE_NOTE}\n\n"
        "1\n00:00:00.000 --> 00:00:02.500\n<v Lan &amp; &lt;Anh&gt;>Xin chào <i>quý vị</i> &amp; các bạn\n\n"
        "machine-2\n01:01:01.007 --> 01:01:02.000\n5 &lt; 6 --&gt; &lt;b&gt;\nhai\n"
    )
    read = read_captions(written.encode())
    assert read.language == "vi"
    assert [one.machine for one in read.captions] == [False, True]
    assert [one.text for one in read.captions] == [one.text for one in CAPTIONS]


def test_no_note_stands_where_there_is_nothing_to_say():
    assert "NOTE" not in write_vtt(CAPTIONS[:1])


def test_srt_has_its_commas_and_no_tag_but_italics():
    assert write_srt(CAPTIONS) == (
        "1\n00:00:00,000 --> 00:00:02,500\nLan & < Anh>: Xin chào <i>quý vị</i> & các bạn\n\n"
        "2\n01:01:01,007 --> 01:01:02,000\n5 < 6 --> < b>\nhai\n"
    )


def test_json_is_that_of_podcasts():
    assert json.loads(write_json(CAPTIONS)) == {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Lan & <Anh>", "startTime": 0.0, "endTime": 2.5, "body": "Xin chào quý vị & các bạn"},
            {"startTime": 3661.007, "endTime": 3662.0, "body": "5 < 6 --> <b> hai", "machineMade": True},
        ],
    }


@given(
    st.lists(
        st.tuples(
            st.floats(-10, 400_000),
            st.floats(-10, 400_000),
            st.text(WRITTEN, max_size=120),
            st.sampled_from(["", "Mai", "A & B", "<i>", "x\ny", ">"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_written_webvtt_reads_as_the_same_captions(rows):
    captions = captions_of([*(Cue(*row) for row in rows), Cue(1.0, 2.0, "Hết.")])
    written = write_vtt(captions, language="vi")
    assert read_captions(written.encode()).captions == captions
    for block in written.split("\n\n")[1:]:
        if not block.startswith("NOTE"):
            _, times, *text = block.rstrip("\n").split("\n")
            assert re.fullmatch(r"\d{2,}:\d\d:\d\d\.\d{3} --> \d{2,}:\d\d:\d\d\.\d{3}", times)
            assert text
            assert all("-->" not in line for line in text)
    assert len(read_captions(write_srt(captions).encode()).captions) >= 1
    assert len(json.loads(write_json(captions))["segments"]) == len(captions)


def test_a_transcript_has_paragraphs_names_and_a_mark_each_minute():
    captions = [
        caption(0.0, 4.0, "Xin chào quý vị,", speaker="Lan"),
        caption(4.0, 31.0, "đây là <i>bản tin</i>\nsáng."),
        caption(31.0, 34.0, "Tin thứ nhất.", speaker="Lan"),
        caption(34.0, 36.0, "Vâng.", speaker="Mai"),
        caption(70.0, 72.0, "Hết."),
    ]
    assert [(one.start_s, one.end_s, one.speaker, one.marked) for one in paragraphs(captions)] == [
        (0.0, 31.0, "Lan", True),
        (31.0, 34.0, "", False),
        (34.0, 36.0, "Mai", False),
        (70.0, 72.0, "", True),
    ]
    assert write_transcript(captions) == (
        "[0:00] Lan: Xin chào quý vị, đây là bản tin sáng.\n\nTin thứ nhất.\n\nMai: Vâng.\n\n[1:10] Hết.\n"
    )


def test_a_transcript_by_a_machine_says_so_first():
    assert write_transcript([caption(0.0, 1.0, "Mưa", machine=True)]).startswith(MACHINE_NOTE)


def test_a_speech_without_an_end_is_parted_all_the_same():
    captions = [caption(float(place), place + 1.0, "và") for place in range(300)]
    assert len(paragraphs(captions)) == 5


def test_an_editor_sees_figures():
    captions = [caption(0.0, 2.0, "a" * 30), caption(5.0, 6.0, f"<i>{'b' * 45}</i>\ncc"), caption(30.0, 31.0, "d")]
    quality = assess(captions, duration_s=40.0, language="vi")
    assert (quality.captions, quality.per_minute, quality.longest_line) == (3, 5.8, 45)
    assert (quality.fastest, quality.fast, quality.covered) == (48.0, 1, 0.1)
    assert quality.vietnamese is None
    assert quality.remarks == {
        "captions-fast": {"count": 1, "most": 20},
        "captions-sparse": {"percent": 10},
    }


@pytest.mark.parametrize(
    ("text", "language", "vietnamese", "told"),
    [
        (NEWS, "vi", True, False),
        (NEWS, "en", True, True),
        # Its letters are Vietnam's.
        (NEWS, "tyz", True, False),
        (
            "All of the news from the northern mountains of the country is read here every single morning",
            "vi",
            False,
            True,
        ),
        (
            "All of the news from the northern mountains of the country is read here every single morning",
            "en",
            False,
            False,
        ),
        ("Các bạn", "en", None, False),
    ],
)
def test_words_of_another_language_are_told(text, language, vietnamese, told):
    captions = [caption(0.0, 10.0, f"{text} {text}" if vietnamese is not None else text)]
    quality = assess(captions, language=language)
    assert quality.vietnamese is vietnamese
    assert ("captions-language" in quality.remarks) is told
