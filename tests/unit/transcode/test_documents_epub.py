import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from transcode.documents.read import DocumentLimits, read_document
from transcode.documents.render import render_html
from transcode.errors import RejectedError
from transcode.gate import identify

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "docs"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'


def jpeg(colour):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return out.getvalue()


def xhtml(body, *, doctype=""):
    return f"{doctype}<html {XHTML}><head><title/><script src='x.js'/></head><body>{body}</body></html>"


def epub(pages, *, version="3.0", meta="", manifest="", more=None):
    """A book; pages are (name, XHTML) in the order of the spine."""
    items = "".join(
        f'<item id="i{at}" href="{name}" media-type="application/xhtml+xml"/>' for at, (name, _) in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(pages)))
    told = "<dc:title>Tuyển tập</dc:title><dc:language>vi</dc:language><dc:creator>Lò Thị Bình</dc:creator>"
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>',
        "O/b.opf": f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{told}{meta}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine>{spine}</spine></package>",
    }
    parts |= {f"O/{name}": text for name, text in pages} | (more or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def read(tmp_path, data, **limits):
    path = tmp_path / "a.epub"
    path.write_bytes(data)
    return read_document(path, format="epub", name="sach.epub", limits=DocumentLimits(**limits))


def test_pages_come_in_the_order_of_the_spine_with_what_the_book_says_about_itself(tmp_path):
    pages = [("z.xhtml", xhtml("<h1>Một</h1><p>A</p>")), ("text/a.xhtml", xhtml("<h1>Hai</h1><p>B</p>"))]
    article = read(tmp_path, epub(pages))
    assert article.markdown == "# Một\n\nA\n\n# Hai\n\nB"
    assert (article.title, article.language, article.metadata) == ("Tuyển tập", "vi", {"author": "Lò Thị Bình"})


def test_a_book_of_the_second_version_with_its_doctype_is_read(tmp_path):
    page = xhtml("<h2>Một</h2><p>A&nbsp;B<br/>C<a id='x'/></p><p>D</p>", doctype=DOCTYPE)
    cover = '<item id="c" href="c.jpg" media-type="image/jpeg"/>'
    data = epub(
        [("a.html", page)],
        version="2.0",
        meta='<meta name="cover" content="c"/>',
        manifest=cover,
        more={"O/c.jpg": jpeg("red")},
    )
    article = read(tmp_path, data)
    assert article.markdown == "![Bìa](picture:0)\n\n## Một\n\nA\u00a0B<br>C\n\nD"
    assert article.pictures[0].data == jpeg("red")


def test_pictures_of_the_book_are_taken_and_those_elsewhere_are_words(tmp_path):
    page = xhtml(
        '<figure><img src="../i/a%20b.jpg" alt="Đỏ"/><figcaption>Vuông</figcaption></figure>'
        '<p><img src="https://x.vn/y.jpg" alt="Xa"/><img src="../../../etc/passwd" alt="Mật"/></p>'
    )
    article = read(tmp_path, epub([("t/a.xhtml", page)], more={"O/i/a b.jpg": jpeg("red")}))
    assert article.markdown == "![Đỏ](picture:0)\n\nXaMật"
    assert (article.pictures[0].alt, article.pictures[0].caption) == ("Đỏ", "Vuông")


def test_the_drawing_around_the_cover_is_the_cover_once(tmp_path):
    drawing = '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="c.jpg"/></svg>'
    cover = '<item id="c" href="c.jpg" media-type="image/jpeg" properties="cover-image"/>'
    pages = [("c.xhtml", xhtml(drawing)), ("a.xhtml", xhtml("<p>A</p>"))]
    article = read(tmp_path, epub(pages, manifest=cover, more={"O/c.jpg": jpeg("red")}))
    assert article.markdown.count("(picture:0)") == 1
    assert len(article.pictures) == 1


def test_notes_on_another_page_of_the_book_are_footnotes(tmp_path):
    pages = [
        ("a.xhtml", xhtml('<p>Câu<a epub:type="noteref" href="n.xhtml#n1">1</a> nữa.</p>')),
        ("n.xhtml", xhtml('<aside epub:type="footnote" id="n1"><p>Ghi chú. <a href="a.xhtml#r">↩</a></p></aside>')),
    ]
    article = read(tmp_path, epub(pages))
    assert article.markdown == "Câu[^1] nữa.\n\n[^1]: Ghi chú."
    assert "Ghi chú." in render_html(article.markdown)


def encryption(*methods):
    rows = "".join(f'<EncryptedData><EncryptionMethod Algorithm="{method}"/></EncryptedData>' for method in methods)
    return f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{rows}</encryption>'


FONTS = "http://www.idpf.org/2008/embedding"
PAGE = [("a.xhtml", xhtml("<p>A</p>"))]


def test_a_book_whose_fonts_alone_are_hidden_is_read(tmp_path):
    assert read(tmp_path, epub(PAGE, more={"META-INF/encryption.xml": encryption(FONTS)})).markdown == "A"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (epub(PAGE, more={"META-INF/encryption.xml": encryption(FONTS, "http://x#aes128-cbc")}), "book-locked"),
        (epub(PAGE, more={"META-INF/container.xml": "<container/>"}), "document-broken"),
        (epub(PAGE, more={"O/big.bin": b"\0" * 5_000_000}), "zip-bomb"),
        (epub(PAGE, more={"../x": "y"}), "document-hostile"),
        (epub([("a.xhtml", xhtml("<div>" * 5_000))]), "document-hostile"),
        (epub([]), "no-text"),
        (epub([("a.xhtml", xhtml("<script>x</script>"))]), "no-text"),
    ],
)
def test_locked_hostile_broken_and_empty_books_are_refused(tmp_path, data, code):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, data)
    assert refused.value.code == code


def test_limits_of_words_and_time_are_kept(tmp_path):
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, epub([*PAGE, ("b.xhtml", xhtml("x" * 500))]), characters=400)
    assert refused.value.code == "text-too-long"
    seconds = iter(range(0, 1_000, 100))
    with pytest.raises(RejectedError) as refused:
        read(tmp_path, epub([*PAGE, ("b.xhtml", xhtml("B"))]), clock=lambda: next(seconds))
    assert refused.value.code == "document-too-slow"


def test_entities_of_a_page_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    evil = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert "bí mật" not in read(tmp_path, epub([("a.xhtml", xhtml("<p>a &x; b</p>", doctype=evil))])).markdown
    assert "bí mật" not in str(read(tmp_path, epub(PAGE, more={"META-INF/x.xml": evil + "<x>&x;</x>"})))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2_000), st.binary(max_size=8))
def test_damaged_books_are_read_or_refused(tmp_path, place, junk):
    data = epub(PAGE)
    try:
        article = read(tmp_path, data[:place] + junk + data[place + len(junk) :])
    except RejectedError:
        return
    assert article.title


@needs_samples
@pytest.mark.parametrize(
    ("name", "title", "language", "words"),
    [
        ("tuyen_tap_tin_the_gioi.epub", "Tuyển tập tin thế giới", "vi", "Các thủy thủ tuần tra một trụ sở hải quân"),
        ("real_wasteland_epub3.epub", "The Waste Land", "en-US", "April is the cruellest month, breeding"),
    ],
)
def test_real_books_are_read(name, title, language, words):
    identity = identify(SAMPLES / name)
    article = read_document(SAMPLES / name, format=identity.format, name=name)
    assert (article.title, article.language, len(article.pictures)) == (title, language, 1)
    assert article.markdown.startswith("![Bìa](picture:0)")
    assert words in article.markdown
    assert article.markdown.count("[^1]") in ({2} if "wasteland" in name else {0})
