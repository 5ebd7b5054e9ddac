"""Links and pictures of a lesson: do they lead somewhere, and will they load on a cheap phone."""

import posixpath
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

from training.markdown import ALLOWED_TAGS, is_relative, raw_html
from training.outline import locate
from training.page import Page
from training.source import SourceFile

#: SVG is not among them: opened by itself it can run scripts.
PICTURE_TYPES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
PICTURE_LIMIT_BYTES = 100 * 1024


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a lesson can link to.

    Attributes:
        files: All files of the course by path.
        parts: The slug of each lesson and quiz by its path.
    """

    files: Mapping[str, SourceFile]
    parts: Mapping[str, str]


class _Elements(HTMLParser):
    """Gathers what a body makes: links, pictures, and HTML that will be dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "img":
            self.pictures.append((found.get("src", ""), found.get("alt", "").strip()))
        elif tag not in ALLOWED_TAGS and tag != "h1":  # check_headings speaks of h1
            self.refused.append(f"<{tag}")
        self.refused += [name for name in found if name.startswith("on") or name == "style"]


def check_links(page: Page, site: Site) -> None:
    """Note dead, unsafe and heavy links and pictures, pictures without words, and HTML that will be dropped."""
    elements = _Elements()
    elements.feed(raw_html(page.body))
    elements.close()
    seen: Counter[str] = Counter()
    for target in elements.links:
        _check_link(page, site, target, _line(page, target, seen))
    for target, alt in elements.pictures:
        line = _line(page, target, seen)
        if not alt:
            page.fault("picture-without-alt", line, target=target)
        _check_picture(page, site, target, line)
    for name in elements.refused:
        page.fault("html-not-allowed", _line(page, name, seen), name=name.lstrip("<"))


def inside(page_path: str, target: str) -> str:
    """Give the course path that a relative address means; it starts with `..` when it leaves the course."""
    path = unquote(urlsplit(target).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page_path), path))


def served_at(page_path: str, site: Site, target: str) -> str:
    """Give the address at which a relative link of a page works where the page is served at `<course>/<slug>/`."""
    path = inside(page_path, target)
    return f"../{site.parts[path]}/" if path in site.parts else f"../files/{quote(path)}"


def _line(page: Page, needle: str, seen: Counter[str]) -> int:
    line = locate(page, needle, seen[needle])
    seen[needle] += 1
    return line


def _check_link(page: Page, site: Site, target: str, line: int) -> None:
    if is_relative(target):
        path = inside(page.path, target)
        is_page = path in site.parts or (path in site.files and not path.endswith(".md"))
        if path.startswith(".."):
            page.fault("link-leaves-course", line, target=target)
        elif not urlsplit(target).path or not is_page:
            page.fault("dead-link", line, target=target)
    elif target.lower().startswith("http://"):
        page.fault("link-not-https", line, target=target)
    elif not _is_address(target) and not _is_site_path(target):
        page.fault("link-scheme", line, target=target)


def _check_picture(page: Page, site: Site, target: str, line: int) -> None:
    if not is_relative(target):
        page.fault("picture-remote", line, target=target)
        return
    path = inside(page.path, target)
    file = site.files.get(path)
    if path.startswith(".."):
        page.fault("link-leaves-course", line, target=target)
    elif file is None:
        page.fault("dead-picture", line, target=target)
    elif not path.lower().endswith(PICTURE_TYPES):
        page.fault("picture-type", line, target=target, known=", ".join(PICTURE_TYPES))
    elif file.size_bytes > PICTURE_LIMIT_BYTES:
        facts = {"size_bytes": file.size_bytes, "limit_bytes": PICTURE_LIMIT_BYTES}
        page.fault("picture-heavy", line, target=target, **facts)


def _is_address(target: str) -> bool:
    """Say whether an address leads out of the hub in a way that is used."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"mailto", "tel"} or (parts.scheme == "https" and bool(parts.hostname))


def _is_site_path(target: str) -> bool:
    """Say whether an address is a page of the hub itself, such as `/editor/`."""
    return target.startswith("/") and not target.startswith(("//", "/\\"))
