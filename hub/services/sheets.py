"""A4 pages of QR codes for the notice boards of communes, one for each language in which there is something."""

from collections.abc import Collection, Iterator

from hub.extensions.storage import Storage
from hub.services.codes import code
from hub.services.communes import COMMUNES, Commune
from hub.services.languages import language_name
from hub.services.pages import Code, IndexGroup, IndexLink, IndexPage, Sheet, Site
from hub.services.tree import PUBLIC

#: Codes are scanned by whoever has any telephone: they lead to pages, but for the one that an app is given.
_BY_APP = "Mở ứng dụng nghe podcast hoặc đọc tin, chọn thêm bằng địa chỉ, rồi quét mã hoặc gõ địa chỉ này."


def path_of(slug: str, tag: str = "vi") -> str:
    """Where the sheet of a commune stands in the tree."""
    return f"feeds/sheets/{slug if tag == 'vi' else f'{slug}-{tag}'}/"


def of_commune(site: Site, storage: Storage, slug: str) -> Iterator[Sheet]:
    """The sheets of a commune: the Vietnamese one, and those of the other languages of the site."""
    commune = COMMUNES.get(slug)
    if commune is None:
        return
    for tag in _tags(site):
        yield Sheet(
            path=path_of(slug, tag),
            title=commune.title,
            language=tag,
            codes=_codes(site, storage, commune, tag),
        )


def _tags(site: Site) -> list[str]:
    """Vietnamese, which everybody is spoken to in, and what else there is."""
    return list(dict.fromkeys(("vi", *(tag for _, _, tag in site.languages))))


def index(site: Site, places: Collection[str]) -> IndexPage:
    """What leads to the sheets of communes, by language."""
    groups = [
        IndexGroup(
            title=language_name(tag),
            links=[
                IndexLink(path=path_of(slug, tag), title=one.title) for slug, one in COMMUNES.items() if slug in places
            ],
        )
        for tag in _tags(site)
    ]
    return IndexPage(
        path="feeds/sheets/",
        title="Tờ A4 có mã QR để in, dán",
        description="Chọn xã, phường và thứ tiếng, rồi in trang mở ra: vừa một tờ A4, đen trắng.",
        groups=[one for one in groups if one.links],
    )


def _codes(site: Site, storage: Storage, commune: Commune, tag: str) -> list[Code]:
    title = f"{commune.title[:1].lower()}{commune.title[1:]}"
    return [
        _code(site, f"Tin về {title}", "Mở bằng máy ảnh của điện thoại.", f"places/{commune.slug}/"),
        *_of_language(site, storage, tag),
        _code(site, "Tin mới toàn tỉnh", "Báo, phát thanh, truyền hình. Mở bằng máy ảnh của điện thoại.", ""),
        _code(site, "Đăng ký theo dõi", "Có bài mới thì máy tự nhận. Trang này chỉ cách, từng bước.", "feeds/"),
    ]


def _of_language(site: Site, storage: Storage, tag: str) -> Iterator[Code]:
    # Vietnamese has a sheet before there is anything in it.
    if tag in {known for _, _, known in site.languages}:
        spoken = language_name(tag)
        light = storage.stat(f"{PUBLIC}/feeds/language-{tag}-lite.rss") is not None
        title = f"{'Nghe' if light else 'Đọc'} bằng {spoken[:1].lower()}{spoken[1:]}"
        yield _code(site, title, _BY_APP, f"feeds/language-{tag}{'-lite' if light else ''}.rss")


def _code(site: Site, title: str, about: str, path: str) -> Code:
    address = f"{site.url}/{path}"
    return Code(title=title, about=about, address=address, picture=code(address).decode())
