"""The reader's pages, made of templates and views: HTML with its CSS inside, relative links, no script but a film's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from hub.extensions.clock import local
from hub.services.languages import language_name
from hub.services.linked_data import linked_data
from hub.services.views import ItemView

FOLDER = Path(__file__).parent.parent

#: Plays adaptive video where browsers cannot; its name says its version, so that the file never changes.
PLAYER = "vendor/hls-1.7.4.min.js"

#: Heading of each kind's list.
KIND_TITLES: Mapping[str, str] = {"radio": "Phát thanh", "tv": "Truyền hình", "print": "Báo và tạp chí"}


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every page says around its content."""

    title: str
    #: Where readers open the tree, without a closing slash.
    url: str
    #: Where the hub itself answers (search, sign-in), without a closing slash.
    desk_url: str
    #: (path, title) of the kinds that have items.
    kinds: Sequence[tuple[str, str]]
    #: (path, title, tag) of the languages that have items.
    languages: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of a list."""

    path: str
    title: str
    description: str
    language: str
    items: Sequence[ItemView]
    #: Name of its feeds below `/feeds/`, and path of its podcast; empty where there is none.
    feed: str
    podcast: str
    #: Paths of the neighbouring pages; empty at the ends.
    newer: str
    older: str
    #: (path, title, language tag, kind) of the programmes shown beside the list, by kind.
    programmes: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True, kw_only=True)
class IndexLink:
    """A way to a list; `path` is empty where nothing is in it yet."""

    path: str
    title: str
    about: str = ""
    #: Of what is in the list, told beside it.
    language: str = "vi"
    #: Of the list of a language.
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class IndexGroup:
    links: Sequence[IndexLink]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """A page that leads to lists of one sort."""

    path: str
    title: str
    description: str
    groups: Sequence[IndexGroup]


@dataclass(frozen=True, kw_only=True)
class Around:
    """What an item's page leads on to."""

    related: Sequence[ItemView] = ()
    #: (page, article) cut from it, where it is an issue.
    pieces: Sequence[tuple[int, ItemView]] = ()
    #: Mean bit rate of its film at the lightest; 0 where there is none.
    stream_bps: int = 0


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    """One line of the subscribe page."""

    title: str
    description: str
    language: str
    #: Absolute addresses by name: rss, atom, json, podcast, and their `-lite` twins.
    addresses: Mapping[str, str]
    #: Picture of the code that leads to the lightest of them; below the public root.
    qr_path: str


@dataclass(frozen=True, kw_only=True)
class SearchRow:
    """One item that was found."""

    item: ItemView
    #: Its title in pieces: (piece, whether it was looked for).
    title: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """One page of what a reader has looked for."""

    #: What stands in the form, by the names of its fields.
    form: Mapping[str, str]
    #: (slug, title) to choose from.
    programmes: Sequence[tuple[str, str]]
    #: What else is to be known of it: "cut" where more was typed than is looked for, "filter" where one has no sense.
    remarks: Sequence[str]
    #: Whether a word was typed.
    asked: bool
    count: int
    #: Whether there are more than `count`.
    more: bool
    rows: Sequence[SearchRow]
    page: int
    pages: int
    #: Queries of the neighbouring pages; empty at the ends.
    previous: str
    following: str


#: Of an item that stands alone.
ALONE = Around()


def item_page(site: Site, item: ItemView, around: Around = ALONE) -> bytes:
    return _render("item.html", item.path, site=site, item=item, around=around, linked_data=linked_data(site.url, item))


def preview_page(site: Site, item: ItemView, around: Around, *, told: str, scheme: str) -> bytes:
    """The same with a bar that says `told`, for the newsroom only; "light" or "dark", whatever the browser prefers."""
    css = _style(scheme)
    return _render("preview.html", item.path, site=site, item=item, around=around, linked_data={}, told=told, css=css)


def preview_card(site: Site, item: ItemView, *, told: str, scheme: str) -> bytes:
    """How it stands in lists."""
    return _render("preview-card.html", item.path, site=site, item=item, told=told, css=_style(scheme))


def index_page(site: Site, page: IndexPage) -> bytes:
    return _render("index.html", page.path, site=site, page=page)


def gone_page(site: Site, item: ItemView) -> bytes:
    """What stands at the address of a withdrawn item."""
    return _render("gone.html", item.path, site=site, item=item)


def list_page(site: Site, page: ListPage) -> bytes:
    return _render("list.html", page.path, site=site, page=page)


def feeds_page(site: Site, rows: Sequence[FeedRow]) -> bytes:
    return _render("feeds.html", "feeds/", site=site, rows=rows)


def search_page(site: Site, page: SearchPage) -> bytes:
    """What the hub itself answers with: where readers get their pages elsewhere, its links lead there."""
    root = "./" if site.desk_url == site.url else f"{site.url}/"
    return _render("search.html", "search", site=site, page=page, root=root)


def search_description(site: Site) -> bytes:
    """OpenSearch: how a browser searches here from its own bar."""
    return _render("opensearch.xml", "", site=site)


def missing_page(site: Site) -> bytes:
    """What the servers answer with where nothing is: its links begin at the root."""
    return _render("missing.html", "", site=site, root="/")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates" / "reader"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": moment,
        "bytes": size,
        "duration": duration,
        "language": language_name,
        "kind": lambda kind: KIND_TITLES[kind],
        "to": _to,
    }
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.globals["player"] = PLAYER
    environment.globals["css"] = Markup((FOLDER / "static" / "reader.css").read_text())  # noqa: S704  our own file
    return environment


def _render(template: str, path: str, **values: Any) -> bytes:
    values.setdefault("root", "../" * path.count("/") or "./")
    return _environment().get_template(template).render(path=path, **values).encode()


def _style(scheme: str) -> Markup:
    """The style as a browser applies it that prefers light or dark; with any other word, as the one at hand does."""
    css = str(_environment().globals["css"])
    if scheme in {"light", "dark"}:
        css = css.replace("@media (prefers-color-scheme:dark)", "@media all" if scheme == "dark" else "@media not all")
        css = css.replace("color-scheme:light dark", f"color-scheme:{scheme}")
    return Markup(css)  # noqa: S704  our own file


@pass_context
def _to(context: Context, path: str) -> str:
    """A link to a path of the tree. A folder's file is named, so that it opens from a USB stick or a bucket too."""
    return f"{context['root']}{path}{'' if path and not path.endswith('/') else 'index.html'}"


def moment(value: Any) -> str:
    """A moment as people of the province read it: 22/11/2026, 17:05."""
    return format_datetime(local(value), "dd/MM/yyyy, HH:mm", locale="vi")


def size(value: float, language: str = "vi") -> str:
    """Bytes as readers count them, in decimal units: 412 KB, 3,4 MB; in English 3.4 MB."""
    if value < 1000:  # noqa: PLR2004
        return f"{value:.0f} B"
    if value < 1_000_000:  # noqa: PLR2004
        return f"{value / 1000:.0f} KB"
    return f"{format_decimal(value / 1_000_000, '#,##0.0', locale=language)} MB"


def duration(value: float | None) -> str:
    """Seconds as 1:02:03 or 2:03; nothing when it is not known."""
    if value is None:
        return ""
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
