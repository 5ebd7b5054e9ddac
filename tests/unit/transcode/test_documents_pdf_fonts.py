"""PDFs whose words are set in fonts from before Unicode."""

from pathlib import Path

import pytest

from tests.unit.transcode.test_documents_pdf import LOREM, pdf, words
from tests.unit.transcode.test_documents_pdf import read as read_pdf
from transcode.documents.encodings import DECODERS, TCVN3
from transcode.documents.fonts import reading_of

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "legacy_encodings"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
WIN = "/Encoding/WinAnsiEncoding"


def shown(*lines, font=1, **place):
    """Words in one of the fonts; brackets of the text are quiet."""
    quiet = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    return words(*quiet, **place).replace("/F1 ", f"/F{font} ")


def read(tmp_path, content, *fonts, **more):
    return read_pdf(tmp_path, pdf([content], fonts=[f"{font}{WIN}" for font in fonts], **more))


@pytest.mark.parametrize(
    ("font", "text", "meant"),
    [
        (".VnTime", "§iÒu kiÖn cña b¸o Lai Ch©u trong n¨m tíi", "Điều kiện của báo Lai Châu trong năm tới"),
        ("ABCDEF+.VnTime,Bold", "§iÒu kiÖn cña b¸o Lai Ch©u", "Điều kiện của báo Lai Châu"),
        (".VnTimeH", "§iÒu kiÖn cña b¸o Lai Ch©u", "ĐIỀU KIỆN CỦA BÁO LAI CHÂU"),
        (".VnTimeH-Bold", "Lai Chau ngay nay", "LAI CHAU NGAY NAY"),
        ("VNI-Times", "Ñieàu kieän cuûa baùo Lai Chaâu", "Điều kiện của báo Lai Châu"),
        ("QWERTY+VNI-Helve,Italic", "Ñieàu kieän cuûa baùo", "Điều kiện của báo"),
        ("Times-Roman", "Une belle journée d'été à Paris", "Une belle journée d'été à Paris"),
    ],
)
def test_the_font_of_words_tells_what_its_letters_mean(tmp_path, font, text, meant):
    assert read(tmp_path, shown(text), font).markdown == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # PDF calls the place of "ư" a hyphen; syllables tell which it is.
        ("§­îc nh­ ng­êi ta l­u ý, kinh tÕ-x· héi", "Được như người ta lưu ý, kinh tế-xã hội"),
        ("­íc tÝnh (t­ nh©n) \x96 m­a l­u-ban", "Ước tính (tư nhân) – mưa lưu-ban"),
        ("- mét, 12-15 - hai", "\\- một, 12-15 - hai"),
    ],
)
def test_a_letter_that_pdf_takes_for_a_hyphen_is_a_letter(tmp_path, text, meant):
    assert read(tmp_path, shown(text), ".VnTime").markdown.casefold() == meant.casefold()


def test_the_same_letter_at_the_end_of_a_line_ends_its_word(tmp_path):
    lines = (
        "Tin nµy göi ®Õn bµ con trong x· vµ c¸c b¶n lµng nh­",
        "sau: n­íc cßn d©ng ë nhiÒu n¬i trong ®ªm nay, bµ con kinh-",
        "doanh chó ý.",
    )
    text = "Tin này gửi đến bà con trong xã và các bản làng như sau: nước còn dâng ở nhiều nơi trong đêm nay, bà con"
    assert read(tmp_path, shown(*lines), ".VnTime").markdown.startswith(text)


def test_words_in_fonts_of_today_beside_them_are_untouched(tmp_path):
    content = shown("B¸o Lai Ch©u") + shown("journée", font=2, left=200) + shown("Ñieàu", font=3, left=300)
    assert read(tmp_path, content, ".VnTime", "Helvetica", "VNI-Times").markdown == "Báo Lai Châu journée Điều"


def test_the_headline_and_the_author_are_mended_too(tmp_path):
    content = shown("M­a lò ë M­êng TÌ", size=26, top=760) + shown(LOREM, "N­íc d©ng.")
    article = read(tmp_path, content, ".VnTime", info="/Author(L\xdf ThÞ B×nh)")
    assert article.title == "Mưa lũ ở Mường Tè"
    assert article.metadata["author"] == "Lò Thị Bình"


def test_a_title_of_today_in_a_document_with_old_fonts_stays(tmp_path):
    article = read(tmp_path, shown("N­íc d©ng."), ".VnTime", info="/Author(Am\xe9lie No\xebl)")
    assert article.metadata["author"] == "Amélie Noël"


@pytest.mark.parametrize("font", [".VnTime,BoldItalic", ".VnArial Bold", ".vntime-italic"])
def test_the_style_of_a_font_says_nothing_of_its_letters(font):
    assert reading_of(font)("§iÒu") == "Điều"


@needs_samples
def test_a_real_text_set_in_an_old_font_is_the_true_text(tmp_path):
    raw = (SAMPLES / "ke_hoach_tcvn3.txt").read_bytes().decode("latin-1")
    lines = [" ".join(line.split()) for line in raw.split("\n") if line.strip()]
    broken = [line[at : at + 90] for line in lines for at in range(0, len(line), 90)]
    article = read(tmp_path, shown(*broken, top=780, size=4, pitch=5), ".VnTime")
    meant = DECODERS[TCVN3]("\n".join(lines))
    told, expected = ("".join(char for char in text if char.isalpha()).casefold() for text in (article.markdown, meant))
    assert told == expected
