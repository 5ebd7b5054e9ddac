"""What podcasts say of an episode beside its recording: transcripts, chapters, season and number.

Sources: github.com/Podcastindex-org/podcast-namespace docs 1.0; Apple "A Podcaster's Guide to RSS" (itunes:season,
itunes:episode).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from feeds.reading.link import language_or_none, web_address
from feeds.reading.media import ReadMedia, Role, media_type_of
from feeds.text import one_line

_ENTRIES = frozenset({"item", "entry"})
_PODCAST = ("podcastindex.org/namespace", "podcast-namespace")
_ITUNES = "itunes.com/dtds/podcast"
_ROLES: Mapping[str, Role] = {"transcript": "transcript", "chapters": "chapters"}
_MOST_FILES = 20
_MOST_NUMBER = 1_000_000
_NAME_CHARACTERS = 200


@dataclass(frozen=True, kw_only=True)
class PodcastParts:
    """What one entry says; see `feeds.reading.entry.ReadEntry`.

    Attributes:
        told: Role of each file, its address as it is told, its type and its language.
    """

    told: tuple[tuple[Role, str, str, str], ...] = ()
    season: int | None = None
    season_name: str = ""
    episode: float | None = None
    episode_name: str = ""

    def files(self, base_url: str) -> tuple[ReadMedia, ...]:
        """The files that stand beside the episode, each address once for each role."""
        found = {
            (address, role): ReadMedia(
                url=address, media_type=media_type_of(address, kind), language=language_or_none(language), role=role
            )
            for role, told, kind, language in self.told
            if (address := web_address(base_url, told))
        }
        return tuple(found.values())


def podcast_parts(document: bytes) -> list[PodcastParts]:
    """Read the parts of every entry.

    Args:
        document: Well-formed XML, as `feeds.reading.repair` leaves it.

    Returns:
        One for each entry, in the order of the document; none of a document that lxml finds too large.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        return []
    return [_parts(entry) for entry in root.iter() if _name(entry) in _ENTRIES]


def _parts(entry: _Element) -> PodcastParts:
    own = [child for child in entry if isinstance(child.tag, str)]
    podcast = [child for child in own if any(sign in _namespace(child) for sign in _PODCAST)]
    itunes = [child for child in own if _ITUNES in _namespace(child)]
    season, episode = _first(podcast, "season"), _first(podcast, "episode")
    number = _number(season)
    told = _number(_first(itunes, "season"))
    number = number if number is not None else told
    place = _number(episode)
    place = place if place is not None else _number(_first(itunes, "episode"))
    return PodcastParts(
        told=tuple(islice(_files(podcast), _MOST_FILES)),
        season=int(number) if number is not None and number.is_integer() else None,
        season_name=_line(season, "name"),
        episode=place,
        episode_name=_line(episode, "display"),
    )


def _files(parts: list[_Element]) -> Iterator[tuple[Role, str, str, str]]:
    for part in parts:
        role = _ROLES.get(_name(part))
        if role and part.get("url"):
            yield role, part.get("url") or "", part.get("type") or "", part.get("language") or ""


def _first(parts: list[_Element], name: str) -> _Element | None:
    return next((part for part in parts if _name(part) == name), None)


def _number(part: _Element | None) -> float | None:
    """A season or episode; Podcasting 2.0 allows episode 3.5."""
    told = (part.text or "").strip() if part is not None else ""
    try:
        number = float(told)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= _MOST_NUMBER else None


def _line(part: _Element | None, attribute: str) -> str:
    return one_line(part.get(attribute) or "")[:_NAME_CHARACTERS] if part is not None else ""


def _name(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _namespace(element: _Element) -> str:
    return (etree.QName(element).namespace or "").lower()
