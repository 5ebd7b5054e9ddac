"""PDF, by pdfium without scripts and forms.

Pdfium is not made for threads: one document at a time in a process. Between pages the clock is looked at; a single page
that takes forever is for the time limit of whoever runs the process.
"""

import ctypes
import io
import itertools
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from transcode.documents.album import Album
from transcode.documents.article import Article, one_line, summarise
from transcode.documents.cutting import contents
from transcode.documents.issue import Issue, IssuePage, OutlineEntry, looks_like_issue
from transcode.documents.limits import DocumentLimits
from transcode.documents.masthead import masthead_of
from transcode.documents.pdf_fonts import Fonts
from transcode.documents.pdf_pages import LaidPage, Leaf, PlacedPicture, body_of, composed, laid_out
from transcode.documents.pdf_rules import rules_of
from transcode.documents.pdf_words import lines_of
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
_MOST_MARKS = 2_000


def read_pdf(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """An article from PDF: the words in the order of the pages and columns, and the pictures behind their page's words.

    A scan, that is pages without words, becomes pictures of its pages, each with its number for words;
    `metadata["scan"]` says "yes", and a remark tells the editor.

    Raises:
        RejectedError: "pdf-password", "document-broken", "too-many-pages", "text-too-long", "document-too-slow",
            "no-text" when there are neither words nor pictures.
    """
    with _opened(path, limits) as reading:
        return reading.article(name)


def pages(path: Path, *, limits: DocumentLimits | None = None) -> tuple[IssuePage, ...]:
    """The pages of a PDF with their blocks, headlines and bookmarks, whether it is an issue or not.

    The numbers of blocks and pictures are those of `Article.issue`.

    Raises:
        RejectedError: as `read_pdf`.
    """
    bounds = limits or DocumentLimits()
    with _opened(path, bounds) as reading:
        laid = laid_out(reading.leaves(Album(limits=bounds)), outline=reading.outline())
        return tuple(page.shown for page in laid)


def page_picture(path: Path, number: int, *, limits: DocumentLimits | None = None) -> bytes:
    """A JPEG of one page, as an editor sees it.

    Args:
        path: The PDF.
        number: From 1.
        limits: Other bounds than the usual ones.

    Raises:
        RejectedError: as `read_pdf`; "issue-block-unknown" when there is no such page.
    """
    with _opened(path, limits or DocumentLimits()) as reading:
        if not 1 <= number <= len(reading.document):
            raise RejectedError("issue-block-unknown", page=number, block=0)
        page = reading.document[number - 1]
        try:
            return _jpeg(_rendered(page))
        finally:
            page.close()


@contextmanager
def _opened(path: Path, limits: DocumentLimits) -> "Iterator[_Reading]":
    started = limits.clock()
    try:
        with pdfium.PdfDocument(path) as document:
            count = len(document)
            if count > limits.pages:
                raise RejectedError("too-many-pages", pages=count, most_pages=limits.pages)
            if count == 0:
                raise RejectedError("document-broken", format="PDF")
            yield _Reading(document=document, limits=limits, started=started)
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
    fonts: Fonts = field(default_factory=Fonts)

    def article(self, name: str) -> Article:
        album = Album(limits=self.limits)
        leaves = self.leaves(album)
        metadata = self._metadata()
        given = metadata.pop("title", "")
        if sum(len(line.text) for leaf in leaves for line in leaf.lines) < _SCAN_CHARACTERS_PER_PAGE * len(leaves):
            return self._scan(name=name, title=given, metadata=metadata)
        laid = laid_out(leaves, outline=self.outline())
        pages = tuple(page.shown for page in laid)
        whole = self._issue(laid, given=given, name=name) if looks_like_issue(pages) else self._one(laid, given, name)
        return replace(whole, pictures=tuple(album.pictures), language=self._language(), metadata=metadata | album.told)

    def _one(self, laid: list[LaidPage], given: str, name: str) -> Article:
        title, body = composed(laid, given=given, name=name)
        return Article(title=title, summary=summarise(body), markdown=body)

    def _issue(self, laid: list[LaidPage], *, given: str, name: str) -> Article:
        """A whole issue: called by its name, number and date, with its contents for a summary."""
        pages = tuple(page.shown for page in laid)
        head = masthead_of(pages)
        title = head.title(given or title_from_name(name))
        issue = Issue(label=head.label or title, pages=pages, masthead=head.places)
        return Article(title=title, summary=contents(issue), markdown=body_of(laid, without=head.places), issue=issue)

    def leaves(self, album: Album) -> list[Leaf]:
        """What stands on the pages. Pictures go into the album; one that was there before counts no more."""
        leaves: list[Leaf] = []
        length = 0
        for page in self._pages():
            rules = rules_of(page)
            lines = lines_of(page, self.fonts, rules)
            length += sum(len(line.text) for line in lines)
            if length > self.limits.characters:
                raise RejectedError("text-too-long", characters=length, most_characters=self.limits.characters)
            width, height = page.get_size()
            placed = self._placed(page, album)
            leaves.append(Leaf(lines=lines, width=width, height=height, pictures=placed, rules=rules))
        return leaves

    def _placed(self, page: Any, album: Album) -> list[PlacedPicture]:
        placed = []
        for image, (left, bottom, right, top) in self._images(page):
            there = len(album.pictures)
            if album.take(_jpeg(image), "image/jpeg") == there:
                placed.append(PlacedPicture(number=there, left=left, right=right, top=top, bottom=bottom))
        return placed

    def outline(self) -> list[OutlineEntry]:
        """The bookmarks that lead to a page."""
        entries = []
        for mark in itertools.islice(self.document.get_toc(), _MOST_MARKS):
            title, place = one_line(self.fonts.mended(mark.get_title() or "")), mark.get_dest()
            index = place.get_index() if place is not None else None
            if title and index is not None and 0 <= index < len(self.document):
                entries.append(OutlineEntry(title=title, level=mark.level, page=index + 1))
        return entries

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

    def _images(self, page: Any) -> Iterator[tuple[Image.Image, tuple[float, float, float, float]]]:
        """The pictures placed on a page that are large enough to be looked at and small enough to be decoded.

        Each with its place in points: left, bottom, right, top.
        """
        for placed in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
            try:
                width, height = placed.get_px_size()
                if min(width, height) >= _PICTURE_SIDE and width * height <= self.limits.picture_pixels:
                    yield placed.get_bitmap(render=False).to_pil(), placed.get_bounds()
            except (pdfium.PdfiumError, ValueError, KeyError):
                # One picture of a kind that cannot be decoded does not spoil the words.
                continue

    def _scan(self, *, name: str, title: str, metadata: dict[str, str]) -> Article:
        album = Album(limits=self.limits)
        marks = []
        pages = len(self.document)
        for number, page in enumerate(self._pages(), 1):
            alt = f"Trang {number} trên {pages}"
            there = len(album.pictures)
            if album.take(_jpeg(_rendered(page)), "image/jpeg", alt=alt) == there:
                marks.append(f"![{alt}](picture:{there})")
        metadata |= {"scan": "yes"} | album.told
        return Article(
            title=one_line(title) or title_from_name(name),
            summary="",
            markdown="\n\n".join(marks),
            pictures=tuple(album.pictures),
            language=self._language(),
            metadata=metadata,
            remarks={"scan-without-words": {"pages": pages}},
        )

    def _metadata(self) -> dict[str, str]:
        found = {"pages": str(len(self.document))}
        told = self.document.get_metadata_dict(skip_empty=True)
        title = given_title(self.fonts.mended(told.get("Title", "")))
        if title:
            found["title"] = title
        if told.get("Author", "").strip():
            found["author"] = one_line(self.fonts.mended(told["Author"]))
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


def _rendered(page: Any) -> Image.Image:
    """A page as a picture that is large enough to be read, and no larger."""
    width, height = page.get_size()
    fitting = math.sqrt(_SCAN_PIXELS / max(1.0, width * height))
    rendered: Image.Image = page.render(scale=min(_SCAN_DPI / _POINTS_PER_INCH, fitting), may_draw_forms=False).to_pil()
    return rendered


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


_WIDE = ctypes.POINTER(pdfium_c.FPDF_WCHAR)
