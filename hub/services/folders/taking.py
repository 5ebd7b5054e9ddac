"""One file of a watched folder becomes an item: copied whole, kept, entered once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hub.errors import Fact
from hub.extensions.watched_folder import Entry, InUseError, WatchedFolder
from hub.models import Arrival, Way
from hub.services import arrivals, intake, labels, work
from hub.services.arrivals import Road
from hub.services.folders import just_before, keeping, moving_aside
from hub.services.folders.folder_wishes import FolderWishes
from hub.services.folders.keeping import Kept
from hub.services.folders.sidecar_files import Table
from hub.services.folders.watched_names import Bundle, is_plain, shown
from hub.services.intake import Submission
from hub.services.readiness import MEGABYTE, check_room
from hub.services.sources import Visit
from transcode.gate import clean_name


@dataclass(frozen=True, kw_only=True)
class Find:
    """What a file became; not new where the same bytes came under the same name before."""

    arrival: Arrival
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Takes in what lies in one folder."""

    visit: Visit
    folder: WatchedFolder
    wishes: FolderWishes

    def take(self, bundle: Bundle) -> Find:
        """Take one file in, with what lies beside it.

        Raises:
            InUseError: Somebody writes to it after all.
            OSError: It cannot be read.
            ShortError: The hub has no room for more.
        """
        if not is_plain(bundle.name):
            find = self.refuse(bundle, "folder-bad-name", {"name": shown(bundle.name)})
            if find is None:
                raise InUseError(shown(bundle.name))
            return find
        entry = self._entry(bundle)
        check_room(self.visit.parts, needed_mb=entry.size_bytes // MEGABYTE)
        copy = self.visit.folder / "taken"
        entry = self.folder.copy(bundle.name, copy, cancelled=self.visit.cancelled)
        table = Table(parts=self.visit.parts, folder=self.folder, scratch=self.visit.folder, fields=self.wishes.fields)
        kept = keeping.keep(table, bundle, copy, partial(self._submission, bundle))
        copy.unlink()
        if not entry.is_like(self.folder.find(bundle.name)):
            raise InUseError(bundle.name)
        return self._enter(bundle, entry, kept)

    def refuse(self, bundle: Bundle, code: str, facts: Mapping[str, Fact]) -> Find | None:
        """Note that a file is not taken in; None where it is not there any more."""
        entry = self.folder.find(bundle.name)
        if entry is None:
            return None
        road = self._road(bundle, entry, f"refused {entry.size_bytes} {entry.mtime_ns} {shown(bundle.name)}", {})
        with self.visit.parts.database.writing() as session:
            work.fence(session, self.visit.lease)
            known = arrivals.known(session, str(road.source_id), [road.key]).get(road.key)
            if known is None:
                name, wishes = clean_name(shown(bundle.name)), {"by": self._by}
                known = arrivals.expect(
                    session, road, programme_id=self.visit.source.programme_id, name=name, wishes=wishes
                )
                is_new = True
            else:
                known.facts, is_new = {**known.facts, **road.facts}, False
            arrivals.failed(session, known.id, code, facts)
        return Find(arrival=known, is_new=is_new)

    def _enter(self, bundle: Bundle, entry: Entry, kept: Kept) -> Find:
        # Name and content tell it: some shares change the time of a file that nobody wrote to.
        key = f"{kept.received.original.sha256} {unicodedata.normalize('NFC', bundle.name)}"
        road = self._road(bundle, entry, key, kept.facts)
        with self.visit.parts.database.writing() as session:
            work.fence(session, self.visit.lease)
            known = arrivals.known(session, str(road.source_id), [key]).get(key)
            is_new = known is None
            if known is None:
                received = just_before.completed(session, self.visit.source, bundle, kept.received)
                intake.enter(self.visit.parts, session, received, kept.submission, road)
                known = arrivals.known(session, str(road.source_id), [key])[key]
            else:
                known.facts = {**known.facts, **road.facts}
                if known.item is not None:
                    intake.fill(session, known.item, kept.received)
        return Find(arrival=known, is_new=is_new)

    def _entry(self, bundle: Bundle) -> Entry:
        entry = self.folder.find(bundle.name)
        if entry is None:
            raise InUseError(bundle.name)
        return entry

    def _road(self, bundle: Bundle, entry: Entry, key: str, facts: Mapping[str, Any]) -> Road:
        return Road(
            way=Way.FOLDER,
            source_id=self.visit.source.id,
            key=key,
            address=just_before.address_of(self.visit.source, bundle.name),
            facts={**facts, "folder": moving_aside.noted(entry, bundle.names)},
        )

    def _submission(self, bundle: Bundle, values: Mapping[str, Any]) -> Submission:
        """What the sidecars say, and the source's own wishes for the rest."""
        usual = Submission(
            programme=self.visit.source.programme.slug,
            name=clean_name(bundle.name),
            language=self.wishes.language,
            credit=self.wishes.credit,
            ai_label=self.wishes.ai_label,
            publish=self.wishes.publish,
            by=self._by,
        )
        return replace(usual, **values)

    @property
    def _by(self) -> str:
        return f"{labels.OF_SOURCE}{self.visit.source.slug}"
