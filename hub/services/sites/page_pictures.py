"""The pictures of an article's page that was fetched by its address: fetched too, kept, and named for its reader."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from hub.extensions.parts import Parts
from hub.services.followed.illustrations import Pictures
from transcode.documents.webpage import base_of, pictures_named
from transcode.errors import RejectedError
from transcode.gate import identify

#: Bytes of a page whose pictures are looked for.
MOST_BYTES = 5_000_000


@dataclass(frozen=True, kw_only=True)
class PagePictures:
    """What was had.

    Attributes:
        facts: For the asset: which pictures are here, and by which names.
        lost: How many could not be fetched.
    """

    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: int = 0


def gather(parts: Parts, page: Path, *, name: str, url: str, folder: Path) -> PagePictures:
    """Keep the pictures that the article of a page names.

    Args:
        parts: Of the hub.
        page: What was fetched; of any other document than a page there is nothing to gather.
        name: What it is called.
        url: Where it stood.
        folder: For scratch files.
    """
    try:
        if page.stat().st_size > MOST_BYTES or identify(page, name=name).format != "html":
            return PagePictures()
        data = page.read_bytes()
        base, sources = _joined(url, base_of(data)), pictures_named(data)
    except RejectedError:
        # Whoever reads it says what is wrong.
        return PagePictures()
    pictures = Pictures(parts=parts, folder=folder)
    named = {source: pictures.name_of(_joined(base, source)) for source in sources}
    fetched = {source: local for source, local in named.items() if local}
    return PagePictures(facts={"fetched": fetched, "attachments": dict(pictures.keys)}, lost=pictures.lost)


def _joined(base: str, address: str) -> str:
    """Empty for what is no address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
