"""An article, whatever it came as."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from transcode.documents.issue import Issue
from transcode.errors import Fact
from transcode.vietnamese import composed

_SUMMARY_LENGTH = 300
_TITLE_LENGTH = 200
_PARAGRAPH_LENGTH = 40
_UNMARKED_LENGTH = 2_000
#: Beginnings of blocks that are not prose: headings, pictures, tables, code, rules, footnotes.
_NOT_PROSE = re.compile(r"#|!\[|\||```|~~~|<|\[\^|([-*_] ?){3,}$|\s{4,}")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~^&])")
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\((?:[^()]|\([^()]*\))*\)|\[\^[^\]]+\]")
_EMPHASIS = re.compile(r"(?<!\\)[*`]+|(?<![\w\\])_+|(?<!\\)_+(?!\w)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]|>])")
_LINE_START = re.compile(r"^(\s*(?:\d{1,9}(?=[.)]))?)([#+.)-])", re.MULTILINE)
#: Characters that a backslash does not quiet in Markdown.
_ENTITIES = (
    (re.compile(r"&(?=[#\w])"), "&amp;"),
    (re.compile("<"), "&lt;"),
    (re.compile(r"^~", re.MULTILINE), "&#126;"),
)


@dataclass(frozen=True, kw_only=True)
class ArticlePicture:
    """A picture of an article, as it was in the document: bytes of unknown trust, to be checked like any upload."""

    name: str
    data: bytes
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article.

    Attributes:
        title: One line, never empty.
        summary: The first paragraph, at most 300 characters, cut at a word.
        markdown: The body without the title. Pictures stand in it as `![alt](picture:0)`, by number.
        pictures: The pictures in the order of their first place in the body.
        language: BCP-47 tag when the document tells it.
        metadata: What else the document tells about itself, as text: "author", "date", "scan" ("yes" when the pages
            have no text), "encoding", "pages", "pictures_left_out" …
        remarks: What an editor should know before it is published: key of `transcode.errors.SENTENCES` -> the facts
            that the sentence is filled with.
        issue: Its pages, when it is a whole issue of a newspaper or magazine; `cutting.cut` makes articles of them.
    """

    title: str
    summary: str
    markdown: str
    pictures: tuple[ArticlePicture, ...] = ()
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    issue: Issue | None = None


def without_turns(text: str) -> str:
    """Text in NFC without byte order marks and without the unseen marks that turn the direction of writing."""
    return composed(_TURNS.sub("", text))


def one_line(text: str, *, most: int = _TITLE_LENGTH) -> str:
    """Text on one line in NFC, cut at a word with "…" when it is longer than most characters."""
    line = " ".join(without_turns(text).split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    words = cut.rsplit(" ", 1)[0] if not line[most - 1].isspace() and " " in cut else cut
    return words.rstrip(" ,;:-–—") + "…"


def summarise(markdown: str) -> str:
    """The first paragraph of prose as plain text, at most 300 characters; "" when there is none.

    Bylines and dates are short: the first paragraph of some length wins, the very first one when all are short.
    """
    shortest = ""
    for block in re.split(r"\n\s*\n", markdown):
        prose = block.strip("\n")
        if not prose.strip() or _NOT_PROSE.match(prose):
            continue
        line = one_line(unmarked(prose), most=_SUMMARY_LENGTH)
        if len(line) >= _PARAGRAPH_LENGTH:
            return line
        if any(char.isalnum() for char in line):
            shortest = shortest or line
    return shortest


def unmarked(markdown: str) -> str:
    """The beginning of a paragraph or heading of Markdown without its marks.

    At most 2,000 characters are looked at; whole bodies go through `render.plain_text`.
    """
    text = _LINK.sub(lambda found: found[1] or "", markdown[:_UNMARKED_LENGTH])
    text = _TAG.sub("", _BREAK.sub(" ", text))
    text = _EMPHASIS.sub("", text)
    text = re.sub(r"^\s*(>\s*|[-*+]\s+|\d+[.)]\s+)", "", text)
    return html.unescape(_ESCAPED.sub(r"\1", text))


def escaped(text: str) -> str:
    """Plain text as Markdown that shows exactly that text: no list, heading, emphasis, link or tag comes of it."""
    quiet = _SPECIAL.sub(r"\\\1", text)
    for loud, entity in _ENTITIES:
        quiet = loud.sub(entity, quiet)
    return _LINE_START.sub(r"\1\\\2", quiet)
