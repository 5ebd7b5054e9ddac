"""Pictures that lie beside a text: kept with it, and put where the text names them, or above it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from hub.extensions.parts import Parts
from hub.services import originals
from transcode.documents.article import Article, ArticlePicture, unmarked
from transcode.documents.webpage import pictures_beside
from transcode.errors import TranscodeError

#: `![alt](path "caption")` whose path is no address and no picture number of ours.
_LINK = re.compile(r'!\[(?P<alt>(?:\\.|[^\]\\\n])*)\]\((?P<path>(?!\w+:)[^)\s"]+)(?:\s+"(?P<caption>[^"\n]*)")?\)')
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})

#: Pictures of one article, and bytes of one picture, at the most.
MOST = 50
MOST_BYTES = 30_000_000


def folder_of(text: Path) -> Path | None:
    """The folder in which the pictures may lie that a file names; None of one that names none."""
    return text.parent if text.suffix.lower() in _PAGES | _MARKDOWN else None


def collect(parts: Parts, text: Path, folder: Path) -> dict[str, str]:
    """Keep the pictures that a Markdown text or a page names and that lie in its folder.

    Returns:
        Path as the text names it -> storage key. What is not there, or lies outside the folder, is left out.
    """
    found: dict[str, str] = {}
    root = folder.resolve()
    for named in _named(text):
        path = next((path for path in _places(folder, named) if _is_picture(path, root)), None)
        if path is not None and len(found) < MOST:
            found[named] = originals.keep(parts, path).key
    return found


def _named(text: Path) -> list[str]:
    """The paths that a file names, as its article will name them; none of one that cannot be read."""
    try:
        if text.suffix.lower() in _PAGES:
            return pictures_beside(text.read_bytes())
        return [match["path"] for match in _LINK.finditer(text.read_text("utf-8", errors="replace"))]
    except (OSError, TranscodeError):
        # Why, is told where the file itself is kept.
        return []


def _places(folder: Path, named: str) -> tuple[Path, Path]:
    """Where a named picture may lie: by its name as it is written, or as an address spells it."""
    return (folder / named).resolve(), (folder / unquote(named)).resolve()


def _is_picture(path: Path, root: Path) -> bool:
    try:
        return path.is_relative_to(root) and path.is_file() and path.stat().st_size <= MOST_BYTES
    except OSError:
        # No file has a name that long.
        return False


def attach(parts: Parts, article: Article, keys: Mapping[str, str]) -> Article:
    """The article with those pictures as its own, where its text names them."""
    pictures = list(article.pictures)

    def numbered(match: re.Match[str]) -> str:
        key = keys.get(match["path"])
        if key is None:
            return match[0]
        pictures.append(
            ArticlePicture(
                name=match["path"],
                data=parts.storage.read(key),
                alt=unmarked(match["alt"]),
                caption=match["caption"] or "",
            )
        )
        return f"![{match['alt']}](picture:{len(pictures) - 1})"

    markdown = _LINK.sub(numbered, article.markdown)
    return replace(article, markdown=markdown, pictures=tuple(pictures))


def headed(parts: Parts, article: Article, key: str) -> Article:
    """The article with the picture of its name above it, where it has none of its own and is no whole issue."""
    if not key or article.pictures or article.issue is not None:
        return article
    picture = ArticlePicture(name="cover", data=parts.storage.read(key))
    return replace(article, markdown=f"![](picture:0)\n\n{article.markdown}", pictures=(picture,))
