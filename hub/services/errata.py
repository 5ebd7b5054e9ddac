"""What readers are told of a change to what is public: which part, when, and why; and why it was taken away."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.errors import InvalidError, sentence
from hub.models import Correction, Item
from transcode.documents.article import one_line

#: Field of an item -> what readers call it. Tags and places, by which it is found, are no part of what it says.
PARTS: Mapping[str, str] = {
    "title": "tiêu đề",
    "summary": "tóm tắt",
    "body": "nội dung",
    "language": "ngôn ngữ",
    "authors": "tác giả",
    "ai_label": "nhãn AI",
    "credit": "nguồn, bản quyền",
}

#: Stands for the fields where the whole item was taken away.
WITHDRAWN = "withdrawn"

#: Notes of the hub's own, kept as the code of their sentence.
BY_SOURCE = "corrected-by-source"
OF_ENCODING = "corrected-encoding"
_OWN = frozenset({BY_SOURCE, OF_ENCODING})

#: Characters of a note: a sentence or two at the head of a page.
LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Erratum:
    """One correction, in the words that readers get."""

    made_at: datetime
    parts: tuple[str, ...]
    note: str


def keep(session: Session, item: Item, fields: Collection[str], note: str = "") -> str:
    """Note what was changed in a public item just now, within the transaction of the change.

    Returns:
        The note as it is kept: on one line.

    Raises:
        InvalidError: The note is longer than readers would read.
    """
    kept = one_line(note, most=2 * LONGEST_NOTE)
    if len(kept) > LONGEST_NOTE:
        raise InvalidError("note-too-long", most=LONGEST_NOTE)
    session.add(
        Correction(item_id=item.id, revision=item.revision, made_at=item.updated_at, fields=sorted(fields), note=kept)
    )
    return kept


def told(note: str) -> Mapping[str, object]:
    """A note as the history of an item tells it: what the hub says by itself as a code."""
    if note in _OWN:
        return {"reason_code": note, "reason_facts": {}}
    return {"reason": note} if note else {}


def errata(session: Session, ids: Collection[str]) -> Mapping[str, Sequence[Erratum]]:
    """The corrections of items that readers are told of, by item, the newest first."""
    found: dict[str, list[Erratum]] = defaultdict(list)
    for row in _rows(session, ids):
        parts = tuple(word for field, word in PARTS.items() if field in row.fields)
        if parts:
            note = sentence(row.note, {}) if row.note in _OWN else row.note
            found[row.item_id].append(Erratum(made_at=row.made_at, parts=parts, note=note))
    return found


def farewells(session: Session, ids: Collection[str]) -> Mapping[str, str]:
    """What was said to readers when an item was last withdrawn, by item; empty where nothing was."""
    found: dict[str, str] = {}
    for row in _rows(session, ids):
        if WITHDRAWN in row.fields:
            found.setdefault(row.item_id, row.note)
    return found


def _rows(session: Session, ids: Collection[str]) -> Sequence[Correction]:
    if not ids:
        return ()
    of_these = select(Correction).where(Correction.item_id.in_(ids))
    return session.scalars(of_these.order_by(Correction.made_at.desc(), Correction.id.desc())).all()
