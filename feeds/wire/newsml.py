"""NewsML-G2: newsItem and packageItem, by themselves or in a newsMessage (IPTC, NewsML-G2 Guidelines)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo

from lxml.etree import _Element

from feeds.markup import PLAIN_TAGS, paragraphs, safe_html
from feeds.moment import moment
from feeds.text import distinct_lines, one_line
from feeds.wire.body import html_of
from feeds.wire.document import all_said, attribute, below, first, language_of, lines, local, said
from feeds.wire.errors import WireError
from feeds.wire.item import WITHOUT_END, WireItem
from feeds.wire.newsml_media import media_of
from feeds.wire.nitf import Story, story_of
from feeds.wire.value import code_tail, embargo_of, language_or_none, state_of, urgency_of, version_of

ROOTS = frozenset({"newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem"})

_NEWS = frozenset({"newsItem", "packageItem"})
#: NewsCodes itemrelation: how a new item names the one that it corrects.
_CORRECTED = frozenset({"previousversion", "corrects", "correctionof", "iscorrectionof", "evolvedfrom"})


def items_of(root: _Element, name: str, naive_zone: tzinfo) -> Iterator[WireItem]:
    """Read the news items and packages of a document; concepts and plans are passed over.

    Raises:
        WireError: `wire-no-guid`, `wire-embargo-unreadable`.
    """
    for item in [root] if local(root) in _NEWS else below(root, "itemSet/*"):
        if local(item) in _NEWS:
            yield _item(item, name, naive_zone)


def _item(item: _Element, name: str, naive_zone: tzinfo) -> WireItem:
    guid = attribute(item, "guid")
    if not guid:
        raise WireError("wire-no-guid", name=name)
    meta, content = first(item, "itemMeta"), first(item, "contentMeta")
    nitf = next((story_of(element) for element in below(item, "contentSet/inlineXML/nitf")), None)
    headlines = below(content, "headline")
    subtitles = [headline for headline in headlines[1:] if "sub" in code_tail(attribute(headline, "role"))]
    signals = tuple(code_tail(_code(signal)) for signal in below(meta, "signal"))
    updated = moment(said(first(meta, "versionCreated")), naive_zone)
    told = WireItem(
        guid=guid,
        version=version_of(attribute(item, "version")) or 1,  # NewsML-G2: 1 when it is not told
        urgency=urgency_of(said(first(content, "urgency"))),
        state=state_of(_code(first(meta, "pubStatus"))),
        published=moment(said(first(meta, "firstCreated")), naive_zone) or updated,
        updated=updated,
        language=_language(item, content),
        title=said(headlines[0] if headlines else first(meta, "title")),
        subtitle=said(subtitles[0] if subtitles else None),
        bylines=all_said(below(content, "by")) or distinct_lines(tuple(map(_named, below(content, "creator")))),
        credit=said(first(content, "creditline"))
        or _named(first(meta, "provider"))
        or _named(first(content, "infoSource")),
        copyright=_copyright(item),
        body_html=_body(item, nitf),
        subjects=_subjects(content, geographic=False),
        places=distinct_lines((*map(_named, below(content, "located")), *_subjects(content, geographic=True))),
        keywords=all_said([*below(content, "keyword"), *below(content, "slugline")]),
        media=(*media_of(item), *(nitf.media if nitf else ())),
        correction_of=_corrected(item, signals, guid),
        editorial_note=lines(below(meta, "edNote")),
        signals=distinct_lines(signals),
        parts=_parts(item),
    )
    told = _with_embargo(told, first(meta, "embargoed"), naive_zone)
    return _completed(told, nitf) if nitf else told


def _with_embargo(item: WireItem, embargoed: _Element | None, naive_zone: tzinfo) -> WireItem:
    if embargoed is None:
        return item
    end = said(embargoed)
    # DateTimeOrNull: an empty element is an embargo whose end is not known yet.
    return replace(item, embargo_until=embargo_of(end, item.guid, naive_zone) if end else WITHOUT_END)


def _completed(item: WireItem, nitf: Story) -> WireItem:
    """Take from the article inside what the envelope does not tell; a byline is told best by the article."""
    return replace(
        item,
        title=item.title or nitf.title,
        subtitle=item.subtitle or nitf.subtitle,
        bylines=nitf.bylines or item.bylines,
        places=item.places or nitf.places,
    )


def _body(item: _Element, nitf: Story | None) -> str:
    if nitf:
        return nitf.body_html
    for element in below(item, "contentSet/inlineXML/html"):
        body = first(element, "body")
        if written := html_of(element if body is None else body):
            return written
    for data in below(item, "contentSet/inlineData"):
        text = data.text or ""
        if attribute(data, "encoding") or not text.strip():
            continue  # base64 of a picture
        return safe_html(text, tags=PLAIN_TAGS) if "html" in attribute(data, "contenttype") else paragraphs(text)
    return ""


def _language(item: _Element, content: _Element | None) -> str:
    told = (attribute(first(content, "language"), "tag"), language_of(content), language_of(item))
    return next(filter(None, map(language_or_none, told)), "")


def _copyright(item: _Element) -> str:
    holder = _named(first(item, "rightsInfo/copyrightHolder"))
    return said(first(item, "rightsInfo/copyrightNotice")) or (f"© {holder}" if holder else "")


def _subjects(content: _Element | None, *, geographic: bool) -> tuple[str, ...]:
    """List what it is about: `cpnat:geoArea` and `cpnat:poi` are places, all else are subjects."""
    found = (
        _named(subject)
        for subject in below(content, "subject")
        if (code_tail(attribute(subject, "type")) in {"geoarea", "poi"}) is geographic
    )
    return distinct_lines(tuple(found))


def _corrected(item: _Element, signals: tuple[str, ...], guid: str) -> str:
    if "correction" not in signals:
        return ""
    for link in below(item, "itemMeta/link"):
        if code_tail(attribute(link, "rel")) in _CORRECTED:
            return attribute(link, "residref") or attribute(link, "href") or guid
    return guid


def _parts(item: _Element) -> tuple[str, ...]:
    references = below(item, "groupSet/group/itemRef")
    return distinct_lines(tuple(attribute(part, "residref") or attribute(part, "href") for part in references))


def _code(element: _Element | None) -> str:
    return attribute(element, "qcode") or attribute(element, "uri") or attribute(element, "literal")


def _named(element: _Element | None) -> str:
    """Name a concept: its Vietnamese or else its first name, or else its code."""
    names = below(element, "name")
    vietnamese = [name for name in names if language_of(name).startswith("vi")]
    literal = said(element) if element is not None and not len(element) else ""
    return said(next(iter(vietnamese or names), None)) or literal or one_line(_code(element))
