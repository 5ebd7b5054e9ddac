"""Issues of newspapers and magazines: what was read of their pages is kept, for editors to cut articles from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from hub.errors import ConflictError
from hub.extensions.parts import Parts
from hub.models import Asset
from hub.services import originals
from transcode.documents.article import Article, ArticlePicture
from transcode.documents.issue import Issue, IssuePage
from transcode.documents.layout import Block
from transcode.documents.pdf import page_picture


@dataclass(frozen=True, kw_only=True)
class KeptIssue:
    """What was read of an issue.

    Attributes:
        issue: Its pages with their numbered blocks and bookmarks.
        pictures: Storage keys of the pictures that its blocks name by number.
    """

    issue: Issue
    pictures: tuple[str, ...]


_KEPT = TypeAdapter(KeptIssue)


def keep(parts: Parts, issue: Issue, pictures: Sequence[ArticlePicture], folder: Path) -> dict[str, Any]:
    """Store the pages of an issue, and its pictures.

    Args:
        parts: Of the hub.
        issue: As it was read.
        pictures: Those that its blocks name by number.
        folder: For scratch files.

    Returns:
        What is noted on its original as "issue": the storage key of the pages, how many they are, their label, and
        whether they are chapters.
    """
    scratch = folder / "issue"
    keys = []
    for picture in pictures:
        scratch.write_bytes(picture.data)
        keys.append(originals.keep(parts, scratch).key)
    scratch.write_bytes(_KEPT.dump_json(KeptIssue(issue=issue, pictures=tuple(keys))))
    key = originals.keep(parts, scratch).key
    return {"key": key, "pages": len(issue.pages), "label": issue.label, "chapters": issue.in_chapters}


def read(parts: Parts, asset: Asset | None) -> KeptIssue:
    """What was read of the issue that an original is. Raises ConflictError("no-issue") for any other."""
    if asset is None or not asset.facts.get("issue"):
        raise ConflictError("no-issue")
    return _KEPT.validate_json(parts.storage.read(asset.facts["issue"]["key"]))


def in_pages(article: Article, issue: Issue, path: Path) -> Article:
    """The article of an issue as its readers get it: page by page, a picture of each above its words.

    A book in chapters has no pages, and stays as it was read.

    Args:
        article: As it was read.
        issue: Its pages.
        path: The PDF that it was read from.
    """
    if issue.in_chapters:
        return article
    count = len(issue.pages)
    alts = [f"Trang {page.number} trên {count}" for page in issue.pages]
    pictures = tuple(
        ArticlePicture(name=f"{page.number}.jpg", data=page_picture(path, page.number), alt=alt)
        for page, alt in zip(issue.pages, alts, strict=True)
    )
    marks = [f"![{alt}](picture:{place})" for place, alt in enumerate(alts)]
    written = zip(marks, (_words(issue, page) for page in issue.pages), strict=True)
    return replace(article, pictures=pictures, markdown="\n\n".join(text for pair in written for text in pair if text))


def _words(issue: Issue, page: IssuePage) -> str:
    """The words of a page; the name and date of the paper stand above the whole, not in it."""
    kept = [one for one in page.blocks if one.text and (page.number, one.number) not in issue.masthead]
    return "\n\n".join(
        one.markdown or Block(text=one.text, size=one.size, heading=one.heading).markdown() for one in kept
    )
