"""Feeds as a neighbouring newspaper might serve them."""

from xml.sax.saxutils import escape

URL = "https://bao.example/rss/tin-moi.rss"


def rss(*items: str, channel: str = "<title>Báo bạn</title>", declaration: str = '<?xml version="1.0"?>') -> str:
    namespaces = (
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    )
    return f'{declaration}<rss version="2.0" {namespaces}><channel>{channel}{"".join(items)}</channel></rss>'


def item(inside: str = "", *, title: str = "Mường Tè vào vụ") -> str:
    return f"<item><title>{escape(title)}</title>{inside}</item>"


def atom(inside: str, *, entry: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}<entry>{entry}</entry></feed>'
