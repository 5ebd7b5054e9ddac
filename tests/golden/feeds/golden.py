"""Builds every document of a case from its `data.json`.

Renew the expected documents with `python -m tests.golden.feeds.golden`, then read the difference before you keep it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds.archive import Archive
from feeds.atom import atom
from feeds.chapters import Chapter, chapters
from feeds.deletion import Deletion
from feeds.entry import Enclosure, Entry, Person, Transcript
from feeds.feed import Feed, Funding, Podcast
from feeds.json_feed import json_feed
from feeds.license import License
from feeds.media_rss import media_rss
from feeds.media_status import MediaStatus, Restriction
from feeds.news_sitemap import News, news_sitemap
from feeds.note import Note
from feeds.opml import Outline, OutlineGroup, opml
from feeds.picture import Picture
from feeds.place import Place
from feeds.podcast import podcast
from feeds.rss import rss
from feeds.sitemap import SitemapUrl, sitemap, sitemap_index
from feeds.trailer import Trailer
from feeds.update_frequency import UpdateFrequency

CASES = Path(__file__).parent / "cases"


def documents(case: Path) -> Mapping[str, bytes]:
    """Every document of a case: file name -> bytes."""
    data = json.loads((case / "data.json").read_text("utf-8"))
    feed = _feed(data["feed"])
    base = feed.self_url.removesuffix(".rss")
    built = {
        "feed.rss": rss(feed),
        "feed.atom": atom(replace(feed, self_url=f"{base}.atom")),
        "feed.json": json_feed(replace(feed, self_url=f"{base}.json")),
        "list.opml": opml(feed.title, [OutlineGroup(title=feed.language, outlines=(_outline(feed),))], feed.updated),
        "sitemap.xml": sitemap([SitemapUrl(loc=entry.url, lastmod=entry.updated) for entry in feed.entries]),
        "sitemap_index.xml": sitemap_index([SitemapUrl(loc=f"{feed.home_url}sitemap.xml", lastmod=feed.updated)]),
    }
    if "podcast" in data:
        built["podcast.rss"] = podcast(_podcast(feed, data["podcast"]))
    if "chapters" in data:
        listed = [Chapter(**{**one, "place": _one(Place, one.get("place"))}) for one in data["chapters"]]
        built["chapters.json"] = chapters(listed, title=feed.entries[0].title, show=feed.title)
        built["media.rss"] = media_rss(feed)
        news = [
            News(loc=one.url, title=one.title, published=one.published, language=one.language) for one in feed.entries
        ]
        built["news_sitemap.xml"] = news_sitemap(feed.title, news, feed.updated)
    return built


def renew() -> None:
    """Write the documents of all cases anew."""
    for case in CASES.iterdir():
        for name, document in documents(case).items():
            (case / name).write_bytes(document)


def _feed(data: dict[str, Any]) -> Feed:
    return Feed(
        **{
            **data,
            "updated": datetime.fromisoformat(data["updated"]),
            "author": _one(Person, data.get("author")),
            "archive": _one(Archive, data.get("archive")),
            "deleted": tuple(_deletion(one) for one in data.get("deleted", ())),
            "categories": tuple(data.get("categories", ())),
            "entries": tuple(_entry(entry) for entry in data["entries"]),
        }
    )


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(
        **{
            **data,
            "categories": tuple(data.get("categories", ())),
            "transcripts": tuple(Transcript(**one) for one in data.get("transcripts", ())),
            "published": datetime.fromisoformat(data["published"]),
            "updated": datetime.fromisoformat(data["updated"]),
            "authors": tuple(Person(**person) for person in data.get("authors", ())),
            "enclosures": tuple(Enclosure(**enclosure) for enclosure in data.get("enclosures", ())),
            "restrictions": tuple(Restriction(**one) for one in data.get("restrictions", ())),
            "status": _one(MediaStatus, data.get("status")),
            **_about(data),
        }
    )


def _podcast(feed: Feed, data: dict[str, Any]) -> Podcast:
    return Podcast(
        **{
            **data,
            "feed": feed,
            "owner": Person(**data["owner"]),
            "itunes_categories": tuple(tuple(category) for category in data["itunes_categories"]),
            "funding": tuple(Funding(**funding) for funding in data.get("funding", ())),
            "persons": tuple(Person(**person) for person in data.get("persons", ())),
            "trailers": tuple(_trailer(one) for one in data.get("trailers", ())),
            "update_frequency": _one(UpdateFrequency, data.get("update_frequency")),
            **_about(data),
        }
    )


def _about(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "pictures": tuple(Picture(**one) for one in data.get("pictures", ())),
        "places": tuple(Place(**one) for one in data.get("places", ())),
        "license": _one(License, data.get("license")),
        "notes": tuple(Note(**one) for one in data.get("notes", ())),
    }


def _deletion(data: dict[str, Any]) -> Deletion:
    return Deletion(**{**data, "when": datetime.fromisoformat(data["when"]), "by": _one(Person, data.get("by"))})


def _trailer(data: dict[str, Any]) -> Trailer:
    published, enclosure = datetime.fromisoformat(data["published"]), Enclosure(**data["enclosure"])
    return Trailer(**{**data, "published": published, "enclosure": enclosure})


def _one(kind: type, data: dict[str, Any] | None) -> Any:
    return kind(**data) if data else None


def _outline(feed: Feed) -> Outline:
    return Outline(title=feed.title, xml_url=feed.self_url, html_url=feed.home_url, language=feed.language)


if __name__ == "__main__":
    renew()
