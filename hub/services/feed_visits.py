"""Feeds asked for as a stranger would: each at its public address, with its history and the files that it names."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any

from sqlalchemy.orm import Session

from feeds.inspection.stated import stated
from feeds.self_test import Answer, Ask, self_test
from hub.config import Allowance
from hub.errors import AddressRefusedError, FetchError, NotFoundError, operators_sentence
from hub.extensions.clock import now
from hub.extensions.egress import Egress, target
from hub.extensions.fetching import Fetched, Limits, fetch, peek
from hub.extensions.parts import Parts
from hub.models import Work
from hub.services import channels, facts, moved_podcasts, syndication, tree, work
from hub.services.held_back import Fault
from hub.services.work import Lease, Outcome

#: Documents of one feed that are asked for, from the current one back.
MAX_DOCUMENTS = 20

#: Faults of one feed that are told.
MAX_FAULTS = 10

#: The one work that visits, and where it leaves what it found.
WORK_ID = "visit-feeds"
_SORT, _LAST = "feeds", "visited"

#: A feed that sends its readers elsewhere is not the one that is asked for.
_DOCUMENT = Limits(max_bytes=8 * 1024 * 1024, total_s=60, redirects=None)
_FILE = Limits(total_s=20)
_WHOLE = re.compile(r"bytes [0-9]+-[0-9]+/([0-9]+)")


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What was found at the address of a feed.

    Attributes:
        kind: As on the subscribe page: `rss`, `rss-lite`, `podcast` …
        documents: How many of its documents were asked for, the current one among them.
        faults: Empty when all is good.
    """

    name: str
    kind: str
    url: str
    documents: int
    faults: Sequence[Fault]

    def sentences(self, language: str) -> list[str]:
        return [operators_sentence(code, told, language) for code, told in self.faults]

    def plain(self) -> dict[str, Any]:
        faults = [[code, dict(told)] for code, told in self.faults]
        return {
            "name": self.name,
            "kind": self.kind,
            "url": self.url,
            "documents": self.documents,
            "faults": faults,
        }


@dataclass(frozen=True, kw_only=True)
class Round:
    """The last visit to every feed. `at` is when it ended."""

    at: datetime
    visited: Sequence[Visited]


def visit(parts: Parts, names: Collection[str] = ()) -> Iterator[Visited]:
    """Ask for every feed, or for those of `names`, one after the other.

    Raises:
        NotFoundError: There is no feed of such a name.
    """
    with parts.database.reading() as session:
        wanted = list(_addresses(parts, session, names))
    missing = set(names) - {name for name, _, _ in wanted}
    if missing:
        raise NotFoundError("luồng tin", min(missing))
    egress = _egress(parts)
    ask = _ask(egress)
    for name, kind, url in wanted:
        documents, faults = _visited(egress, ask, kind, url)
        yield Visited(name=name, kind=kind, url=url, documents=documents, faults=faults[:MAX_FAULTS])


def ask_for_visit(session: Session) -> None:
    """Have every feed visited now, unless that is on its way already."""
    visiting = work.only(session, "visit", "feeds", work_id=WORK_ID)
    if visiting.state in work.ENDED:
        work.renew(session, visiting)


def is_visiting(session: Session) -> bool:
    visiting = session.get(Work, WORK_ID)
    return visiting is not None and visiting.state not in work.ENDED


def visit_all(parts: Parts, lease: Lease, cancelled: Callable[[], bool]) -> Outcome:
    """Visit every feed, and keep what was found."""
    found = []
    for one in visit(parts):
        if cancelled():
            return Outcome(name="released")
        found.append(one)
    with parts.database.writing() as session:
        work.fence(session, lease)
        keep(session, found)
    return work.OK


def keep(session: Session, found: Sequence[Visited]) -> None:
    facts.put(session, _SORT, _LAST, {"at": now().isoformat(), "visited": [one.plain() for one in found]})


def last(session: Session) -> Round | None:
    """What the last visit to every feed found; None before the first one."""
    kept = facts.get(session, _SORT, _LAST)
    if kept is None:
        return None
    return Round(at=datetime.fromisoformat(kept["at"]), visited=[Visited(**one) for one in kept["visited"]])


def _addresses(parts: Parts, session: Session, names: Collection[str]) -> Iterator[tuple[str, str, str]]:
    settings = parts.settings
    for offer in channels.offers(session, parts.storage, settings.site_title, channels.names(session)):
        name = offer.channel.name
        if not names or name in names:
            for kind, url in offer.addresses(settings.public_url).items():
                # Where a podcast has moved to is no affair of this hub.
                if not moved_podcasts.redirected(parts.storage, url.removeprefix(f"{settings.public_url}/")):
                    yield name, kind, url


def _egress(parts: Parts) -> Egress:
    """The guard, which lets nobody else reach a hub that stands inside the newsroom's own network."""
    host, port = target(parts.settings.public_url)
    try:
        parts.egress.way(host, port)
    except AddressRefusedError:
        return parts.egress.allowing(Allowance.at(host, port))
    except OSError:
        # A name that leads nowhere is told with each feed.
        pass
    return parts.egress


def _ask(egress: Egress) -> Ask:
    """Asks for the first byte of each file, once, whatever feeds name it."""

    @cache
    def ask(url: str) -> Answer:
        try:
            got = peek(egress, url, headers={"Range": "bytes=0-0", "Accept-Encoding": "identity"}, limits=_FILE)
        except (AddressRefusedError, FetchError):
            return Answer(status=0, headers={})
        ranges = got.status == HTTPStatus.PARTIAL_CONTENT
        return Answer(status=got.status, headers=dict(got.headers), length=_length(got), accepts_ranges=ranges)

    return ask


def _length(got: Fetched) -> int | None:
    if got.status == HTTPStatus.PARTIAL_CONTENT:
        found = _WHOLE.fullmatch(got.headers.get("Content-Range", ""))
        return int(found[1]) if found else None
    told = got.headers.get("Content-Length", "")
    return int(told) if told.isdecimal() else None


def _visited(egress: Egress, ask: Ask, kind: str, url: str) -> tuple[int, list[Fault]]:
    """How many documents of a feed were asked for, and their faults."""
    rules = syndication.rules_of(kind)
    waiting, known = [url], {url}
    faults: list[Fault] = []
    for number in range(MAX_DOCUMENTS):
        if not waiting:
            return number, faults
        address = waiting.pop(0)
        document, answer = _fetched(egress, address)
        if answer.status != HTTPStatus.OK:
            faults.append(("self-test-unreachable", {"url": address, "status": answer.status}))
            continue
        faults += _of_document(document, address, rules, answer, ask)
        older = [one for one in stated(document, rules).documents if one not in known and one.startswith(_root(url))]
        known.update(older)
        waiting += older
    return MAX_DOCUMENTS, faults


def _of_document(document: bytes, address: str, rules: str, answer: Answer, ask: Ask) -> Iterator[Fault]:
    expected = tree.media_type_of(address)
    if answer.media_type != expected.partition(";")[0]:
        yield "self-test-other-type", {"url": address, "stated": expected, "found": answer.media_type}
    for one in self_test(document, rules, address, ask):
        yield one.code, one.facts


def _root(url: str) -> str:
    """What the addresses of all documents of a feed begin with."""
    return url.rpartition(".")[0]


def _fetched(egress: Egress, url: str) -> tuple[bytes, Answer]:
    try:
        got = fetch(egress, url, limits=_DOCUMENT)
    except (AddressRefusedError, FetchError):
        return b"", Answer(status=0, headers={})
    return got.body, Answer(status=got.status, headers=dict(got.headers))
