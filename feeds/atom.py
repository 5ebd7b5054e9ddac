"""Atom (RFC 4287)."""

from typing import Any

from feeds.entry import Entry, Person
from feeds.extensions.history import history, history_links
from feeds.extensions.links import atom_entry_language, atom_entry_links
from feeds.extensions.media_rss import media_namespace, thumbnail
from feeds.extensions.tombstones import tombstones
from feeds.feed import Feed
from feeds.generator import add_entry, generator

#: The type to serve it with.
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom, with every enclosure of each entry as a link.

    Returns:
        UTF-8 with an XML declaration; the same bytes for the same data.
    """
    generated = generator(feed, media_namespace(), history(feed), tombstones(feed))
    generated.id(feed.id)
    # Each entry needs an author, its own or the feed's (RFC 4287 section 4.1.1).
    generated.author(_person(feed.author or Person(name=feed.title)))
    generated.link(href=feed.self_url, rel="self", type="application/atom+xml")
    if feed.hub_url:
        generated.link(href=feed.hub_url, rel="hub")
    for rel, url in history_links(feed):
        generated.link(href=url, rel=rel, type="application/atom+xml")
    generated.link(href=feed.home_url, rel="alternate", type="text/html")
    for entry in feed.entries:
        _add(generated, feed, entry)
    return bytes(generated.atom_str())


def _add(generated: Any, feed: Feed, entry: Entry) -> None:
    made = add_entry(generated, entry, atom_entry_links(entry), atom_entry_language(entry, feed), thumbnail(entry))
    made.id(entry.urn)
    made.published(entry.published)
    made.updated(entry.updated)
    made.link(href=entry.url, rel="alternate")
    if entry.authors:
        made.author([_person(author) for author in entry.authors])
    if entry.summary:
        made.summary(entry.summary)
    if entry.content_html:
        made.content(entry.content_html, type="html")


def _person(person: Person) -> dict[str, str]:
    parts = {"name": person.name, "email": person.email, "uri": person.url}
    return {key: value for key, value in parts.items() if value}
