"""What readers see of an item: plain values, gathered with few queries, for pages and feeds alike."""

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Asset, Item, ItemState, Rendition, RenditionState
from hub.services import errata
from hub.services.communes import COMMUNES
from hub.services.errata import Erratum
from hub.services.listings import MAX_TOPICS
from hub.services.slugs import slug_of
from transcode.documents.render import plain_text, render_html
from transcode.picture_markup import PictureSource, picture_markup

#: Forms that are no media of the item itself: its page, the pictures of its text, and what there is by language.
_APART = frozenset({"page", "picture", "picture-thumb", "pictures", "captions", "transcript"})

#: What every browser shows; pictures stand as it in pages and feeds.
_PLAIN_PICTURE = "image/jpeg"
#: From an item's page to the root of the tree.
_FROM_PAGE = "../../"

#: A picture, as `render_html` writes it.
_PICTURE = re.compile(r'<img src="(?P<source>[^"]+)" alt="(?P<alt>[^"]*)"[^>]*>')
#: A picture that is a paragraph of its own, as `render_html` writes it.
_ALONE = re.compile(r'<p>(?P<picture><img src="(?P<source>[^"]+)"[^>]*>)</p>')


@dataclass(frozen=True, kw_only=True)
class MediaView:
    """One ready form of an item."""

    form: str
    #: Below the public root, without a slash before.
    path: str
    media_type: str
    size_bytes: int
    sha256: str
    duration_s: float | None
    width: int | None
    height: int | None
    alt: str
    caption: str
    #: BCP-47, of captions and transcripts; empty for others.
    language: str = ""
    #: Of captions and transcripts: a program has heard or written them.
    is_machine: bool = False

    @property
    def private_key(self) -> str:
        """Where it lies before, and while, readers have a copy."""
        return f"renditions/{self.path.removeprefix('media/')}"


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Where an article stood. `page` is 0 in a book without pages; `path` is empty while readers cannot open it."""

    title: str
    language: str
    page: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter of a recording; `end_s` is None for one that lasts until the next."""

    start_s: float
    end_s: float | None
    title: str


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """An item as readers get it. `media` holds its ready forms by name; pictures apart, in their order."""

    id: str
    title: str
    summary: str
    body_html: str
    language: str
    kind: str
    programme_slug: str
    programme_title: str
    organisation: str
    organisation_slug: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    #: Slugs of communes and wards.
    places: tuple[str, ...]
    ai_label: str
    credit: str
    state: str
    revision: int
    duration_s: float | None
    published_at: datetime
    updated_at: datetime
    media: dict[str, MediaView]
    pictures: tuple[MediaView, ...]
    #: Path of a picture -> its files for other screens and lines; empty until they are made.
    picture_sets: Mapping[str, tuple[PictureSource, ...]] = field(default_factory=dict)
    #: By language; the item's own first.
    captions: tuple[MediaView, ...] = ()
    transcripts: tuple[MediaView, ...] = ()
    #: Of an article that was cut from an issue.
    excerpt: Excerpt | None = None
    chapters: tuple[Chapter, ...] = ()
    #: Of what was published, the newest first.
    errata: Sequence[Erratum] = ()
    #: What is said to readers of one that was withdrawn; may be empty.
    farewell: str = ""

    @property
    def path(self) -> str:
        return f"items/{self.id}/"

    @property
    def topic_links(self) -> Sequence[tuple[str, str]]:
        """(path, tag) of its topics; the path is empty where there is no page of a topic."""
        return [(f"topics/{slug_of(tag)}/" if number < MAX_TOPICS else "", tag) for number, tag in enumerate(self.tags)]

    @property
    def place_links(self) -> Sequence[tuple[str, str]]:
        """(path, name) of its communes and wards."""
        return [(f"places/{slug}/", COMMUNES[slug].title) for slug in self.places if slug in COMMUNES]

    @property
    def lead(self) -> str:
        """The summary, where the body does not begin with the same words."""
        beginning = " ".join(plain_text(self.body_html[:6000]).split()) if self.body_html else ""
        return "" if self.summary and beginning.startswith(self.summary.rstrip("…. ")) else self.summary

    @property
    def page_html(self) -> str:
        """The body for the item's page, where a browser takes the lightest file that suits its screen."""

        def lighter(found: re.Match[str]) -> str:
            sources = self.picture_sets.get(found["source"].removeprefix(_FROM_PAGE))
            return picture_markup(sources, alt=html.unescape(found["alt"])) if sources else found[0]

        return _PICTURE.sub(lighter, self.body_html)

    def picture_html(self, picture: MediaView) -> str:
        """Safe HTML of one of its pictures, for its page."""
        plain = PictureSource(
            url=f"{_FROM_PAGE}{picture.path}",
            width=picture.width or 0,
            height=picture.height or 0,
            media_type=_PLAIN_PICTURE,
        )
        return picture_markup(self.picture_sets.get(picture.path, (plain,)), alt=picture.alt)

    @property
    def picture(self) -> MediaView | None:
        """The one picture that stands for the item."""
        return self.media.get("poster") or (self.pictures[0] if self.pictures else None)

    @property
    def is_public(self) -> bool:
        return self.state == ItemState.PUBLISHED


def item_views(session: Session, ids: Sequence[str], *, public_only: bool = True) -> list[ItemView]:
    """Views of items in the order of `ids`; those that are not public are left out unless asked for."""
    items = {item.id: item for item in session.scalars(select(Item).where(Item.id.in_(ids)))}
    renditions: dict[str, list[Rendition]] = defaultdict(list)
    ready = (
        select(Rendition)
        .where(Rendition.item_id.in_(ids), Rendition.state == RenditionState.READY)
        .order_by(Rendition.name)
    )
    for rendition in session.scalars(ready):
        renditions[rendition.item_id].append(rendition)
    wanted = [
        items[one] for one in ids if one in items and (items[one].state == ItemState.PUBLISHED or not public_only)
    ]
    excerpts = _excerpts(session, [item for item in wanted if item.part_of])
    chapters = _chapters(session, [item.id for item in wanted])
    views = [
        view_of(item, renditions[item.id], excerpt=excerpts.get(item.id), chapters=chapters.get(item.id, ()))
        for item in wanted
    ]
    corrected = errata.errata(session, [item.id for item in wanted if item.revision > 1])
    farewells = errata.farewells(session, [item.id for item in wanted if item.state == ItemState.WITHDRAWN])
    return [
        replace(view, errata=corrected.get(view.id, ()), farewell=farewells.get(view.id, ""))
        if view.id in corrected or view.id in farewells
        else view
        for view in views
    ]


def _chapters(session: Session, ids: Sequence[str]) -> dict[str, tuple[Chapter, ...]]:
    rows = session.execute(
        select(Asset.item_id, Asset.facts["chapters"]).where(Asset.item_id.in_(ids)).order_by(Asset.id)
    )
    return {
        item_id: tuple(Chapter(start_s=one["start_s"], end_s=one.get("end_s"), title=one["title"]) for one in told)
        for item_id, told in rows
        if told
    }


def _excerpts(session: Session, articles: Sequence[Item]) -> dict[str, Excerpt]:
    if not articles:
        return {}
    cut_from = select(Item).where(Item.id.in_([article.part_of for article in articles]))
    issues = {issue.id: issue for issue in session.scalars(cut_from)}
    originals = select(Asset.item_id, Asset.facts).where(Asset.item_id.in_([article.id for article in articles]))
    pages = {
        item_id: 0 if facts.get("chapter") else facts["page"]
        for item_id, facts in session.execute(originals)
        if "page" in facts
    }
    return {
        article.id: Excerpt(
            title=issue.title,
            language=issue.language,
            page=pages[article.id],
            path=f"items/{issue.id}/" if issue.state == ItemState.PUBLISHED else "",
        )
        for article in articles
        if article.id in pages and (issue := issues.get(article.part_of or "")) is not None
    }


def view_of(
    item: Item,
    renditions: Sequence[Rendition],
    *,
    excerpt: Excerpt | None = None,
    chapters: tuple[Chapter, ...] = (),
) -> ItemView:
    media = {one.form: _media(one) for one in renditions if one.form not in _APART}
    thumbs = [_media(one) for one in renditions if one.form == "picture-thumb"]
    if thumbs:
        media.setdefault("thumb", thumbs[0])
    shown = [one for one in renditions if one.form == "picture"]
    words = sorted(
        (_media(one) for one in renditions if one.form in {"captions", "transcript"}),
        key=lambda one: (one.language != item.language, one.language),
    )
    return ItemView(
        id=item.id,
        title=item.title,
        summary=item.summary,
        body_html=item.body_html,
        language=item.language,
        kind=item.programme.kind,
        programme_slug=item.programme.slug,
        programme_title=item.programme.title,
        organisation=item.programme.organisation.name,
        organisation_slug=item.programme.organisation.slug,
        authors=tuple(item.authors),
        tags=tuple(item.tags),
        places=tuple(item.places),
        ai_label=item.ai_label,
        credit=item.credit,
        state=item.state,
        revision=item.revision,
        duration_s=item.duration_s,
        published_at=item.published_at or item.created_at,
        updated_at=item.updated_at,
        media=media,
        pictures=tuple(_media(one) for one in shown),
        picture_sets=_picture_sets(shown, next((one for one in renditions if one.form == "pictures"), None)),
        captions=tuple(one for one in words if one.form == "captions"),
        transcripts=tuple(one for one in words if one.form == "transcript"),
        excerpt=excerpt,
        chapters=chapters,
    )


def _picture_sets(pictures: Sequence[Rendition], made: Rendition | None) -> Mapping[str, tuple[PictureSource, ...]]:
    if made is None:
        return {}
    folder = f"{_FROM_PAGE}media/{made.item_id}/{made.name.rpartition('/')[0]}/"
    sets: dict[str, tuple[PictureSource, ...]] = {}
    for one in pictures:
        files = made.details.get("sets", {}).get(str(one.details["number"]), ())
        plain = PictureSource(
            url=f"{_FROM_PAGE}media/{one.item_id}/{one.name}",
            width=one.details["width"],
            height=one.details["height"],
            media_type=one.media_type,
        )
        lighter = [
            PictureSource(url=folder + name, width=width, height=height, media_type=media_type)
            for name, width, height, media_type in files
        ]
        widths = {source.width for source in lighter if source.media_type == plain.media_type}
        if lighter:
            sets[f"media/{one.item_id}/{one.name}"] = (*lighter, *([] if plain.width in widths else [plain]))
    return sets


def _media(rendition: Rendition) -> MediaView:
    details = rendition.details
    return MediaView(
        form=rendition.form,
        path=f"media/{rendition.item_id}/{rendition.name}",
        media_type=rendition.media_type,
        size_bytes=rendition.size_bytes,
        sha256=rendition.sha256,
        duration_s=rendition.duration_s,
        width=details.get("width"),
        height=details.get("height"),
        alt=details.get("alt", ""),
        caption=details.get("caption", ""),
        language=details.get("language", "") if rendition.form in {"captions", "transcript"} else "",
        is_machine=bool(details.get("machine")),
    )


def make_body(session: Session, item: Item) -> None:
    """Render the item's body; done when it changes, not when it is read."""
    ready = select(Rendition).where(Rendition.item_id == item.id, Rendition.form == "picture")
    pictures = {one.details["number"]: one for one in session.scalars(ready)}
    numbers = range(1, max(pictures, default=0) + 1)
    rendered = render_html(
        item.body,
        # Relative to the item's page; feeds make them absolute.
        picture_urls=[
            f"{_FROM_PAGE}media/{item.id}/{pictures[one].name}" if one in pictures else "" for one in numbers
        ],
        picture_sizes=[
            (pictures[one].details["width"], pictures[one].details["height"]) if one in pictures else None
            for one in numbers
        ],
    )
    captions = {f"{_FROM_PAGE}media/{item.id}/{one.name}": one.details["caption"] for one in pictures.values()}
    item.body_html = _with_captions(rendered, captions)


def _with_captions(body_html: str, captions: Mapping[str, str]) -> str:
    """The body with each picture that has a caption, and stands alone, made a figure."""

    def figure(found: re.Match[str]) -> str:
        caption = captions.get(found["source"])
        if not caption:
            return found[0]
        return f"<figure>{found['picture']}<figcaption>{html.escape(caption)}</figcaption></figure>"

    return _ALONE.sub(figure, body_html)
