"""Markdown with or without front matter."""

import datetime as dt
import re

import yaml
from frontmatter.default_handlers import YAMLHandler

from transcode.documents.article import Article, one_line, summarise, unmarked
from transcode.documents.limits import DocumentLimits
from transcode.documents.text import decode
from transcode.documents.title import title_from_name
from transcode.errors import RejectedError

_FRONT_MATTER_LENGTH = 64 * 1024
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_VALUE_LENGTH = 1_000
_HEADING_LENGTH = 1_000
_OPENING = re.compile(r"---[ \t]*\n")
_HEADING = re.compile(r"#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)|([^\n#>|<`\-*+][^\n]*)\n(?:=+|-{3,})[ \t]*(?:\n|$)")
_TITLE_KEYS = ("title", "tiêu đề")
_LANGUAGE_KEYS = ("lang", "language")


def read_markdown(data: bytes, *, name: str, limits: DocumentLimits, encoding: str = "") -> Article:
    """An article from Markdown. The title is the front matter's, or the heading that the text begins with.

    The body is kept as written, HTML in it included: `render_html` is what makes it safe.

    Raises:
        RejectedError: "text-encoding-unknown", "text-too-long", "front-matter-broken", "no-text".
    """
    decoded = decode(data, encoding)
    text = decoded.text
    limits.check_text(text)
    fields, body = _front_matter(text)
    body = body.strip("\n")
    given = next((fields[key] for key in _TITLE_KEYS if fields.get(key)), "")
    heading = _heading(body)
    shown = one_line(unmarked(heading[1] or heading[2])) if heading else ""
    if heading and shown and (not given or shown.casefold() == one_line(given).casefold()):
        body = body[heading.end() :].strip("\n")
    title = one_line(given) or shown or title_from_name(name)
    if not body.strip() and not (given or shown):
        raise RejectedError("no-text")
    language = next((fields[key] for key in _LANGUAGE_KEYS if _LANGUAGE.fullmatch(fields.get(key, ""))), None)
    rest = {key: value for key, value in fields.items() if key not in _TITLE_KEYS + _LANGUAGE_KEYS}
    return Article(
        title=title,
        summary=one_line(fields.get("summary", ""), most=300) or summarise(body),
        markdown=body,
        language=language,
        metadata=rest | {"encoding": decoded.encoding},
        remarks=decoded.remarks,
    )


def _heading(body: str) -> re.Match[str] | None:
    """The heading at the very start, looked for in its first characters only: the pattern is slow on endless lines."""
    found = _HEADING.match(body[:_HEADING_LENGTH])
    return found if found and (found.end() < _HEADING_LENGTH or len(body) <= _HEADING_LENGTH) else None


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields between two `---` lines, and the rest. Text between rules that is no mapping belongs to the body."""
    start = text.lstrip("\n")
    if not _OPENING.match(start):
        return {}, text
    handler = YAMLHandler()
    try:
        written, body = handler.split(start)
    except ValueError:
        return {}, text
    if len(written) > _FRONT_MATTER_LENGTH:
        raise RejectedError("front-matter-broken", line=2)
    try:
        fields = handler.load(written, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise RejectedError("front-matter-broken", line=line + 1) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RejectedError("front-matter-broken", line=2) from error
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, given in fields.items() if (value := _as_text(given))}, body


def _as_text(value: object) -> str:
    """Plain values and lists of plain values as text. Anything nested is left out: aliases could blow it up."""
    if isinstance(value, list):
        return ", ".join(text for one in value[:100] if not isinstance(one, list) and (text := _as_text(one)))[
            :_VALUE_LENGTH
        ]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)[:_VALUE_LENGTH] if isinstance(value, str | int | float) else ""
