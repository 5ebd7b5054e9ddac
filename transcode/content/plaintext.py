"""Readable text: what kind it is, and which kinds are not articles."""

import codecs
import json
import re
import unicodedata
from pathlib import PurePosixPath

from transcode.content.wide import BOMS, unmarked_utf16
from transcode.errors import RejectedError

_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
# fmt: off
#: What sound, film and pictures are called.
MEDIA_SUFFIXES = frozenset({
    ".mp3", ".mp2", ".m4a", ".m4b", ".aac", ".ac3", ".eac3", ".ogg", ".oga", ".opus", ".flac", ".wav", ".wma", ".amr",
    ".mp4", ".m4v", ".mkv", ".mov", ".webm", ".ogv", ".avi", ".flv", ".mxf", ".mpg", ".mpeg", ".vob", ".ts", ".mts",
    ".m2ts", ".3gp", ".3g2", ".wmv", ".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".bmp", ".tif",
    ".tiff",
})
# fmt: on
_SPACE = "\t\n\r\f\v"
_STRANGE_SHARE = 0.005
_PLAIN_SHARE = 0.5

#: Lists that point elsewhere: what they begin with, in lower case -> what people call them.
_PLAYLISTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"#extm3u|#ext-x-|#extinf"), "M3U, HLS"),
    (re.compile(r"ffconcat\s+version|file\s+'[^'\n]+'\s*(\n|$)"), "ffconcat"),
    (re.compile(r"\[playlist\]"), "PLS"),
    (re.compile(r"\[reference\]\s*\n\s*ref\d+="), "ASX"),
    (re.compile(r"v=0\s*\n[a-z]="), "SDP"),
    (re.compile(r"(rtsp|rtspt|rtmp|rtmpe|mms|mmsh|udp|rtp|srt)://\S+\s*(\n|$)"), "URL"),
    (re.compile(r"(https?|file)://\S+\.(m3u8?|mpd|mp3|mp4|aac|ts|m4a|mkv|ogg|flv)\S*\s*(\n|$)"), "URL"),
)
#: Root elements of XML and HTML content -> (code, what people call it).
_ROOTS: tuple[tuple[str, str, str], ...] = (
    ("asx", "playlist", "ASX"),
    ("playlist", "playlist", "XSPF"),
    ("mpd", "playlist", "DASH"),
    ("smil", "playlist", "SMIL"),
    ("smoothstreamingmedia", "playlist", "Smooth Streaming"),
    ("compositionplaylist", "playlist", "IMF CPL"),
    ("tt", "captions-alone", "TTML"),
    ("svg", "svg-not-taken", "SVG"),
    ("rss", "document-format-not-taken", "RSS"),
    ("rdf", "document-format-not-taken", "RDF"),
    ("feed", "document-format-not-taken", "Atom"),
    ("opml", "document-format-not-taken", "OPML"),
)
#: Root elements of pages. "title" and "meta" open pages whose writer left out the tags that may be left out.
_PAGE_ROOTS = frozenset({"html", "head", "body", "title", "meta"})
_PROLOGUE = re.compile(r"\s*(<\?.*?\?>|<!--.*?-->|<!doctype\s+(?P<doctype>[\w:.-]+)[^>\[]*(\[.*?\]\s*)?>)", re.DOTALL)
_AUTOLINK = re.compile(r"\s*<[a-z][a-z0-9+.-]*:|\s*<[^\s<>]+@[^\s<>]+>")
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([a-z][\w.-]*)")
#: HTML elements that Markdown may well begin with; any other element at the start means XML.
# fmt: off
_MARKDOWN_STARTS = frozenset({
    "a", "abbr", "article", "aside", "audio", "b", "blockquote", "br", "center", "code", "dd", "del", "details", "div",
    "dl", "dt", "em", "embed", "figure", "font", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "iframe", "img", "input", "ins", "kbd", "li", "main", "mark", "nav", "object", "ol", "p", "picture", "pre", "q",
    "s", "script", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td",
    "th", "thead", "tr", "u", "ul", "video",
})
# fmt: on
#: Programs and typeset pages that are written as text: what they begin with -> (code, what people call it).
_WRITTEN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"#! ?/"), "executable", "script"),
    (re.compile(r"\{\\rtf"), "document-format-not-taken", "RTF"),
    (re.compile(r"%!ps"), "document-format-not-taken", "PostScript"),
)
_CAPTIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"webvtt(\s|$)"), "WebVTT"),
    (re.compile(r"\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d+\s*-->"), "SRT"),
    (re.compile(r"\[script info\]"), "ASS"),
)


def readable(head: bytes) -> str | None:
    """The text that head holds, None when head is not text.

    Text is UTF-8 or UTF-16 with or without a byte order mark, or in an 8-bit encoding. What the letters of an 8-bit
    encoding mean is found out when the document is read.
    """
    for mark, encoding in BOMS:
        if head.startswith(mark):
            text = head[len(mark) :].decode(encoding, errors="ignore")
            return None if _strange(text) > _STRANGE_SHARE else text
    if b"\0" in head:
        wide = unmarked_utf16(head)
        text = head.decode(wide, errors="ignore") if wide else ""
        return text if text and _strange(text) <= _STRANGE_SHARE else None
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = head.decode("latin-1")
        plain = sum(char.isascii() for char in text)
        if plain < _PLAIN_SHARE * len(text):
            return None
        # Legacy Vietnamese encodings put letters on the places 0x80 to 0x9F, which are controls elsewhere.
        text_ascii = text.encode("ascii", errors="ignore").decode("ascii")
        return None if _strange(text_ascii) > _STRANGE_SHARE else text
    return None if _strange(text) > _STRANGE_SHARE else text


def _strange(text: str) -> float:
    """Share of control characters that no text has."""
    controls = sum(unicodedata.category(char) == "Cc" and char not in _SPACE for char in text)
    return controls / max(1, len(text))


def prose_format(text: str, *, name: str, whole: bool) -> str:
    """Which of "markdown", "text" and "html" it is for readable text that is an article.

    Args:
        text: The beginning of the text.
        name: What the sender called the file; tells Markdown and pieces of HTML from plain text.
        whole: True when text is the whole content.

    Raises:
        RejectedError: "no-text", "playlist", "svg-not-taken", "captions-alone", "executable",
            "document-format-not-taken" for data and typesetting, "text-named-as-media".
    """
    start = text.lstrip("\ufeff \t\r\n\f")
    if not start and whole:
        raise RejectedError("no-text")
    low = start[:8192].lower()
    _refuse_first_match(low, _PLAYLISTS, "playlist")
    _refuse_first_match(low, _CAPTIONS, "captions-alone")
    for pattern, code, format_name in _WRITTEN:
        if pattern.match(low):
            raise RejectedError(code, format=format_name)
    page = _is_page(low)
    if start[:1] in {"{", "["} and (_is_json(start) if whole else _is_json(start.splitlines()[0])):
        raise RejectedError("document-format-not-taken", format="JSON")
    suffix = PurePosixPath(name.lower()).suffix
    if suffix in MEDIA_SUFFIXES:
        raise RejectedError("text-named-as-media", suffix=suffix)
    if page or (suffix in _PAGE_SUFFIXES and _ROOT.match(low)):
        return "html"
    return "markdown" if suffix in _MARKDOWN_SUFFIXES else "text"


def _refuse_first_match(low: str, table: tuple[tuple[re.Pattern[str], str], ...], code: str) -> None:
    for pattern, name in table:
        if pattern.match(low):
            raise RejectedError(code, format=name)


def _is_page(low: str) -> bool:
    """Whether text in lower case begins as an HTML page; markup of other kinds is refused."""
    xml = low.startswith("<?xml")
    doctype = None
    place = 0
    while prologue := _PROLOGUE.match(low, place):
        doctype = doctype or prologue["doctype"]
        place = prologue.end()
    found = _ROOT.match(low, place)
    root = doctype or (found[1] if found else "")
    for name, code, format_name in _ROOTS:
        if root == name:
            raise RejectedError(code, format=format_name)
    if root in _PAGE_ROOTS:
        return True
    if xml or doctype or (found and root not in _MARKDOWN_STARTS and not _AUTOLINK.match(low, place)):
        raise RejectedError("document-format-not-taken", format="XML")
    return False


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
