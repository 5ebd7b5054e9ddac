import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from transcode.documents.odt_styles import NAMESPACES
from transcode.documents.read import DocumentLimits, read_document
from transcode.documents.render import render_html
from transcode.errors import RejectedError

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
SPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
STYLES = (
    '<style:font-face style:name="Cũ" svg:font-family="\'.VnTime\'"/>'
    '<style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="Old" style:family="text"><style:text-properties style:font-name="Cũ"/></style:style>'
    '<style:style style:name="Older" style:family="paragraph" style:parent-style-name="Old"/>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def odt(text, *, meta="", more=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{text}</office:text></office:body></office:document-content>",
        )
        package.writestr("meta.xml", f"<office:document-meta {SPACES}>{meta}</office:document-meta>")
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return out.getvalue()


def read(tmp_path, data, **limits):
    path = tmp_path / "a.odt"
    path.write_bytes(data)
    return read_document(path, format="odt", name="bai_viet.odt", limits=DocumentLimits(**limits))


def body(tmp_path, text, **parts):
    return read(tmp_path, odt(f'<text:p text:style-name="Title">Tin</text:p>{text}', **parts)).markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ('<text:h text:outline-level="2">Mục</text:h><text:p>x</text:p>', "## Mục\n\nx"),
        ('<text:p>Một <text:span text:style-name="B">hai </text:span>ba</text:p>', "Một **hai** ba"),
        ("<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>", "a  b c<br>d"),
        ('<text:p><text:a xlink:href="https://x.vn/">x</text:a><text:a xlink:href="file:///e">y</text:a></text:p>', ""),
        (
            ('<text:list text:style-name="N"><text:list-item><text:p>A</text:p><text:list><text:list-item>'
            "<text:p>b</text:p></text:list-item></text:list></text:list-item></text:list>"),
            "1.  A\n    -   b",
        ),
        (
            ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
            "<text:p>b</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell "
            'table:number-columns-spanned="2"><text:p>c</text:p></table:table-cell><table:covered-table-cell/>'
            "</table:table-row></table:table>"),
            "| a | b |\n| --- | --- |\n| c |  |",
        ),
        (
            ("<text:p>Câu<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>Ghi chú.</text:p></text:note-body></text:note> nữa.</text:p>"),
            "Câu[^1] nữa.\n\n[^1]: Ghi chú.",
        ),
        (
            ("<text:tracked-changes><text:changed-region><text:deletion><text:p>đã xóa</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>còn<office:annotation><text:p>nhận xét</text:p>"
            "</office:annotation></text:p>"),
            "còn",
        ),
        ('<text:p>été <text:span text:style-name="Old">§iÒu </text:span>Ö</text:p>', "été Điều Ö"),
        ('<text:p text:style-name="Older">kiÖn</text:p>', "kiện"),
        ("<text:section><text:p>Trong mục</text:p></text:section>", "Trong mục"),
    ],
)  # fmt: skip
def test_a_text_becomes_the_markdown_of_the_house(tmp_path, text, markdown):
    assert body(tmp_path, text) == (markdown or "[x](https://x.vn/)y")


def test_pictures_come_with_their_captions_and_those_that_are_linked_are_not_fetched(tmp_path):
    frame = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>Nước lũ</svg:desc></draw:frame>'
    text = (
        f"<text:p>Trước<draw:frame><draw:text-box><text:p>{frame}Hình 1: Lũ về</text:p></draw:text-box></draw:frame>"
        "</text:p>"
        '<text:p><draw:frame><draw:image xlink:href="https://x.vn/b.png"/></draw:frame>Sau</text:p>'
    )
    path = odt(f'<text:p text:style-name="Title">Tin</text:p>{text}', more={"Pictures/a.png": png()})
    article = read(tmp_path, path)
    assert article.markdown == "Trước\n\n![Nước lũ](picture:0)\n\nSau"
    assert (article.pictures[0].alt, article.pictures[0].caption) == ("Nước lũ", "Hình 1: Lũ về")
    assert article.metadata["pictures_left_out"] == "1"


def test_what_the_document_says_about_itself_is_kept(tmp_path):
    meta = (
        "<office:meta><dc:title>Mưa lũ</dc:title><meta:initial-creator>Lò Thị Bình</meta:initial-creator>"
        "<meta:creation-date>2026-11-22T08:00:00</meta:creation-date><dc:language>vi-VN</dc:language></office:meta>"
    )
    article = read(tmp_path, odt("<text:p>Đoạn văn đầu tiên.</text:p><text:p>Hai.</text:p>", meta=meta))
    assert (article.title, article.language) == ("Mưa lũ", "vi-VN")
    assert article.metadata == {"author": "Lò Thị Bình", "date": "2026-11-22"}


ENTITY = f'<!DOCTYPE x [<!ENTITY a "b">]><office:document-content {SPACES}/>'
LOCKED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
DEEP = "<text:section>" * 150 + "<text:p>x</text:p>" + "</text:section>" * 150


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt("<text:p>x</text:p>", more={"more.xml": ENTITY}), "document-hostile"),
        (odt("<text:section>" * 300 + "</text:section>" * 300), "document-hostile"),
        (odt("<text:p>x</text:p>", more={"META-INF/manifest.xml": LOCKED}), "document-format-not-taken"),
        (odt("<text:p>x</text:p>", more={"../x": "y"}), "document-hostile"),
        (odt("<text:p>x</text:p>", more={"Pictures/b": b"\0" * 5_000_000}), "zip-bomb"),
        (odt("<text:p>"), "document-broken"),
        (odt(""), "no-text"),
    ],
)  # fmt: skip
def test_hostile_locked_broken_and_empty_texts_are_refused(tmp_path, data, code):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, data)
    assert refused.value.code == code


def test_a_text_over_the_limit_is_refused(tmp_path):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, odt(f"<text:p>{'x' * 500}</text:p>"), characters=400)
    assert refused.value.code == "text-too-long"


def test_a_text_nested_deep_is_read_or_refused(tmp_path):
    assert body(tmp_path, DEEP) == "x"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3_000), st.binary(max_size=8))
def test_damaged_texts_are_read_or_refused(tmp_path, place, junk):
    data = odt("<text:p>Một đoạn.</text:p>", more={"a.png": png()})
    try:
        article = read(tmp_path, data[:place] + junk + data[place + len(junk) :])
    except RejectedError:
        return
    assert article.title


@needs_samples
def test_a_real_plan_is_read():
    article = read_document(SAMPLES / "ke_hoach_lai_chau.odt", format="odt", name="x.odt")
    other = read_document(SAMPLES / "ke_hoach_lai_chau.docx", format="docx", name="x.docx")
    assert article.title == other.title == "Kế hoạch chuyển đổi số báo chí tỉnh Lai Châu"
    for mark in ("# I. MỤC ĐÍCH, YÊU CẦU", "-   Chuyển đổi số báo chí nhằm", "| --- |"):
        assert (mark in article.markdown) == (mark in other.markdown), mark
    assert "<table>" in render_html(article.markdown) or "<table" not in render_html(other.markdown)
    assert article.markdown.split() == other.markdown.split()
