"""Every kind of document to an article."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from transcode.documents.article import Article, without_turns
from transcode.documents.docx import read_docx
from transcode.documents.epub import read_epub
from transcode.documents.limits import DocumentLimits
from transcode.documents.markdown import read_markdown
from transcode.documents.odt import read_odt
from transcode.documents.pdf import read_pdf
from transcode.documents.text import read_text
from transcode.documents.webpage import read_html
from transcode.errors import RejectedError

__all__ = ["DocumentLimits", "read_document"]

_BYTES_PER_CHARACTER = 4
_Reader = Callable[..., Article]


def _read_bytes(path: Path, *, reader: _Reader, name: str, limits: DocumentLimits, encoding: str = "") -> Article:
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise RejectedError("empty-file")
    if size_bytes > limits.characters * _BYTES_PER_CHARACTER:
        raise RejectedError("text-too-long", characters=size_bytes, most_characters=limits.characters)
    return reader(path.read_bytes(), name=name, limits=limits, encoding=encoding)


#: format, as `gate.identify` tells it -> its reader.
_READERS: Mapping[str, _Reader] = {
    "markdown": partial(_read_bytes, reader=read_markdown),
    "text": partial(_read_bytes, reader=read_text),
    "html": partial(_read_bytes, reader=read_html),
    "docx": read_docx,
    "odt": read_odt,
    "epub": read_epub,
    "pdf": read_pdf,
}


def read_document(  # noqa: PLR0913  each is told by itself
    path: Path,
    *,
    format: str,  # noqa: A002 - the word of the field
    name: str,
    limits: DocumentLimits | None = None,
    encoding: str = "",
    fetched: Mapping[str, str] | None = None,
) -> Article:
    """The article in a document.

    Args:
        path: The document.
        format: "markdown", "text", "html", "docx", "odt", "epub" or "pdf", as `transcode.gate.identify` tells it.
        name: What the sender called it; a title is made of it when the document has none.
        limits: Other bounds than the usual ones.
        encoding: One of `detection.ENCODINGS` that somebody named for plain text, Markdown or HTML; empty to find out.
        fetched: Of a page from the web, its pictures that are here, as `read_html` takes them.

    Raises:
        RejectedError: The document is at fault: empty, locked, broken, hostile, too long or of another format.
        OSError: The document cannot be read from disk.
    """
    reader = _READERS.get(format)
    if reader is None:
        raise RejectedError("document-format-not-taken", format=format)
    if format == "html":
        reader = partial(_read_bytes, reader=partial(read_html, fetched=fetched))
    told = {"encoding": encoding} if encoding else {}
    article = reader(path, name=name, limits=limits or DocumentLimits(), **told)
    return replace(article, markdown=without_turns(article.markdown))
