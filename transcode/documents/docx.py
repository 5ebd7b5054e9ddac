"""DOCX, behind the package guard."""

import html
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import mammoth
from defusedxml import ElementTree

from transcode.documents.album import SUFFIXES, Album
from transcode.documents.article import (
    Article,
    one_line,
    summarise,
    without_turns,
)
from transcode.documents.byline import author_of, take_byline
from transcode.documents.docx_fonts import with_unicode_words
from transcode.documents.heading import title_of_body
from transcode.documents.limits import DocumentLimits
from transcode.documents.markup import markdown_from_html
from transcode.documents.package import check_package, refusing_broken
from transcode.documents.title import given_title
from transcode.errors import RejectedError

#: mammoth's own language: a style of the document -> an element.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Author'] => p.author:fresh
p[style-name='Byline'] => p.author:fresh
p[style-name='Tác giả'] => p.author:fresh
p[style-name='Bút danh'] => p.author:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Chú thích ảnh'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
br[type='page'] =>
u =>
strike => s
"""
_AUTHOR = re.compile(r'<p class="author">(.*?)</p>', re.DOTALL)
_CAPTION = re.compile(
    r'(<img [^<>]*src="picture:(\d+)"[^<>]*/>)</p><p class="caption">((?:(?!</p>|<img ).)*)</p>', re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_CORE_PART = "docProps/core.xml"
_CORE_FIELDS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "date",
}


@dataclass
class _Pictures:
    """Puts the pictures of one document into its album as mammoth comes to them."""

    album: Album

    def take(self, image: Any) -> dict[str, str]:
        """The attributes of the picture's place in the text; an empty source when it is not kept."""
        kind = image.content_type or ""
        data = self._read(image) if kind in SUFFIXES else b""
        number = self.album.take(data, kind, alt=image.alt_text or "")
        if number is None:
            return {"src": "", "alt": ""}
        return {"src": f"picture:{number}", "alt": one_line(image.alt_text or "")}

    def _read(self, image: Any) -> bytes:
        try:
            with image.open() as stream:
                return bytes(stream.read(self.album.limits.pictures_bytes))
        except (mammoth.docx.files.InvalidFileReferenceError, KeyError):
            # Pictures that are only linked are never fetched.
            return b""


def read_docx(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """An article from DOCX: headings, lists, tables, footnotes, links and pictures.

    Nothing outside the file is opened. The title is the first heading before any other text, else the document's own
    title, else a short first paragraph, else the name. The line that names the author goes into the metadata, however
    it is set; who the document says has made it counts only where no line names anybody.

    Raises:
        RejectedError: what `check_package` raises; "document-broken", "text-too-long", "no-text".
    """
    check_package(path, limits=limits)
    album = Album(limits=limits)
    try:
        with refusing_broken("DOCX"), with_unicode_words(path) as stream:
            made = mammoth.convert_to_html(
                stream,
                style_map=_STYLES,
                include_embedded_style_map=False,
                external_file_access=False,
                convert_image=mammoth.images.img_element(_Pictures(album).take),
            )
            core = _core(stream)
    except RecursionError as error:
        raise RejectedError("document-hostile", part="word/document.xml", reason="depth") from error
    limits.check_text(made.value)
    source = _captioned(made.value, album)
    body = markdown_from_html(without_turns(source)).replace("![]()", "")
    maker = author_of(core.pop("author", ""))
    body, named = take_byline(body, known=maker, styled=_styled_authors(made.value))
    if named or maker:
        core["author"] = named or maker
    title, body = title_of_body(body, given=given_title(core.pop("title", "")), name=name)
    if not body.strip() and not album.pictures:
        raise RejectedError("no-text")
    language = core.pop("language", None)
    core |= album.told
    return Article(
        title=title,
        summary=summarise(body),
        markdown=body,
        pictures=tuple(album.pictures),
        language=language,
        metadata=core,
    )


def _captioned(source: str, album: Album) -> str:
    """The same without the captions that stand right behind a picture; the pictures have them."""

    def told(found: re.Match[str]) -> str:
        caption = one_line(html.unescape(_TAG.sub("", found[3])), most=1_000)
        album.tell_caption(int(found[2]), caption)
        return f"{found[1]}</p>"

    return _CAPTION.sub(told, source)


def _styled_authors(source: str) -> list[str]:
    """The words of the paragraphs whose style says that they name the author."""
    return [one_line(html.unescape(_TAG.sub("", found[1]))) for found in _AUTHOR.finditer(source)]


def _core(stream: BinaryIO) -> dict[str, str]:
    """What the document says about itself."""
    with zipfile.ZipFile(stream) as package:
        if _CORE_PART not in package.namelist():
            return {}
        root = ElementTree.fromstring(package.read(_CORE_PART), forbid_dtd=True)
    fields = {_CORE_FIELDS[part.tag]: one_line(part.text or "") for part in root if part.tag in _CORE_FIELDS}
    return {name: value for name, value in fields.items() if value}
