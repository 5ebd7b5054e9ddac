"""What templates can say: filters for moments, sizes and states, and the sections of the hub."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from babel.dates import format_datetime
from flask import Flask, request, url_for
from flask_babel import format_decimal
from flask_security import current_user
from jinja2 import pass_context
from jinja2.runtime import Context

from hub.errors import sentence
from hub.extensions.clock import local
from hub.models import RoleName
from hub.services import forms, labels, pages
from hub.services.communes import COMMUNES
from hub.services.languages import language_name
from hub.web.current import page_language, parts
from hub.web.language import LANGUAGES
from hub.web.words import _


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the hub in the navigation."""

    title: str
    address: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class OtherLanguage:
    """The link that switches the language."""

    tag: str
    name: str
    address: str


def prepare(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters = {
        "moment": moment,
        "told_moment": lambda text: moment(datetime.fromisoformat(text)),
        "size": lambda value: pages.size(value, page_language()),
        "number": format_decimal,
        "duration": pages.duration,
        "state": lambda value, kind: labels.state(kind, value, page_language()),
        "kind": partial(_said, labels.KINDS),
        "weekday": partial(_said, labels.WEEKDAYS),
        "work": partial(_said, labels.WORK),
        "role": partial(_said, labels.ROLES),
        "group": partial(_said, labels.GROUPS),
        "verb": partial(_said, labels.VERBS),
        "proof": partial(_said, labels.PROOFS),
        "way": partial(_said, labels.WAYS),
        "source": partial(_said, labels.SOURCES),
        "form": lambda form: forms.label(form, page_language()),
        "who": lambda name: labels.who(name, page_language()),
        "left": lambda seconds: labels.left(seconds, page_language()),
        "language": lambda tag: language_name(tag, page_language()),
        "told": told,
        "commune": lambda slug: COMMUNES[slug].title,
    }
    app.jinja_env.filters |= {name: _said_anew(say) for name, say in filters.items()}
    app.jinja_env.globals |= {"tone": labels.tone}
    app.context_processor(_around)


def moment(value: datetime | None) -> str:
    """22/11/2026, 17:05, as people of the province read it; nothing for a moment that has not come."""
    if value is None:
        return ""
    return str(format_datetime(local(value), "dd/MM/yyyy, HH:mm", locale="vi"))


def told(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code in the language of the page."""
    return sentence(code, facts or {}, page_language())


def _said_anew(say: Callable[..., str]) -> Callable[..., str]:
    """Have a filter asked for every page.

    What it says of a constant would be worked out once, when the template is compiled, in the language of whoever
    happens to be the first to open the page.
    """

    @pass_context
    def said(context: Context, *args: Any) -> str:
        del context
        return say(*args)

    return said


def _said(pairs: Mapping[str, labels.Pair], value: str) -> str:
    return labels.said(pairs, value, page_language())


def _around() -> dict[str, Any]:
    # Readers of the public tree have no session, and errors there know of no person.
    person = None if request.blueprint in {"public", "search"} or not current_user.is_authenticated else current_user
    return {
        "site_title": parts().settings.site_title,
        "person": person,
        "sections": sections,
        "other_language": other_language,
    }


def sections() -> list[Section]:
    """The parts that the person may open."""
    offered = (
        (RoleName.REPORTER, _("Biên tập"), "/editor/"),
        (RoleName.LEARNER, _("Học"), "/learn/"),
        (RoleName.ADMINISTRATOR, _("Quản trị"), "/admin/"),
    )
    return [
        Section(title=title, address=address, here=request.path.startswith(address))
        for role, title, address in offered
        if current_user.may(role)
    ]


def other_language() -> OtherLanguage:
    tag = "vi" if page_language() == "en" else "en"
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return OtherLanguage(tag=tag, name=LANGUAGES[tag], address=url_for("language.choose", tag=tag, next=here))
