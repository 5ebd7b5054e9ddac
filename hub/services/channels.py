"""What one can subscribe to: all, kinds, programmes, languages, places, topics, organisations, packages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.storage import Storage
from hub.models import Listing, Organisation, Package, Programme
from hub.services import listings, pages
from hub.services.communes import COMMUNES
from hub.services.languages import language_name
from hub.services.syndication import Channel, addresses
from hub.services.tree import PUBLIC
from hub.services.views import ItemView

#: The order in which people look for lists.
_SEQUENCE = ("all", "radio", "tv", "print", "issues", "package", "language", "programme", "place", "topic")
_ORDER = {name: place for place, name in enumerate(_SEQUENCE)}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a list. `path` is that of its page; `feed` the name of its feeds, empty where it has none."""

    title: str
    description: str
    path: str
    feed: str
    language: str = "vi"
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A channel, and what there is of it beside its feeds: a podcast, lite twins, Media RSS of its films."""

    channel: Channel
    podcast: bool
    lite: bool
    films: bool

    def addresses(self, base_url: str) -> Mapping[str, str]:
        """Kind -> address."""
        return addresses(base_url, self.channel, podcast=self.podcast, lite=self.lite, films=self.films)


def offers(session: Session, storage: Storage, site_title: str, names: Iterable[str]) -> Iterator[Offer]:
    """Those of the lists that have feeds."""
    for name in names:
        channel = channel_of(session, name, site_title)
        if channel is not None and channel.name:
            # By what stands in the tree: no item is looked at, however many lists there are.
            yield Offer(
                channel=channel,
                podcast=storage.stat(f"{PUBLIC}/podcasts/{channel.name}.rss") is not None,
                lite=storage.stat(f"{PUBLIC}/feeds/{channel.name}-lite.rss") is not None,
                films=storage.stat(f"{PUBLIC}/feeds/{channel.name}.mrss") is not None,
            )


def channel_of(session: Session, name: str, site_title: str) -> Channel | None:
    """The channel of a list; None for one that is no more. Where there is no organisation, the site speaks."""
    told = _told(session, name)
    if told is None:
        return None
    return Channel(
        listing=name,
        name=told.feed,
        title=told.title,
        description=told.description,
        language=told.language,
        home_path=told.path,
        organisation=told.organisation or _publisher_name(session) or site_title,
    )


def _told(session: Session, name: str) -> Told | None:
    sort, _, rest = name.partition("-")
    if name == "all":
        return Told(title="Tất cả tin mới", description="Mọi tin, bài, chương trình mới nhất.", path="", feed="all")
    if name == listings.ISSUES:
        text = "Các số báo và tạp chí, mở từng trang hoặc đọc từng bài."
        return Told(title="Số báo, tạp chí", description=text, path="issues/", feed="issues")
    if name in pages.KIND_TITLES:
        title = pages.KIND_TITLES[name]
        return Told(title=title, description=f"{title}: tất cả chương trình.", path=f"{name}/", feed=name)
    return _SORTS[sort](session, name, rest)


def _programme(session: Session, _: str, slug: str) -> Told | None:
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        return None
    return Told(
        title=programme.title,
        description=programme.description,
        path=f"programmes/{slug}/",
        feed=slug,
        language=programme.language,
        organisation=programme.organisation.name,
    )


def _language(_: Session, name: str, tag: str) -> Told:
    title = language_name(tag)
    text = f"Mọi nội dung bằng {title[:1].lower()}{title[1:]}."
    return Told(title=title, description=text, path=f"languages/{tag}/", feed=name, language=tag)


def _place(_: Session, name: str, slug: str) -> Told | None:
    commune = COMMUNES.get(slug)
    if commune is None:
        return None
    return Told(
        title=commune.title,
        description=f"Tin, bài, chương trình về {commune.title[:1].lower()}{commune.title[1:]}, tỉnh Lai Châu.",
        path=f"places/{slug}/",
        feed=name,
    )


def _topic(session: Session, name: str, slug: str) -> Told:
    title = session.scalar(select(Listing.title).where(Listing.name == name)) or slug
    title = f"{title[:1].upper()}{title[1:]}"
    return Told(title=title, description=f"Chủ đề: {title}.", path=f"topics/{slug}/", feed=name)


def _organisation(session: Session, name: str, slug: str) -> Told | None:
    found = session.scalar(select(Organisation.name).where(Organisation.slug == slug))
    if found is None:
        return None
    return Told(
        title=found,
        description=f"Mọi nội dung của {found}.",
        path=f"organisations/{slug}/",
        feed=name,
        organisation=found,
    )


def _package(session: Session, name: str, slug: str) -> Told | None:
    package = session.scalar(select(Package).where(Package.slug == slug))
    if package is None:
        return None
    return Told(
        title=package.title,
        description=package.description or f"Gói nội dung: {package.title}.",
        path=f"packages/{slug}/",
        feed=name,
        language=package.language,
    )


def _day(_: Session, __: str, day: str) -> Told:
    year, month, date = day.split("-")
    title = f"Ngày {date}/{month}/{year}"
    text = f"Đã đăng trong ngày {date}/{month}/{year}."
    return Told(title=title, description=text, path=f"days/{year}/{month}/{date}/", feed="")


_SORTS: Mapping[str, Callable[[Session, str, str], Told | None]] = {
    "programme": _programme,
    "language": _language,
    "place": _place,
    "topic": _topic,
    "organisation": _organisation,
    "package": _package,
    "day": _day,
}


def _publisher_name(session: Session) -> str:
    return session.scalar(select(Organisation.name).join(Programme).order_by(Programme.id).limit(1)) or ""


def names(session: Session) -> Sequence[str]:
    """Lists that have items and feeds, in the order in which people look for them."""
    found = session.scalars(select(Listing.name).where(~Listing.name.between("day-", "day."))).all()
    return sorted(found, key=lambda name: (_ORDER.get(listings.sort_of(name), len(_ORDER)), name))


def offered(session: Session) -> Sequence[str]:
    """The same without packages that are offered no more: their feeds stay for those who follow them."""
    ended = session.scalars(select(Package.slug).where(Package.is_offered.is_(False))).all()
    hidden = {f"package-{slug}" for slug in ended}
    return [name for name in names(session) if name not in hidden]


def podcast_path(name: str, items: Sequence[ItemView]) -> str:
    """Programmes whose items can be heard have a podcast."""
    slug = name.removeprefix("programme-")
    return f"podcasts/{slug}.rss" if slug != name and any("lite" in item.media for item in items) else ""
