"""Captions on pages of other newspapers stay with their pictures when the article is taken out."""

import pytest

from hub.services.followed import full_text
from transcode.documents.markup import markdown_from_html

TEXT = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
WORDS = "Chợ phiên sáng nay. Ảnh: Lò Văn"

FIGURE = f'<figure><img src="a.jpg" alt="Chợ" title="Xem ảnh lớn"><figcaption>{WORDS}</figcaption></figure>'
PICTURE = (
    '<figure><picture><source srcset="b.webp"><img src="a.jpg" alt="Chợ"></picture>'
    f"<figcaption><p>{WORDS}</p></figcaption></figure>"
)
TABLE = (
    '<table class="picture"><tbody><tr><td class="pic"><img src="a.jpg" alt="Chợ"></td></tr>'
    f'<tr><td class="caption">{WORDS}</td></tr></tbody></table>'
)
BLOCK = f'<div class="anh"><div><img src="a.jpg" alt="Chợ"></div><p class="PhotoCMS_Caption">{WORDS}</p></div>'


def _article(inner: str) -> str:
    page = f"<html><head><title>Giá ngô</title></head><body><article><h1>Giá ngô</h1>{inner}</article></body></html>"
    found = full_text.of_page(page, "https://bao.vn/tin/")
    assert found is not None
    return found.markup


@pytest.mark.parametrize("shape", [FIGURE, PICTURE, TABLE, BLOCK])
def test_a_caption_stays_with_its_picture_and_stands_nowhere_else(shape: str) -> None:
    markup = _article(f"<p>{TEXT}</p>{shape}<p>{TEXT}</p>")
    caption = f"<figcaption>{WORDS}</figcaption>"
    assert caption in markup
    assert markup.count(WORDS) == 1
    figure = markup[markup.index("<figure>") : markup.index("</figure>")]
    assert "https://bao.vn/tin/a.jpg" in figure
    assert caption in figure
    assert "|" not in markdown_from_html(markup)


def test_what_is_called_a_caption_far_from_a_picture_or_below_two_stays_a_paragraph() -> None:
    two = f'<div><img src="a.jpg"><img src="b.jpg"><p class="caption">{WORDS}</p></div>'
    far = '<p class="caption">Một đoạn văn được gọi là chú thích dù không có ảnh nào ở gần.</p>'
    markup = _article(f"<p>{TEXT}</p>{two}<p>{TEXT}</p>{far}<p>{TEXT}</p>")
    assert "figcaption" not in markup
    assert WORDS in markup
    assert "Một đoạn văn" in markup


def test_a_title_of_a_picture_that_nobody_wrote_as_a_caption_is_none() -> None:
    assert "Xem ảnh" not in _article(f'<p>{TEXT}</p><p><img src="a.jpg" title="Xem ảnh lớn"></p><p>{TEXT}</p>')
