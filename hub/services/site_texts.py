"""Texts of the reader's site that the newsroom can write itself; until it does, those that come with the hub stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Template

from sqlalchemy.orm import Session

from hub.config import Settings
from hub.errors import InvalidError, NotFoundError
from hub.extensions.clock import now
from hub.models import SiteText
from hub.services import tree
from hub.services.audit import record
from hub.services.pages import FOLDER, TextPage
from transcode.documents.render import plain_text, render_html

#: Slug, which is its path too -> heading.
TITLES: Mapping[str, str] = dict(zip(tree.TEXTS, ("Giới thiệu", "Liên hệ", "Trợ năng"), strict=True))

#: A link that begins at the root of the site, which may stand in a folder of another one.
_OF_SITE = re.compile(r'href="/(?P<path>[^"#]*)')

_MAX_CHARS = 100_000
_DESCRIPTION_CHARS = 200


@dataclass(frozen=True, kw_only=True)
class HeldText:
    """A text as it stands. `updated_at` is None while it is the one that comes with the hub."""

    slug: str
    title: str
    #: Markdown; `$site_title` and `$contact_email` stand for the settings of these names.
    body: str
    updated_at: datetime | None
    updated_by: str


def held(session: Session, slug: str) -> HeldText:
    """Raises NotFoundError."""
    if slug not in TITLES:
        raise NotFoundError("trang", slug)
    own = session.get(SiteText, slug)
    return HeldText(
        slug=slug,
        title=TITLES[slug],
        body=own.body if own else shipped(slug),
        updated_at=own.updated_at if own else None,
        updated_by=own.updated_by if own else "",
    )


def shipped(slug: str) -> str:
    """The text that comes with the hub."""
    return (FOLDER / "site_texts" / f"{slug}.md").read_text(encoding="utf-8")


def change(session: Session, slug: str, body: str, *, by: str) -> None:
    """Keep a text; an empty one, or the shipped one, gives way to what comes with the hub.

    Raises:
        NotFoundError: There is no such text.
        InvalidError: It is too long.
    """
    before = held(session, slug)
    # As the forms of browsers send it, lines end in CR LF.
    text = "\n".join(body.splitlines()).strip()
    if len(text) > _MAX_CHARS:
        raise InvalidError("text-too-long", chars=len(text), most=_MAX_CHARS)
    if text == before.body.strip():
        return
    own = session.get(SiteText, slug)
    if text and text != shipped(slug).strip():
        session.merge(SiteText(slug=slug, body=text, updated_at=now(), updated_by=by))
    elif own is not None:
        session.delete(own)
    session.flush()
    tree.mark(session, [f"texts/{slug}/"])
    record(session, by, "site_text.changed", slug, {"before": before.body})


def html_of(settings: Settings, body: str) -> str:
    """Safe HTML of a text, with the values of the settings that it names."""
    values = {"site_title": settings.site_title, "contact_email": settings.contact_email}
    return render_html(Template(body).safe_substitute(values))


def _from_here(found: re.Match[str]) -> str:
    """The same link from a page in a folder of the tree. A folder's file is named, as everywhere in the tree."""
    path = found["path"]
    return f'href="../{path}{"index.html" if not path or path.endswith("/") else ""}'


def page(session: Session, settings: Settings, slug: str) -> TextPage:
    text = held(session, slug)
    body_html = _OF_SITE.sub(_from_here, html_of(settings, text.body))
    words = " ".join(plain_text(body_html).split())
    short = words[:_DESCRIPTION_CHARS].rsplit(" ", 1)[0] if len(words) > _DESCRIPTION_CHARS else words
    return TextPage(
        path=f"{slug}/", title=text.title, description=short, body_html=body_html, updated_at=text.updated_at
    )
