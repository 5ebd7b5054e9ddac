"""Renders dirty paths of the public tree until none is left: its cost follows what changed, not the archive."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.check import check
from feeds.errors import FeedError
from feeds.news_sitemap import AGE, MAX_NEWS, News, news_sitemap
from feeds.opml import Outline, OutlineGroup, opml
from feeds.sitemap import SitemapUrl, sitemap, sitemap_index
from hub.errors import told
from hub.extensions import clock
from hub.extensions.parts import Parts
from hub.extensions.storage import Storage
from hub.models import Item, ItemState, ListingEntry, Programme, Rendition, RenditionState
from hub.services import (
    channels,
    histories,
    indexes,
    listings,
    pages,
    pieces,
    related,
    stale_media,
    streams,
    syndication,
    tree,
)
from hub.services.languages import language_name
from hub.services.search import index
from hub.services.syndication import FORMATS, Channel, Entries
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
    entries: Entries
    #: Paths that turn out to be out of date while others are rendered.
    more: set[str] = field(default_factory=set)
    #: Feeds that were written: path -> SHA-256.
    feeds: dict[str, str] = field(default_factory=dict)

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
        entries = Entries(parts.settings.public_url)
        rendering = Rendering(parts=parts, session=session, shown=shown, site=site(parts, shown), entries=entries)
        for number, one in enumerate(waiting):
            if ended():
                # Whoever has the lease now must not be overwritten with older pages.
                waiting = waiting[:number]
                break
            try:
                faults += _render(rendering, one.path)
            except FeedError as error:
                # What a feed cannot say does not keep other paths waiting.
                faults.append(f"{one.path}: {told(error, parts.settings.language)}")
    with parts.database.writing() as session:
        tree.clean(session, waiting)
        if rendering.more:
            tree.mark(session, rendering.more)
        announcing.promise(session, rendering.feeds)
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
        found = check(data, kind) if kind else ()
        if found:
            faults += [f"{path}: {fault}" for fault in found]
        else:
            tree.write(rendering.parts.storage, path, data)
            if topics.is_topic(path):
                rendering.feeds[path] = topics.fingerprint(data)
    return faults


def _feed_kind(path: str) -> str:
    folder, _, name = path.partition("/")
    ending = name.rsplit(".", 1)[-1]
    if folder == "podcasts":
        return "podcast"
    return ending if folder == "feeds" and ending in FORMATS else ""


def _item(rendering: Rendering, item_id: str) -> list[str]:
    views = item_views(rendering.session, [item_id], public_only=False)
    if not views:
        return []
    item = views[0]
    storage = rendering.parts.storage
    if item.is_public:
        _publish_media(rendering, item_id)
        tree.write(storage, f"{item.path}index.html", pages.item_page(rendering.site, item, _around(rendering, item)))
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


def _around(rendering: Rendering, item: ItemView) -> pages.Around:
    session = rendering.session
    cut = pieces.of(session, item.id)
    views = {view.id: view for view in item_views(session, [*related.related(session, item.id), *cut])}
    return pages.Around(
        related=[view for one, view in views.items() if one not in cut],
        pieces=[(cut[one], view) for one, view in views.items() if one in cut],
        stream_bps=_stream_bps(rendering, item),
    )


def _stream_bps(rendering: Rendering, item: ItemView) -> int:
    film = item.media.get("hls")
    if film is None:
        return 0
    return streams.lightest_bps(rendering.parts.storage.read(f"{tree.PUBLIC}/{film.path}").decode())


def _publish_media(rendering: Rendering, item_id: str) -> None:
    ready = select(Rendition).where(
        Rendition.item_id == item_id, Rendition.state == RenditionState.READY, Rendition.form != "page"
    )
    storage = rendering.parts.storage
    for rendition in rendering.session.scalars(ready):
        folder = rendition.name.rpartition("/")[0]
        # A playlist stands in a folder of its own with everything it names.
        keys = list(storage.keys(f"renditions/{item_id}/{folder}")) if folder else [rendition.private_key]
        for key in keys:
            path = f"media/{key.removeprefix('renditions/')}"
            if _is_there(storage, key, f"{tree.PUBLIC}/{path}"):
                continue
            if key.rpartition(".")[2] in tree.COMPRESSED:
                # Playlists of a long programme shrink to a tenth.
                tree.write(storage, path, storage.read(key))
            else:
                storage.copy(key, f"{tree.PUBLIC}/{path}", media_type=tree.media_type_of(key))


def _is_there(storage: Storage, key: str, public: str) -> bool:
    """Whether readers have what was made last: a form that was made again lies under the same name."""
    shown, made = storage.stat(public), storage.stat(key)
    return shown is not None and made is not None and shown.modified >= made.modified


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
        newer="",
        older=_page_path(channel, full - 1) if full > 1 else "",
        programmes=_programmes(rendering) if name == "all" else (),
    )
    files = {f"{channel.home_path}index.html": pages.list_page(rendering.site, page)}
    if channel.name:
        made = _documents(rendering, channel, items)
        if _begins(rendering, made):
            # The subscribe page names what stands, and the history of a twin begins with it.
            full = listings.full_pages(last)
            rendering.more.update({"feeds/"}, (f"lists/{name}/{number}/" for number in range(1, full + 1)))
        files |= made
    return _write(rendering, files)


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
    if channel is None or page > full:
        return []
    content = pages.ListPage(
        path=_page_path(channel, page),
        title=channel.title,
        description=channel.description,
        language=channel.language,
        items=_newest_first(item_views(rendering.session, listings.on_page(rendering.session, name, page))),
        feed=channel.name,
        podcast="",
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
    """Whether a lite twin is made for the first time."""
    return any("-lite.rss" in path and not histories.stands(rendering.parts.storage, path) for path in made)


def _feeds(rendering: Rendering) -> list[str]:
    rows, outlines, files = [], [], Files()
    for channel, podcast, lite in channels.channels(rendering.session, rendering.parts.storage, rendering.site.title):
        found = syndication.addresses(rendering.url, channel, podcast=podcast, lite=lite)
        best = found.get("podcast-lite") or found["rss"]
        rows.append(
            pages.FeedRow(
                title=channel.title,
                description=channel.description,
                language=channel.language,
                addresses=found,
                qr_path=f"feeds/{channel.name}.svg",
            )
        )
        # A file of its own: fifteen codes inside the page would double its weight on a slow line.
        files[f"feeds/{channel.name}.svg"] = _qr_code(best)
        outlines.append(
            Outline(
                title=channel.title,
                xml_url=found["rss"],
                html_url=f"{rendering.url}/{channel.home_path}",
                description=channel.description,
                language=channel.language,
            )
        )
    # By its place, not by its time: no table is read through, however large the archive is.
    ids = listings.newest(rendering.session, "all", 1)
    newest = rendering.session.scalar(select(Item.updated_at).where(Item.id.in_(ids)))
    files["feeds/index.html"] = pages.feeds_page(rendering.site, rows)
    if newest is not None:
        group = OutlineGroup(title=rendering.site.title, outlines=tuple(outlines))
        files["feeds.opml"] = opml(rendering.site.title, [group], created=newest)
    return _write(rendering, files)


@lru_cache(maxsize=500)
def _qr_code(address: str) -> bytes:
    picture = BytesIO()
    # Light squares are painted, so that a telephone can read the code on a dark page too.
    segno.make(address, error="m").save(picture, kind="svg", border=3, light="#fff", omitsize=True, xmldecl=False)
    return picture.getvalue()


def _sitemaps(rendering: Rendering) -> list[str]:
    """The list of sitemaps."""
    count = listings.sitemap_of(max(listings.last_number(rendering.session, "all"), 1))
    urls = [SitemapUrl(loc=f"{rendering.url}/sitemap-{number}.xml") for number in range(1, count + 1)]
    return _write(rendering, {"sitemap.xml": sitemap_index(urls)})


def _sitemap(rendering: Rendering, name: str) -> list[str]:
    """One sitemap, by the fixed places of items in the list of everything."""
    first = (int(name) - 1) * listings.SITEMAP_SIZE + 1
    rows = rendering.session.execute(
        select(Item.id, Item.updated_at)
        .join(ListingEntry, ListingEntry.item_id == Item.id)
        .where(
            ListingEntry.listing == "all",
            ListingEntry.number.between(first, first + listings.SITEMAP_SIZE - 1),
            Item.state == ItemState.PUBLISHED,
        )
        .order_by(ListingEntry.number)
    )
    urls = [SitemapUrl(loc=f"{rendering.url}/items/{row.id}/", lastmod=row.updated_at) for row in rows]
    return _write(rendering, {f"sitemap-{name}.xml": sitemap(urls)})


def _search(rendering: Rendering) -> list[str]:
    """What readers search is no file, but as lost or out of date as one can be."""
    index.fill(rendering.parts)
    return []


def _news(rendering: Rendering) -> list[str]:
    """The sitemap of the last two days."""
    now = clock.now()
    least = listings.last_number(rendering.session, "all") - MAX_NEWS
    rows = rendering.session.execute(
        select(Item.id, Item.title, Item.published_at, Item.language)
        .join(ListingEntry, ListingEntry.item_id == Item.id)
        .where(
            ListingEntry.listing == "all",
            ListingEntry.number > least,
            Item.state == ItemState.PUBLISHED,
            Item.published_at > now - AGE,
        )
    )
    fresh = [
        News(loc=f"{rendering.url}/items/{row.id}/", title=row.title, published=row.published_at, language=row.language)
        for row in rows
    ]
    return _write(rendering, {"sitemap-news.xml": news_sitemap(rendering.site.title, fresh, now)})


def _fixed(rendering: Rendering) -> list[str]:
    """Files that only change with the hub itself or its address."""
    static = pages.FOLDER / "static"
    files = {
        "404.html": pages.missing_page(rendering.site),
        "robots.txt": _robots(rendering.url),
        "opensearch.xml": pages.search_description(rendering.site),
        "static/cover.jpg": (static / "cover.jpg").read_bytes(),
        # Browsers ask for it on their own wherever no page names another.
        "favicon.ico": (static / "favicon.ico").read_bytes(),
        "static/icon.svg": (static / "icon.svg").read_bytes(),
        "static/play.js": (static / "play.js").read_bytes(),
    }
    player = f"static/{pages.PLAYER}"
    if rendering.parts.storage.stat(f"{tree.PUBLIC}/{player}") is None:
        files[player] = (static / pages.PLAYER).read_bytes()
    return _write(rendering, files)


def _robots(url: str) -> bytes:
    return f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\nSitemap: {url}/sitemap-news.xml\n".encode()


_RENDERERS: Sequence[tuple[str, Callable[..., list[str]]]] = (
    (r"items/([^/]+)/", _item),
    (r"media/([^/]+)/", _media),
    (r"lists/([^/]+)/", _list),
    (r"lists/([^/]+)/(\d+)/", _archive_page),
    (r"index/([a-z]+(?:-\d{4}-\d{2})?)/", _index),
    (r"feeds/", _feeds),
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
