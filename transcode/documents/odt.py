"""ODT, behind the package guard.

Source: OpenDocument 1.3 part 3 (schema). The text becomes the HTML that `markup` writes as Markdown.
"""

import zipfile
from pathlib import Path

from lxml import etree

from transcode.documents.album import Album
from transcode.documents.article import Article, one_line, summarise, without_turns
from transcode.documents.byline import author_of, take_byline
from transcode.documents.heading import title_of_body
from transcode.documents.limits import DocumentLimits
from transcode.documents.markup import markdown_from_tree
from transcode.documents.odt_styles import Styles
from transcode.documents.odt_styles import name as full
from transcode.documents.odt_writer import OdtWriter
from transcode.documents.package import check_package, refusing_broken
from transcode.documents.title import given_title
from transcode.documents.xml import parsed
from transcode.errors import RejectedError

_FACTS = {full("dc:title"): "title", full("dc:language"): "language", full("meta:creation-date"): "date"}
_MAKERS = (full("meta:initial-creator"), full("dc:creator"))
_DATE_LENGTH = 10


def read_odt(path: Path, *, name: str, limits: DocumentLimits) -> Article:
    """An article from ODT: headings, lists, tables, pictures with captions, footnotes, links.

    Text that was deleted while changes were tracked stays deleted. Words in fonts from before Unicode come as Unicode.

    Raises:
        RejectedError: what `check_package` raises; "document-format-not-taken" when it is locked, "document-broken",
            "document-hostile", "text-too-long", "no-text".
    """
    check_package(path, limits=limits, format_name="ODT")
    album = Album(limits=limits)
    with refusing_broken("ODT"), zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise RejectedError("document-format-not-taken", format="ODT + password")
        content = parsed(package.read("content.xml"), format_name="ODT")
        parts = [parsed(package.read("styles.xml"), format_name="ODT")] if "styles.xml" in names else []
        facts = _facts(parsed(package.read("meta.xml"), format_name="ODT")) if "meta.xml" in names else {}
        writer = OdtWriter(styles=Styles.read([*parts, content]), album=album, package=package)
        try:
            root = writer.document(content)
            limits.check_text(str(root.text_content()))
            body = without_turns(markdown_from_tree(root))
            limits.check_text(body)
        except RecursionError as error:
            raise RejectedError("document-hostile", part="content.xml", reason="depth") from error
    maker = author_of(facts.pop("author", ""))
    body, named = take_byline(body, known=maker, styled=writer.authors)
    told = {"author": named or maker} if named or maker else {}
    title, body = title_of_body(body, given=given_title(facts.pop("title", "")), name=name)
    if not body.strip() and not album.pictures:
        raise RejectedError("no-text")
    return Article(
        title=title,
        summary=summarise(body),
        markdown=body,
        pictures=tuple(album.pictures),
        language=facts.pop("language", None),
        metadata=facts | told | album.told,
    )


def _facts(meta: etree._Element) -> dict[str, str]:
    """What the document says about itself."""
    facts: dict[str, str] = {}
    for part in meta.iter():
        value = one_line(part.text or "")
        if value and part.tag in _FACTS:
            facts[_FACTS[str(part.tag)]] = value
        elif value and part.tag in _MAKERS:
            facts.setdefault("author", value)
    if "date" in facts:
        facts["date"] = facts["date"][:_DATE_LENGTH]
    return facts
