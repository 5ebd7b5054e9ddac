"""The reader's pages, made of templates and views: HTML with its CSS inside, relative links, no script but a film's."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from hub.services.issue_pages import pages_of
from hub.services.languages import language_name
from hub.services.linked_data import linked_data
from hub.services.moments import moment
from hub.services.syndication import best
from hub.services.views import ItemView

FOLDER = Path(__file__).parent.parent

#: Plays adaptive video where browsers cannot; its name says its version, so that the file never changes.
PLAYER = "vendor/hls-1.7.4.min.js"

#: Few telephones can show the script of the Thái; where it stands, and only there, the page asks for these glyphs.
TAI_VIET_FONT = "vendor/noto-sans-tai-viet-5.3.0.woff"
_TAI_VIET = re.compile("[\uaa80-\uaadf]")

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
    #: Path of the page on which one subscribes to it, and of its sheet for a notice board; empty where there is none.
    follow: str
    sheet: str
    #: Paths of the neighbouring pages; empty at the ends.
    newer: str
    older: str
    #: (path, title, language tag, kind) of the programmes shown beside the list, by kind.
    programmes: Sequence[tuple[str, str, str, str]]
    #: When a programme is on the air, as readers are told.
    times: Sequence[str] = ()


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
class Airing:
    """One programme at one time of the schedule."""

    path: str
    title: str
    kind: str
    language: str
    #: 05:30–06:00.
    hours: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AirDay:
    title: str
    airings: Sequence[Airing]


@dataclass(frozen=True, kw_only=True)
class SchedulePage:
    """The schedule: a day, and the days of the week on which there is something."""

    path: str
    today: AirDay
    days: Sequence[AirDay]


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """A text about the site itself. `updated_at` is None for one that comes with the hub."""

    path: str
    title: str
    description: str
    body_html: str
    updated_at: datetime | None


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
    """One line of a subscribe page."""

    #: Of its feeds; links from elsewhere lead to the line by it.
    name: str
    title: str
    description: str
    language: str
    #: Absolute addresses by name: rss, atom, json, podcast, and their `-lite` twins.
    addresses: Mapping[str, str]

    @property
    def qr_path(self) -> str:
        """Picture of the code that leads to the best address; below the public root."""
        return f"feeds/{self.name}.svg"

    @property
    def best(self) -> str:
        """Name of the address that most readers are led to: the lightest that can be heard, else the text."""
        return best(self.addresses)


@dataclass(frozen=True, kw_only=True)
class FeedGroup:
    rows: Sequence[FeedRow]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedsPage:
    """A page on which readers subscribe."""

    path: str
    title: str
    description: str
    groups: Sequence[FeedGroup]
    #: (path, title, what is there) of other pages on which one subscribes.
    ways: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code of a sheet: what it opens, in words, and drawn."""

    title: str
    about: str
    address: str
    picture: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An A4 page of codes for the notice board of a commune."""

    path: str
    title: str
    #: Of what the codes lead to.
    language: str
    codes: Sequence[Code]


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
    told = linked_data(site.url, item)
    sheets = pages_of(item.page_html)
    return _render("item.html", item.path, site=site, item=item, around=around, linked_data=told, sheets=sheets)


def preview_page(site: Site, item: ItemView, around: Around, *, told: str, scheme: str) -> bytes:
    """The same with a bar that says `told`, for the newsroom only; "light" or "dark", whatever the browser prefers."""
    shown = {"item": item, "around": around, "sheets": pages_of(item.page_html), "linked_data": {}}
    return _render("preview.html", item.path, site=site, told=told, css=_style(scheme), **shown)


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


def feeds_page(site: Site, page: FeedsPage) -> bytes:
    return _render("feeds.html", page.path, site=site, page=page)


def sheet_page(site: Site, sheet: Sheet) -> bytes:
    return _render("sheet.html", sheet.path, site=site, sheet=sheet)


def search_page(site: Site, page: SearchPage) -> bytes:
    """What the hub itself answers with: where readers get their pages elsewhere, its links lead there."""
    root = "./" if site.desk_url == site.url else f"{site.url}/"
    return _render("search.html", "search", site=site, page=page, root=root)


def search_description(site: Site) -> bytes:
    """OpenSearch: how a browser searches here from its own bar."""
    return _render("opensearch.xml", "", site=site)


def schedule_page(site: Site, page: SchedulePage) -> bytes:
    return _render("schedule.html", page.path, site=site, page=page)


def text_page(site: Site, page: TextPage) -> bytes:
    return _render("text.html", page.path, site=site, page=page)


def missing_page(site: Site) -> bytes:
    """What the servers answer with where nothing is: its links begin at the root."""
    return _render("missing.html", "", site=site, root=f"{urlsplit(site.url).path}/")


def look() -> str:
    """What changes with the templates and the style sheet: pages that were made with others look otherwise."""
    files = [*sorted((FOLDER / "templates" / "reader").glob("*.html")), FOLDER / "static" / "reader.css"]
    return hashlib.blake2b(b"".join(path.read_bytes() for path in files), digest_size=8).hexdigest()


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
        "quote": lambda address: quote(address, safe=""),
        "kind": lambda kind: KIND_TITLES[kind],
        "to": _to,
    }
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.globals["player"] = PLAYER
    environment.globals["css"] = Markup((FOLDER / "static" / "reader.css").read_text())  # noqa: S704  our own file
    return environment


def _render(template: str, path: str, **values: Any) -> bytes:
    values.setdefault("root", "../" * path.count("/") or "./")
    page = _environment().get_template(template).render(path=path, **values)
    if _TAI_VIET.search(page):
        source = f'url({values["root"]}static/{TAI_VIET_FONT})format("woff")'
        face = f'@font-face{{font-family:"Tai Viet";src:{source};unicode-range:U+AA80-AADF;font-display:swap}}'
        page = page.replace("</style>", f"{face}</style>", 1)
    return page.encode()


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
