"""What the embedded server is measured against: a Flask view that builds the feed with feedgen at each request.

What it needs of the database is held in memory: it only builds and writes.
"""

from dataclasses import replace

from flask import Flask, Response

from feeds.rss import MEDIA_TYPE, rss
from hub.config import Settings
from hub.extensions.parts import open_parts
from hub.services import channels, listings, syndication
from hub.services.syndication import FEED_SIZE
from hub.services.views import item_views
from hub.services.websub import topics


def create_app() -> Flask:
    app = Flask(__name__)
    parts = open_parts(Settings.read())
    with parts.database.reading() as session:
        items = item_views(session, listings.newest(session, "all", FEED_SIZE))
        channel = channels.channel_of(session, "all", parts.settings.site_title)
        full = listings.full_pages(listings.last_number(session, "all"))
    parts.database.close()
    if channel is None:
        raise RuntimeError("the hub is empty")
    url = parts.settings.public_url
    channel = replace(channel, hub_url=topics.hub_url(parts.settings))

    @app.get("/all.rss")
    def feed() -> Response:
        """The very feed that the hub publishes."""
        place = syndication._Place(
            base_url=url, folder="feeds", name="all", ending="rss", document=syndication.Document(previous=full)
        )
        made = syndication._feed(place, channel, syndication.Entries(url).of(items, lite=False), lite=False)
        return Response(rss(made), content_type=MEDIA_TYPE)

    return app
