"""Cutting an issue of a newspaper or magazine into articles: by its bookmarks and headlines, or by hand.

What is chosen stands in the page's address, so that it outlives a reload, the way back, and other pages of the issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.errors import ConflictError, HubError, told
from hub.models import Item, ItemState, Rendition, RoleName
from hub.services import chosen_blocks, cutting_out, issues, publishing
from hub.services.chosen_blocks import Place
from hub.services.cutting_out import Piece
from hub.services.intake import asset_of
from hub.services.issues import KeptIssue
from hub.web.current import by, page_language, parts, person
from hub.web.guard import RoleMissingError, needs
from hub.web.words import _
from transcode.documents.cutting import Story, stories
from transcode.documents.issue import Issue, IssueBlock, IssuePage
from transcode.errors import TranscodeError

#: Blocks of a page that are shown one below the other; of more, each headline unfolds its own.
MOST_UNFOLDED = 20

issue_pages = Blueprint("issues", __name__, url_prefix="/editor/items/<item_id>/cut")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an editor has chosen so far, and the page that is open."""

    page: int
    places: frozenset[Place]
    title: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An article that the issue proposes. `known` is the one that was made of it."""

    number: int
    story: Story
    kept: str
    words: int
    known: Item | None

    @property
    def pages(self) -> list[int]:
        return [one.page for one in self.story.ranges]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A headline of the open page with what stands below it; the first one may have no headline."""

    headline: str
    blocks: Sequence[IssueBlock]

    @property
    def words(self) -> int:
        return sum(len(one.text.split()) for one in self.blocks if not one.heading)


@issue_pages.get("")
@needs(RoleName.REPORTER)
def page(item_id: str) -> ResponseReturnValue:
    with parts().database.reading() as session:
        held = publishing.get(session, item_id)
    if held.merged_into is not None:
        return redirect(url_for("issues.page", item_id=held.merged_into), 303)
    kept = _kept(item_id)
    chosen = Chosen(
        page=request.args.get("page", 1, int),
        places=chosen_blocks.read(kept.issue, request.args.get("kept", "")),
        title=request.args.get("title", ""),
    )
    return _page(item_id, kept, chosen)


@issue_pages.post("")
@needs(RoleName.REPORTER)
def by_hand(item_id: str) -> ResponseReturnValue:
    """Cut what is chosen, or open another page with it."""
    kept = _kept(item_id)
    chosen = _posted(kept.issue)
    if "show" in request.form:
        shown = request.form.get("show", chosen.page, int)
        return redirect(_address(item_id, shown, chosen_blocks.written(chosen.places), chosen.title), 303)
    try:
        article = cutting_out.cut(parts(), item_id, chosen.places, title=chosen.title, by=by())
    except (HubError, TranscodeError) as error:
        # What a person has chosen and typed is never lost.
        known = str(error.facts["item"]) if error.code == "cut-already" else ""
        if error.code == "no-text":
            return _page(item_id, kept, chosen, error=_("Chưa chọn đoạn nào có chữ.")), 422
        return _page(item_id, kept, chosen, error=told(error, page_language()), known=known), 409
    with parts().database.reading() as session:
        flash(_("Đã cắt thành “%(title)s”.", title=publishing.get(session, article).title), "good")
    return redirect(_address(item_id, chosen.page), 303)


@issue_pages.post("/stories")
@needs(RoleName.REPORTER)
def by_stories(item_id: str) -> ResponseReturnValue:
    """Cut the proposed articles that are ticked."""
    numbers = set(request.form.getlist("story", int))
    if not numbers:
        flash(_("Chưa chọn bài nào."), "bad")
        return redirect(_address(item_id), 303)
    try:
        cut = cutting_out.cut_stories(parts(), item_id, numbers, by=by())
    except (ConflictError, TranscodeError) as error:
        flash(told(error, page_language()), "bad")
        return redirect(_address(item_id), 303)
    if cut.made:
        flash(_("Đã cắt thành %(count)s bài, đều là bản thảo.", count=len(cut.made)), "good")
    for title in cut.known:
        flash(_("Đã cắt thành “%(title)s” từ trước.", title=title), "doubt")
    return redirect(_address(item_id), 303)


@issue_pages.post("/undo")
@needs(RoleName.REPORTER)
def undo(item_id: str) -> ResponseReturnValue:
    """Drop an article that was just cut; its blocks and its title are chosen again."""
    with parts().database.reading() as session:
        pieces = cutting_out.pieces(session, item_id)
    piece = next((one for one in pieces if one.item.id == request.form.get("article", "")), None)
    if piece is None:
        abort(404)
    if not _may_drop(piece.item):
        raise RoleMissingError
    try:
        publishing.put_aside(parts(), piece.item.id, by=by())
    except ConflictError as error:
        flash(told(error, page_language()), "bad")
        return redirect(_address(item_id, piece.page), 303)
    flash(_("Đã bỏ “%(title)s”; các đoạn của bài đang được chọn lại.", title=piece.item.title), "good")
    kept = chosen_blocks.written(piece.places)
    return redirect(f"{_address(item_id, piece.page, kept, piece.item.title)}#by-hand", 303)


def _may_drop(article: Item) -> bool:
    """Whoever cut it, and every editor."""
    return person().may(RoleName.EDITOR) or article.created_by == by()


def _may_undo(article: Item) -> bool:
    return article.state == ItemState.DRAFT and _may_drop(article)


def _kept(item_id: str) -> KeptIssue:
    with parts().database.reading() as session:
        asset = asset_of(session, publishing.get(session, item_id).id)
    return issues.read(parts(), asset)


def _posted(issue: Issue) -> Chosen:
    """What was chosen on other pages, and what is ticked on the open one."""
    form = request.form
    number = form.get("page", 1, int)
    elsewhere = {place for place in chosen_blocks.read(issue, form.get("kept", "")) if place[0] != number}
    ticked = chosen_blocks.read(issue, ",".join(f"{number}.{block}" for block in form.getlist("block", int)))
    return Chosen(page=number, places=frozenset(elsewhere | ticked), title=form.get("title", "").strip())


def _page(item_id: str, kept: KeptIssue, chosen: Chosen, *, error: str = "", known: str = "") -> str:
    opened = next((one for one in kept.issue.pages if one.number == chosen.page), kept.issue.pages[0])
    with parts().database.reading() as session:
        item = publishing.get(session, item_id)
        pieces = cutting_out.pieces(session, item_id)
        made = select(Rendition).where(Rendition.item_id == item_id, Rendition.form == "picture")
        pictures = {one.details.get("number", 0) - 1: one for one in session.scalars(made)}
    return render_template(
        "editor/cut.html",
        item=item,
        issue=kept.issue,
        opened=opened,
        # Page by page, or as the blocks of a chapter name them.
        picture=None if kept.issue.in_chapters else pictures.get(opened.number - 1),
        pictures=pictures,
        groups=_groups(opened),
        folds=len(opened.blocks) > MOST_UNFOLDED,
        chosen=chosen,
        ticked={block for at, block in chosen.places if at == opened.number},
        elsewhere=sum(at != opened.number for at, _block in chosen.places),
        kept=chosen_blocks.written(chosen.places),
        counts=_counts(chosen),
        proposals=_proposals(kept.issue, pieces),
        pieces=pieces,
        cut_into=_cut_into(opened, pieces),
        may_undo=_may_undo,
        address=_address,
        error=error,
        known=known,
    )


def _groups(opened: IssuePage) -> list[Group]:
    """The blocks of a page by their headlines, in reading order; a headline right below another one is a part of it."""
    found: list[list[IssueBlock]] = []
    for block in opened.blocks:
        if not found or (block.heading and not all(one.heading for one in found[-1])):
            found.append([])
        found[-1].append(block)
    return [Group(headline=next((one.text for one in group if one.heading), ""), blocks=group) for group in found]


def _address(item_id: str, shown: int = 1, kept: str = "", title: str = "") -> str:
    number = shown if shown > 1 else None
    return url_for("issues.page", item_id=item_id, page=number, kept=kept or None, title=title or None)


def _counts(chosen: Chosen) -> list[tuple[int, int]]:
    """How many blocks are chosen, page by page."""
    return [
        (number, sum(1 for at, _block in chosen.places if at == number))
        for number in sorted({at for at, _block in chosen.places})
    ]


def _proposals(issue: Issue, pieces: list[Piece]) -> list[Proposal]:
    texts = {(one.number, block.number): block for one in issue.pages for block in one.blocks}
    made = {piece.places: piece.item for piece in pieces}
    found = []
    for number, story in enumerate(stories(issue)):
        places = chosen_blocks.of_story(issue, story)
        words = sum(len(texts[place].text.split()) for place in places if not texts[place].heading)
        kept = chosen_blocks.written(places)
        found.append(Proposal(number=number, story=story, kept=kept, words=words, known=made.get(places)))
    return found


def _cut_into(opened: IssuePage, pieces: list[Piece]) -> dict[int, list[Item]]:
    """Block of the page -> articles that it stands in."""
    return {
        block.number: [piece.item for piece in pieces if (opened.number, block.number) in piece.places]
        for block in opened.blocks
    }
