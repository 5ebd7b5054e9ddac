"""The reader's pages as a reader on a slow line gets them."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
import segno

from hub.services import pages
from hub.services.errata import Erratum
from hub.services.linked_data import linked_data
from hub.services.views import _with_captions
from tests.unit.hub.reader_samples import (
    SITE,
    URL,
    feed_rows,
    front_page,
    item,
    large_subscribe_page,
    media,
    place_page,
    programme_page,
    sheet,
    subscribe_page,
)

BUDGET_BYTES = 14_000
CSS_BUDGET_BYTES = 4_500
#: Light squares around a code.
BORDER = 3
#: Schemes that open an app of the reader's telephone.
APPS = {"sms", "mailto", "podcast", "feed", "antennapod-subscribe", "pktc", "overcast"}
RADIO, MONG, TV, PRINT = item(0), item(1), item(3), item(5)
ARCHIVE = programme_page("programmes/phat-thanh-tieng-mong/page/3/")
CSS = (pages.FOLDER / "static" / "reader.css").read_text()

#: name -> (path, page); the paths are those of the public tree.
PAGES = {
    "front": ("", pages.list_page(SITE, front_page())),
    "programme": (programme_page().path, pages.list_page(SITE, programme_page())),
    "archive": (ARCHIVE.path, pages.list_page(SITE, replace(ARCHIVE, newer=programme_page().path))),
    "empty": ("tv/", pages.list_page(SITE, front_page(0, path="tv/", older="", feed="tv"))),
    "radio": (RADIO.path, pages.item_page(SITE, RADIO)),
    "mong": (MONG.path, pages.item_page(SITE, MONG)),
    "tv": (TV.path, pages.item_page(SITE, TV)),
    "print": (PRINT.path, pages.item_page(SITE, PRINT)),
    "place": (place_page().path, pages.list_page(SITE, place_page())),
    "feeds": ("feeds/", pages.feeds_page(SITE, subscribe_page())),
    "many-feeds": ("feeds/", pages.feeds_page(SITE, large_subscribe_page())),
    "sheet": (sheet().path, pages.sheet_page(SITE, sheet())),
    "gone": (RADIO.path, pages.gone_page(SITE, replace(RADIO, state="withdrawn"))),
    "missing": ("", pages.missing_page(SITE)),
}
every_page = pytest.mark.parametrize("name", PAGES)


class Tags(HTMLParser):
    """Every start tag of a page with its attributes, and the texts of its scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def text_of(page: bytes) -> str:
    """The words as a text browser shows them."""
    body = page.decode().partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@every_page
def test_a_page_with_its_style_stays_within_its_budget(name: str) -> None:
    assert len(brotli.compress(PAGES[name][1], quality=9)) <= BUDGET_BYTES


def test_the_style_stays_within_its_budget() -> None:
    assert len(brotli.compress(CSS.encode(), quality=9)) <= CSS_BUDGET_BYTES


@every_page
def test_no_page_runs_a_script_but_the_one_that_plays_a_film(name: str) -> None:
    tags = Tags(PAGES[name][1])
    run = [script for script in tags.of("script") if script.get("type") != "application/ld+json"]
    films = tags.of("video")
    assert [script["src"].rpartition("../")[2] for script in run] == ["static/play.js"] * len(films)
    assert not [attributes for _, attributes in tags.found if any(key.startswith("on") for key in attributes)]


@every_page
def test_a_page_says_its_language_and_has_one_main_heading(name: str) -> None:
    tags = Tags(PAGES[name][1])
    assert tags.of("html") == [{"lang": "vi"}]
    assert len(tags.of("h1")) == 1
    assert len(tags.of("main")) == 1


@every_page
def test_every_picture_has_an_alternative_text(name: str) -> None:
    assert all("alt" in picture for picture in Tags(PAGES[name][1]).of("img"))


@every_page
def test_links_lead_into_the_public_tree_wherever_it_stands(name: str) -> None:
    path, page = PAGES[name]
    begin = f"https://usb.example/any/folder/{path}"
    tags = Tags(page)
    links = [one for one in tags.of("a", "link", "img", "audio", "video", "source") if one.get("rel") != "canonical"]
    targets = [one[key] or "" for one in links for key in ("href", "src", "poster") if key in one]
    of_tree = [target for target in targets if urlsplit(target).scheme not in APPS]
    # What the hub answers by itself is reached from a copy of the tree too.
    inside = [target for target in of_tree if not target.startswith(f"{SITE.desk_url}/")]
    # A sheet is made to be printed: it has no menu, and one way back.
    assert (f"{SITE.desk_url}/sign-in" in of_tree) == (name != "sheet")
    assert len(inside) > (1 if name == "sheet" else 4)
    if name == "missing":
        assert all(target.startswith(("/", "#")) for target in inside)
        return
    assert all(urljoin(begin, target).startswith("https://usb.example/any/folder/") for target in inside)
    assert not [target for target in inside if urlsplit(target).scheme or target.startswith("/")]
    # Opened from a disk, a folder is a list of its files and no page.
    assert not [target for target in inside if urlsplit(target).path.endswith("/")]


@every_page
def test_nothing_is_asked_of_another_host(name: str) -> None:
    hosts = {urlsplit(url).netloc for url in re.findall(r"https?://[^\s\"'<>]+", PAGES[name][1].decode())}
    assert hosts <= {urlsplit(URL).netloc, urlsplit(SITE.desk_url).netloc, "schema.org", "www.w3.org"}


@every_page
def test_ids_are_unique_so_that_links_into_a_page_arrive(name: str) -> None:
    ids = [attributes["id"] for _, attributes in Tags(PAGES[name][1]).found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_passages_in_another_language_say_so() -> None:
    tags = Tags(PAGES["mong"][1])
    assert tags.of("h1")[0]["lang"] == "hmn"
    assert {"class": "body", "lang": "hmn"} in tags.of("div")
    cards = [link for link in Tags(PAGES["front"][1]).of("a") if link.get("lang")]
    assert {link["lang"] for link in cards} == {"hmn", "blt"}


def test_glyphs_of_tai_viet_are_asked_for_only_where_the_script_stands() -> None:
    assert all(b"@font-face" not in page for _, page in PAGES.values())
    page = pages.item_page(SITE, replace(MONG, title="ꪀꪫꪱꪣ ꪼꪕ", language="blt-Tavt")).decode()
    assert "url(../../static/vendor/noto-sans-tai-viet-5.3.0.woff)" in page
    assert page.index("@font-face") < page.index("</style>")


def test_the_page_for_what_is_missing_leads_home_below_any_path() -> None:
    page = pages.missing_page(replace(SITE, url="https://bao.example/tin")).decode()
    assert 'href="/tin/index.html"' in page


HOSTILE = '</title></script><script>alert("1")</script>\u202e" onload=\'x\' & <b>'


def test_hostile_words_stay_words() -> None:
    bad = replace(
        TV,
        title=HOSTILE,
        summary=HOSTILE,
        programme_title=HOSTILE,
        organisation=HOSTILE,
        authors=(HOSTILE,),
        tags=(HOSTILE,),
        ai_label=HOSTILE,
        credit=HOSTILE,
        pictures=(replace(PRINT.pictures[0], alt=HOSTILE, caption=HOSTILE),),
    )
    listed = replace(front_page(), items=(bad,), title=HOSTILE, description=HOSTILE)
    for page in (pages.item_page(SITE, bad), pages.list_page(SITE, listed), pages.gone_page(SITE, bad)):
        tags = Tags(page)
        assert b"<script>alert" not in page
        assert not [attributes for _, attributes in tags.found if "onload" in attributes]
        told = {"type": "application/ld+json"}
        assert all(script == told or script["src"].endswith("static/play.js") for script in tags.of("script"))
    assert json.loads("".join(Tags(pages.item_page(SITE, bad)).scripts))["name"] == HOSTILE


def test_words_that_run_the_other_way_do_not_turn_their_surroundings() -> None:
    page = pages.item_page(SITE, replace(RADIO, authors=("\u202eab",))).decode()
    assert '<h1 dir="auto">' in page
    assert "<bdi>\u202eab</bdi>" in page


def test_the_light_sound_is_what_an_item_offers_first() -> None:
    page = PAGES["radio"][1]
    sound = Tags(page).of("audio")
    assert sound == [{"controls": None, "preload": "none", "src": f"../../{RADIO.media['lite'].path}"}]
    words = text_of(page)
    # 2,890,112 bytes in 724.3 s.
    assert "Nghe bản nhẹ 2,9 MB · 12:04 · 239 KB mỗi phút" in words
    assert "Âm thanh đầy đủ (MP3) 8,7 MB · 12:04" in words


def test_an_item_whose_light_form_is_not_ready_offers_what_is() -> None:
    only = {"audio": RADIO.media["audio"]}
    tags = Tags(pages.item_page(SITE, replace(RADIO, media=only)))
    assert tags.of("audio")[0]["src"] == f"../../{only['audio'].path}"
    assert "podcasts/" not in pages.item_page(SITE, replace(RADIO, media=only)).decode()


def test_an_item_with_a_video_offers_its_sound_to_those_who_cannot_play_it() -> None:
    page = PAGES["tv"][1]
    tags = Tags(page)
    assert tags.of("video")[0]["preload"] == "none"
    assert tags.of("source") == [{"src": f"../../{TV.media['hls'].path}", "type": "application/vnd.apple.mpegurl"}]
    assert "VLC" in text_of(page)
    assert "Mạng yếu thì nghe bản chỉ có tiếng ở dưới: 2,9 MB" in text_of(page)
    assert tags.of("audio")


def test_a_still_that_waits_for_the_play_button_is_the_small_one() -> None:
    assert Tags(PAGES["tv"][1]).of("video")[0]["poster"] == f"../../{TV.media['thumb'].path}"


def test_a_silent_video_speaks_of_no_sound() -> None:
    silent = replace(TV, media={form: one for form, one in TV.media.items() if form in {"hls", "thumb"}})
    page = pages.item_page(SITE, silent)
    assert Tags(page).of("audio") == []
    assert "tiếng" not in text_of(page).partition("<article")[2]


def test_an_item_tells_who_made_it_and_what_a_machine_made() -> None:
    words = text_of(PAGES["radio"][1])
    assert "Báo và phát thanh, truyền hình Lai Châu · 22/11/2026, 17:05 · Lò Thị Bình, Vàng A Cường" in words
    assert "Có phần do máy tạo: Giọng đọc tổng hợp (espeak-ng)" in words
    assert "do máy tạo" not in text_of(PAGES["print"][1])


def test_every_correction_is_told_the_newest_first_and_only_corrections() -> None:
    parts = (("tiêu đề", "nội dung"), ("tác giả",))
    errata = [
        Erratum(made_at=datetime(2026, 11, 23, 1, hour, tzinfo=UTC), parts=changed, note=note)
        for hour, changed, note in ((30, parts[0], "Giá ngô là <7.500> đồng."), (0, parts[1], ""))
    ]
    words = text_of(pages.item_page(SITE, replace(PRINT, revision=3, errata=errata)))
    told = "Đã sửa 23/11/2026, 08:30 : tiêu đề, nội dung. Giá ngô là &lt;7.500&gt; đồng. 23/11/2026, 08:00 : tác giả."
    assert told in words
    # Another revision is none: tags and places do not change what it says.
    assert "Đã sửa" not in text_of(pages.item_page(SITE, replace(PRINT, revision=3)))


def test_a_picture_stands_in_the_text_or_before_it_but_not_twice() -> None:
    picture = PRINT.pictures[0]
    inside = replace(PRINT, body_html=f'<p><img src="../../{picture.path}" alt="{picture.alt}"></p>')
    assert len(Tags(PAGES["print"][1]).of("img")) == 1
    assert len(Tags(pages.item_page(SITE, inside)).of("img")) == 1
    assert picture.caption in text_of(PAGES["print"][1])


def test_what_was_withdrawn_is_not_repeated() -> None:
    page = PAGES["gone"][1].decode()
    assert "đã được gỡ" in page
    assert RADIO.title not in page
    assert RADIO.summary not in page
    assert "noindex" in page
    assert "Lời cho bạn đọc" not in page


def test_what_was_said_to_readers_of_what_was_withdrawn_stands_at_its_address() -> None:
    said = replace(RADIO, state="withdrawn", farewell="Bài nêu sai tên <người>.")
    assert "Lời cho bạn đọc: Bài nêu sai tên &lt;người&gt;." in text_of(pages.gone_page(SITE, said))


def test_a_list_shows_each_item_with_its_lightest_form() -> None:
    words = text_of(pages.list_page(SITE, front_page(6)))
    assert "12:04 · 2,9 MB" in words
    assert f"bài chữ · {len(PRINT.body_html.encode())} B" in words
    assert RADIO.title in words


def test_a_list_of_a_programme_shows_the_address_of_its_podcast() -> None:
    page = text_of(PAGES["programme"][1])
    assert f"{URL}/podcasts/phat-thanh-tieng-mong.rss" in page
    assert f"{URL}/podcasts/phat-thanh-tieng-mong-lite.rss" in page
    assert "/podcasts/" not in text_of(PAGES["front"][1])


def test_pages_of_a_list_lead_to_their_neighbours() -> None:
    tags = Tags(PAGES["archive"][1]).of("a")
    begin = f"{URL}/{ARCHIVE.path}"
    newer = [urljoin(begin, one["href"]) for one in tags if one.get("rel") == "prev"]
    older = [urljoin(begin, one["href"]) for one in tags if one.get("rel") == "next"]
    assert newer == [f"{URL}/programmes/phat-thanh-tieng-mong/index.html"]
    assert older == [f"{URL}/{ARCHIVE.older}index.html"]
    assert not [one for one in Tags(PAGES["front"][1]).of("a") if one.get("rel") == "prev"]


def test_the_front_page_names_the_programmes_by_kind() -> None:
    words = text_of(PAGES["front"][1])
    beside = words[words.index("Chương trình, chuyên mục") :]
    assert beside.index("Thời sự phát thanh") < beside.index("Thời sự truyền hình") < beside.index("Văn nghệ")
    assert "Phát thanh tiếng Mông Tiếng Mông" in beside


def test_an_empty_list_says_so() -> None:
    assert "Chưa có nội dung nào ở đây." in text_of(PAGES["empty"][1])


def test_lists_and_items_name_their_feeds_to_programs() -> None:
    for name in ("front", "programme", "radio", "print"):
        types = {link.get("type") for link in Tags(PAGES[name][1]).of("link") if link.get("rel") == "alternate"}
        assert types == {"application/rss+xml", "application/atom+xml", "application/feed+json"}


def test_the_subscribe_page_has_every_address_in_full_and_a_code_for_each_channel() -> None:
    words = text_of(PAGES["feeds"][1])
    for row in feed_rows():
        assert all(address in words for address in row.addresses.values())
        assert f'src="../{row.qr_path}"' in PAGES["feeds"][1].decode()
    assert Tags(PAGES["feeds"][1]).of("details")
    assert 'href="../feeds.opml"' in PAGES["feeds"][1].decode()


def test_apps_are_opened_on_the_light_podcast() -> None:
    page = PAGES["feeds"][1].decode()
    bare = "tin.laichau.example/podcasts/thoi-su-phat-thanh-lite.rss"
    assert f'href="podcast://{bare}"' in page
    assert f'href="antennapod-subscribe://{bare}"' in page
    assert f'href="pktc://subscribe/{bare}"' in page
    whole = "https%3A%2F%2Ftin.laichau.example%2Fpodcasts%2Fthoi-su-phat-thanh-lite.rss"
    assert f'href="overcast://x-callback-url/add?url={whole}"' in page
    # A language has no podcast, but its light feed is heard in the same apps, and read in others.
    assert 'href="podcast://tin.laichau.example/feeds/language-hmn-lite.rss"' in page
    assert 'href="feed://tin.laichau.example/feeds/language-hmn.rss"' in page
    assert 'href="feed://tin.laichau.example/feeds/tin-tuc.rss"' in page


def test_the_way_to_subscribe_arrives_at_the_channel() -> None:
    ids = {attributes.get("id") for attributes in Tags(PAGES["feeds"][1]).of("section")}
    linked = re.findall(r'feeds/index.html#([\w-]+)"', PAGES["radio"][1].decode() + PAGES["front"][1].decode())
    assert set(linked) == {"thoi-su-phat-thanh", "all"}
    assert set(linked) <= ids
    place = PAGES["place"][1].decode()
    assert 'href="../../feeds/places/index.html#place-phong-tho"' in place
    assert 'href="../../feeds/sheets/phong-tho/index.html"' in place


def test_a_sheet_draws_the_codes_of_the_addresses_that_stand_below_them() -> None:
    page = PAGES["sheet"][1].decode()
    for one in sheet().codes:
        assert f"<code>{one.address}</code>" in page
    assert [dark_squares(drawn) for drawn in re.findall(r"<svg.*?</svg>", page, re.DOTALL)] == [
        {
            (x, y)
            for y, row in enumerate(segno.make(one.address, error="m").matrix_iter(border=0))
            for x, dark in enumerate(row)
            if dark
        }
        for one in sheet().codes
    ]
    assert "Không mất tiền, không cần tài khoản" in text_of(PAGES["sheet"][1])


def dark_squares(drawn: str) -> set[tuple[int, int]]:
    """The squares that a code's line passes over, without its border."""
    found: set[tuple[int, int]] = set()
    x = y = 0.0
    line = next(one for one in re.findall(r'<path[^>]*?d="([^"]+)"', drawn) if "h" in one and "z" not in one)
    for verb, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", line):
        if verb == "M":
            x, y = float(first), float(second)
        elif verb == "m":
            x, y = x + float(first), y + float(second)
        else:
            found |= {(int(x) + step - BORDER, int(y) - BORDER) for step in range(int(first))}
            x += float(first)
    return found


def test_search_engines_are_told_what_an_item_is() -> None:
    radio, tv, article = (linked_data(URL, one) for one in (RADIO, TV, PRINT))
    assert (radio["@type"], tv["@type"], article["@type"]) == ("PodcastEpisode", "VideoObject", "NewsArticle")
    assert radio["associatedMedia"]["contentUrl"] == f"{URL}/{RADIO.media['audio'].path}"
    assert radio["duration"] == "PT724S"
    assert tv["contentUrl"] == f"{URL}/{TV.media['hls'].path}"
    assert article["datePublished"] == "2026-11-21T15:30:00+07:00"
    assert article["image"] == f"{URL}/{PRINT.pictures[0].path}"


def test_what_an_item_does_not_have_is_not_told() -> None:
    bare = replace(RADIO, media={}, summary="", authors=(), tags=(), duration_s=None)
    assert {"associatedMedia", "description", "author", "keywords", "duration", "image"}.isdisjoint(
        linked_data(URL, bare)
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(999, "999 B"), (2_500, "2 KB"), (412_300, "412 KB"), (3_400_000, "3,4 MB")]
)
def test_bytes_are_shown_as_readers_count_them(value: float, shown: str) -> None:
    assert pages.size(value) == shown
    assert pages.size(value, "en") == shown.replace(",", ".")


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (5.4, "0:05"), (123, "2:03"), (3723, "1:02:03")])
def test_durations_are_shown_as_players_show_them(value: float | None, shown: str) -> None:
    assert pages.duration(value) == shown


def test_a_thumbnail_without_known_bounds_gets_those_of_its_place_so_that_nothing_moves() -> None:
    thumb = replace(media("x", "thumb", "thumb.jpg", "image/jpeg", 9_000), width=None, height=None)
    page = pages.list_page(SITE, replace(front_page(), items=(replace(TV, media={"thumb": thumb}),)))
    assert Tags(page).of("img") == [
        {"src": "./media/x/thumb.jpg", "alt": "", "width": "132", "height": "99", "loading": "lazy"}
    ]
    assert "132px);aspect-ratio:4/3" in (pages.FOLDER / "static" / "reader.css").read_text()


def _palette(scheme: str) -> dict[str, str]:
    """The colours of a scheme: those of the dark one stand in its media query."""
    blocks = re.findall(r":root\{([^}]*)\}", CSS)
    assert len(blocks) == 2
    block = blocks[0 if scheme == "light" else 1]
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", block))


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_told_from_their_ground(scheme: str) -> None:
    colours = _palette(scheme) | {"white": "#ffffff", "tongue": "#d3d8ff"}
    pairs = [(ink, ground) for ink in ("ink", "soft", "link", "leaf", "mark") for ground in ("paper", "card")]
    pairs += [("leaf", "leaf-bg"), ("card", "leaf"), ("white", "deep"), ("white", "deep2"), ("tongue", "deep2")]
    for ink, ground in pairs:
        bright, dim = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ink, ground)


def test_the_style_leaves_vietnamese_marks_their_room() -> None:
    heights = [float(found) for found in re.findall(r"line-height:([\d.]+)", CSS)]
    heights += [float(found) for found in re.findall(r"font:[^;}]*?rem/([\d.]+)", CSS)]
    assert len(heights) >= 3
    assert min(heights) >= 1.5
    assert "letter-spacing" not in CSS
    assert "text-transform" not in CSS


def test_a_picture_that_stands_alone_gets_its_caption() -> None:
    picture = '<img src="../../media/x/1.jpg" alt="Chuồng" loading="lazy">'
    captions = {"../../media/x/1.jpg": "Che phía <đón> gió", "../../media/x/2.jpg": ""}
    alone = f"<p>{picture}</p>"
    assert _with_captions(alone, captions) == (
        f"<figure>{picture}<figcaption>Che phía &lt;đón&gt; gió</figcaption></figure>"
    )
    untouched = alone.replace("1.jpg", "2.jpg") + f"<p>chữ {picture}</p>"
    assert _with_captions(untouched, captions) == untouched
