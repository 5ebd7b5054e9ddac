"""Renders dirty paths of the public tree until none is left: its cost follows what changed, not the archive."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.errors import FeedError
from feeds.self_test import Ask, self_test
from hub.errors import code_and_facts, operators_sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.extensions.storage import Storage
from hub.models import Item, ItemState, Programme
from hub.services import (
    airtimes,
    channels,
    held_back,
    histories,
    indexes,
    listings,
    moved_podcasts,
    pages,
    pieces,
    podcast_directories,
    programmes,
    public_media,
    related,
    schedule,
    sheets,
    site_texts,
    sitemaps,
    stale_media,
    streams,
    subscribing,
    syndication,
    tree,
)
from hub.services.codes import code
from hub.services.held_back import Fault
from hub.services.languages import language_name
from hub.services.search import index
from hub.services.syndication import FORMATS, Channel, Entries
from hub.services.tree_answers import tree_answers
from hub.services.views import ItemView, item_views
from hub.services.websub import announcing, topics

#: Paths rendered in one step; between two steps the lease is looked after.
BATCH = 50

Files = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """What rendering a path needs."""

    parts: Parts
    session: Session
    #: Names of the lists in which something is public.
    shown: Collection[str]
    site: pages.Site
    #: What the tree holds of the files that feeds name.
    ask: Ask
    entries: Entries
    #: Paths that turn out to be out of date while others are rendered.
    more: set[str] = field(default_factory=set)
    #: Feeds that were written: path -> SHA-256.
    feeds: dict[str, str] = field(default_factory=dict)
    #: Feeds, and paths, whose last good version was left standing.
    held: dict[str, Sequence[Fault]] = field(default_factory=dict)
    #: Podcasts that were written: path -> what directories miss in them.
    podcasts: dict[str, Sequence[Fault]] = field(default_factory=dict)
    #: Those that were made without a fault.
    good: set[str] = field(default_factory=set)

    def hold(self, path: str, faults: Sequence[Fault]) -> list[str]:
        """Note why a path is not brought up to date; gives it in the hub's language."""
        self.held[path] = faults
        language = self.parts.settings.language
        return [f"{path}: {operators_sentence(code, facts, language)}" for code, facts in faults]

    @property
    def url(self) -> str:
        return self.parts.settings.public_url


def render_batch(parts: Parts, ended: Callable[[], bool] = lambda: False) -> tuple[int, Sequence[str]]:
    """Render the paths that wait longest, until somebody else is to do it.

    Returns:
        How many were rendered, and the faults of feeds whose last good version was left standing.
    """
    faults: list[str] = []
    with parts.database.reading() as session:
        waiting = tree.dirty(session, BATCH)
        if not waiting:
            return 0, ()
        shown = listings.shown(session, *listings.NAVIGATION)
        rendering = Rendering(
            parts=parts,
            session=session,
            shown=shown,
            site=site(parts, shown),
            ask=tree_answers(parts.storage, parts.settings.public_url),
            entries=Entries(parts.settings.public_url),
        )
        for number, one in enumerate(waiting):
            if ended():
                # Whoever has the lease now must not be overwritten with older pages.
                waiting = waiting[:number]
                break
            try:
                faults += _render(rendering, one.path)
                rendering.good.add(one.path)
            except FeedError as error:
                # What a feed cannot say does not keep other paths waiting.
                faults += rendering.hold(one.path, [code_and_facts(error)])
    with parts.database.writing() as session:
        tree.clean(session, waiting)
        if rendering.more:
            tree.mark(session, rendering.more)
        announcing.promise(session, rendering.feeds)
        held_back.note(session, rendering.held, rendering.good)
        podcast_directories.note(session, rendering.podcasts)
    return len(waiting), faults


def mark_all(parts: Parts) -> int:
    """Mark every path of the tree: for a new address, a new template, a lost folder.

    Returns:
        How many paths were marked.
    """
    with parts.database.writing() as session:
        return tree.mark_all(session)


def _render(rendering: Rendering, path: str) -> list[str]:
    for pattern, render in _RENDERERS:
        match = re.fullmatch(pattern, path)
        if match:
            return render(rendering, *match.groups())
    raise ValueError(f"no renderer for the path {path!r}")


def _write(rendering: Rendering, files: Mapping[str, bytes]) -> list[str]:
    """Write files; a feed with faults is kept back, and the last good one stays."""
    faults = []
    for path, data in files.items():
        kind = _feed_kind(path)
        found = self_test(data, kind, f"{rendering.url}/{path}", rendering.ask) if kind else ()
        if found:
            faults += rendering.hold(path, [(one.code, one.facts) for one in found])
        else:
            rendering.good.add(path)
            tree.write(rendering.parts.storage, path, data)
            if topics.is_topic(path):
                rendering.feeds[path] = topics.fingerprint(data)
                if kind == "podcast":
                    contact = rendering.parts.settings.contact_email
                    rendering.podcasts[path] = podcast_directories.faults(data, contact)
    return faults


def _feed_kind(path: str) -> str:
    folder, _, name = path.partition("/")
    ending = name.rsplit(".", 1)[-1]
    if folder == "podcasts" and ending == "rss":
        return "podcast"
    if folder == "feeds" and ending == "mrss":
        return "rss"
    return ending if folder == "feeds" and ending in FORMATS else ""


def _item(rendering: Rendering, item_id: str) -> list[str]:
    views = item_views(rendering.session, [item_id], public_only=False)
    if not views:
        return []
    item = views[0]
    storage = rendering.parts.storage
    if item.is_public:
        public_media.publish(rendering.session, storage, item_id)
        page = pages.item_page(rendering.site, item, around(rendering.parts, rendering.session, item))
        tree.write(storage, f"{item.path}index.html", page)
        if item.chapters:
            tree.write(storage, syndication.chapters_path(item.id), syndication.chapters_file(item))
        tree.remove(storage, f"{item.path}gone.html")
    elif item.state == ItemState.WITHDRAWN:
        storage.delete_under(f"{tree.PUBLIC}/media/{item_id}")
        tree.remove(storage, syndication.chapters_path(item.id))
        # Servers answer 410 with it where there is no index.html.
        tree.write(storage, f"{item.path}gone.html", pages.gone_page(rendering.site, item))
        tree.remove(storage, f"{item.path}index.html")
    return []


def around(parts: Parts, session: Session, item: ItemView) -> pages.Around:
    """What the page of an item leads on to, which needs not be public itself."""
    cut = pieces.of(session, item.id)
    views = {view.id: view for view in item_views(session, [*related.related(session, item.id), *cut])}
    return pages.Around(
        related=[view for one, view in views.items() if one not in cut],
        pieces=[(cut[one], view) for one, view in views.items() if one in cut],
        stream_bps=_stream_bps(parts.storage, item),
    )


def _stream_bps(storage: Storage, item: ItemView) -> int:
    film = item.media.get("hls")
    return 0 if film is None else streams.lightest_bps(storage.read(film.private_key).decode())


def _media(rendering: Rendering, item_id: str) -> list[str]:
    stale_media.clear(rendering.session, rendering.parts.storage, item_id)
    return []


def _list(rendering: Rendering, name: str) -> list[str]:
    channel = channels.channel_of(rendering.session, name, rendering.parts.settings.site_title)
    if channel is None:
        return []
    channel = replace(channel, hub_url=topics.hub_url(rendering.parts.settings))
    session = rendering.session
    last = listings.last_number(session, name)
    full = listings.full_pages(last)
    # The newest page holds what no full page holds, and the newest full page, so that it is never nearly empty.
    on_front = last - max(full - 1, 0) * listings.PAGE_SIZE
    ids = listings.newest(session, name, max(on_front, syndication.FEED_SIZE))
    items = item_views(session, ids)
    shown_first = set(ids[:on_front])
    front = _newest_first(item for item in items if item.id in shown_first)
    page = pages.ListPage(
        path=channel.home_path,
        title=channel.title,
        description=channel.description,
        language=channel.language,
        items=front,
        feed=channel.name,
        podcast=channels.podcast_path(name, items),
        follow=listings.feeds_page(name),
        sheet=_sheet_path(name),
        newer="",
        older=_page_path(channel, full - 1) if full > 1 else "",
        programmes=_programmes(rendering) if name == "all" else (),
        times=_times(rendering, name),
    )
    files = {f"{channel.home_path}index.html": pages.list_page(rendering.site, page)}
    if not channel.name:
        return _write(rendering, files)
    made = _documents(rendering, channel, items)
    if _begins(rendering, made):
        # The pages on which one subscribes, and the sheets of a language, name what stands; the history of a twin
        # begins with it.
        archive = (f"lists/{name}/{number}/" for number in range(1, full + 1))
        rendering.more.update({listings.feeds_page(name), *_sheets_of(rendering, name), *archive})
    files |= made
    podcast, lite = (f"{path}-lite.rss" in files for path in (f"podcasts/{channel.name}", f"feeds/{channel.name}"))
    offered = syndication.addresses(rendering.url, channel, podcast=podcast, lite=lite, films=False)
    files[f"feeds/{channel.name}.svg"] = code(offered[syndication.best(offered)])
    faults = _write(rendering, files)
    if name.startswith("programme-"):
        moved_podcasts.write(rendering.parts.storage, channel.name, moved_podcasts.of(session, channel.name))
    return faults


def _sheet_path(name: str) -> str:
    sort, _, slug = name.partition("-")
    return sheets.path_of(slug) if sort == "place" else ""


def _sheets_of(rendering: Rendering, name: str) -> set[str]:
    """The sheets on which the feed of a list stands."""
    if not name.startswith("language-"):
        return set()
    return {f"feeds/sheets/{slug}/" for slug in _communes(rendering)}


def _communes(rendering: Rendering) -> list[str]:
    """Communes of which there is something to read, hear or see."""
    return [name.removeprefix("place-") for name in listings.shown(rendering.session, "place")]


def _times(rendering: Rendering, name: str) -> Sequence[str]:
    """When the programme of a list is on the air."""
    if listings.sort_of(name) != "programme":
        return ()
    programme = programmes.find(rendering.session, name.removeprefix("programme-"))
    return airtimes.told(schedule.of_programme(rendering.session, programme))


def _schedule(rendering: Rendering) -> list[str]:
    page = schedule.page(rendering.session, now())
    return _write(rendering, {f"{page.path}index.html": pages.schedule_page(rendering.site, page)})


def _text(rendering: Rendering, slug: str) -> list[str]:
    page = site_texts.page(rendering.session, rendering.parts.settings, slug)
    return _write(rendering, {f"{page.path}index.html": pages.text_page(rendering.site, page)})


def _index(rendering: Rendering, sort: str) -> list[str]:
    page = indexes.index_page(rendering.session, sort)
    return _write(rendering, {f"{page.path}index.html": pages.index_page(rendering.site, page)})


def _newest_first(items: Iterable[ItemView]) -> list[ItemView]:
    """Within a page by the time that readers see; an archive that is brought in has times of long ago."""
    return sorted(items, key=lambda item: item.published_at, reverse=True)


def _archive_page(rendering: Rendering, name: str, number: str) -> list[str]:
    channel = channels.channel_of(rendering.session, name, rendering.parts.settings.site_title)
    page = int(number)
    full = listings.full_pages(listings.last_number(rendering.session, name))
    if channel is None:
        return []
    if page > full:
        # Only packages get shorter, when their editor chooses otherwise.
        if name.startswith("package-"):
            tree.remove(rendering.parts.storage, f"{_page_path(channel, page)}index.html")
        return []
    content = pages.ListPage(
        path=_page_path(channel, page),
        title=channel.title,
        description=channel.description,
        language=channel.language,
        items=_newest_first(item_views(rendering.session, listings.on_page(rendering.session, name, page))),
        feed=channel.name,
        podcast="",
        follow=listings.feeds_page(name),
        sheet=_sheet_path(name),
        newer=_page_path(channel, page + 1) if page < full else channel.home_path,
        older=_page_path(channel, page - 1) if page > 1 else "",
        programmes=(),
    )
    files = {f"{content.path}index.html": pages.list_page(rendering.site, content)}
    if channel.name:
        files |= _documents(rendering, channel, content.items, page=page)
    return _write(rendering, files)


def _documents(rendering: Rendering, channel: Channel, items: Sequence[ItemView], *, page: int = 0) -> Files:
    return histories.documents(rendering.parts, rendering.session, channel, items, rendering.entries, page=page)


def _begins(rendering: Rendering, made: Files) -> bool:
    """Whether a lite twin or the Media RSS is made for the first time."""
    return any(
        path.endswith(("-lite.rss", ".mrss")) and not histories.stands(rendering.parts.storage, path) for path in made
    )


def _feeds(rendering: Rendering, rest: str) -> list[str]:
    session, storage, site = rendering.session, rendering.parts.storage, rendering.site
    page = subscribing.page(session, storage, site, f"feeds/{rest}")
    files = {f"{page.path}index.html": pages.feeds_page(site, page)}
    # By its place, not by its time: no table is read through, however large the archive is.
    ids = listings.newest(session, "all", 1)
    newest = session.scalar(select(Item.updated_at).where(Item.id.in_(ids)))
    if not rest and newest is not None:
        files["feeds.opml"] = subscribing.everything(session, storage, site, newest)
    return _write(rendering, files)


def _sheet_index(rendering: Rendering) -> list[str]:
    page = sheets.index(rendering.site, _communes(rendering))
    return _write(rendering, {f"{page.path}index.html": pages.index_page(rendering.site, page)})


def _sheets(rendering: Rendering, slug: str) -> list[str]:
    found = sheets.of_commune(rendering.site, rendering.parts.storage, slug)
    return _write(rendering, {f"{one.path}index.html": pages.sheet_page(rendering.site, one) for one in found})


def _sitemaps(rendering: Rendering) -> list[str]:
    return _write(rendering, {"sitemap.xml": sitemaps.all_sitemaps(rendering.session, rendering.url)})


def _sitemap(rendering: Rendering, name: str) -> list[str]:
    found = sitemaps.one_sitemap(rendering.session, rendering.url, int(name))
    return _write(rendering, {f"sitemap-{name}.xml": found})


def _news(rendering: Rendering) -> list[str]:
    found = sitemaps.news(rendering.session, rendering.url, rendering.site.title)
    return _write(rendering, {"sitemap-news.xml": found})


def _search(rendering: Rendering) -> list[str]:
    """What readers search is no file, but as lost or out of date as one can be."""
    index.fill(rendering.parts)
    return []


def _fixed(rendering: Rendering) -> list[str]:
    """Files that only change with the hub itself or its address."""
    static = pages.FOLDER / "static"
    files = {
        "404.html": pages.missing_page(rendering.site),
        "robots.txt": sitemaps.robots(rendering.url),
        "opensearch.xml": pages.search_description(rendering.site),
        "static/cover.jpg": (static / "cover.jpg").read_bytes(),
        # Browsers ask for it on their own wherever no page names another.
        "favicon.ico": (static / "favicon.ico").read_bytes(),
        "static/icon.svg": (static / "icon.svg").read_bytes(),
        "static/play.js": (static / "play.js").read_bytes(),
    }
    for name in (pages.PLAYER, pages.TAI_VIET_FONT):
        if rendering.parts.storage.stat(f"{tree.PUBLIC}/static/{name}") is None:
            files[f"static/{name}"] = (static / name).read_bytes()
    return _write(rendering, files)


_RENDERERS: Sequence[tuple[str, Callable[..., list[str]]]] = (
    (r"items/([^/]+)/", _item),
    (r"media/([^/]+)/", _media),
    (r"lists/([^/]+)/", _list),
    (r"lists/([^/]+)/(\d+)/", _archive_page),
    (r"index/([a-z]+(?:-\d{4}-\d{2})?)/", _index),
    (r"feeds/((?:places/|organisations/|topics/(?:[a-z0-9]/)?)?)", _feeds),
    (r"feeds/sheets/", _sheet_index),
    (r"feeds/sheets/([^/]+)/", _sheets),
    (r"schedule/", _schedule),
    (r"texts/([^/]+)/", _text),
    (r"sitemap/", _sitemaps),
    (r"sitemap/(\d+)/", _sitemap),
    (r"sitemap/news/", _news),
    (r"fixed/", _fixed),
    (re.escape(index.PATH), _search),
)


def _page_path(channel: Channel, page: int) -> str:
    return f"{channel.home_path}page/{page}/"


def _programmes(rendering: Rendering) -> tuple[tuple[str, str, str, str], ...]:
    """Those of which there is something to read, hear or see."""
    rows = rendering.session.scalars(select(Programme).order_by(Programme.kind.desc(), Programme.title))
    return tuple(
        (f"programmes/{one.slug}/", one.title, one.language, one.kind)
        for one in rows
        if f"programme-{one.slug}" in rendering.shown
    )


def site(parts: Parts, shown: Collection[str]) -> pages.Site:
    """Every page leads to the kinds and languages in which something is public."""
    tags = sorted(name.removeprefix("language-") for name in shown if name.startswith("language-"))
    return pages.Site(
        title=parts.settings.site_title,
        url=parts.settings.public_url,
        desk_url=parts.settings.desk_url,
        kinds=tuple((f"{kind}/", title) for kind, title in pages.KIND_TITLES.items() if kind in shown),
        languages=tuple((f"languages/{tag}/", language_name(tag), tag) for tag in tags),
    )
