"""Books for e-readers: one article, or a whole issue with its sections.

Source: EPUB 3.3, OCF (the archive: `mimetype` first and stored). The same book gives the same bytes.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transcode.errors import TranscodeError
from transcode.made import Made
from transcode.print.address import safe_address
from transcode.print.article import PrintedArticle, PrintedPicture, moment
from transcode.print.epub_package import (
    CONTAINER,
    Entry,
    Facts,
    Part,
    navigation,
    older_contents,
    package_document,
)
from transcode.print.epub_pages import STYLE, Front, article_page, cover_page

MEDIA_TYPE = "application/epub+zip"
_XHTML, _JPEG = "application/xhtml+xml", "image/jpeg"

#: What an article may weigh without its pictures: its own allowance, of which an article of usual length has plenty,
#: and for very long ones a share of their text, which packs to less than that.
ARTICLE_BYTES = 15_000
_USUAL_TEXT_BYTES, _LONG_SHARE = 20_000, 0.6
#: And a picture beside its own bytes, for its names in the archive.
_PICTURE_BYTES = 1_000

#: The first moment that an archive can name: its own clock would make each making another file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


@dataclass(frozen=True, kw_only=True)
class Section:
    """Articles under one heading; with an empty title they stand in the contents by themselves."""

    title: str
    articles: Sequence[PrintedArticle]


@dataclass(frozen=True, kw_only=True)
class Book:
    """What goes into one file.

    Attributes:
        id: Of the item; it is the book's identifier and never changes.
        title: One line.
        language: BCP-47 tag of title and contents; articles have their own.
        organisation: Press agency that publishes it.
        programme: The newspaper, section or magazine: the series that the book belongs to.
        sections: In reading order; at least one article in all.
        published_at: Aware. updated_at likewise.
        number: Of the issue in its series; None when it has none.
        address: Of its page; "" when it has none.
        summary: One paragraph, or "".
        credit: Rights, or "".
        cover: Picture of the front page; None: the title is set in type.
    """

    id: str
    title: str
    language: str
    organisation: str
    programme: str
    sections: Sequence[Section]
    published_at: dt.datetime
    updated_at: dt.datetime
    number: int | None = None
    address: str = ""
    summary: str = ""
    credit: str = ""
    cover: PrintedPicture | None = None

    @property
    def articles(self) -> list[PrintedArticle]:
        """All of them in reading order."""
        return [article for section in self.sections for article in section.articles]


def book_of(article: PrintedArticle) -> Book:
    """The book of one article."""
    return Book(
        id=article.id,
        title=article.title,
        language=article.language,
        organisation=article.organisation,
        programme=article.programme,
        sections=[Section(title="", articles=[article])],
        published_at=article.published_at,
        updated_at=article.updated_at,
        address=article.address,
        summary=article.lead,
        credit=article.credit,
    )


def make_epub(book: Book, path: Path) -> Made:
    """Write a book.

    Args:
        book: What goes into it. Pictures without a file are left out, their captions stay.
        path: Of the file to write.

    Returns:
        It as form "epub", with the numbers of articles and pictures.

    Raises:
        TranscodeError: "over-budget"; nothing is left at the path.
        ValueError: No article.
        OSError: A picture cannot be read or the file cannot be written.
    """
    if not book.articles:
        raise ValueError("a book has at least one article")
    writer = _Writer()
    pages = writer.pages(book)
    facts = _facts(book, has_pictures=bool(writer.pictures))
    entries = list(_entries(book))
    with zipfile.ZipFile(path, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE.encode(), stored=True)
        _put(archive, "META-INF/container.xml", CONTAINER)
        _put(archive, "EPUB/package.opf", package_document(facts, list(_parts(book, writer))))
        _put(archive, "EPUB/nav.xhtml", navigation(facts, entries, is_page=_is_long(book)))
        _put(archive, "EPUB/toc.ncx", older_contents(facts, entries))
        _put(archive, "EPUB/style.css", STYLE)
        for name, data in pages.items():
            _put(archive, f"EPUB/{name}", data)
        for name, source in writer.files.items():
            _put(archive, f"EPUB/{name}", source.read_bytes(), stored=True)
    return _within_budget(book, path, writer)


def _put(archive: zipfile.ZipFile, name: str, data: bytes, *, stored: bool = False) -> None:
    told = zipfile.ZipInfo(name, _NO_TIME)
    told.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    told.external_attr = _READABLE
    # As on any Unix, wherever this runs.
    told.create_system = 3
    archive.writestr(told, data, compresslevel=9)


class _Writer:
    """Writes the pages, and gathers the pictures that they show."""

    def __init__(self) -> None:
        #: Name in the book -> where it lies.
        self.files: dict[str, Path] = {}
        self.pictures: dict[Path, str] = {}

    def placed(self, picture: PrintedPicture) -> str:
        """Put a picture into the book, once. Its name there; "" when it has no file."""
        if picture.path is None:
            return ""
        if picture.path not in self.pictures:
            name = f"picture-{len(self.files) + 1:03}.jpg"
            self.pictures[picture.path] = name
            self.files[name] = picture.path
        return self.pictures[picture.path]

    def pages(self, book: Book) -> dict[str, bytes]:
        """Name in the book -> its bytes, in reading order."""
        front = Front(
            title=book.title,
            organisation=book.organisation,
            line=book.programme,
            date=moment(book.published_at).split(",", maxsplit=1)[0],
            language=book.language,
            picture=book.cover,
        )
        pages = {"cover.xhtml": cover_page(front, self.placed)}
        for number, article in enumerate(book.articles, 1):
            pages[_name(number)] = article_page(article, self.placed)
        return pages


def _name(number: int) -> str:
    return f"article-{number:03}.xhtml"


def _is_long(book: Book) -> bool:
    """Whether its readers need a page of contents."""
    return len(book.articles) > 1


def _parts(book: Book, writer: _Writer) -> Iterator[Part]:
    """The manifest in the order of the spine: cover, contents, articles, then what they show."""
    yield Part(id="cover", name="cover.xhtml", media_type=_XHTML, spine=True)
    yield Part(id="nav", name="nav.xhtml", media_type=_XHTML, properties="nav", spine=_is_long(book) or None)
    for number, _ in enumerate(book.articles, 1):
        yield Part(id=f"article-{number:03}", name=_name(number), media_type=_XHTML, spine=True)
    yield Part(id="ncx", name="toc.ncx", media_type="application/x-dtbncx+xml")
    yield Part(id="style", name="style.css", media_type="text/css")
    cover = writer.pictures.get(book.cover.path) if book.cover and book.cover.path else None
    for name in writer.files:
        is_cover = name == cover
        own = "cover-image" if is_cover else name.removesuffix(".jpg")
        yield Part(id=own, name=name, media_type=_JPEG, properties="cover-image" if is_cover else "")


def _entries(book: Book) -> Iterator[Entry]:
    number = 0
    for section in book.sections:
        entries = []
        for article in section.articles:
            number += 1
            entries.append(Entry(title=article.title, name=_name(number), language=article.language))
        if section.title and entries:
            yield Entry(title=section.title, name="", language=book.language, entries=entries)
        else:
            yield from entries


def _facts(book: Book, *, has_pictures: bool) -> Facts:
    pictures = [picture for article in book.articles for picture in article.pictures if picture.path is not None]
    names = [name for article in book.articles for name in article.authors if name.strip()]
    return Facts(
        identifier=book.id,
        title=book.title,
        languages=list(dict.fromkeys([book.language, *(article.language for article in book.articles)])),
        publisher=book.organisation,
        creators=list(dict.fromkeys(names)),
        series=book.programme,
        series_position=book.number,
        published_at=book.published_at,
        modified_at=book.updated_at,
        source=safe_address(book.address),
        description=book.summary,
        rights=book.credit,
        has_pictures=has_pictures,
        is_described=all(picture.alt or picture.caption for picture in pictures),
    )


def _within_budget(book: Book, path: Path, writer: _Writer) -> Made:
    size_bytes = path.stat().st_size
    pictures = sum(source.stat().st_size + _PICTURE_BYTES for source in writer.files.values())
    texts = [len(article.markdown.encode("utf-8", "replace")) for article in book.articles]
    long = sum(int(max(0, text - _USUAL_TEXT_BYTES) * _LONG_SHARE) for text in texts)
    budget_bytes = ARTICLE_BYTES * len(texts) + long + pictures
    if size_bytes > budget_bytes:
        path.unlink()
        raise TranscodeError("over-budget", form="epub", size_bytes=size_bytes, budget_bytes=budget_bytes)
    return Made(
        form="epub",
        path=path,
        media_type=MEDIA_TYPE,
        size_bytes=size_bytes,
        duration_s=0,
        details={"articles": len(texts), "pictures": len(writer.files)},
    )
