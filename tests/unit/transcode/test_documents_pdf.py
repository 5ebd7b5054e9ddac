import io
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from transcode.documents.layout import Line, blocks_of, body_size, joined, without_furniture
from transcode.documents.read import DocumentLimits, read_document
from transcode.errors import SENTENCES, RejectedError
from transcode.gate import identify

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def pdf(pages, *, info="", catalogue="", trailer="", image=None, form="", side=None, fonts=("Helvetica",)):
    """A small PDF; every page is the operators of its content."""
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(), b""]
    made = "".join(f"/F{at}<</Type/Font/Subtype/Type1/BaseFont/{font}>>" for at, font in enumerate(fonts, 1))
    resources = f"/Font<<{made}>>" + ("/XObject<</I1 4 0 R>>" if image or form else "")
    objects.append(b"<<>>")
    if image:
        size = f"/Width {image.width}/Height {image.height}/Length {image.width * image.height * 3}"
        head = f"<</Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8{size}>>"
        objects.append(head.encode() + b"stream\n" + image.tobytes() + b"\nendstream")
    if form:
        head = f"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Length {len(form)}>>stream\n"
        objects.append(f"{head}{form}\nendstream".encode())
    kids = []
    for page in pages:
        content = page.encode("latin-1")
        objects.append(f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream")
        kids.append(len(objects) + 1)
        box = f"{side} {side}" if side else "600 800"
        place = f"/Parent 2 0 R/MediaBox[0 0 {box}]/Contents {len(objects)} 0 R"
        objects.append(f"<</Type/Page{place}/Resources<<{resources}>>>>".encode())
    objects[1] = f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(kids)}>>".encode()
    objects.append(f"<<{info}>>".encode("latin-1"))
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"endobj\n"
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer<</Size {size}/Root 1 0 R/Info {size - 1} 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def words(*lines, left=50, top=700, size=10, pitch=12):
    return "".join(f"BT /F1 {size} Tf {left} {top - pitch * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines))


LOREM = "The commune radio station has sent this news to all"


def read(tmp_path, data, *, name="bai_bao.pdf", **limits):
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    assert identify(path).format == "pdf"
    return read_document(path, format="pdf", name=name, limits=DocumentLimits(**limits))


def refusal(tmp_path, data, **limits):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, data, **limits)
    return refused.value


def test_title_headings_and_paragraphs_are_found(tmp_path):
    page = (
        words("News of Lai Chau", top=760, size=26)
        + words(f"{LOREM} of", f"{LOREM} of", "the villages.", top=700)
        + words("Harvest", top=640, size=15)
        + words(f"{LOREM} of", "them.", top=610)
    )
    article = read(tmp_path, pdf([page]))
    assert article.title == "News of Lai Chau"
    assert article.markdown == f"{LOREM} of {LOREM} of the villages.\n\n## Harvest\n\n{LOREM} of them."
    assert article.metadata["pages"] == "1"


def test_two_columns_are_read_one_after_the_other(tmp_path):
    left = words("Left one is a line of it", "left two goes on and", left=50)
    right = words("right one ends it here.", "Right two begins anew.", left=320)
    assert read(tmp_path, pdf([left + right])).markdown.startswith(
        "Left one is a line of it left two goes on and right one ends it here."
    )


def test_words_that_were_broken_are_whole_again(tmp_path):
    article = read(
        tmp_path, pdf([words("Title here", size=24, top=760) + words("This is a broad-", "cast of the commune.")])
    )
    assert article.markdown == "This is a broadcast of the commune."
    assert joined("báo chí - xuất bản kinh tế-", "xã hội") == "báo chí - xuất bản kinh tế-xã hội"
    assert joined("Lai Châu", "Điện Biên") == "Lai Châu Điện Biên"


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_go(tmp_path):
    pages = [
        words("Commune paper", top=790, size=8)
        + words(f"{LOREM} and {first}", top=700)
        + words(f"- {number} -", top=20, size=8)
        for number, first in ((1, "it goes on"), (2, "then on"), (3, "ends here."))
    ]
    markdown = read(tmp_path, pdf(pages)).markdown
    assert "Commune paper" not in markdown
    assert "- 1 -" not in markdown.replace("\\", "")
    assert markdown.count("\n\n") == 2


def test_marks_in_a_pdf_are_only_words(tmp_path):
    page = words("Title here", size=24, top=760) + words("<script>alert\\(1\\)</script> *a* [b]\\(c\\)")
    assert read(tmp_path, pdf([page])).markdown == "&lt;script\\>alert(1)&lt;/script\\> \\*a\\* \\[b\\](c)"


def test_what_the_document_says_about_itself_is_kept(tmp_path):
    info = "/Title(A real title)/Author(Phong vien)/CreationDate(D:20261122083000+07'00')"
    article = read(tmp_path, pdf([words(LOREM)], info=info, catalogue="/Lang(vi-VN)"))
    assert (article.title, article.language) == ("A real title", "vi-VN")
    assert article.metadata == {"pages": "1", "author": "Phong vien", "date": "2026-11-22"}


def test_a_title_that_a_program_made_up_is_not_believed(tmp_path):
    article = read(tmp_path, pdf([words(LOREM)], info="/Title(Microsoft Word - Document1.docx)"))
    assert article.title == "bai bao"


@pytest.mark.parametrize(("side", "kept"), [(120, 1), (99, 0)])
def test_pictures_of_a_page_are_taken_when_they_are_large_enough(tmp_path, side, kept):
    page = words("Title here", size=24, top=760) + words(LOREM) + "q 200 0 0 200 50 100 cm /I1 Do Q\n"
    article = read(tmp_path, pdf([page, page], image=Image.new("RGB", (side, side), "red")))
    assert len(article.pictures) == kept
    assert article.markdown.count("![](picture:0)") == kept
    for picture in article.pictures:
        with Image.open(io.BytesIO(picture.data)) as opened:
            assert (opened.format, opened.size) == ("JPEG", (120, 120))


def test_a_scan_becomes_pictures_of_its_pages(tmp_path):
    page = "q 600 0 0 800 0 0 cm /I1 Do Q\n"
    article = read(tmp_path, pdf([page, page + words("7")], image=Image.new("RGB", (120, 160), "red")))
    assert article.metadata["scan"] == "yes"
    assert (article.title, article.summary) == ("bai bao", "")
    assert article.markdown == "![Trang 1 trên 2](picture:0)\n\n![Trang 2 trên 2](picture:1)"
    assert [picture.alt for picture in article.pictures] == ["Trang 1 trên 2", "Trang 2 trên 2"]
    assert article.remarks == {"scan-without-words": {"pages": 2}}
    with Image.open(io.BytesIO(article.pictures[0].data)) as opened:
        assert opened.size == (1250, 1667)


def test_pages_with_words_give_an_editor_nothing_to_remark(tmp_path):
    assert read(tmp_path, pdf([words(LOREM, LOREM)])).remarks == {}


def test_a_scan_on_a_page_as_large_as_a_house_stays_small(tmp_path):
    article = read(tmp_path, pdf(["0 0 1 rg 0 0 9 9 re f"], side=9000))
    with Image.open(io.BytesIO(article.pictures[0].data)) as opened:
        assert opened.width * opened.height <= 10_010_000
        assert opened.width == opened.height > 3_000


def test_a_pdf_with_a_password_is_refused(tmp_path):
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'ab' * 32}>/U<{'cd' * 32}>/P -4>>/ID[<00><00>]"
    error = refusal(tmp_path, pdf([words(LOREM)], trailer=locked))
    assert error.code == "pdf-password"
    assert "mật khẩu" in SENTENCES["pdf-password"][0]


def test_limits_of_pages_words_and_time_are_kept(tmp_path):
    data = pdf([words(LOREM)] * 3)
    assert refusal(tmp_path, data, pages=2).facts == {"pages": 3, "most_pages": 2}
    assert refusal(tmp_path, data, characters=100).code == "text-too-long"
    ticks = itertools.count(0, 50)
    error = refusal(tmp_path, data, clock=lambda: float(next(ticks)), seconds=120)
    assert (error.code, error.facts["most_seconds"]) == ("document-too-slow", 120)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nwords", pdf([words(LOREM)])[:60], pdf([])])
def test_what_is_no_pdf_is_broken(tmp_path, data):
    assert refusal(tmp_path, data).code == "document-broken"


@settings(max_examples=60)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=8))
def test_damaged_pdfs_are_read_or_refused(tmp_path_factory, place, junk):
    data = pdf([words(LOREM, LOREM)], info="/Title(x)")
    at = 9 + int(place * (len(data) - 9))
    try:
        outcome = read(tmp_path_factory.mktemp("damaged"), data[:at] + junk + data[at + len(junk) :]).title
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    assert outcome


lines = st.builds(
    Line,
    text=st.text(alphabet="aB .-–•1\u00ad\u0002é", min_size=1, max_size=12),
    left=st.sampled_from([50.0, 58.0, 300.0]),
    right=st.sampled_from([200.0, 250.0, 500.0]),
    y=st.floats(0, 800),
    size=st.sampled_from([8.0, 10.0, 24.0]),
)


@given(st.lists(st.lists(lines, max_size=8), max_size=4))
def test_no_letter_is_lost_or_made_up_between_lines_and_paragraphs(pages):
    def letters(text):
        return sorted(char for char in text if char.isalpha())

    for page in pages:
        blocks = blocks_of(page, body=body_size(page))
        assert letters("".join(block.text for block in blocks)) == letters("".join(line.text for line in page))


@given(st.lists(st.lists(lines, max_size=8), max_size=2))
def test_up_to_two_pages_lose_only_page_numbers(pages):
    kept = without_furniture(pages)
    for before, after in zip(pages, kept, strict=True):
        gone = [line for line in before if line not in after]
        assert not any(char.isalpha() for line in gone for char in line.text)


@needs_samples
def test_a_real_newspaper_is_read_column_by_column():
    article = read_document(SAMPLES / "bao_mau_a3_4_cot.pdf", format="pdf", name="bao.pdf")
    assert article.title == "BÁO MẪU LAI CHÂU – Chủ nhật, 22/11/2026 – Số thử nghiệm 0001"
    assert article.language == "vi"
    assert (
        "## Người dân Macedonia bỏ phiếu trong cuộc trưng cầu dân ý về việc thay đổi tên quốc gia" in article.markdown
    )
    assert "có một tỉnh mang tên Macedonia.\n\nAthens từ lâu đã khẳng định" in article.markdown
    assert len(article.pictures) == 2


@needs_samples
def test_a_real_scan_is_told_as_a_scan():
    article = read_document(SAMPLES / "bao_mau_ban_quet_khong_co_chu.pdf", format="pdf", name="trang_quet.pdf")
    assert article.title == "trang quet"
    assert "Trang 3 trên 3" in article.markdown
    assert article.metadata["scan"] == "yes"
    assert len(article.pictures) == 3
