"""NITF 3.x: one article and what is said about it (IPTC, NITF 3.6)."""

from dataclasses import dataclass, replace
from datetime import tzinfo

from lxml.etree import _Element

from feeds.moment import moment
from feeds.text import clean, distinct_lines
from feeds.wire.body import html_of
from feeds.wire.document import all_said, attribute, below, first, language_of, said
from feeds.wire.errors import WireError
from feeds.wire.item import WITHOUT_END, WireItem, WireMedia
from feeds.wire.nitf_media import media_of
from feeds.wire.value import code_tail, embargo_of, language_or_none, state_of, urgency_of, version_of


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the body of an NITF document tells, be it a document of its own or inside NewsML-G2."""

    title: str
    subtitle: str
    bylines: tuple[str, ...]
    places: tuple[str, ...]
    body_html: str
    media: tuple[WireMedia, ...]


def story_of(nitf: _Element) -> Story:
    """Read the body of an NITF document."""
    head = first(nitf, "body/body.head")
    content = first(nitf, "body/body.content")
    abstract = first(head, "abstract")
    written = "" if content is None else html_of(content)
    return Story(
        title=said(first(head, "hedline/hl1")) or said(first(nitf, "head/title")),
        subtitle=said(first(head, "hedline/hl2")),
        bylines=all_said(below(head, "byline")),
        places=all_said(below(head, "dateline/location")),
        # Some agencies send the lead as abstract only.
        body_html=written or ("" if abstract is None else html_of(abstract)),
        media=media_of(nitf),
    )


def item_of(nitf: _Element, name: str, naive_zone: tzinfo) -> WireItem:
    """Read an NITF document.

    `doc-id` is the guid, or else `du-key` or the `uno` of the document. `date.release` is an embargo;
    `management-status="embargoed"` without it has no end.

    Raises:
        WireError: `wire-no-guid`, `wire-embargo-unreadable`.
    """
    data, story = first(nitf, "head/docdata"), story_of(nitf)
    key = first(data, "du-key")
    guid = attribute(first(data, "doc-id"), "id-string") or attribute(key, "key") or attribute(nitf, "uno")
    if not guid:
        raise WireError("wire-no-guid", name=name)
    head = first(nitf, "body/body.head")
    status = attribute(data, "management-status")
    identified = first(data, "identified-content")
    issued = moment(attribute(first(data, "date.issue"), "norm"), naive_zone)
    item = WireItem(
        guid=guid,
        version=version_of(attribute(key, "version")),
        urgency=urgency_of(attribute(first(data, "urgency"), "ed-urg")),
        state=state_of(status),
        published=issued or moment(attribute(first(nitf, "head/pubdata"), "date.publication"), naive_zone),
        updated=issued,
        language=next(filter(None, (language_or_none(language_of(part)) for part in (first(nitf, "body"), nitf))), ""),
        title=story.title,
        subtitle=story.subtitle,
        bylines=story.bylines,
        credit=_credit(head, data),
        copyright=_copyright(head, data),
        body_html=story.body_html,
        subjects=_subjects(nitf, identified),
        places=distinct_lines((*story.places, *all_said(below(identified, "location")), *_places(data))),
        keywords=distinct_lines(tuple(attribute(word, "key") for word in below(data, "key-list/keyword"))),
        media=story.media,
        correction_of=_corrected(data, guid),
        editorial_note=_note(head, data),
        signals=_signals(data),
    )
    return _with_embargo(item, attribute(first(data, "date.release"), "norm"), status, naive_zone)


def _with_embargo(item: WireItem, release: str, status: str, naive_zone: tzinfo) -> WireItem:
    if release:
        return replace(item, embargo_until=embargo_of(release, item.guid, naive_zone))
    return replace(item, embargo_until=WITHOUT_END) if code_tail(status) == "embargoed" else item


def _credit(head: _Element | None, data: _Element | None) -> str:
    """Name the source: the distributor, or else the last service that the item came through (`del-list`)."""
    told = said(first(head, "distributor"))
    trail = [attribute(source, "src-name") for source in below(data, "del-list/from-src")]
    return told or next(filter(None, reversed(trail)), "")


def _copyright(head: _Element | None, data: _Element | None) -> str:
    told = said(first(head, "rights"))
    holder = attribute(first(data, "doc.copyright"), "holder")
    year = attribute(first(data, "doc.copyright"), "year")
    return told or (f"© {year} {holder}".replace("  ", " ") if holder else "")


def _subjects(nitf: _Element, identified: _Element | None) -> tuple[str, ...]:
    codes = below(nitf, "head/tobject/tobject.subject")
    names = (
        attribute(code, "tobject.subject.detail")
        or attribute(code, "tobject.subject.matter")
        or attribute(code, "tobject.subject.type")
        or attribute(code, "tobject.subject.refnum")
        for code in codes
    )
    classified = (said(part) or attribute(part, "value") for part in below(identified, "classifier"))
    return distinct_lines((*names, *classified))


def _places(data: _Element | None) -> tuple[str, ...]:
    return tuple(attribute(place, "city") or attribute(place, "county-dist") for place in below(data, "evloc"))


def _corrected(data: _Element | None, guid: str) -> str:
    correction = first(data, "correction")
    if correction is not None:
        return attribute(correction, "id-string") or guid
    return (attribute(data, "management-doc-idref") or guid) if "correction" in _signals(data) else ""


def _signals(data: _Element | None) -> tuple[str, ...]:
    told = [attribute(message, "msg-type").lower() for message in below(data, "ed-msg")]
    return distinct_lines((*told, *("correction" for _ in below(data, "correction"))))


def _note(head: _Element | None, data: _Element | None) -> str:
    messages = [attribute(part, "info") for path in ("ed-msg", "correction") for part in below(data, path)]
    notes = [said(note) for note in below(head, "note") if attribute(note, "noteclass") in {"", "editorsnote"}]
    return clean("\n".join(distinct_lines((*messages, *notes))))
