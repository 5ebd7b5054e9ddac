"""A site of about the size that the province has, for tests of the reader's pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub.services.codes import code
from hub.services.communes import COMMUNES
from hub.services.pages import Code, FeedGroup, FeedRow, FeedsPage, ListPage, Sheet, Site
from hub.services.views import ItemView, MediaView

URL = "https://tin.laichau.example"
LANGUAGES = (
    ("vi", "Tiếng Việt"),
    ("blt", "Tiếng Thái (Thái Đen)"),
    ("hmn", "Tiếng Mông"),
    ("ium", "Tiếng Dao"),
    ("hni", "Tiếng Hà Nhì"),
)
SITE = Site(
    title="Báo chí Lai Châu",
    url=URL,
    desk_url="https://toasoan.example",
    kinds=(("radio/", "Phát thanh"), ("tv/", "Truyền hình"), ("print/", "Báo và tạp chí")),
    languages=tuple((f"languages/{tag}/", name, tag) for tag, name in LANGUAGES),
)

#: (kind, slug, title, language) of programmes.
PROGRAMMES = (
    ("radio", "thoi-su-phat-thanh", "Thời sự phát thanh", "vi"),
    ("radio", "phat-thanh-tieng-mong", "Phát thanh tiếng Mông", "hmn"),
    ("radio", "phat-thanh-tieng-thai", "Phát thanh tiếng Thái", "blt"),
    ("tv", "thoi-su-truyen-hinh", "Thời sự truyền hình", "vi"),
    ("tv", "phim-va-giai-tri", "Phim và giải trí", "vi"),
    ("print", "tin-tuc", "Tin tức", "vi"),
    ("print", "van-nghe", "Văn nghệ", "vi"),
)

_SUBJECTS = (
    "Giữ ấm cho trâu, bò trước mùa rét đậm, rét hại ở các xã vùng cao",
    "Bản Hà Nhì bên dòng suối lớn mở lớp học kỹ năng số buổi tối",
    "Chè búp tươi được giá, nông hộ Tân Uyên chăm vụ đông",
    "Đường lên bản mới thông xe sau hai tháng sửa chữa sạt lở",
    "Chợ phiên cuối tuần: xem kỹ nhãn hàng trước khi mua giống cây",
    "Đội văn nghệ xã tập điệu xòe mừng mùa lúa chín",
    "Trạm y tế xã nhắc lịch tiêm chủng cho trẻ dưới một tuổi",
)
_LEADS = (
    "Che kín chuồng, trữ đủ thức ăn, không thả rông ngày rét và theo dõi dự báo: những việc nhỏ giúp đỡ thiệt hại.",
    "Mỗi tối thứ ba, nhà văn hóa sáng đèn; người già, người trẻ cùng học gọi hình, đọc báo và tránh bị lừa.",
    "Giá thu mua tăng nhẹ so với tháng trước; cán bộ khuyến nông khuyên bón phân hữu cơ, đốn đúng lứa và ghi sổ.",
    "Xe tải nhỏ đã vào tới trung tâm bản, hàng hóa xuống chợ nhanh hơn một nửa thời gian so với mùa mưa năm ngoái.",
    "Hạn sử dụng, nơi sản xuất, hóa đơn: ba điều cần hỏi; nghi hàng giả thì báo ngay cho cán bộ xã hoặc kiểm lâm.",
)
_BEGUN = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)


def media(item_id: str, form: str, name: str, media_type: str, size_bytes: int) -> MediaView:
    pictured = media_type.startswith("image/")
    return MediaView(
        form=form,
        path=f"media/{item_id}/{name}",
        media_type=media_type,
        size_bytes=size_bytes,
        sha256="0" * 64,
        duration_s=None if pictured or form == "page" else 724.3,
        width={"thumb": 320, "poster": 1280, "picture": 1200}.get(form),
        height={"thumb": 180, "poster": 720, "picture": 675}.get(form),
        alt="Ruộng bậc thang buổi sớm" if form == "picture" else "",
        caption="Ruộng bậc thang mùa nước đổ. Tranh minh họa." if form == "picture" else "",
    )


def forms_of(kind: str, item_id: str) -> dict[str, MediaView]:
    thumb = media(item_id, "thumb", "thumb.jpg", "image/jpeg", 9_300)
    if kind == "print":
        return {"page": media(item_id, "page", "page", "text/html", 6_412), "thumb": thumb}
    forms = {
        "lite": media(item_id, "lite", "lite.mp3", "audio/mpeg", 2_890_112),
        "audio": media(item_id, "audio", "audio.mp3", "audio/mpeg", 8_712_334),
    }
    if kind == "tv":
        forms |= {
            "poster": media(item_id, "poster", "poster.jpg", "image/jpeg", 84_000),
            "thumb": thumb,
            "hls": media(item_id, "hls", "hls/master.m3u8", "application/vnd.apple.mpegurl", 81_000_000),
        }
    return forms


def item(number: int = 0, **changes: object) -> ItemView:
    """The item of that number: kinds, languages and lengths take turns."""
    kind, slug, title, language = PROGRAMMES[number % len(PROGRAMMES)]
    # As unlike each other as real ids are, so that compression has no easy game.
    item_id = f"01KB{(number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 36**22:022X}"[:26]
    moment = _BEGUN - timedelta(hours=5 * number, minutes=7 * number)
    lead = f"{_LEADS[number % len(_LEADS)]} {_SUBJECTS[(number * 3 + 1) % len(_SUBJECTS)]}."
    view = ItemView(
        id=item_id,
        title=f"{_SUBJECTS[(number * 5) % len(_SUBJECTS)]} (kỳ {number + 1})",
        summary=lead,
        body_html="<p>Mỗi khi gió mùa đông bắc tràn về, nhiệt độ ở các bản vùng cao xuống rất nhanh.</p>",
        language=language,
        kind=kind,
        programme_slug=slug,
        programme_title=title,
        organisation="Báo và phát thanh, truyền hình Lai Châu",
        organisation_slug="bao-lai-chau",
        authors=("Lò Thị Bình", "Vàng A Cường"),
        tags=("chăn nuôi", "rét đậm, rét hại"),
        places=("phong-tho",),
        ai_label="Giọng đọc tổng hợp (espeak-ng)" if kind == "radio" else "",
        credit="",
        state="published",
        revision=1,
        duration_s=None if kind == "print" else 724.3,
        published_at=moment,
        updated_at=moment,
        media=forms_of(kind, item_id),
        pictures=(media(item_id, "picture", "picture-001.jpg", "image/jpeg", 96_000),) if kind == "print" else (),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def front_page(count: int = 39, **changes: object) -> ListPage:
    page = ListPage(
        path="",
        title="Tất cả tin mới",
        description="Mọi tin, bài, chương trình mới nhất.",
        language="vi",
        items=tuple(item(number) for number in range(count)),
        feed="all",
        podcast="",
        follow="feeds/",
        sheet="",
        newer="",
        older="page/1/",
        programmes=tuple((f"programmes/{slug}/", title, tag, kind) for kind, slug, title, tag in PROGRAMMES),
    )
    return replace(page, **changes)  # type: ignore[arg-type]


def programme_page(path: str = "programmes/phat-thanh-tieng-mong/") -> ListPage:
    return front_page(
        path=path,
        title="Phát thanh tiếng Mông",
        description="Tin tức và chuyên mục bằng tiếng Mông.",
        language="hmn",
        items=tuple(item(1 + 7 * number) for number in range(39)),
        feed="phat-thanh-tieng-mong",
        podcast="podcasts/phat-thanh-tieng-mong.rss",
        older=f"{path}page/1/",
        programmes=(),
    )


def place_page() -> ListPage:
    return front_page(
        path="places/phong-tho/",
        title="Xã Phong Thổ",
        description="Tin, bài, chương trình về xã Phong Thổ, tỉnh Lai Châu.",
        feed="place-phong-tho",
        follow="feeds/places/",
        sheet="feeds/sheets/phong-tho/",
        older="",
        programmes=(),
    )


def subscribe_page() -> FeedsPage:
    """That of such a site."""
    return FeedsPage(
        path="feeds/",
        title="Đăng ký theo dõi",
        description="Đăng ký một lần; từ đó có bài mới thì điện thoại tự nhận.",
        groups=[FeedGroup(title="Chương trình, chuyên mục", rows=feed_rows())],
        ways=[("feeds/places/", "Theo xã, phường", "Tin về nơi mình ở.")],
    )


def large_subscribe_page() -> FeedsPage:
    """That of a site of thirty programmes, with what else its first page shows: sixty channels."""
    rows = list(feed_rows())
    for number in range(24):
        kind, slug, title, tag = PROGRAMMES[number % len(PROGRAMMES)]
        subject = _SUBJECTS[(number * 5 + 1) % len(_SUBJECTS)]
        rows.append(_row(f"{slug}-{number}", f"{title}, {subject[:20]}", tag, heard=kind != "print", about=subject))
    for number, commune in enumerate(list(COMMUNES.values())[:20]):
        about = _LEADS[number % len(_LEADS)]
        rows.append(_row(f"package-{commune.slug}", f"Gói {commune.name}", "vi", heard=False, about=about))
    return replace(subscribe_page(), groups=[FeedGroup(title="Chương trình, chuyên mục", rows=rows)])


def sheet() -> Sheet:
    """A sheet for a notice board with the addresses that it really has."""
    paths = ("places/phong-tho/", "feeds/language-blt-lite.rss", "", "feeds/")
    return Sheet(
        path="feeds/sheets/phong-tho-blt/",
        title="Xã Phong Thổ",
        language="blt",
        codes=[
            Code(
                title="Nghe bằng tiếng Thái (Thái Đen)",
                about="Mở ứng dụng nghe podcast hoặc đọc tin, chọn thêm bằng địa chỉ, rồi quét mã.",
                address=f"{URL}/{path}",
                picture=code(f"{URL}/{path}").decode(),
            )
            for path in paths
        ],
    )


def feed_rows() -> tuple[FeedRow, ...]:
    """Sixteen channels."""
    rows = [
        _row(name, title, "vi", heard=False) for name, title in (("all", "Tất cả tin mới"), ("radio", "Phát thanh"))
    ]
    rows += [_row("tv", "Truyền hình", "vi", heard=False), _row("print", "Báo và tạp chí", "vi", heard=False)]
    rows += [_row(f"language-{tag}", name, tag, heard=False) for tag, name in LANGUAGES]
    rows += [_row(slug, title, tag, heard=kind != "print") for kind, slug, title, tag in PROGRAMMES]
    return tuple(rows)


def _row(name: str, title: str, language: str, *, heard: bool, about: str = "") -> FeedRow:
    addresses = {ending: f"{URL}/feeds/{name}.{ending}" for ending in ("rss", "atom", "json")}
    if name not in {"print", "tin-tuc", "van-nghe"}:
        addresses["rss-lite"] = f"{URL}/feeds/{name}-lite.rss"
    if heard:
        addresses["podcast"] = f"{URL}/podcasts/{name}.rss"
        addresses["podcast-lite"] = f"{URL}/podcasts/{name}-lite.rss"
    return FeedRow(
        name=name,
        title=title,
        description=about or f"{title}: tin tức, chuyên mục và những việc bà con cần biết.",
        language=language,
        addresses=addresses,
    )
