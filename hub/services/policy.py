"""The rules by which browsers open the reader's pages, the same from nginx, the embedded server and the search."""

from urllib.parse import urlsplit

from hub.config import Settings

#: Pages carry their style inside. Their only script plays films, which reach the browser's own player as a blob.
READER = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def reader_policy(settings: Settings) -> str:
    """`READER`, where pages and search may stand on two servers: the form of one leads to the other."""
    pages, desk = _origin(settings.public_url), _origin(settings.desk_url)
    if pages == desk:
        return READER
    return READER.replace("img-src 'self'", f"img-src 'self' {pages}").replace(
        "form-action 'self'", f"form-action 'self' {desk}"
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
