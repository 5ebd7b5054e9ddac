"""Where readers subscribe: a page for each sort of channels, and the file that names all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from feeds.opml import Outline, OutlineGroup, opml
from hub.extensions.storage import Storage
from hub.models import Kind
from hub.services import channels, listings
from hub.services.channels import Offer
from hub.services.pages import FeedGroup, FeedRow, FeedsPage, Site
from hub.services.syndication import Channel
from hub.services.tree import PUBLIC

#: Sorts of lists under one heading, in the order of the page and of the file.
_HEADINGS: Mapping[str, Collection[str]] = {
    "Tất cả, theo loại": ("all", *Kind, listings.ISSUES),
    "Gói nội dung chọn sẵn": ("package",),
    "Theo ngôn ngữ": ("language",),
    "Chương trình, chuyên mục": ("programme",),
    "Xã, phường": ("place",),
    "Chủ đề": ("topic",),
    "Cơ quan báo chí": ("organisation",),
}

#: Heading in the file of the podcasts, which stand there a second time.
_PODCASTS = "Podcast"

#: Folder below `feeds/` -> title, what is there.
_FOLDERS: Mapping[str, tuple[str, str]] = {
    "places": ("Theo xã, phường", "Tin về nơi mình ở."),
    "topics": ("Theo chủ đề", "Mùa vụ, sức khỏe, giá nông sản… và mọi chủ đề khác."),
    "organisations": ("Theo cơ quan báo chí", "Mọi nội dung của một cơ quan."),
    "sheets": ("Tờ A4 có mã QR", "In ra, dán ở nhà văn hóa, trụ sở xã, trường học."),
}


def page(session: Session, storage: Storage, site: Site, path: str) -> FeedsPage:
    """The page at a path below `feeds/` on which readers subscribe."""
    folder, _, letter = path.removeprefix("feeds/").rstrip("/").partition("/")
    names = channels.offered(session)
    if not folder:
        return _first(session, storage, site, names)
    title, about = _FOLDERS[folder]
    if folder == "topics" and not letter:
        letters = sorted({listings.feeds_page(name) for name in names if listings.sort_of(name) == "topic"})
        ways = [(one, f"Chủ đề bắt đầu bằng {one.rstrip('/')[-1].upper()}", "") for one in letters]
        return FeedsPage(path=path, title=f"Đăng ký {title.lower()}", description=about, groups=(), ways=ways)
    here = [name for name in names if listings.feeds_page(name) == path]
    rows = [_row(site, one) for one in channels.offers(session, storage, site.title, here)]
    title = f"Đăng ký {title.lower()}" + (f": {letter.upper()}" if letter else "")
    return FeedsPage(path=path, title=title, description=about, groups=[FeedGroup(rows=rows)] if rows else [])


def _first(session: Session, storage: Storage, site: Site, names: Iterable[str]) -> FeedsPage:
    here = [name for name in names if listings.feeds_page(name) == "feeds/"]
    found = list(channels.offers(session, storage, site.title, here))
    groups = [
        FeedGroup(
            title=heading, rows=[_row(site, one) for one in found if listings.sort_of(one.channel.listing) in sorts]
        )
        for heading, sorts in _HEADINGS.items()
    ]
    return FeedsPage(
        path="feeds/",
        title="Đăng ký theo dõi",
        description="Đăng ký một lần; từ đó có bài mới thì điện thoại tự nhận, nghe lại được cả khi mất sóng.",
        groups=[one for one in groups if one.rows],
        ways=[(f"feeds/{folder}/", title, about) for folder, (title, about) in _FOLDERS.items()],
    )


def _row(site: Site, offer: Offer) -> FeedRow:
    channel = offer.channel
    return FeedRow(
        name=channel.name,
        title=channel.title,
        description=channel.description,
        language=channel.language,
        addresses=offer.addresses(site.url),
    )


def everything(session: Session, storage: Storage, site: Site, created: datetime) -> bytes:
    """OPML of every channel, by sorts; podcasts by themselves too."""
    found: dict[str, list[Outline]] = {heading: [] for heading in _HEADINGS}
    podcasts = []
    for name in channels.offered(session):
        sort = listings.sort_of(name)
        channel = channels.channel_of(session, name, site.title)
        if channel is None:
            continue
        heading = next(title for title, sorts in _HEADINGS.items() if sort in sorts)
        found[heading].append(_outline(site, channel, f"feeds/{channel.name}.rss"))
        podcast = f"podcasts/{channel.name}-lite.rss"
        # Nothing is asked of the disk for the topics, of which there may be thousands.
        if sort == "programme" and storage.stat(f"{PUBLIC}/{podcast}") is not None:
            podcasts.append(_outline(site, channel, podcast))
    groups: Sequence[tuple[str, list[Outline]]] = [*found.items(), (_PODCASTS, podcasts)]
    return opml(
        site.title, [OutlineGroup(title=heading, outlines=tuple(lines)) for heading, lines in groups], created=created
    )


def _outline(site: Site, channel: Channel, path: str) -> Outline:
    return Outline(
        title=channel.title,
        xml_url=f"{site.url}/{path}",
        html_url=f"{site.url}/{channel.home_path}",
        description=channel.description,
        language=channel.language,
    )
