import pytest
from defusedxml.ElementTree import fromstring

from feeds.errors import FeedError
from feeds.sitemap import MAX_URLS, SitemapUrl, sitemap, sitemap_index
from tests.unit.feeds.samples import HOME, NOON

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


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
