"""The pages that lead to lists: every programme, language, commune, topic, organisation, package, month and day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.models import Listing, Organisation, Package, Programme
from hub.services import listings, pages
from hub.services.airtimes import WEEKDAYS
from hub.services.communes import COMMUNES
from hub.services.languages import language_name
from hub.services.pages import IndexGroup, IndexLink, IndexPage

_Row = TypeVar("_Row", Programme, Organisation)

#: Topics on their page, those with the most items.
MAX_TOPICS = 200


def index_page(session: Session, sort: str) -> IndexPage:
    """The page of a sort of lists; `day-2026-11` is that of a month."""
    if sort.startswith("day-"):
        return _month(session, sort.removeprefix("day-"))
    return _PAGES[sort](session)


def _programmes(session: Session) -> IndexPage:
    rows = _with_items(session, Programme, "programme")
    groups = [
        IndexGroup(
            title=title,
            links=[
                IndexLink(path=f"programmes/{one.slug}/", title=one.title, language=one.language, about=one.description)
                for one in sorted(rows, key=lambda one: one.title)
                if one.kind == kind
            ],
        )
        for kind, title in pages.KIND_TITLES.items()
    ]
    text = "Mọi chương trình phát thanh, truyền hình, chuyên mục báo và tạp chí."
    return _page("programmes/", "Chương trình, chuyên mục", text, groups)


def _languages(session: Session) -> IndexPage:
    tags = sorted(name.removeprefix("language-") for name in listings.shown(session, "language"))
    links = [IndexLink(path=f"languages/{tag}/", title=language_name(tag), tag=tag) for tag in tags]
    return _page("languages/", "Ngôn ngữ", "Nghe, xem, đọc bằng tiếng của mình.", [IndexGroup(links=links)])


def _places(session: Session) -> IndexPage:
    shown = listings.shown(session, "place")
    links = [
        IndexLink(path=f"places/{slug}/" if f"place-{slug}" in shown else "", title=one.title)
        for slug, one in COMMUNES.items()
    ]
    text = "38 xã, phường của tỉnh Lai Châu: chọn nơi mình ở để xem tin về nơi đó."
    return _page("places/", "Xã, phường", text, [IndexGroup(links=links)])


def _topics(session: Session) -> IndexPage:
    shown = listings.shown(session, "topic")
    rows = session.execute(
        select(Listing.name, Listing.title).where(Listing.name.in_(shown)).order_by(Listing.last.desc(), Listing.name)
    ).all()
    links = [
        IndexLink(path=f"topics/{name.removeprefix('topic-')}/", title=f"{title[:1].upper()}{title[1:]}")
        for name, title in rows[:MAX_TOPICS]
    ]
    return _page("topics/", "Chủ đề", "Các chủ đề, nhiều bài nhất đứng trước.", [IndexGroup(links=links)])


def _organisations(session: Session) -> IndexPage:
    links = [
        IndexLink(path=f"organisations/{one.slug}/", title=one.name)
        for one in sorted(_with_items(session, Organisation, "organisation"), key=lambda one: one.name)
    ]
    return _page("organisations/", "Cơ quan báo chí", "Ai làm ra những gì ở đây.", [IndexGroup(links=links)])


def _packages(session: Session) -> IndexPage:
    rows = session.scalars(select(Package).where(Package.is_offered).order_by(Package.title))
    links = [
        IndexLink(path=f"packages/{one.slug}/", title=one.title, language=one.language, about=one.description)
        for one in rows
    ]
    text = "Những gì tòa soạn chọn sẵn cho từng nhóm bạn đọc, bạn nghe, bạn xem đài."
    return _page("packages/", "Gói nội dung", text, [IndexGroup(links=links)])


def _months(session: Session) -> IndexPage:
    years: dict[str, list[IndexLink]] = {}
    for month in listings.months(session):
        year, number = month.split("-")
        years.setdefault(year, []).append(IndexLink(path=f"days/{year}/{number}/", title=f"Tháng {int(number)}"))
    groups = [IndexGroup(title=f"Năm {year}", links=links) for year, links in years.items()]
    return _page("days/", "Đã đăng theo ngày", "Mọi thứ đã đăng, theo năm, tháng, ngày.", groups)


def _month(session: Session, month: str) -> IndexPage:
    links = []
    for name in sorted(listings.shown(session, f"day-{month}")):
        day = date.fromisoformat(name.removeprefix("day-"))
        links.append(IndexLink(path=f"days/{day:%Y/%m/%d}/", title=f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"))
    year, number = month.split("-")
    title = f"tháng {int(number)} năm {year}"
    groups = [IndexGroup(links=links)]
    return _page(f"days/{year}/{number}/", title.capitalize(), f"Đã đăng trong {title}.", groups)


_PAGES: Mapping[str, Callable[[Session], IndexPage]] = {
    "programme": _programmes,
    "language": _languages,
    "place": _places,
    "topic": _topics,
    "organisation": _organisations,
    "package": _packages,
    "day": _months,
}


def _with_items(session: Session, table: type[_Row], sort: str) -> list[_Row]:
    slugs = [name.removeprefix(f"{sort}-") for name in listings.shown(session, sort)]
    return list(session.scalars(select(table).where(table.slug.in_(slugs))))


def _page(path: str, title: str, description: str, groups: Iterable[IndexGroup]) -> IndexPage:
    return IndexPage(path=path, title=title, description=description, groups=[one for one in groups if one.links])
