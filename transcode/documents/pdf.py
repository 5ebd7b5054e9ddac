"""PDF, by pdfium without scripts and forms.

Pdfium is not made for threads: one document at a time in a process. Between pages the clock is looked at; a single page
that takes forever is for the time limit of whoever runs the process.
"""

import ctypes
import hashlib
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from transcode.documents.article import Article, ArticlePicture, one_line, summarise
from transcode.documents.layout import Block, Line, blocks_of, body_size, merged, take_title, without_furniture
from transcode.documents.limits import DocumentLimits
from transcode.documents.title import given_title, title_from_name
from transcode.errors import RejectedError

_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_PICTURE_SIDE = 100
_JPEG_QUALITY = 85
_SCAN_DPI = 150
_POINTS_PER_INCH = 72
_SCAN_PIXELS = 10_000_000
_SCAN_CHARACTERS_PER_PAGE = 16
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LANGUAGE_BYTES = 128


@dataclass
class _Album:
    """The pictures of one document, each once, within the limits."""

    limits: DocumentLimits
    pictures: list[ArticlePicture] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    size_bytes: int = 0
    left_out: int = 0

    def take(self, image: Image.Image, *, alt: str = "") -> str:
        """Markdown for the picture's place; "" when it was there before or there is no room."""
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY)
        data = out.getvalue()
        key = hashlib.sha256(data).hexdigest()
        if key in self.seen:
            return ""
        if len(self.pictures) >= self.limits.pictures or self.size_bytes + len(data) > self.limits.pictures_bytes:
            self.left_out += 1
            return ""
        self.seen.add(key)
        self.size_bytes += len(data)
        self.pictures.append(ArticlePicture(name=f"picture-{len(self.pictures) + 1}.jpg", data=data, alt=alt))
        return f"![{alt}](picture:{len(self.pictures) - 1})"


def read_pdf(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """An article from PDF: the words in the order of the pages and columns, and the pictures behind their page's words.

    A scan, that is pages without words, becomes pictures of its pages, each with its number for words;
    `metadata["scan"]` says "yes", and a remark tells the editor.

    Raises:
        RejectedError: "pdf-password", "document-broken", "too-many-pages", "text-too-long", "document-too-slow",
            "no-text" when there are neither words nor pictures.
    """
    started = limits.clock()
    try:
        with pdfium.PdfDocument(path) as document:
            pages = len(document)
            if pages > limits.pages:
                raise RejectedError("too-many-pages", pages=pages, most_pages=limits.pages)
            if pages == 0:
                raise RejectedError("document-broken", format="PDF")
            return _Reading(document=document, limits=limits, started=started).article(name)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            raise RejectedError("pdf-password") from error
        raise RejectedError("document-broken", format="PDF") from error


@dataclass(kw_only=True)
class _Reading:
    """One open document being read."""

    document: Any
    limits: DocumentLimits
    started: float

    def article(self, name: str) -> Article:
        album = _Album(limits=self.limits)
        lines: list[list[Line]] = []
        pictures: list[list[str]] = []
        length = 0
        for page in self._pages():
            lines.append(_lines(page))
            length += sum(len(line.text) for line in lines[-1])
            if length > self.limits.characters:
                raise RejectedError("text-too-long", characters=length, most_characters=self.limits.characters)
            pictures.append([mark for image in self._images(page) if (mark := album.take(image))])
        metadata = self._metadata()
        given = metadata.pop("title", "")
        if length < _SCAN_CHARACTERS_PER_PAGE * len(lines):
            return self._scan(name=name, title=given, metadata=metadata)
        title, body = _composed(lines, pictures, given=given, name=name)
        if album.left_out:
            metadata["pictures_left_out"] = str(album.left_out)
        return Article(
            title=title,
            summary=summarise(body),
            markdown=body,
            pictures=tuple(album.pictures),
            language=self._language(),
            metadata=metadata,
        )

    def _pages(self) -> Iterator[Any]:
        """The pages one by one, each closed before the next is opened."""
        for index in range(len(self.document)):
            if self.limits.clock() - self.started > self.limits.seconds:
                raise RejectedError("document-too-slow", most_seconds=self.limits.seconds)
            page = self.document[index]
            try:
                yield page
            finally:
                page.close()

    def _images(self, page: Any) -> Iterator[Image.Image]:
        """The pictures placed on a page that are large enough to be looked at and small enough to be decoded."""
        for placed in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
            try:
                width, height = placed.get_px_size()
                if min(width, height) >= _PICTURE_SIDE and width * height <= self.limits.picture_pixels:
                    yield placed.get_bitmap(render=False).to_pil()
            except (pdfium.PdfiumError, ValueError, KeyError):
                # One picture of a kind that cannot be decoded does not spoil the words.
                continue

    def _scan(self, *, name: str, title: str, metadata: dict[str, str]) -> Article:
        album = _Album(limits=self.limits)
        marks = []
        pages = len(self.document)
        for number, page in enumerate(self._pages(), 1):
            width, height = page.get_size()
            fitting = math.sqrt(_SCAN_PIXELS / max(1.0, width * height))
            bitmap = page.render(scale=min(_SCAN_DPI / _POINTS_PER_INCH, fitting), may_draw_forms=False)
            marks.append(album.take(bitmap.to_pil(), alt=f"Trang {number} trên {pages}"))
        metadata |= {"scan": "yes"} | ({"pictures_left_out": str(album.left_out)} if album.left_out else {})
        return Article(
            title=one_line(title) or title_from_name(name),
            summary="",
            markdown="\n\n".join(mark for mark in marks if mark),
            pictures=tuple(album.pictures),
            language=self._language(),
            metadata=metadata,
            remarks={"scan-without-words": {"pages": pages}},
        )

    def _metadata(self) -> dict[str, str]:
        found = {"pages": str(len(self.document))}
        told = self.document.get_metadata_dict(skip_empty=True)
        title = given_title(told.get("Title", ""))
        if title:
            found["title"] = title
        if told.get("Author", "").strip():
            found["author"] = one_line(told["Author"])
        date = _DATE.match(told.get("CreationDate", ""))
        if date:
            found["date"] = "-".join(date.groups())
        return found

    def _language(self) -> str | None:
        buffer = ctypes.create_string_buffer(_LANGUAGE_BYTES)
        used = pdfium_c.FPDFCatalog_GetLanguage(self.document.raw, ctypes.cast(buffer, _WIDE), _LANGUAGE_BYTES)
        if not 0 < used <= _LANGUAGE_BYTES:
            return None
        tag = buffer.raw[:used].decode("utf-16-le", "ignore").rstrip("\0")
        return tag if _LANGUAGE.fullmatch(tag) else None


_WIDE = ctypes.POINTER(pdfium_c.FPDF_WCHAR)


def _lines(page: Any) -> list[Line]:
    """The lines in the order in which the page draws them, which is the order of its columns."""
    words = page.get_textpage()
    try:
        lines: list[Line] = []
        units: list[int] = []
        first = 0
        for index in range(words.count_chars()):
            unit = pdfium_c.FPDFText_GetUnicode(words.raw, index)
            if unit in (0x0A, 0x0D):
                lines += _line(words, first, units)
                units, first = [], index + 1
            else:
                units.append(unit)
        return lines + _line(words, first, units)
    finally:
        words.close()


def _line(words: Any, first: int, units: list[int]) -> list[Line]:
    text = "".join(map(chr, units))
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if not text.strip():
        return []
    start = first + len(text) - len(text.lstrip())
    left, bottom, _, top = words.get_charbox(start, loose=True)
    right = words.get_charbox(first + len(units) - 1 - (len(text) - len(text.rstrip())), loose=True)[2]
    shown = "".join(char for char in text if char >= " " or char == "\u0002")
    return [Line(text=one_line(shown, most=len(shown)), left=left, right=right, y=bottom, size=max(1.0, top - bottom))]


def _composed(lines: list[list[Line]], pictures: list[list[str]], *, given: str, name: str) -> tuple[str, str]:
    """Title and body."""
    kept = without_furniture(lines)
    body = body_size(line for page in kept for line in page)
    pages: list[list[Block]] = [blocks_of(page, body=body) for page in kept]
    title = one_line(take_title(pages[0], body=body)) or given or title_from_name(name)
    parts: list[str] = []
    for page, marks in zip(list(merged(pages)), pictures, strict=True):
        parts += [block.markdown() for block in page] + marks
    return title, "\n\n".join(part for part in parts if part)
