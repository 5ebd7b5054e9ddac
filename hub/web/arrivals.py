"""What came in by every way: shown with what is wrong and what to do, and fetched from an address by hand."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import HubError, InvalidError, told
from hub.models import ArrivalState, RoleName, Way
from hub.services import addresses, merging, passing_over, renewing, sources
from hub.services import arrivals as services
from hub.services.addresses import FORMS, Choice
from hub.services.arrivals import Wanted
from hub.services.intake import Submission
from hub.web.current import by, page_language, parts, person
from hub.web.guard import RoleMissingError, asks_to_publish, needs
from hub.web.upload import form_of
from hub.web.words import _

arrivals = Blueprint("arrivals", __name__, url_prefix="/editor/arrivals")

#: What the form for an address sends.
ADDRESS_FIELDS = (
    "address",
    "programme",
    "title",
    "language",
    "form",
    "subtitles",
    "original_date",
    "publish",
    "review",
)


@arrivals.get("")
@needs(RoleName.REPORTER)
def page() -> ResponseReturnValue:
    return _page({}, "")


@arrivals.post("")
@needs(RoleName.REPORTER)
def from_address() -> ResponseReturnValue:
    """Have a video, a playlist or an article fetched from its address."""
    typed = {name: request.form.get(name, "").strip() for name in ADDRESS_FIELDS}
    choice = Choice(
        form=typed["form"] or FORMS[0],
        subtitles=[tag for tag in re.split(r"[\s,;]+", typed["subtitles"]) if tag],
        original_date=typed["original_date"] == "yes",
    )
    try:
        if not typed["address"]:
            raise InvalidError("invalid-value", field=_("Địa chỉ"), problem=_("còn trống"))
        with parts().database.writing() as session:
            addresses.ask(parts(), session, typed["address"], _submission(typed), choice)
    except RoleMissingError:
        # No form offers that.
        raise
    except HubError as error:
        # What a person has typed is never lost.
        wait_s = getattr(error, "retry_after_s", None)
        headers = {} if wait_s is None else {"Retry-After": str(round(wait_s))}
        return _page(typed, told(error, page_language())), error.status, headers
    flash(_("Đã nhận địa chỉ; hub đang tải về."), "good")
    return redirect(url_for("arrivals.page"), 303)


@arrivals.post("/<arrival_id>/<verb>")
@needs(RoleName.REPORTER)
def act(arrival_id: str, verb: str) -> ResponseReturnValue:
    """One of the verbs; the role it needs stands beside it. A refusal is told above the list."""
    if verb not in _VERBS:
        abort(404)
    role, do = _VERBS[verb]
    if not person().may(role):
        raise RoleMissingError
    try:
        flash(do(arrival_id), "good")
    except HubError as error:
        flash(told(error, page_language()), "bad")
    return redirect(url_for("arrivals.page", **_shown()), 303)


def _submission(typed: Mapping[str, str]) -> Submission:
    return Submission(
        programme=typed["programme"],
        name=typed["address"],
        title=typed["title"],
        language=typed["language"],
        publish=asks_to_publish(asked=typed["publish"] == "yes"),
        review=typed["review"] == "yes",
        by=by(),
    )


def _page(typed: Mapping[str, str], error: str) -> str:
    wanted = _wanted(request.args)
    with parts().database.reading() as session:
        lines, more = services.page(session, wanted)
        return render_template(
            "editor/arrivals.html",
            **form_of(session),
            lines=lines,
            more=more,
            wanted=wanted,
            counts=services.counts(session),
            ways=list(Way),
            states=[*ArrivalState, services.REJECTED],
            droppable={one.arrival.id for one in lines if passing_over.is_to_be_dropped(session, one.arrival)},
            sources=sources.every(session),
            typed=typed,
            error=error,
            forms=FORMS,
            is_link=is_link,
        )


def _wanted(asked: Mapping[str, str]) -> Wanted:
    page = asked.get("page", "")
    return Wanted(
        way=asked.get("way", "") if asked.get("way") in list(Way) else "",
        source=asked.get("source", ""),
        state=asked.get("state", "") if asked.get("state") in [*ArrivalState, services.REJECTED] else "",
        trouble=asked.get("trouble") == "yes",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,  # noqa: PLR2004
    )


def is_link(address: str) -> bool:
    """Whether an address may be shown as a link: a path on the server, or anything else, is text."""
    return address.lower().startswith(("http://", "https://"))


def _shown() -> dict[str, Any]:
    """The part of the list from which a button was pressed."""
    wanted = _wanted(request.form)
    return {
        "way": wanted.way or None,
        "source": wanted.source or None,
        "state": wanted.state or None,
        "trouble": "yes" if wanted.trouble else None,
        "page": wanted.page if wanted.page > 1 else None,
    }


def _again(arrival_id: str) -> str:
    with parts().database.reading() as session:
        item_id = services.get(session, arrival_id).item_id
    if item_id:
        renewing.make_again(parts(), item_id, by=by())
    else:
        with parts().database.writing() as session:
            services.take_again(session, arrival_id, by=by())
    return _("Đang nhận lại.")


def _skip(arrival_id: str) -> str:
    passing_over.pass_over(parts(), arrival_id, by=by())
    return _("Đã bỏ qua.")


def _split(arrival_id: str) -> str:
    merging.split(parts(), arrival_id, by=by())
    return _("Đã tách thành mục riêng.")


_VERBS = {
    "again": (RoleName.REPORTER, _again),
    "skip": (RoleName.EDITOR, _skip),
    "split": (RoleName.EDITOR, _split),
}
