"""Search for readers: a page of the reader's look, without a session, the same for everyone."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from hub.services import listings, pages, programmes, publisher
from hub.services.search import finding
from hub.services.search.finding import Found, Wanted
from hub.services.search.query import MOST_CHARS
from hub.services.views import ItemView, item_views
from hub.web.current import parts
from hub.web.files import squeezed

search = Blueprint("search", __name__)

#: Seconds for which an answer may be given again; what is withdrawn is gone as fast as from the tree's own pages.
CACHE = "public, max-age=60"

#: Fields of the form beside what is typed.
_FILTERS = ("kind", "language", "programme", "from", "to")


@search.get("/search")
def results() -> Response:
    form = {name: request.args.get(name, "").strip() for name in ("q", *_FILTERS)}
    days = {name: _day(form[name]) for name in ("from", "to")}
    kind = form["kind"] if form["kind"] in pages.KIND_TITLES else ""
    unread = form["kind"] != kind or any(form[name] and days[name] is None for name in days)
    wanted = Wanted(
        typed=form["q"],
        kind=kind,
        language=form["language"],
        programme=form["programme"],
        since=days["from"],
        until=days["to"],
        page=_page(request.args.get("page", "")),
    )
    with parts().database.reading() as session:
        found = finding.find(session, wanted)
        items = item_views(session, found.ids)
        shown = listings.shown(session, *listings.NAVIGATION)
        offered = [(one.slug, one.title) for one in programmes.every(session) if f"programme-{one.slug}" in shown]
    told = {
        **form,
        "q": form["q"].replace("\0", "")[:MOST_CHARS],
        "kind": kind,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }
    page = pages.SearchPage(
        form=told,
        programmes=offered,
        remarks=[name for name, holds in (("cut", found.query.is_cut), ("filter", unread)) if holds],
        asked=bool(found.query),
        count=found.count,
        more=found.more,
        rows=[_row(found, item) for item in items],
        page=found.page,
        pages=found.pages,
        previous=_query(told, found.page - 1) if found.page > 1 else "",
        following=_query(told, found.page + 1) if found.page < found.pages else "",
    )
    answer = Response(pages.search_page(publisher.site(parts(), shown), page), content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = CACHE
    return squeezed(answer)


def _row(found: Found, item: ItemView) -> pages.SearchRow:
    return pages.SearchRow(item=item, title=found.query.marked(item.title))


def _query(form: Mapping[str, str], page: int) -> str:
    return urlencode({**{name: value for name, value in form.items() if value}, "page": page}, errors="replace")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(finding.MOST)) + 1 else 1
