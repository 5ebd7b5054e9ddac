"""What search engines are told of: every item by its fixed place, and the news of two days."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.news_sitemap import AGE, MAX_NEWS, News, news_sitemap
from feeds.sitemap import SitemapUrl, sitemap, sitemap_index
from hub.extensions.clock import now
from hub.models import Item, ItemState, ListingEntry
from hub.services import listings


def all_sitemaps(session: Session, base_url: str) -> bytes:
    """The list of sitemaps."""
    count = listings.sitemap_of(max(listings.last_number(session, "all"), 1))
    return sitemap_index([SitemapUrl(loc=f"{base_url}/sitemap-{number}.xml") for number in range(1, count + 1)])


def one_sitemap(session: Session, base_url: str, number: int) -> bytes:
    """The items that have the places of one sitemap in the list of everything."""
    first = (number - 1) * listings.SITEMAP_SIZE + 1
    rows = session.execute(
        select(Item.id, Item.updated_at)
        .join(ListingEntry, ListingEntry.item_id == Item.id)
        .where(
            ListingEntry.listing == "all",
            ListingEntry.number.between(first, first + listings.SITEMAP_SIZE - 1),
            Item.state == ItemState.PUBLISHED,
        )
        .order_by(ListingEntry.number)
    )
    return sitemap([SitemapUrl(loc=f"{base_url}/items/{row.id}/", lastmod=row.updated_at) for row in rows])


def news(session: Session, base_url: str, title: str) -> bytes:
    """The last two days of the newspaper of that title."""
    moment = now()
    least = listings.last_number(session, "all") - MAX_NEWS
    rows = session.execute(
        select(Item.id, Item.title, Item.published_at, Item.language)
        .join(ListingEntry, ListingEntry.item_id == Item.id)
        .where(
            ListingEntry.listing == "all",
            ListingEntry.number > least,
            Item.state == ItemState.PUBLISHED,
            Item.published_at > moment - AGE,
        )
    )
    fresh = [
        News(loc=f"{base_url}/items/{row.id}/", title=row.title, published=row.published_at, language=row.language)
        for row in rows
    ]
    return news_sitemap(title, fresh, moment)


def robots(base_url: str) -> bytes:
    """Where programs find the sitemaps; nothing is kept from them."""
    return f"User-agent: *\nAllow: /\nSitemap: {base_url}/sitemap.xml\nSitemap: {base_url}/sitemap-news.xml\n".encode()
