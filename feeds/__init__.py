"""Writes what feed readers, podcast applications and search engines read.

Example:
    >>> from datetime import UTC, datetime
    >>> from feeds.check import check
    >>> from feeds.entry import Entry
    >>> from feeds.feed import Feed
    >>> from feeds.rss import rss
    >>> now = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
    >>> entry = Entry(
    ...     id="01KAFA5V9R",
    ...     url="https://baolaichau.example/items/01KAFA5V9R/",
    ...     title="Mường Tè vào vụ thảo quả",
    ...     summary="Bà con Hà Nhì thu hoạch sớm hơn mọi năm.",
    ...     content_html='<p>Xem <a href="/programmes/">chương trình</a>.</p>',
    ...     published=now,
    ...     updated=now,
    ...     language="vi",
    ... )
    >>> feed = Feed(
    ...     title="Thời sự Lai Châu",
    ...     description="Tin trong ngày",
    ...     language="vi",
    ...     home_url="https://baolaichau.example/",
    ...     self_url="https://baolaichau.example/feeds/all.rss",
    ...     updated=now,
    ...     entries=(entry,),
    ... )
    >>> document = rss(feed)
    >>> check(document, "rss")
    ()
    >>> "https://baolaichau.example/programmes/" in document.decode()
    True
"""
