"""Addresses inside the HTML of an entry: a feed is read far from the page that they were meant for."""

import html
import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

#: Attributes whose whole value is one address.
_ADDRESS_ATTRIBUTES = frozenset({"href", "src", "poster", "cite", "action", "data", "background", "longdesc"})
_PROGRAM_SCHEMES = frozenset({"javascript", "vbscript"})
#: Quick and generous: finds each text in which one of the attributes is not plainly absolute.
_SUSPECT = re.compile(
    r"(?:href|src|poster|cite|action|data|background|longdesc)\s*=(?!\s*[\"']?\s*(?:https?://|mailto:|tel:))|srcset",
    re.IGNORECASE,
)


def absolute_links(content_html: str, base_url: str) -> str:
    """Make the addresses in HTML absolute.

    Args:
        content_html: HTML of any quality. When all its addresses are absolute it comes back as it is.
        base_url: The page that the addresses are relative to.

    Returns:
        HTML that reads the same, without comments; an attribute whose address cannot be understood or runs a program
        (`javascript:`) is left out.
    """
    if not _SUSPECT.search(content_html):
        return content_html
    rewriter = _Rewriter(base_url)
    rewriter.rewrite(content_html)
    return "".join(rewriter.parts) if rewriter.changed else content_html


# The text of an entry stands in dozens of feeds, each of which is looked at.
@lru_cache(maxsize=256)
def relative_links(content_html: str) -> tuple[str, ...]:
    """List the addresses in HTML that a reader elsewhere cannot follow, in their order."""
    if not _SUSPECT.search(content_html):
        return ()
    rewriter = _Rewriter("http://base.invalid/")
    rewriter.rewrite(content_html)
    return tuple(rewriter.changed)


class _Rewriter(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base_url = base_url
        self.changed: list[str] = []
        self.parts: list[str] = []

    def rewrite(self, content_html: str) -> None:
        # HTMLParser raises on a marked section of an unknown name; in HTML it is only text.
        self.feed(content_html.replace("<![", "&lt;!["))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = len(self.changed)
        attributes = "".join(self._attribute(name, value) for name, value in attrs)
        written = self.get_starttag_text() or ""
        if len(self.changed) > before:
            written = f"<{tag}{attributes}{' /' if written.endswith('/>') else ''}>"
        self.parts.append(written)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        # The text of <script> and <style> is not escaped in HTML, all other text came unescaped.
        self.parts.append(data if self.cdata_elem else html.escape(data, quote=False))

    def _attribute(self, name: str, value: str | None) -> str:
        if value is None:
            return f" {name}"
        resolved: str | None = value
        if name == "srcset":
            resolved = ", ".join(filter(None, map(self._candidate, value.split(","))))
        elif name in _ADDRESS_ATTRIBUTES:
            resolved = self._address(value)
        # As nh3 writes attributes: an apostrophe harms nothing between double quotes, and would change once more there.
        return "" if resolved is None else f' {name}="{html.escape(resolved, quote=False).replace(chr(34), "&quot;")}"'

    def _candidate(self, candidate: str) -> str:
        """Resolve one candidate of a srcset: an address, then perhaps a width or a density."""
        address, *descriptors = candidate.split() or [""]
        resolved = self._address(address) if address else None
        return " ".join([resolved, *descriptors]) if resolved else ""

    def _address(self, value: str) -> str | None:
        try:
            scheme = urlsplit(value.strip()).scheme
            resolved = urljoin(self.base_url, value.strip())
        except ValueError:
            scheme, resolved = "", None
        if scheme and scheme not in _PROGRAM_SCHEMES:
            return value
        self.changed.append(value)
        return None if scheme else resolved
