"""A magazine of two articles as an EPUB, made in place: one has a picture, one a list."""

import io
import zipfile
from pathlib import Path

from PIL import Image

TITLE = "Tạp chí Mường Tè, số 5"
_CHAPTERS = (
    ("Mưa lũ ở Mường Tè", "<p>Ba cầu <b>đã trôi</b> trong đêm.</p><p><img src='r.jpg' alt='Cầu trôi'/></p>"),
    ("Chợ phiên San Thàng", "<ul><li>Ngô</li><li>Thảo quả</li></ul>"),
)
_XHTML = "application/xhtml+xml"


def make(path: Path, *, chapters: int = 2) -> Path:
    """The book with its first chapters."""
    wanted = list(enumerate(_CHAPTERS[:chapters], 1))
    items = "".join(f'<item id="c{at}" href="c{at}.xhtml" media-type="{_XHTML}"/>' for at, _ in wanted)
    lines = "".join(f'<li><a href="c{at}.xhtml">{title}</a></li>' for at, (title, _) in wanted)
    spine = "".join(f'<itemref idref="c{at}"/>' for at, _ in wanted)
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(picture, "JPEG")
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr("META-INF/container.xml", '<container><rootfile full-path="b.opf"/></container>')
        package.writestr(
            "b.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{TITLE}</dc:title></metadata><manifest>{items}"
            f'<item id="nav" href="nav.xhtml" media-type="{_XHTML}" properties="nav"/></manifest>'
            f"<spine>{spine}</spine></package>",
        )
        package.writestr("nav.xhtml", f'<html><body><nav epub:type="toc"><ol>{lines}</ol></nav></body></html>')
        package.writestr("r.jpg", picture.getvalue())
        for at, (title, body) in wanted:
            package.writestr(f"c{at}.xhtml", f"<html><body><h1>{title}</h1>{body}</body></html>")
    return path
