from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from defusedxml.ElementTree import fromstring

from feeds.errors import FeedError
from feeds.news_sitemap import MAX_NEWS, News, news_sitemap
from feeds.sitemap import MAX_IMAGES, MAX_URLS, Film, SitemapUrl, sitemap, sitemap_index
from tests.unit.feeds.samples import HOME, NOON

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
FILM = Film(
    title="Chợ phiên\n",
    thumbnail_url=f"{HOME}a.jpg",
    content_url=f"{HOME}a.mp4",
    description="Dào San\x00",
    duration_s=61.6,
    published=NOON,
)
ARTICLE = News(loc=f"{HOME}items/1/", title="Mường Tè", published=NOON, language="blt-Tavt")


def test_pages_are_listed_with_their_last_change_where_it_is_known():
    root = fromstring(sitemap([SitemapUrl(loc=f"{HOME}tin-mới/?a&b", lastmod=NOON), SitemapUrl(loc=HOME)]))
    assert root.tag == f"{NAMESPACE}urlset"
    assert [[(part.tag, part.text) for part in url] for url in root] == [
        [(f"{NAMESPACE}loc", f"{HOME}tin-m%E1%BB%9Bi/?a&b"), (f"{NAMESPACE}lastmod", "2026-11-20T05:00:00Z")],
        [(f"{NAMESPACE}loc", HOME)],
    ]


def test_an_index_lists_sitemaps():
    root = fromstring(sitemap_index([SitemapUrl(loc=f"{HOME}sitemap-1.xml", lastmod=NOON)]))
    assert (root.tag, root[0].tag) == (f"{NAMESPACE}sitemapindex", f"{NAMESPACE}sitemap")


def test_more_addresses_than_the_protocol_allows_are_refused():
    url = SitemapUrl(loc=HOME)
    with pytest.raises(FeedError) as caught:
        sitemap([url] * (MAX_URLS + 1))
    assert (caught.value.code, caught.value.facts) == ("too-many-addresses", {"count": 50_001, "limit": 50_000})


def test_a_page_needs_a_full_address():
    with pytest.raises(FeedError):
        SitemapUrl(loc="/items/")


def test_pictures_and_films_stand_with_their_page_and_declare_themselves_only_where_they_are():
    page = SitemapUrl(loc=HOME, images=(f"{HOME}ảnh.jpg",), films=(FILM, replace(FILM, description="", published=None)))
    url = fromstring(sitemap([page])).find(f"{NAMESPACE}url")
    assert url.findtext(f"{IMAGE}image/{IMAGE}loc") == f"{HOME}%E1%BA%A3nh.jpg"
    first, second = url.findall(f"{VIDEO}video")
    assert [(part.tag.removeprefix(VIDEO), part.text) for part in first] == [
        ("thumbnail_loc", f"{HOME}a.jpg"),
        ("title", "Chợ phiên"),
        ("description", "Dào San"),
        ("content_loc", f"{HOME}a.mp4"),
        ("duration", "62"),
        ("publication_date", "2026-11-20T05:00:00Z"),
    ]
    assert (second.findtext(f"{VIDEO}description"), second.find(f"{VIDEO}publication_date")) == ("Chợ phiên", None)
    assert b"sitemap-" not in sitemap([SitemapUrl(loc=HOME)])


@pytest.mark.parametrize("duration_s", [None, 0, 0.2, 28_801])
def test_a_length_that_search_engines_would_refuse_is_not_told(duration_s):
    film = replace(FILM, duration_s=duration_s)
    assert b"duration" not in sitemap([SitemapUrl(loc=HOME, films=(film,))])


def test_fresh_news_is_told_newest_first_with_its_paper_and_language():
    newer = replace(ARTICLE, loc=f"{HOME}items/2/", published=NOON + timedelta(hours=1), language="vi")
    root = fromstring(news_sitemap("Báo Lai Châu", [ARTICLE, newer], NOON + timedelta(days=1)))
    assert [url.findtext(f"{NAMESPACE}loc") for url in root] == [newer.loc, ARTICLE.loc]
    told = root[1].find(f"{NEWS}news")
    assert told.findtext(f"{NEWS}publication/{NEWS}name") == "Báo Lai Châu"
    assert told.findtext(f"{NEWS}publication/{NEWS}language") == "blt"
    assert told.findtext(f"{NEWS}publication_date") == "2026-11-20T05:00:00Z"
    assert told.findtext(f"{NEWS}title") == "Mường Tè"


def test_news_older_than_two_days_is_left_out():
    at_the_edge = news_sitemap("Báo", [ARTICLE], NOON + timedelta(days=2))
    beyond = news_sitemap("Báo", [ARTICLE], NOON + timedelta(days=2, seconds=1))
    assert (len(fromstring(at_the_edge)), len(fromstring(beyond))) == (1, 0)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: news_sitemap("Báo", [ARTICLE] * (MAX_NEWS + 1), NOON), "too-many-addresses"),
        (lambda: news_sitemap(" ", [], NOON), "missing-text"),
        (lambda: news_sitemap("Báo", [], datetime(2026, 1, 1)), "naive-date"),  # noqa: DTZ001  the fault that is meant
        (lambda: replace(ARTICLE, title=""), "missing-text"),
        (lambda: replace(ARTICLE, loc="items/1/"), "bad-url"),
        (lambda: replace(ARTICLE, language="vi_VN"), "bad-language"),
        (lambda: replace(FILM, title=""), "missing-text"),
        (lambda: replace(FILM, content_url="a.mp4"), "bad-url"),
        (lambda: replace(FILM, duration_s=-1), "bad-number"),
        (lambda: SitemapUrl(loc=HOME, images=("a.jpg",)), "bad-url"),
        (lambda: SitemapUrl(loc=HOME, images=(HOME,) * (MAX_IMAGES + 1)), "too-many-addresses"),
    ],
)
def test_what_search_engines_would_refuse_is_not_written(make, code):
    with pytest.raises(FeedError) as caught:
        make()
    assert caught.value.code == code
