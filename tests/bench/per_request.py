"""What the embedded server is measured against: Flask views that build a feed with feedgen at each request.

What they need of the database is held in memory: they only build and write.
"""

from collections.abc import Sequence

from feedgen.feed import FeedGenerator
from flask import Flask, Response

from feeds.rss import MEDIA_TYPE, rss
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import channels, listings, syndication
from hub.services.syndication import FEED_SIZE, Channel
from hub.services.views import ItemView, item_views


def create_app() -> Flask:
    app = Flask(__name__)
    parts = open_parts(Settings.read())
    with parts.database.reading() as session:
        items = item_views(session, listings.newest(session, "all", FEED_SIZE))
        channel = channels.channel_of(session, "all")
    parts.database.close()
    if channel is None:
        raise RuntimeError("the hub is empty")
    url = parts.settings.public_url

    @app.get("/same.rss")
    def same() -> Response:
        """The very feed that the hub publishes."""
        feed = syndication._feed(url, channel, items, "feeds/all.rss", lite=False)
        return Response(rss(feed), content_type=MEDIA_TYPE)

    @app.get("/plain.rss")
    def plain() -> Response:
        """As few elements as will do: no Media RSS, no Dublin Core."""
        return Response(_plain(url, channel, items), content_type=MEDIA_TYPE)

    return app


def _plain(url: str, channel: Channel, items: Sequence[ItemView]) -> bytes:
    made = FeedGenerator()
    made.title(channel.title)
    made.link(href=f"{url}/", rel="alternate")
    made.description(channel.description)
    made.language(channel.language)
    for item in items:
        entry = made.add_entry(order="append")
        entry.guid(item.id)
        entry.title(item.title)
        entry.link(href=f"{url}/{item.path}")
        entry.description(item.summary)
        entry.content(item.body_html, type="html")
        entry.pubDate(item.published_at)
        entry.category([{"term": tag} for tag in item.tags])
        audio = item.media["audio"]
        entry.enclosure(f"{url}/{audio.path}", str(audio.size_bytes), audio.media_type)
    return bytes(made.rss_str())
