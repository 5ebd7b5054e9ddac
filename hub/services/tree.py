"""The public tree: which of its paths are out of date, and how a file gets into it."""

import gzip
from collections.abc import Collection, Iterable, Mapping

import brotli
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.extensions.clock import now
from hub.extensions.database import own_insert
from hub.extensions.storage import Storage
from hub.models import DirtyPath, Item, Listing, ListingEntry, Programme, new_id
from hub.services import listings, work

#: Root of everything that the public can reach.
PUBLIC = "public"

#: Ending -> media type, for the embedded server, S3 and the nginx configuration alike.
MEDIA_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "mrss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "chapters": "application/json+chapters; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
    "m3u8": "application/vnd.apple.mpegurl",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
    "png": "image/png",
    "avif": "image/avif",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
    "epub": "application/epub+zip",
    "woff": "font/woff",
}

#: Pages about the site itself.
TEXTS = ("about", "contacts", "accessibility")

#: Endings whose files get a gzip and a brotli twin.
COMPRESSED = frozenset(
    {"html", "rss", "mrss", "atom", "json", "chapters", "opml", "xml", "txt", "css", "js", "svg", "m3u8", "vtt"}
)

#: The one work that renders; there is never a second at the same time.
RENDER_ID = "render"


def media_type_of(path: str) -> str:
    return MEDIA_TYPES.get(path.rsplit(".", 1)[-1], "application/octet-stream")


def paths_of(item: Item, places: Iterable[tuple[str, int]]) -> list[str]:
    """What changes with an item that is published, corrected or withdrawn: as few paths in any archive."""
    paths = [f"items/{item.id}/"]
    for name, number in places:
        if name == "all":
            paths += [f"sitemap/{listings.sitemap_of(number)}/", "sitemap/news/"]
            # The list of sitemaps grows with the first item of each.
            paths += ["sitemap/"] if number % listings.SITEMAP_SIZE == 1 else []
        paths.append(f"lists/{name}/")
        page = listings.page_of(number)
        paths.append(f"lists/{name}/{page}/")
        if number == page * listings.PAGE_SIZE and page > 1:
            # The page is full, and so there is one that the page before it leads to.
            paths.append(f"lists/{name}/{page - 1}/")
    return paths


def ways_to(names: Collection[str]) -> list[str]:
    """The pages that lead to lists: made anew when a list begins or ends, not with each item."""
    # A day begins every day; it has no feeds, and only the pages of its month lead to it.
    paths = {"feeds/", "fixed/"} if any(listings.sort_of(name) != "day" for name in names) else set()
    for name in names:
        sort = listings.sort_of(name)
        if sort in listings.SORTS:
            paths.add(f"index/{sort}/")
            paths |= _subscribing_to(name)
        if sort == "day":
            paths.add(f"index/{name[: len('day-2026-11')]}/")
    return sorted(paths)


def _subscribing_to(name: str) -> set[str]:
    """Where one subscribes to a list: the page, the page that leads there, the sheets of a commune and their list."""
    sort, _, slug = name.partition("-")
    if sort not in listings.FEED_FOLDERS:
        return set()
    sheets = {"feeds/sheets/", f"feeds/sheets/{slug}/"} if sort == "place" else set()
    return {f"feeds/{listings.FEED_FOLDERS[sort]}/", listings.feeds_page(name), *sheets}


def mark(session: Session, paths: Iterable[str]) -> None:
    """Note, in the transaction of the change, that paths are out of date, and have them rendered after it."""
    insert = own_insert(session)
    # Sorted: two transactions that mark the same paths take their locks in the same order.
    for path in sorted(set(paths)):
        row = {"path": path, "mark": new_id(), "marked_at": now()}
        changed = {"mark": row["mark"], "marked_at": row["marked_at"]}
        session.execute(insert(DirtyPath).values(**row).on_conflict_do_update(index_elements=["path"], set_=changed))
    ensure_rendering(session)


def mark_all(session: Session) -> int:
    """Mark every path that there is.

    Returns:
        How many paths were marked.
    """
    paths = {
        "lists/all/",
        f"lists/{listings.ISSUES}/",
        "feeds/",
        "sitemap/",
        "sitemap/news/",
        "fixed/",
        "search/",
        "schedule/",
    }
    paths |= {f"index/{sort}/" for sort in listings.SORTS}
    paths |= {"feeds/sheets/", *(f"feeds/{folder}/" for folder in listings.FEED_FOLDERS.values())}
    paths |= {f"texts/{slug}/" for slug in TEXTS}
    for name, last in session.execute(select(Listing.name, Listing.last)):
        paths |= set(ways_to([name]))
        paths.add(f"lists/{name}/")
        paths |= {f"lists/{name}/{page}/" for page in range(1, listings.full_pages(last) + 1)}
        if name == "all":
            paths |= {f"sitemap/{number}/" for number in range(1, listings.sitemap_of(last) + 1)}
    shown = select(ListingEntry.item_id).where(ListingEntry.listing == "all")
    paths |= {f"items/{one}/" for one in session.scalars(shown)}
    for slug, kind, language in session.execute(select(Programme.slug, Programme.kind, Programme.language)):
        paths |= {f"lists/programme-{slug}/", f"lists/{kind}/", f"lists/language-{language}/"}
    mark(session, paths)
    return len(paths)


def ensure_rendering(session: Session) -> None:
    """Make the one render work due, unless it waits or runs already."""
    render = work.only(session, "render", PUBLIC, work_id=RENDER_ID)
    if render.state in work.ENDED:
        work.renew(session, render)


def dirty(session: Session, limit: int) -> list[DirtyPath]:
    """The paths that wait longest."""
    return list(session.scalars(select(DirtyPath).order_by(DirtyPath.marked_at, DirtyPath.path).limit(limit)))


def is_dirty(session: Session) -> bool:
    return session.scalar(select(DirtyPath.path).limit(1)) is not None


def clean(session: Session, rendered: Iterable[DirtyPath]) -> None:
    """Take rendered paths off the list; one that was marked again in the meantime stays."""
    for one in rendered:
        session.execute(delete(DirtyPath).where(DirtyPath.path == one.path, DirtyPath.mark == one.mark))


def write(storage: Storage, path: str, data: bytes) -> None:
    """Put one file into the tree, with its compressed twins before it, so that no twin is older than its file."""
    key = f"{PUBLIC}/{path}"
    media_type = media_type_of(path)
    if _holds(storage, key, data):
        return
    if path.rsplit(".", 1)[-1] in COMPRESSED and storage.local(key) is not None:
        # mtime=0: the same page gives the same bytes.
        storage.put_bytes(f"{key}.gz", gzip.compress(data, 9, mtime=0), media_type=media_type)
        storage.put_bytes(f"{key}.br", brotli.compress(data, quality=9), media_type=media_type)
    storage.put_bytes(key, data, media_type=media_type)


def remove(storage: Storage, path: str) -> None:
    for ending in ("", ".gz", ".br"):
        storage.delete(f"{PUBLIC}/{path}{ending}")


def _holds(storage: Storage, key: str, data: bytes) -> bool:
    """An unchanged file keeps its ETag, so readers' next poll costs them nothing."""
    found = storage.stat(key)
    return found is not None and found.size_bytes == len(data) and storage.read(key) == data
