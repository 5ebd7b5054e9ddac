"""Reads the feeds of others: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom, JSON Feed, Media RSS and podcasts.

Example:
    >>> from feeds.reading.identity import identity
    >>> from feeds.reading.reader import read_feed
    >>> document = '''<rss version="2.0"><channel><title>Báo bạn</title><item>
    ...   <title>Mường Tè vào vụ thảo quả</title><link>/tin/12?utm_source=rss</link>
    ...   <pubDate>Mon, 23 Nov 2026 08:00:00 GMT+7</pubDate></item></channel></rss>'''
    >>> feed = read_feed(document.encode(), url="https://bao.example/rss")
    >>> entry = feed.entries[0]
    >>> entry.title, entry.published.isoformat(), identity(entry)
    ('Mường Tè vào vụ thảo quả', '2026-11-23T01:00:00+00:00', 'link:https://bao.example/tin/12')
"""
