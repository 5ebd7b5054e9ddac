"""Followed channels: one look at a channel or playlist of a video site, and what it has that was not known."""

from collections.abc import Mapping
from typing import Any

from hub.models import Kind, Source, Way
from hub.services import arrivals, work
from hub.services.addresses import FORMS
from hub.services.arrivals import Road
from hub.services.followed.feed_wishes import name_of
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE
from hub.services.sites import site_lists
from hub.services.sites.importing import MOST_ENTRIES
from hub.services.sites.site import Errand, Info, visit
from hub.services.sites.site_lists import Entry
from hub.services.sites.site_refusals import SiteError
from hub.services.sources import Looked, Visit

#: Entries from the front of the list that a look reads where the source does not ask for others.
NEWEST = 30

#: Entries that one look notes; the rest comes with the next one.
MOST_AT_ONCE = 100

#: Lists that one channel is made of.
MOST_TABS = 6

#: Seconds to the next look while there is more.
MORE_S = 10.0


def look(given: Visit) -> Looked:
    """Read a channel's list; note each entry that was not known as an arrival that is to be fetched.

    What is no longer there stays here.

    Raises:
        SiteError, AddressRefusedError, FetchError: The site refuses, or cannot be read.
        CancelledError: Somebody asked to stop.
    """
    options = given.source.options
    memory = {"archived": bool(given.source.memory.get("archived"))}
    everything = bool(options.get("archive")) and not memory["archived"]
    found = _read(given, MOST_ENTRIES if everything else _newest(options))
    with given.parts.database.writing() as session:
        work.fence(session, given.lease)
        source = session.get_one(Source, given.source.id)
        held = arrivals.known(session, source.id, [one.key for one in found])
        strangers = [one for one in found if one.key not in held]
        # Sites tell the newest first: the oldest of them comes first here.
        for entry in reversed(strangers[:MOST_AT_ONCE]):
            road = Road(way=Way.CHANNEL, source_id=source.id)
            site_lists.expect(
                session, road, entry, programme_id=source.programme_id, wishes=_wishes(source, entry.name)
            )
    more = len(strangers) > MOST_AT_ONCE
    if everything and not more:
        memory["archived"] = True
    return Looked(found=min(len(strangers), MOST_AT_ONCE), memory=memory, again_s=MORE_S if more else None)


def _read(given: Visit, most: int) -> list[Entry]:
    """The entries of a channel, of each of its tabs where it has such; the newest first."""
    info, site = _list(given, given.source.address, most)
    found: dict[str, Entry] = {}
    for address in site_lists.nested(info)[:MOST_TABS]:
        tab, _ = _list(given, address, most)
        found |= {one.key: one for one in site_lists.entries(tab, address)}
    if not site_lists.nested(info):
        found = {one.key: one for one in site_lists.entries(info, given.source.address)}
    if not found:
        raise SiteError("site-empty-list", site=site, words=str(info.get("title") or ""))
    return list(found.values())


def _list(given: Visit, address: str, most: int) -> tuple[Info, str]:
    settings = given.parts.settings
    errand = Errand(
        egress=given.parts.egress,
        folder=given.folder,
        cookies=settings.import_cookies,
        max_bytes=settings.upload_limit_mb * MEGABYTE,
        on_progress=lambda _: None,
        cancelled=given.cancelled,
    )
    with visit(errand, address) as site:
        info = site.read(most=most)
        if not site_lists.is_list(info):
            raise SiteError("site-no-list", site=site.name, words=str(info.get("title") or ""))
        return info, site.name


def subtitles(options: Mapping[str, Any]) -> list[str]:
    """Languages of the captions that are wanted; a list, or words with commas or spaces between them."""
    wished = options.get("subtitles") or ()
    return wished.replace(",", " ").split() if isinstance(wished, str) else [str(tag) for tag in wished]


def _newest(options: Mapping[str, Any]) -> int:
    wished = options.get("newest")
    return min(wished, MOST_ENTRIES) if isinstance(wished, int) and wished > 0 else NEWEST


def _wishes(source: Source, name: str) -> dict[str, Any]:
    options = source.options
    form = options.get("form")
    submission = Submission(
        programme=source.programme.slug, name=name, publish=bool(options.get("publish")), by=name_of(source)
    )
    return submission.kept() | {
        "form": "audio" if source.programme.kind == Kind.RADIO else form if form in FORMS else "best",
        "subtitles": subtitles(options),
        "automatic": bool(options.get("automatic")),
        "original_date": bool(options.get("original_date")),
    }
