import io
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.fonts import read_pieces, reading_of
from transcode.documents.read import read_document
from transcode.documents.render import plain_text

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "legacy_encodings"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def written(tmp_path, *runs, style=None):
    """A DOCX of one title and one paragraph whose runs are (text, font)."""
    document = docx.Document()
    document.add_heading("Tin", 1)
    paragraph = document.add_paragraph()
    if style:
        made = document.styles.add_style("Cũ", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        made.font.name = style
        paragraph.style = made
    for text, font in runs:
        run = paragraph.add_run(text)
        if font:
            run.font.name = font
    path = tmp_path / "a.docx"
    document.save(path)
    return read_document(path, format="docx", name="a.docx").markdown


@pytest.mark.parametrize(
    ("font", "text", "meant"),
    [
        (".VnTime", "§iÒu kiÖn", "Điều kiện"),
        (".VnTimeH", "§iÒu kiÖn", "ĐIỀU KIỆN"),
        (".VnArial", "B¸o Lai Ch©u", "Báo Lai Châu"),
        ("VNI-Times", "Ñieàu kieän", "Điều kiện"),
        ("VNI-Helve", "ÑIEÀU KIEÄN", "ĐIỀU KIỆN"),
        (".VnTime", "\uf0a7i\uf0d2u", "Điều"),
        (".VnTime", "Điều kiện", "Điều kiện"),
        ("Times New Roman", "été à Paris", "été à Paris"),
    ],
)
def test_the_font_of_a_run_tells_what_its_letters_mean(tmp_path, font, text, meant):
    assert written(tmp_path, (text, font)) == meant


def test_runs_of_many_fonts_stand_in_one_paragraph(tmp_path):
    assert written(tmp_path, ("été ", None), ("§iÒu ", ".VnTime"), ("kieän", "VNI-Times")) == "été Điều kiện"


def test_a_mark_in_the_next_run_belongs_to_the_letter_before_it(tmp_path):
    assert written(tmp_path, ("kie", "VNI-Times"), ("än", "VNI-Times")) == "kiện"


def test_the_font_may_come_from_the_style_of_the_paragraph(tmp_path):
    assert written(tmp_path, ("§iÒu ", None), ("été", "Arial"), style=".VnTime") == "Điều été"


def test_a_letter_that_word_takes_for_a_soft_hyphen_is_a_letter(tmp_path):
    document = docx.Document()
    run = document.add_paragraph("x").add_run("")
    run.font.name = ".VnTime"
    for tag, text in (("w:t", "l"), ("w:softHyphen", None), ("w:t", "îc")):
        element = run._r.makeelement(qn(tag), {})
        element.text = text
        run._r.append(element)
    out = io.BytesIO()
    document.save(out)
    path = tmp_path / "a.docx"
    path.write_bytes(out.getvalue())
    assert read_document(path, format="docx", name="a.docx").markdown == "xlược"


@pytest.mark.parametrize("font", ["Arial", "", "Vn Time", "Vntime", "Times New Roman", "VNtimes new roman"])
def test_fonts_of_today_say_nothing(font):
    assert reading_of(font) is None


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from([None, *map(reading_of, (".VnTime", "VNI-Times"))]))))
def test_as_many_pieces_come_out_and_those_of_today_are_untouched(pieces):
    read = read_pieces(pieces)
    assert len(read) == len(pieces)
    assert all(text == given for text, (given, reading) in zip(read, pieces, strict=True) if reading is None)


@needs_samples
@pytest.mark.parametrize("font", ["VNI-Times", "VnTime_tcvn3"])
def test_real_documents_in_old_fonts_are_the_true_text(font):
    truth = (SAMPLES / "ke_hoach_truth_utf8_nfc.txt").read_text()
    article = read_document(SAMPLES / f"ke_hoach_font_{font}.docx", format="docx", name="x")
    body = " ".join(plain_text(article.markdown).split())
    expected = " ".join(unicodedata.normalize("NFC", truth).split())
    if font == "VnTime_tcvn3":
        # "Ủ" has no capital in TCVN3.
        body, expected = body.casefold(), expected.casefold()
    assert body.replace("…", "...") == expected.replace("…", "...")
