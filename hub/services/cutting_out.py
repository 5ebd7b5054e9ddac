"""Articles cut out of an issue: each becomes an item of its own that tells where it stood."""

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import ConflictError
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, Rendition, new_id
from hub.services import chosen_blocks, forms, issues, outdated, pictures, publishing, work
from hub.services.audit import record
from hub.services.chosen_blocks import Place
from hub.services.intake import asset_of
from hub.services.issues import KeptIssue
from hub.services.pictures import Source
from hub.services.views import make_body
from hub.services.work import Lease, Outcome
from transcode.documents.article import Article, ArticlePicture, one_line
from transcode.documents.cutting import BlockRange, stories
from transcode.documents.cutting import cut as cut_article
from transcode.errors import TranscodeError


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An article that was cut from an issue, and its blocks, as they are numbered in that original."""

    item: Item
    places: frozenset[Place]
    page: int


@dataclass(frozen=True, kw_only=True)
class CutStories:
    """What became of proposed articles: ids of those that were made, and titles of those that were there."""

    made: Sequence[str]
    known: Sequence[str]


def cut(parts: Parts, item_id: str, places: Collection[Place], *, title: str = "", by: str) -> str:
    """Make an article of chosen blocks of an issue: a draft with its own pictures, in the issue's programme.

    Args:
        parts: Of the hub.
        item_id: The issue.
        places: Its blocks.
        title: Empty for the first headline among them.
        by: Who cuts.

    Returns:
        The id of the article.

    Raises:
        NotFoundError: There is no such item.
        ConflictError: "no-issue"; "cut-already" when an article stands for exactly these blocks, with its id as `item`.
        RejectedError: "no-text" when there are no words in them.
    """
    with parts.database.writing() as session:
        sheet = _sheet(parts, session, item_id)
        there = sheet.article_of(frozenset(places))
        if there is not None:
            raise ConflictError("cut-already", title=there.title, item=there.id)
        article = sheet.cut(places, title=title, by=by)
        outdated.follow(parts, session, article)
        return article.id


def cut_stories(parts: Parts, item_id: str, numbers: Collection[int], *, by: str) -> CutStories:
    """Make articles of those that the issue's bookmarks or headlines propose.

    Args:
        parts: Of the hub.
        item_id: The issue.
        numbers: Of the proposals, from 0; one that is not there is passed over.
        by: Who cuts.

    Raises:
        NotFoundError, ConflictError: As `cut`; a proposal that was cut before is told, not refused.
        RejectedError: As `cut`.
    """
    made, known = [], []
    with parts.database.writing() as session:
        sheet = _sheet(parts, session, item_id)
        for number, story in enumerate(stories(sheet.kept.issue)):
            if number not in numbers:
                continue
            places = chosen_blocks.of_story(sheet.kept.issue, story)
            there = sheet.article_of(places)
            if there is None:
                article = sheet.cut(places, title=story.title, by=by)
                outdated.follow(parts, session, article)
                made.append(article.id)
            else:
                known.append(there.title)
    return CutStories(made=made, known=known)


def pieces(session: Session, issue_id: str) -> list[Piece]:
    """The articles that were cut from an issue and are not put aside, in the order in which they stood."""
    rows = session.execute(
        select(Item, Asset)
        .join(Asset, Asset.item_id == Item.id)
        .where(Item.part_of == issue_id, Item.state != ItemState.WITHDRAWN, Item.merged_into.is_(None))
        .order_by(Item.id)
    )
    found = [
        Piece(item=item, places=chosen_blocks.places_of(_ranges(asset)), page=asset.facts["page"])
        for item, asset in rows
        if "cut" in asset.facts
    ]
    return sorted(found, key=lambda piece: min(piece.places))


def finish(parts: Parts, lease: Lease, folder: Path) -> Outcome:
    """One attempt to make the pictures of an article that was cut; one that is broken is left out."""
    with parts.database.reading() as session:
        asset = asset_of(session, lease.subject_id)
    made: list[Rendition] = []
    for number, key in enumerate(asset.facts["pictures"], 1):
        with contextlib.suppress(TranscodeError):
            told = ArticlePicture(name=key, data=b"")
            source = Source(path=parts.storage.fetch(key, folder), number=number, told=told)
            made += pictures.make(parts, asset, source, folder)
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
        asset.state = AssetState.READY
        forms.forget(session, item)
        session.add_all(made)
        forms.page(session, item, asset)
        session.flush()
        make_body(session, item)
        outdated.follow(parts, session, item)
        publishing.forms_changed(parts, session, item)
    return work.OK


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """An issue that lies on the table."""

    session: Session
    item: Item
    asset: Asset
    kept: KeptIssue

    def article_of(self, places: frozenset[Place]) -> Item | None:
        """The article that was cut of exactly these blocks."""
        return next((one.item for one in pieces(self.session, self.item.id) if one.places == places), None)

    def cut(self, places: Collection[Place], *, title: str, by: str) -> Item:
        ranges = chosen_blocks.ranges_of(self.kept.issue, places)
        # Named by their storage keys; their bytes are read when they are made.
        held = [ArticlePicture(name=key, data=b"") for key in self.kept.pictures]
        article = cut_article(self.kept.issue, ranges, pictures=held)
        item = self._item(article, title=title, by=by)
        keys = [picture.name for picture in article.pictures]
        page = min(page for page, _ in places)
        asset = Asset(
            item_id=item.id,
            sha256=self.asset.sha256,
            name=self.asset.name,
            size_bytes=self.asset.size_bytes,
            media_type=self.asset.media_type,
            state=AssetState.RECEIVED if keys else AssetState.READY,
            received_at=now(),
            facts={
                "cut": [[one.page, one.first, one.last] for one in ranges],
                "page": page,
                "chapter": self.kept.issue.in_chapters,
                "pictures": keys,
                "format": self.asset.facts.get("format", ""),
                "separate": True,
                "title_given": True,
            },
        )
        self.session.add(asset)
        self.session.flush()
        forms.page(self.session, item, asset)
        make_body(self.session, item)
        if keys:
            work.promise(self.session, "intake", item.id)
        record(self.session, by, "item.cut-out", item.id, {"from": self.item.id, "page": page})
        record(self.session, by, "item.cut", self.item.id, {"article": item.id, "title": item.title})
        return item

    def _item(self, article: Article, *, title: str, by: str) -> Item:
        author = article.metadata.get("author", "")
        item = Item(
            id=new_id(),
            programme_id=self.item.programme_id,
            part_of=self.item.id,
            title=one_line(title) or article.title,
            summary=article.summary,
            body=article.markdown,
            language=self.item.language,
            authors=[author] if author else [],
            ai_label=self.item.ai_label,
            credit=self.item.credit,
            created_by=by,
            created_at=now(),
            updated_at=now(),
        )
        self.session.add(item)
        self.session.flush()
        return item


def _sheet(parts: Parts, session: Session, item_id: str) -> _Sheet:
    # Two editors who cut the same blocks at the same moment make one article.
    session.scalar(select(Item.id).where(Item.id == item_id).with_for_update())
    item, asset = publishing.get(session, item_id), asset_of(session, item_id)
    return _Sheet(session=session, item=item, asset=asset, kept=issues.read(parts, asset))


def _ranges(asset: Asset) -> list[BlockRange]:
    return [BlockRange(page=page, first=first, last=last) for page, first, last in asset.facts["cut"]]
