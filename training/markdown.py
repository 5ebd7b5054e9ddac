"""Markdown to HTML that is safe to show."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import markdown as python_markdown
import nh3

#: Markdown with tables, definition lists, notes (`!!! note`), folded answers (`??? question`) and `{: lang=hmn }`.
EXTENSIONS = (
    "sane_lists",
    "tables",
    "def_list",
    "admonition",
    "attr_list",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
)
_EXTENSION_CONFIGS: Mapping[str, Mapping[str, object]] = {
    "pymdownx.highlight": {"use_pygments": False, "css_class": ""}
}

_TEXT_TAGS = ("a", "br", "code", "del", "em", "kbd", "s", "span", "strong", "sub", "sup")
_BLOCK_TAGS = ("blockquote", "dd", "details", "div", "dl", "dt", "hr", "img", "li", "ol", "p", "pre", "summary", "ul")
_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6")  # h1 is the page's title
_TABLE_TAGS = ("table", "tbody", "td", "th", "thead", "tr")
ALLOWED_TAGS = frozenset((*_TEXT_TAGS, *_BLOCK_TAGS, *_HEADING_TAGS, *_TABLE_TAGS))
ALLOWED_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"lang"}),
    "a": frozenset({"href", "title"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
}
_NOTES = frozenset({"admonition", "note", "tip", "warning", "danger", "question", "example"})
_CLASSES: Mapping[str, frozenset[str]] = {"div": _NOTES, "details": _NOTES, "p": frozenset({"admonition-title"})}
_SCHEMES = frozenset({"https", "mailto", "tel"})


def raw_html(markdown: str) -> str:
    """Turn Markdown into HTML as the author wrote it: for looking at, never for showing."""
    return python_markdown.markdown(
        markdown,
        extensions=list(EXTENSIONS),
        extension_configs={name: dict(config) for name, config in _EXTENSION_CONFIGS.items()},
        output_format="html",
    )


def to_html(markdown: str, *, resolve: Callable[[str], str] | None = None) -> str:
    """Turn Markdown into HTML that is safe to show as it is.

    Args:
        markdown: Without front matter.
        resolve: Turns each relative address of a link or picture into another one; None leaves them.

    Returns:
        Only the tags and attributes above; scripts, styles, forms, frames, event handlers and addresses other than
        https, mailto, tel and relative ones are gone. Pictures load when they come near the screen.
    """

    def attribute(tag: str, name: str, value: str) -> str:
        if resolve is None or (tag, name) not in {("a", "href"), ("img", "src")}:
            return value
        return resolve(value) if is_relative(value) else value

    return nh3.clean(
        raw_html(markdown),
        tags=set(ALLOWED_TAGS),
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        set_tag_attribute_values={"img": {"loading": "lazy"}},
        attribute_filter=attribute,
        url_schemes=set(_SCHEMES),
    )


def is_relative(target: str) -> bool:
    """Say whether an address is a path that starts from the page it stands on."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not target.startswith(("/", "\\"))
