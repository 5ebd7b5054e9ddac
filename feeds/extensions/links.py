"""Links between documents: in RSS through Atom's element, in Atom with the rel and type that feedgen loses."""

from lxml.etree import _Element

from feeds.entry import Entry
from feeds.extensions.extension import Extension, put
from feeds.extensions.history import history_links
from feeds.feed import Feed

ATOM = "http://www.w3.org/2005/Atom"


def rss_links(feed: Feed) -> Extension:
    """Say in a channel where it is published, who tells of its changes (WebSub) and where it goes on (RFC 5005)."""

    def write(channel: _Element) -> None:
        link = f"{{{ATOM}}}link"
        put(channel, link, rel="self", type="application/rss+xml", href=feed.self_url)
        if feed.hub_url:
            put(channel, link, rel="hub", href=feed.hub_url)
        for rel, url in history_links(feed):
            put(channel, link, rel=rel, type="application/rss+xml", href=url)

    return Extension(write=write, namespaces={"atom": ATOM})


def atom_entry_links(entry: Entry) -> Extension:
    """Write the links of an Atom entry anew, in place of feedgen's, which have neither rel nor type nor length."""

    def write(element: _Element) -> None:
        for bare in element.findall("link"):
            element.remove(bare)
        put(element, "link", rel="alternate", type="text/html", href=entry.url, hreflang=entry.language)
        for enclosure in entry.enclosures:
            put(
                element,
                "link",
                rel="enclosure",
                type=enclosure.media_type,
                length=str(enclosure.size_bytes) if enclosure.size_bytes else None,
                title=enclosure.title,
                href=enclosure.url,
            )

    return Extension(write=write, namespaces={})


def atom_entry_language(entry: Entry, feed: Feed) -> Extension:
    """Mark an Atom entry whose language is not the feed's."""

    def write(element: _Element) -> None:
        if entry.language != feed.language:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)

    return Extension(write=write, namespaces={})
