"""Sources that the hub looks at by itself: listed, added, changed, switched, looked at now."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.errors import InvalidError, NotFoundError, sentence, told
from hub.extensions.clock import now
from hub.models import RoleName, Source, SourceKind
from hub.services import programmes, source_accounts
from hub.services import sources as services
from hub.services.addresses import FORMS
from hub.services.languages import LANGUAGES
from hub.services.sources import Account
from hub.web import source_options
from hub.web.current import by, page_language, parts, person
from hub.web.guard import RoleMissingError, needs
from hub.web.source_form import SourceForm, typed_of, usual
from hub.web.words import _

sources = Blueprint("sources", __name__, url_prefix="/editor/sources")


@sources.get("/")
@needs(RoleName.REPORTER)
def page() -> ResponseReturnValue:
    with parts().database.reading() as session:
        found = services.every(session)
    return render_template(
        "editor/sources.html",
        sources=found,
        quiet={one.id: services.quiet_since(one, at=now()) for one in found},
        kinds=[kind for kind in SourceKind if _may_keep(kind)],
        may_change=_may_keep,
        notes=services.notes,
    )


@sources.get("/new")
@needs(RoleName.EDITOR)
def new() -> ResponseReturnValue:
    typed = {"full_text": "yes", "address": request.args.get("address", "")}
    return _form(SourceForm(kind=_kind(request.args.get("kind", "")), typed=typed), None)


@sources.post("/new")
@needs(RoleName.EDITOR)
def add() -> ResponseReturnValue:
    form = SourceForm(kind=_kind(request.form.get("kind", "")), typed=request.form)
    account = form.account()
    with parts().database.reading() as session:
        if account.slug in {held.slug for held in services.every(session)}:
            form.fault("slug", _("Mã ngắn"), _("Đã có nguồn dùng mã này. Hãy chọn mã khác."))
        form.check_place(parts(), session, account)
    if form.faults:
        return _form(form, None), 422
    with parts().database.writing() as session:
        source_accounts.add(parts(), session, account, by=by())
    flash(_("Đã thêm nguồn; hub đang xem lần đầu."), "good")
    _flash_remark(account)
    return redirect(url_for("sources.page"), 303)


@sources.get("/<slug>/")
@needs(RoleName.REPORTER)
def one(slug: str) -> ResponseReturnValue:
    held = _held(slug)
    return _form(SourceForm(kind=held.kind, typed=typed_of(held)), held)


@sources.post("/<slug>/")
@needs(RoleName.EDITOR)
def change(slug: str) -> ResponseReturnValue:
    held = _held(slug)
    form = SourceForm(kind=_kind(held.kind), typed=request.form)
    account = form.account(slug=slug)
    with parts().database.reading() as session:
        form.check_place(parts(), session, account, held=held)
    if form.faults:
        return _form(form, held), 422
    with parts().database.writing() as session:
        source_accounts.change(parts(), session, slug, _values(account, held), by=by())
    flash(_("Đã lưu."), "good")
    _flash_remark(account)
    return redirect(url_for("sources.one", slug=slug), 303)


@sources.post("/<slug>/switch")
@needs(RoleName.EDITOR)
def switch(slug: str) -> ResponseReturnValue:
    _kind(_held(slug).kind)
    enabled = request.form.get("enabled") == "yes"
    try:
        with parts().database.writing() as session:
            source_accounts.switch(parts(), session, slug, enabled=enabled, by=by())
    except InvalidError as error:
        flash(told(error, page_language()), "bad")
        return redirect(url_for("sources.page"), 303)
    flash(_("Đã bật nguồn.") if enabled else _("Đã tắt nguồn; những gì đã nhận vẫn còn."), "good")
    return redirect(url_for("sources.page"), 303)


@sources.post("/<slug>/look")
@needs(RoleName.EDITOR)
def look(slug: str) -> ResponseReturnValue:
    with parts().database.writing() as session:
        services.look_now(session, services.find(session, slug))
    flash(_("Hub đang xem nguồn này."), "good")
    return redirect(url_for("sources.page"), 303)


def _held(slug: str) -> Source:
    with parts().database.reading() as session:
        return services.find(session, slug)


def _may_keep(kind: str) -> bool:
    """A folder is a path on the server: only administrators name one."""
    return person().may(RoleName.ADMINISTRATOR if kind == SourceKind.FOLDER else RoleName.EDITOR)


def _kind(kind: str) -> str:
    """The kind of source that the person may keep. Raises NotFoundError, RoleMissingError."""
    if kind not in list(SourceKind):
        raise NotFoundError("loại nguồn", kind)
    if not _may_keep(kind):
        raise RoleMissingError
    return kind


def _flash_remark(account: Account) -> None:
    remark = source_accounts.remark(account)
    if remark:
        flash(sentence(*remark, page_language()), "doubt")


def _values(account: Account, held: Source) -> dict[str, object]:
    """What changes; options of which the form knows nothing stay."""
    own = source_options.names(held.kind)
    others = {name: value for name, value in held.options.items() if name not in own}
    names = ("title", "programme", "address", "quiet_after_h")
    return {**{name: getattr(account, name) for name in names}, "options": {**others, **account.options}}


def _form(form: SourceForm, held: Source | None) -> str:
    with parts().database.reading() as session:
        known = programmes.every(session)
    return render_template(
        "editor/source.html",
        kind=form.kind,
        typed=form.typed,
        faults=form.in_order(),
        held=held,
        quiet=services.quiet_since(held, at=now()) if held else None,
        notes=services.notes(held) if held else [],
        programmes=known,
        forms=FORMS,
        languages=LANGUAGES,
        usual=usual(form.kind),
        newest=source_options.NEWEST.get(form.kind),
        settle_s=source_options.usual_settle_s(),
        rare_open=any(form.typed.get(name) or name in form.faults for name in source_options.RARE),
        may_change=_may_keep(form.kind),
    )
