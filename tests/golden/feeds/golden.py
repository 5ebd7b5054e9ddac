"""Builds every document of a case from its `data.json`.

Renew the expected documents with `python -m tests.golden.feeds.golden`, then read the difference before you keep it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds.atom import atom
from feeds.entry import Enclosure, Entry, Person, Transcript
from feeds.feed import Feed, Funding, Podcast
from feeds.json_feed import json_feed
from feeds.opml import Outline, OutlineGroup, opml
from feeds.podcast import podcast
from feeds.rss import rss
from feeds.sitemap import SitemapUrl, sitemap, sitemap_index

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
            "author": Person(**data["author"]) if data.get("author") else None,
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
        }
    )


def _outline(feed: Feed) -> Outline:
    return Outline(title=feed.title, xml_url=feed.self_url, html_url=feed.home_url, language=feed.language)


if __name__ == "__main__":
    renew()
