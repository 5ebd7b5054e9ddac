"""DOCX, behind the package guard."""

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import mammoth
from defusedxml import ElementTree

from transcode.documents.article import (
    Article,
    ArticlePicture,
    one_line,
    summarise,
    title_from_name,
    unmarked,
    without_turns,
)
from transcode.documents.limits import DocumentLimits
from transcode.documents.markup import markdown_from_html
from transcode.documents.package import check_package, refusing_broken
from transcode.errors import RejectedError

#: mammoth's own language: a style of the document -> an element.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
br[type='page'] =>
u =>
strike => s
"""
#: Kinds of pictures that are kept. Word's drawings (EMF, WMF) are for no phone.
_PICTURE_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
_CORE_PART = "docProps/core.xml"
_CORE_FIELDS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "date",
}


@dataclass
class _Album:
    """Collects the pictures of one document, each once."""

    limits: DocumentLimits
    pictures: list[ArticlePicture] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    size_bytes: int = 0
    left_out: int = 0

    def take(self, image: Any) -> dict[str, str]:
        """The attributes of the picture's place in the text; an empty source when it is not kept."""
        suffix = _PICTURE_SUFFIXES.get(image.content_type or "")
        data = self._read(image) if suffix else b""
        key = hashlib.sha256(data).hexdigest()
        if data and key not in self.places:
            full = len(self.pictures) >= self.limits.pictures
            if full or self.size_bytes + len(data) > self.limits.pictures_bytes:
                data = b""
            else:
                self.places[key] = len(self.pictures)
                self.size_bytes += len(data)
                alt = one_line(image.alt_text or "")
                self.pictures.append(
                    ArticlePicture(name=f"picture-{len(self.pictures) + 1}{suffix}", data=data, alt=alt)
                )
        if not data:
            self.left_out += 1
            return {"src": "", "alt": ""}
        return {"src": f"picture:{self.places[key]}", "alt": one_line(image.alt_text or "")}

    def _read(self, image: Any) -> bytes:
        try:
            with image.open() as stream:
                return bytes(stream.read(self.limits.pictures_bytes))
        except (mammoth.docx.files.InvalidFileReferenceError, KeyError):
            # Pictures that are only linked are never fetched.
            return b""


def read_docx(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """An article from DOCX: headings, lists, tables, footnotes, links and pictures.

    Nothing outside the file is opened. The title is the first heading before any other text, else the document's own
    title, else a short first paragraph, else the name.

    Raises:
        RejectedError: what `check_package` raises; "document-broken", "text-too-long", "no-text".
    """
    check_package(path, limits=limits)
    album = _Album(limits=limits)
    try:
        with refusing_broken("DOCX"), path.open("rb") as stream:
            made = mammoth.convert_to_html(
                stream,
                style_map=_STYLES,
                include_embedded_style_map=False,
                external_file_access=False,
                convert_image=mammoth.images.img_element(album.take),
            )
            core = _core(stream)
    except RecursionError as error:
        raise RejectedError("document-hostile", part="word/document.xml", reason="depth") from error
    limits.check_text(made.value)
    body = markdown_from_html(without_turns(made.value)).replace("![]()", "")
    title, body = _title(body, given=core.pop("title", ""), name=name)
    if not body.strip() and not album.pictures:
        raise RejectedError("no-text")
    language = core.pop("language", None)
    if album.left_out:
        core["pictures_left_out"] = str(album.left_out)
    return Article(
        title=title,
        summary=summarise(body),
        markdown=body,
        pictures=tuple(album.pictures),
        language=language,
        metadata=core,
    )


def _title(body: str, *, given: str, name: str) -> tuple[str, str]:
    """The title, and the body without it."""
    first, _, rest = body.partition("\n\n")
    heading = first.startswith("#")
    line = one_line(unmarked(first.lstrip("# ")))
    if heading and line:
        return line, rest
    if given:
        same = line.casefold() == one_line(given).casefold()
        return one_line(given), rest if same else body
    short = line and not line.endswith("…") and not first.startswith(("|", "!", "-", ">", "1."))
    return (line, rest) if short and rest else (title_from_name(name), body)


def _core(stream: BinaryIO) -> dict[str, str]:
    """What the document says about itself."""
    with zipfile.ZipFile(stream) as package:
        if _CORE_PART not in package.namelist():
            return {}
        root = ElementTree.fromstring(package.read(_CORE_PART), forbid_dtd=True)
    fields = {_CORE_FIELDS[part.tag]: one_line(part.text or "") for part in root if part.tag in _CORE_FIELDS}
    return {name: value for name, value in fields.items() if value}
