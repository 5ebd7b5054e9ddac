"""Pictures that lie beside a Markdown file: kept with it, and put where the text names them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hub.extensions.parts import Parts
from hub.services import originals
from transcode.documents.article import Article, ArticlePicture

#: `![alt](path "caption")` whose path is no address and no picture number of ours.
_LINK = re.compile(r'!\[(?P<alt>[^\]\n]*)\]\((?P<path>(?!\w+:)[^)\s"]+)(?:\s+"(?P<caption>[^"\n]*)")?\)')

#: Pictures of one article, and bytes of one picture, at the most.
MOST = 50
MOST_BYTES = 30_000_000


def collect(parts: Parts, text: Path, folder: Path) -> dict[str, str]:
    """Keep the pictures that a Markdown text names and that lie in its folder.

    Returns:
        Path as the text names it -> storage key. What is not there, or lies outside the folder, is left out.
    """
    found: dict[str, str] = {}
    root = folder.resolve()
    for match in _LINK.finditer(text.read_text("utf-8", errors="replace")):
        path = (folder / match["path"]).resolve()
        inside = path.is_relative_to(root) and path.is_file() and path.stat().st_size <= MOST_BYTES
        if inside and len(found) < MOST:
            found[match["path"]] = originals.keep(parts, path).key
    return found


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
                alt=match["alt"],
                caption=match["caption"] or "",
            )
        )
        return f"![{match['alt']}](picture:{len(pictures) - 1})"

    markdown = _LINK.sub(numbered, article.markdown)
    return replace(article, markdown=markdown, pictures=tuple(pictures))
