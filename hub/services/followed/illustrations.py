"""Pictures of an article of others: fetched through the guard, kept here, and named in the text by local names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from hub.errors import AddressRefusedError, FetchError
from hub.extensions.egress import Egress
from hub.extensions.fetching import Limits, fetch
from hub.extensions.parts import Parts
from hub.services import originals
from transcode.errors import RejectedError
from transcode.image_header import read_header

#: Pictures of one article at the most, and addresses that are tried for them.
MOST = 20
MOST_TRIED = 60

#: Pixels of either side below which a picture is a sign, a button or a counter.
LEAST_PIXELS = 200

_LIMITS = Limits(max_bytes=10_000_000, total_s=60, read_s=15)
_OK = 200


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A picture that can stand above a text; `caption` may be empty."""

    url: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Illustrated:
    """A text whose pictures are here.

    Attributes:
        markup: HTML whose pictures have local names; those that could not be had are left out.
        keys: Local name -> storage key.
        lost: How many pictures could not be fetched.
    """

    markup: str
    keys: Mapping[str, str]
    lost: int


def fetch_picture(egress: Egress, url: str, path: Path) -> str | None:
    """Fetch one picture to `path`.

    Returns:
        Its format; None for one that is too small to be of the story.

    Raises:
        FetchError, AddressRefusedError: It could not be fetched.
        RejectedError: It is no picture that is taken.
    """
    fetched = fetch(egress, url, limits=_LIMITS, into=path)
    if fetched.status != _OK:
        raise FetchError("picture-status", permanent=True, status=fetched.status)
    with path.open("rb") as stream:
        form, width, height = read_header(stream)
    return form if min(width, height) >= LEAST_PIXELS else None


def illustrate(parts: Parts, markup: str, leads: Sequence[Lead], folder: Path) -> Illustrated:
    """Keep the pictures of an article.

    Args:
        parts: Of the hub.
        markup: Safe HTML with absolute addresses.
        leads: Pictures of which the first that can be had stands above the text where it has none of its own.
        folder: For scratch files.
    """
    root = html.fragment_fromstring(markup or "<p></p>", create_parent="div")
    seen = Pictures(parts=parts, folder=folder)
    for picture in list(root.iter("img")):
        name = seen.name_of(picture.get("src") or "")
        if name:
            picture.set("src", name)
            _put_caption(picture)
        else:
            # A caption says nothing without its picture.
            next(picture.iterancestors("figure"), picture).drop_tree()
    if not seen.keys:
        named = ((lead, seen.name_of(lead.url)) for lead in leads)
        lead, name = next((one for one in named if one[1]), (None, ""))
        if lead is not None:
            above = html.fragment_fromstring(f'<p><img src="{name}" alt=""></p>')
            if lead.caption:
                above[0].set("title", lead.caption)
            root.insert(0, above)
    return Illustrated(markup=_inside(root), keys=seen.keys, lost=seen.lost)


class Pictures:
    """The pictures of one article, each fetched once.

    Attributes:
        keys: Local name -> storage key.
        lost: How many could not be fetched.
    """

    def __init__(self, *, parts: Parts, folder: Path) -> None:
        self._keep: Callable[[Path], str] = lambda path: originals.keep(parts, path).key
        self._egress, self._folder = parts.egress, folder
        self._names: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.lost = 0

    def name_of(self, url: str) -> str:
        """The local name of a picture; empty when it is not to be shown."""
        if url not in self._names and len(self._names) < MOST_TRIED and len(self.keys) < MOST:
            self._names[url] = self._fetched(url) if url.startswith(("http://", "https://")) else ""
        return self._names.get(url, "")

    def _fetched(self, url: str) -> str:
        path = self._folder / f"picture-{len(self._names)}"
        try:
            form = fetch_picture(self._egress, url, path)
        except (FetchError, AddressRefusedError, RejectedError):
            self.lost += 1
            return ""
        if form is None:
            return ""
        name = f"picture-{len(self.keys) + 1}.{form}"
        self.keys[name] = self._keep(path)
        path.unlink()
        return name


def _put_caption(picture: HtmlElement) -> None:
    """The words below a picture become its title, of which the text makes a caption again."""
    figure = next(picture.iterancestors("figure"), None)
    if figure is None or len(list(figure.iter("img"))) > 1:
        return
    captions = list(figure.iter("figcaption"))
    words = " ".join(" ".join(str(one.text_content()) for one in captions).split())
    if words and not any(list(one.iter("img")) for one in captions):
        picture.set("title", words)
        for one in captions:
            one.drop_tree()


def _inside(root: HtmlElement) -> str:
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)
