import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.shared import Inches
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from transcode.documents.limits import DocumentLimits
from transcode.documents.package import check_package
from transcode.documents.read import read_document
from transcode.documents.render import render_html
from transcode.errors import SENTENCES, RejectedError
from transcode.gate import identify

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)


def relationships(*rows):
    """Rows of (id, type, target and what else)."""
    inside = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{rest}/>' for name, kind, rest in rows)
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inside}</Relationships>'


ROOT = relationships(("r1", "officeDocument", 'word/document.xml"'))


def document(body):
    return f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'


def paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def made(tmp_path, body="<w:p><w:r><w:t>Chữ.</w:t></w:r></w:p>", *, parts=()):
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", ROOT)
        package.writestr("word/document.xml", document(body))
        for name, data in dict(parts).items():
            package.writestr(name, data)
    return path


def read(path, *, name="bài.docx", **limits):
    return read_document(path, format="docx", name=name, limits=DocumentLimits(**limits))


def png(colour="red", side=120):
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG")
    out.seek(0)
    return out


def refusal(path, **limits):
    with pytest.raises(RejectedError) as refused:
        read(path, **limits)
    return refused.value


@pytest.fixture
def article(tmp_path):
    document = docx.Document()
    document.add_heading("Tin từ Mường Tè", 0)
    words = document.add_paragraph("Sáng nay, ")
    words.add_run("đoàn công tác").bold = True
    words.add_run(" đã ")
    words.add_run("trao quà ").italic = True
    words.add_run("cho bà con 1 * 2 < 3.")
    document.add_heading("1. Kết quả", 1)
    document.add_paragraph("gạo", style="List Bullet")
    document.add_paragraph("muối", style="List Bullet")
    document.add_paragraph("một", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Xã", "Hộ", "Mường Tè", "12 | 13"), strict=True):
        cell.text = text
    document.add_picture(png(), width=Inches(1))
    document.add_picture(png(), width=Inches(1))
    document.add_picture(png("blue"), width=Inches(1))
    document.core_properties.author = "Phóng viên"
    document.core_properties.language = "vi-VN"
    path = tmp_path / "real.docx"
    document.save(path)
    assert identify(path).format == "docx"
    return read(path)


def test_title_marks_lists_and_table_come_as_markdown(article):
    assert article.title == "Tin từ Mường Tè"
    assert article.summary == "Sáng nay, đoàn công tác đã trao quà cho bà con 1 * 2 < 3."
    assert "Sáng nay, **đoàn công tác** đã *trao quà* cho bà con" in article.markdown
    assert "# 1\\. Kết quả" in article.markdown
    assert "-   gạo\n-   muối" in article.markdown
    assert "| Xã | Hộ |\n| --- | --- |\n| Mường Tè | 12 \\| 13 |" in article.markdown
    assert (article.language, article.metadata["author"]) == ("vi-VN", "Phóng viên")


def test_pictures_are_numbered_and_each_is_kept_once(article):
    assert article.markdown.count("![](picture:0)") == 2
    assert article.markdown.count("![](picture:1)") == 1
    assert [picture.name for picture in article.pictures] == ["picture-1.png", "picture-2.png"]
    assert Image.open(io.BytesIO(article.pictures[1].data)).getpixel((0, 0)) == (0, 0, 255)


def test_what_was_read_is_rendered_as_it_was_written(article):
    html = render_html(article.markdown, picture_urls=["/0.jpg", "/1.jpg"])
    for part in (
        "<h2>1. Kết quả</h2>",
        "<li>gạo</li>",
        "<td>12 | 13</td>",
        "1 * 2 &lt; 3.",
        "<strong>đoàn công tác</strong>",
    ):
        assert part in html
    assert html.count("<img ") == 3


def test_footnotes_become_footnotes(tmp_path):
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{paragraph("Theo TTXVN.")}</w:footnote></w:footnotes>'
    rels = relationships(("r9", "footnotes", 'footnotes.xml"'))
    body = paragraph("Tiêu đề") + '<w:p><w:r><w:t>Chữ</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    path = made(tmp_path, body, parts={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": rels})
    markdown = read(path).markdown
    assert "Chữ[^2]" in markdown
    assert "[^2]: Theo TTXVN." in markdown
    assert "<p>Theo TTXVN." in render_html(markdown)


def test_without_a_heading_the_first_short_paragraph_is_the_title(tmp_path):
    article = read(made(tmp_path, paragraph("BẢN TIN") + paragraph("Nội dung.")))
    assert (article.title, article.markdown) == ("BẢN TIN", "Nội dung.")
    assert read(made(tmp_path, paragraph("Chỉ một đoạn.")), name="tin_1.docx").title == "tin 1"


def test_script_in_a_document_is_shown_as_words(tmp_path):
    article = read(
        made(tmp_path, paragraph("T") + paragraph("&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:b)"))
    )
    html = render_html(article.markdown)
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:b)</p>" in html


def test_decomposed_letters_and_turning_marks_come_out_in_order(tmp_path):
    article = read(made(tmp_path, paragraph("Tin\u202e to\u0302\u0301t") + paragraph("Me\u0323\u200f o\u031b\u0309.")))
    assert (article.title, article.markdown) == ("Tin tốt", "Mẹ ở.")


def test_an_empty_document_is_refused(tmp_path):
    assert refusal(made(tmp_path, paragraph(" "))).code == "no-text"


def gigabytes(path, *, parts):
    """A real package whose parts are all the same 50 MB of zeros, compressed once."""
    zeros = b"\0" * 50_000_000
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflate.compress(zeros) + deflate.flush()
    facts = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0x21, zlib.crc32(zeros), len(body), len(zeros), 10, 0)
    out, directory = bytearray(), bytearray()
    for number in range(parts):
        name = f"word/{number:05d}".encode()
        directory += b"PK\x01\x02\x14\0" + facts + b"\0" * 10 + struct.pack("<L", len(out)) + name
        out += b"PK\x03\x04" + facts + name + body
    end = struct.pack("<4s4HLLH", b"PK\x05\x06", 0, 0, parts, parts, len(directory), len(out), 0)
    path.write_bytes(out + directory + end)


def test_a_small_file_that_unpacks_to_gigabytes_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    gigabytes(path, parts=44)
    with zipfile.ZipFile(path) as package:
        assert sum(entry.file_size for entry in package.infolist()) == 2_200_000_000
        assert package.read("word/00043") == b"\0" * 50_000_000
    assert path.stat().st_size < 3_000_000
    error = refusal(path)
    assert error.code == "zip-bomb"
    assert error.facts["most_megabytes"] == 200


def test_a_bomb_whose_header_lies_about_its_size_is_refused(tmp_path):
    path = made(tmp_path, parts={"word/media/a.png": b"\0" * 30_000_000})
    honest = struct.pack("<L", 30_000_000)
    data = path.read_bytes()
    assert data.count(honest) == 2
    path.write_bytes(data.replace(honest, struct.pack("<L", 1_000)))
    assert refusal(path).code in {"zip-bomb", "document-broken"}


def test_a_part_that_grows_too_much_is_refused_although_the_whole_is_small(tmp_path):
    assert refusal(made(tmp_path, parts={"word/media/a.png": b"\0" * 5_000_000})).code == "zip-bomb"


def test_xml_that_is_too_long_to_be_an_article_is_refused(tmp_path):
    words = zlib.compress(b"x")  # any bytes will do to keep the ratio low
    body = paragraph("a" * 1000 + words.hex())
    assert refusal(made(tmp_path, body), xml_part_bytes=1000).code == "zip-bomb"


def test_too_many_parts_are_refused_before_the_directory_is_read(tmp_path):
    path = made(tmp_path, parts={f"word/media/{number}": b"" for number in range(5_001)})
    assert refusal(path).code == "zip-bomb"
    with pytest.raises(RejectedError):
        identify(path)


def test_a_directory_that_claims_a_size_beyond_reason_is_refused(tmp_path):
    path = made(tmp_path)
    data = bytearray(path.read_bytes())
    data[-10:-6] = struct.pack("<L", 1 << 31)
    path.write_bytes(data)
    assert refusal(path).code == "zip-bomb"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\..\\..\\evil", "C:/evil", "a/../../b"])
def test_parts_with_names_that_leave_the_package_are_refused(tmp_path, name):
    error = refusal(made(tmp_path, parts={name: "x"}))
    assert (error.code, error.facts["reason"]) == ("document-hostile", "name")


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
)
def test_doctypes_and_entities_are_refused_in_every_part_whatever_its_name(tmp_path, xml):
    data = xml.encode("utf-16") if "utf-16" in xml else xml.encode()
    for name in ("word/styles.xml", "word/media/picture.png", "customXml/item"):
        error = refusal(made(tmp_path, parts={name: data}))
        assert (error.code, error.facts) == ("document-hostile", {"part": name, "reason": "DTD"})


def test_elements_nested_without_end_are_refused(tmp_path):
    error = refusal(made(tmp_path, "<w:p>" * 5_000 + "</w:p>" * 5_000))
    assert (error.code, error.facts["reason"]) == ("document-hostile", "depth")


def test_a_locked_part_is_refused(tmp_path):
    path = made(tmp_path)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).code == "document-format-not-taken"


def test_pictures_that_are_only_linked_are_not_fetched(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(png().getvalue())
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData><pic:pic xmlns:pic="{drawing}/picture">'
        '<pic:blipFill><a:blip r:link="r5"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    for target in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x.png"):
        rels = relationships(("r5", "image", f'{target}" TargetMode="External"'))
        path = made(
            tmp_path, paragraph("T") + paragraph("Chữ.") + picture, parts={"word/_rels/document.xml.rels": rels}
        )
        article = read(path)
        assert article.pictures == ()
        assert article.metadata["pictures_left_out"] == "1"
        assert "![" not in article.markdown


def test_pictures_beyond_the_limits_are_left_out_and_counted(tmp_path):
    document = docx.Document()
    document.add_paragraph("Tin")
    document.add_paragraph("Nội dung")
    for colour in ("red", "green", "blue"):
        document.add_picture(png(colour))
    path = tmp_path / "x.docx"
    document.save(path)
    article = read(path, pictures=2)
    assert len(article.pictures) == 2
    assert article.metadata["pictures_left_out"] == "1"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"words", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_broken(tmp_path, data):
    path = tmp_path / "x"
    path.write_bytes(data)
    assert refusal(path).code == "document-broken"


def test_a_directory_that_points_before_the_file_is_broken(tmp_path):
    path = made(tmp_path)
    data = bytearray(path.read_bytes())
    data[-6:-2] = struct.pack("<L", 1 << 30)
    path.write_bytes(data)
    assert refusal(path).code == "document-broken"


def test_a_document_that_is_not_there_is_no_fault_of_the_sender(tmp_path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.docx")


def test_a_package_without_a_document_is_broken(tmp_path):
    path = tmp_path / "x"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
    assert refusal(path).code == "document-broken"


@settings(max_examples=60)
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=6), cut=st.booleans())
def test_damaged_packages_are_read_or_refused(tmp_path_factory, place, junk, cut):
    path = made(tmp_path_factory.mktemp("damaged"), paragraph("Tin") + paragraph("Nội dung."))
    data = path.read_bytes()
    at = int(place * len(data))
    path.write_bytes(data[:at] if cut else data[:at] + junk + data[at + len(junk) :])
    try:
        outcome = read(path).title
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    assert outcome


def test_a_good_package_passes_the_guard(tmp_path):
    check_package(made(tmp_path), limits=DocumentLimits())


@needs_samples
def test_a_real_plan_is_read():
    article = read(SAMPLES / "docs" / "ke_hoach_lai_chau.docx")
    assert article.title == "Kế hoạch chuyển đổi số báo chí tỉnh Lai Châu"
    assert article.language == "vi"
    assert article.summary.startswith("KẾ HOẠCH Triển khai")
    assert "| Cán bộ được đào tạo | 100% | 100% |" in article.markdown
    assert "# I\\. MỤC ĐÍCH, YÊU CẦU" in article.markdown or "# I. MỤC ĐÍCH, YÊU CẦU" in article.markdown


def test_the_caption_behind_a_picture_goes_with_the_picture(tmp_path):
    document = docx.Document()
    document.add_heading("Tin", 1)
    document.add_paragraph("Trước.")
    document.add_picture(png(), width=Inches(1))
    document.add_paragraph("Hình 1: Nước lũ & bùn", style="Caption")
    document.add_paragraph("Sau.")
    document.add_paragraph("Bảng 1: Số hộ", style="Caption")
    path = tmp_path / "a.docx"
    document.save(path)
    article = read(path)
    assert article.markdown == "Trước.\n\n![](picture:0)\n\nSau.\n\nBảng 1: Số hộ"
    assert article.pictures[0].caption == "Hình 1: Nước lũ & bùn"
