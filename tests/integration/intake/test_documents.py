"""Documents of every kind, from the file to the public page."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hub.extensions.parts import Parts
from hub.models import ItemState
from hub.services import intake, publishing
from hub.services.intake import Submission, asset_of
from hub.services.progress import item_progress
from tests.integration.kernel.newsroom import PRINT, open_newsroom, page, work_off

WORDS = "Sáng nay, tại xã Mường Tè, đoàn công tác của tỉnh đã trao quà cho bà con bị ảnh hưởng bởi mưa lũ."
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


def published(newsroom: Parts, path: Path) -> str:
    """The public page of a file that was taken in and published, and had to be."""
    wish = Submission(programme=PRINT, name=path.name, publish=True, by="t", pictures=path.parent)
    item_id = intake.receive(newsroom, path, wish)
    work_off(newsroom)
    assert item_progress(newsroom, item_id).state == ItemState.PUBLISHED
    return page(newsroom, f"items/{item_id}/index.html")


def html_page(folder: Path) -> Path:
    (folder / "anh").mkdir()
    Image.new("RGB", (320, 240), "red").save(folder / "anh" / "lu 1.jpg")
    path = folder / "tin.html"
    path.write_text(
        f"<!doctype html><html><head><title>Tin lũ</title></head><body><h1>Tin lũ</h1><p>{WORDS}</p><figure>"
        '<img src="anh/lu%201.jpg" alt="Nước lũ"><figcaption>Lũ về bản</figcaption></figure>'
        '<img src="../../bi-mat.jpg" alt="Mật"><script>alert(1)</script></body></html>'
    )
    return path


def odt_text(folder: Path) -> Path:
    path = folder / "tin.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{OFFICE}office:1.0" xmlns:t="{OFFICE}text:1.0"><o:body><o:text>'
            f"<t:h>Tin lũ</t:h><t:p>{WORDS}</t:p></o:text></o:body></o:document-content>",
        )
    return path


def epub_book(folder: Path) -> Path:
    path = folder / "tin.epub"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr("META-INF/container.xml", '<container><rootfile full-path="b.opf"/></container>')
        package.writestr(
            "b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" '
            'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
        )
        package.writestr("a.xhtml", f"<html><body><h1>Tin lũ</h1><p>{WORDS}</p></body></html>")
    return path


@pytest.mark.parametrize("make", [html_page, odt_text, epub_book])
def test_a_document_becomes_a_public_page(newsroom, make, tmp_path):
    shown = published(newsroom, make(tmp_path))
    assert "Tin lũ" in shown
    assert WORDS in shown
    assert "alert(1)" not in shown


def test_the_picture_beside_a_page_stands_in_the_article_with_its_caption(newsroom, tmp_path):
    shown = published(newsroom, html_page(tmp_path))
    assert shown.count("<figure") == 1
    assert "Lũ về bản" in shown
    assert 'alt="Nước lũ"' in shown


def test_a_text_whose_encoding_was_guessed_is_remarked_on(newsroom, tmp_path):
    path = tmp_path / "tin.txt"
    path.write_bytes("Tin l¹\n\n§iÒu kiÖn gi÷ v÷ng.".encode("latin-1"))
    wish = Submission(programme=PRINT, name="tin.txt", publish=False, by="t")
    item_id = intake.receive(newsroom, path, wish)
    work_off(newsroom)
    with newsroom.database.reading() as session:
        assert "Điều kiện giữ vững." in publishing.get(session, item_id).body
        assert asset_of(session, item_id).facts["remarks"] == {"encoding-guessed": {"encoding": "TCVN3"}}
