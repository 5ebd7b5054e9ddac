"""A picture in all its forms as HTML: the reader's browser takes the smallest file that suits its screen.

Source: HTML living standard, 4.8.4 (picture, source, img).
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

#: Of the reader's page: as wide as the column of text, which grows with the screen up to there.
SIZES = "(min-width: 46rem) 44rem, 100vw"
_PLAIN = "image/jpeg"


@dataclass(frozen=True, kw_only=True)
class PictureSource:
    """One file of a picture. Width and height in pixels."""

    url: str
    width: int
    height: int
    media_type: str


def picture_markup(sources: Sequence[PictureSource], *, alt: str, sizes: str = SIZES) -> str:
    """Safe HTML of one picture; "" when it has no JPEG.

    Browsers that know nothing but `img` load the smallest JPEG: they run on the smallest screens.

    Args:
        sources: Its whole pictures (no cut ones), in the order of the table: the first kind that a browser knows wins.
        alt: What is to be seen.
        sizes: How wide it stands on the page, as CSS tells it.
    """
    plain = _by_width(sources, _PLAIN)
    if not plain:
        return ""
    kinds = dict.fromkeys(source.media_type for source in sources if source.media_type != _PLAIN)
    told = html.escape(sizes)
    better = "".join(
        f'<source type="{html.escape(kind)}" srcset="{_set(_by_width(sources, kind))}" sizes="{told}">'
        for kind in kinds
    )
    shape = plain[-1]
    wider = f' srcset="{_set(plain)}" sizes="{told}"' if len(plain) > 1 else ""
    image = (
        f'<img src="{html.escape(plain[0].url)}"{wider} alt="{html.escape(alt)}"'
        f' width="{shape.width:d}" height="{shape.height:d}" loading="lazy">'
    )
    return f"<picture>{better}{image}</picture>" if better else image


def _by_width(sources: Sequence[PictureSource], kind: str) -> list[PictureSource]:
    return sorted((one for one in sources if one.media_type == kind), key=lambda one: one.width)


def _set(sources: Sequence[PictureSource]) -> str:
    return ", ".join(f"{html.escape(one.url)} {one.width:d}w" for one in sources)
