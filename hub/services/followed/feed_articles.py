"""The article of an entry as one original: Markdown with its front matter, and the pictures that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from feeds.decoding import decode
from feeds.markup import plain_text
from feeds.reading.entry import ReadEntry
from feeds.text import says_something
from hub.errors import AddressRefusedError, FetchError, InvalidError
from hub.extensions.fetching import Fetched, Limits, fetch
from hub.extensions.parts import Parts
from hub.services.followed import feed_entries, full_text, illustrations
from hub.services.followed.full_text import FullText
from hub.services.followed.illustrations import Lead
from hub.services.intake import Submission
from transcode.documents.article import one_line
from transcode.documents.markup import markdown_from_html

_LIMITS = Limits(max_bytes=5_000_000, total_s=60, read_s=20)
_OK = 200
_TITLE_CHARACTERS = 90


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was made of an entry, ready to be kept.

    Attributes:
        path: The original.
        wishes: What it should become.
        facts: For the asset.
        remark: Code of what an editor should know of how it came; empty for nothing.
        remark_facts: What its sentence is filled with.
    """

    path: Path
    wishes: Submission
    facts: Mapping[str, Any]
    remark: str = ""
    remark_facts: Mapping[str, Any] | None = None


def draft(parts: Parts, entry: ReadEntry, wishes: Submission, folder: Path, *, read_page: bool) -> Draft:
    """Write the article of an entry to `folder`, whole where that can be had.

    Raises:
        InvalidError: Neither the feed nor the page has any text.
    """
    told = entry.content_html if says_something(entry.content_html) else entry.summary_html
    page, remark = None, ""
    leads = [Lead(url=one.url, caption=one.credit) for one in feed_entries.pictures(entry)]
    whole = full_text.is_whole(entry)
    # A text that came whole is worth a look at its page only for a picture, where its feed has none.
    if read_page and entry.url and not (whole and (leads or "<img" in told)):
        fetched = _fetched(parts, entry)
        page = _article(fetched, entry) if fetched and not whole else None
        remark = "" if page or whole else "feed-summary-only"
        picture = full_text.picture_of(_text(fetched), fetched.url) if fetched else ""
        leads += [Lead(url=picture)] if picture else []
    illustrated = illustrations.illustrate(parts, page.markup if page else told, leads, folder)
    body = markdown_from_html(illustrated.markup)
    if not body.strip():
        raise InvalidError("feed-entry-empty", address=entry.url or wishes.name)
    title = wishes.title or one_line(page.title if page else "")
    title = title or one_line(plain_text(told), most=_TITLE_CHARACTERS) or wishes.name
    authors = wishes.authors or (page.authors if page else ())
    path = folder / "article.md"
    path.write_text(_front_matter(entry, wishes, title, authors) + body + "\n", "utf-8")
    if not remark and illustrated.lost:
        remark = "feed-pictures-lost"
    return Draft(
        path=path,
        wishes=replace(wishes, title=title, authors=authors, name=f"{title}.md"),
        facts={"attachments": dict(illustrated.keys)},
        remark=remark,
        remark_facts={"count": illustrated.lost} if remark == "feed-pictures-lost" else {},
    )


def _fetched(parts: Parts, entry: ReadEntry) -> Fetched | None:
    """The page of an entry; None where it cannot be had."""
    try:
        fetched = fetch(parts.egress, entry.url, headers={"Accept": "text/html, */*;q=0.5"}, limits=_LIMITS)
    except (FetchError, AddressRefusedError):
        return None
    return fetched if fetched.status == _OK else None


def _article(page: Fetched, entry: ReadEntry) -> FullText | None:
    found = full_text.of_page(_text(page), page.url)
    return found if found and full_text.is_better(found, entry) else None


def _text(page: Fetched) -> str:
    return decode(page.body, page.headers.get("Content-Type"))


def _front_matter(entry: ReadEntry, wishes: Submission, title: str, authors: tuple[str, ...]) -> str:
    """What a person who opens the original should know; the same for the same entry, whichever feed it came by."""
    fields = {
        "title": title,
        "author": ", ".join(authors),
        "date": entry.published.isoformat() if entry.published else "",
        "source": entry.url,
        "summary": wishes.summary,
    }
    told = {name: value for name, value in fields.items() if value}
    return f"---\n{yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000)}---\n\n"
