"""One news item of an agency, whatever its format."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from feeds.date import LAST_YEAR
from feeds.wire.beside import paths_beside

State = Literal["usable", "withheld", "cancelled"]

#: An embargo without an end: the agency will tell (an empty `embargoed` of NewsML-G2, `embargoed` of NITF).
WITHOUT_END = datetime(LAST_YEAR, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class WireMedia:
    """One file of an item, or one rendition of it.

    Attributes:
        href: As it is told: an address, without white space, or the relative name of a file sent beside the document.
        media_type: In lower case; empty when it is not told.
        size_bytes: None when it is not told.
        width: In pixels; None when it is not told.
        height: In pixels; None when it is not told.
        duration_s: None when it is not told or told in frames.
        caption: Plain text; empty when there is none.
        alt: What is to be seen, for whoever cannot see it; empty when it is not told.
        credit: Who took it and whom to name; empty when it is not told.
        group: The same for all renditions of one picture or recording of the item.
        role: What the format calls it (`rnd:highRes`, `thumbnail`, `image` …); empty when it is not told.
    """

    href: str
    media_type: str = ""
    size_bytes: int | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    caption: str = ""
    alt: str = ""
    credit: str = ""
    group: str = ""
    role: str = ""

    @property
    def beside(self) -> tuple[str, ...]:
        """The paths that it may have beside its document; empty where it is an address. See `paths_beside`."""
        return paths_beside(self.href)


@dataclass(frozen=True, kw_only=True)
class WireItem:
    """What an agency tells of one story. Text is NFC, times are UTC and whole seconds.

    Attributes:
        guid: The same for all versions: NewsML-G2 `guid`, ninjs `uri`, NITF `doc-id`.
        version: 1 or more; 0 when it is not told. See `feeds.wire.version`.
        urgency: 1 (highest) to 9; None when it is not told.
        state: May it be published? `withheld` until further notice, `cancelled` for good: take it down. A status that
            is not known counts as `withheld`.
        embargo_until: Not to be published before; None without embargo, `WITHOUT_END` until the agency says more.
        published: Of the first version as far as it is told; None when it is not told.
        updated: Of this version; None when it is not told.
        language: BCP 47; empty when it is not told.
        title: Plain text on one line.
        subtitle: Plain text on one line; empty when there is none.
        bylines: Who wrote or took it, as they are to be shown.
        credit: Whom to name as the source.
        copyright: The notice.
        body_html: Safe HTML of few elements (`feeds.markup.PLAIN_TAGS`); empty for pictures and packages.
        subjects: Names, or codes where no name is told.
        places: Names of places that it is about or comes from.
        keywords: Keywords and the slugline.
        media: In the order of the document.
        correction_of: The guid that is corrected (this item's own when a new version corrects it); empty when it is
            no correction.
        editorial_note: For the newsroom, never for readers.
        signals: What the agency wants done, in lower case: `update`, `correction` …
        parts: The guids that a package puts together; empty for a single item.
    """

    guid: str
    version: int = 0
    urgency: int | None = None
    state: State = "usable"
    embargo_until: datetime | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    title: str = ""
    subtitle: str = ""
    bylines: tuple[str, ...] = ()
    credit: str = ""
    copyright: str = ""
    body_html: str = ""
    subjects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    media: tuple[WireMedia, ...] = ()
    correction_of: str = ""
    editorial_note: str = ""
    signals: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
