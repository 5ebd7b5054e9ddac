"""Importing what stands at an address: one video, each of a list, an article, with what its site says of it."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from feeds.reading.errors import FeedReadError
from feeds.reading.reader import MOST_BYTES, read_feed
from hub.errors import FetchError, HubError, InvalidError
from hub.extensions.clock import now
from hub.extensions.fetching import Limits
from hub.extensions.fetching import fetch as get
from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Kind, Programme
from hub.services import arrivals, intake, originals, work
from hub.services.arrivals import Road
from hub.services.bench import Bench
from hub.services.intake import Received, Submission
from hub.services.languages import LANGUAGES
from hub.services.readiness import MEGABYTE, DiskShortError, check_disk
from hub.services.sites import page_pictures, site_lists
from hub.services.sites.cookies import cookie_jar, trouble
from hub.services.sites.imported import credit, facts_of, submission_of, together
from hub.services.sites.site import Errand, Info, Site, visit
from hub.services.sites.site_forms import chosen, size_bytes
from hub.services.sites.site_refusals import LIVE_PAUSE_S, SiteError, by_status
from hub.services.sites.site_streams import join
from hub.services.work import Lease, Outcome
from transcode.errors import RejectedError
from transcode.gate import clean_name, identify

#: Entries of one list that are taken.
MOST_ENTRIES = 5000

#: Lists inside lists.
DEEPEST = 3

#: Seconds that a recording lasts at the most.
LONGEST_S = 12 * 3600

#: Bytes of an article or document.
ARTICLE_BYTES = 64 * 1024**2


def fetch(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt to fetch what an arrival of the ways `url` and `channel` waits for.

    Raises:
        AddressRefusedError, FetchError, InvalidError: It cannot be had.
        CancelledError: Somebody asked to stop.
    """
    with parts.database.reading() as session:
        arrival = arrivals.get(session, lease.subject_id)
        kind = session.get_one(Programme, arrival.programme_id).kind
    if arrival.state != ArrivalState.WAITING:
        return work.OK
    job = _Job(parts, lease, bench, arrival)
    try:
        check_disk(parts)
        job.article() if kind == Kind.PRINT else job.media(with_picture=kind == Kind.TV)
    except DiskShortError as error:
        return Outcome(name="retry", code=error.code, facts=error.facts)
    except SiteError as error:
        name = "failed" if error.permanent else "retry"
        code, facts = error.code, error.facts
        if code == "site-sign-in" and parts.settings.import_cookies:
            unread = trouble(parts.settings.import_cookies)
            code, facts = (unread.code, unread.facts) if unread else ("site-sign-in-again", facts)
        return Outcome(name=name, code=code, facts=facts, retry_after_s=error.retry_after_s)
    return work.OK


class _Job:
    def __init__(self, parts: Parts, lease: Lease, bench: Bench, arrival: Arrival) -> None:
        self._parts, self._lease, self._bench, self._arrival = parts, lease, bench, arrival
        self._wishes: Mapping[str, Any] = arrival.wishes
        self._max_bytes = parts.settings.upload_limit_mb * MEGABYTE

    def article(self) -> None:
        """Keep a page or document as it is: the reader of documents finds the article in it."""
        path = self._bench.folder / "article"
        limits = Limits(max_bytes=min(self._max_bytes, ARTICLE_BYTES), total_s=600)
        host = urlsplit(self._arrival.address).hostname or ""
        jar = cookie_jar(self._parts.settings.import_cookies, host)
        answer = get(self._parts.egress, self._arrival.address, limits=limits, into=path, cookies=jar)
        site = urlsplit(answer.url).hostname or ""
        if answer.status != HTTPStatus.OK:
            asked = answer.headers.get("Retry-After")
            raise by_status(answer.status, f"HTTP {answer.status}", site=site, retry_after=asked, at=now())
        name = unquote(urlsplit(answer.url).path.rstrip("/").rpartition("/")[2]) or site
        if _is_feed(path, name=name, url=answer.url):
            raise InvalidError("address-is-feed", address=self._arrival.address)
        given = Submission.of(self._wishes)
        given = replace(given, name=name, credit=given.credit or credit({}, answer.url))
        pictures = page_pictures.gather(self._parts, path, name=name, url=answer.url, folder=self._bench.folder)
        remark = ("feed-pictures-lost", {"count": pictures.lost}) if pictures.lost else None
        self._take(path, given, {**facts_of({}, answer.url), **pictures.facts}, remark)

    def media(self, *, with_picture: bool) -> None:
        """Download a video or recording; a list becomes arrivals of its own."""
        arrival, bench = self._arrival, self._bench
        form = str(self._wishes.get("form") or "best") if with_picture else "audio"
        errand = Errand(
            egress=self._parts.egress,
            folder=bench.folder,
            cookies=self._parts.settings.import_cookies,
            max_bytes=self._max_bytes,
            on_progress=bench.on_progress,
            cancelled=bench.cancelled,
        )
        with visit(errand, arrival.address) as site:
            number = arrival.facts.get("number")
            info = site.read(most=MOST_ENTRIES, form=form, number=number)
            if number is not None and site_lists.is_list(info):
                info = next(iter(info["entries"]), {})
            if site_lists.is_list(info):
                self._expand(info, site.name)
                return
            self._require(info, form, site.name)
            files = [path for path, _ in site.download(info, form)]
            beside = self._beside(site, info)
        path = join(files, bench.tools, max_bytes=self._max_bytes, cancelled=bench.cancelled)
        told = together(info, arrival.facts.get("told", {}))
        url = str(told.get("webpage_url") or arrival.address)
        given = submission_of(told, self._wishes, url=url, suffix=path.suffix)
        self._take(path, given, {**facts_of(told, url), **({"sidecars": beside} if beside else {})})

    def _require(self, info: Info, form: str, site: str) -> None:
        """Raises SiteError, FetchError or DiskShortError for what is not worth beginning with."""
        words = str(info.get("title") or "")
        if site_lists.is_unfinished(info):
            raise SiteError("site-live", site=site, words=words, retry_after_s=LIVE_PAUSE_S)
        if float(info.get("duration") or 0) > LONGEST_S:
            raise SiteError("site-too-long", site=site, words=words)
        size = size_bytes(chosen(info.get("formats") or [], form))
        if size > self._max_bytes:
            raise FetchError("fetch-too-large", permanent=True, host=site, limit_bytes=self._max_bytes)
        # Twice: streams, and what they are joined to.
        check_disk(self._parts, needed_mb=2 * size // MEGABYTE)

    def _beside(self, site: Site, info: Info) -> dict[str, Any]:
        """Captions and cover, kept; a site that will not give them has given the video all the same."""
        beside: dict[str, Any] = {}
        wanted = [tag for tag in self._wishes.get("subtitles") or () if tag in LANGUAGES]
        with suppress(HubError):
            found = site.captions(info, wanted, automatic=bool(self._wishes.get("automatic"))) if wanted else []
            captions = [
                {
                    "key": originals.keep(self._parts, one.path).key,
                    "language": one.language,
                    "name": one.path.name,
                    **({"ai": True} if one.automatic else {}),
                }
                for one in found
            ]
            beside |= {"captions": captions} if captions else {}
        with suppress(HubError):
            cover = site.cover(info)
            beside |= {"cover": {"key": originals.keep(self._parts, cover).key, "name": cover.name}} if cover else {}
        return beside

    def _expand(self, info: Info, site: str) -> None:
        """A list is fetched entry by entry, so that one that cannot be had holds back no other."""
        depth = int(self._arrival.facts.get("depth", 0)) + 1
        found = list(site_lists.entries(info, self._arrival.address))
        if not found:
            raise SiteError("site-empty-list", site=site, words=str(info.get("title") or ""))
        if depth > DEEPEST:
            raise SiteError("site-too-deep", site=site, words=str(info.get("title") or ""))
        # What a person said of the list is not true of each entry.
        wishes = {**self._wishes, "title": "", "summary": "", "body": ""}
        road = Road(
            way=self._arrival.way,
            source_id=self._arrival.source_id,
            parent_id=self._arrival.id,
            facts={"depth": depth},
        )
        with self._parts.database.writing() as session:
            arrival = self._still_waiting(session)
            if arrival is None:
                return
            held = _held(session, road.source_id, [one.key for one in found])
            fresh = [one for one in found if one.key not in held]
            for entry in fresh:
                site_lists.expect(session, road, entry, programme_id=arrival.programme_id, wishes=wishes)
            arrivals.passed_over(arrival, "became-many", {"count": len(fresh)})

    def _take(
        self,
        path: Path,
        submission: Submission,
        facts: Mapping[str, Any],
        remark: tuple[str, Mapping[str, int]] | None = None,
    ) -> None:
        """Keep the file and make it an item, once: a second attempt finds that the arrival waits no more."""
        kept = intake.keep(self._parts, path, submission)
        received = Received(original=kept.original, facts={**kept.facts, **facts})
        shutil.rmtree(self._bench.folder, ignore_errors=True)
        self._bench.folder.mkdir(exist_ok=True)
        with self._parts.database.writing() as session:
            arrival = self._still_waiting(session)
            if arrival is None:
                return
            road = Road(
                way=arrival.way,
                source_id=arrival.source_id,
                key=arrival.key,
                version=arrival.version,
                address=arrival.address,
                arrival_id=arrival.id,
            )
            intake.enter(self._parts, session, received, submission, road)
            arrival.name = clean_name(submission.name)
            if remark is not None:
                arrival.reason_code, arrival.reason_facts = remark[0], dict(remark[1])

    def _still_waiting(self, session: Session) -> Arrival | None:
        """The arrival under the lease; None when it became something, or a person passed it over."""
        work.fence(session, self._lease)
        arrival = arrivals.get(session, self._arrival.id)
        return arrival if arrival.state == ArrivalState.WAITING else None


def _is_feed(path: Path, *, name: str, url: str) -> bool:
    """Whether an address gave a feed, which is followed and not taken in; no page of HTML is one."""
    if path.stat().st_size > MOST_BYTES:
        return False
    try:
        if identify(path, name=name).format == "html":
            return False
    except RejectedError as error:
        if error.code != "document-format-not-taken":
            return False
    try:
        read_feed(path.read_bytes(), url=url)
    except FeedReadError:
        return False
    return True


def _held(session: Session, source_id: str | None, keys: list[str]) -> Mapping[str, Arrival]:
    return arrivals.known(session, source_id, keys) if source_id else {}
