"""Looking at an original by its content: what it is, what it says, which forms it gets."""

import contextlib
import resource
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from feeds.wire.errors import WireError
from feeds.wire.item import WireItem
from hub.errors import ConflictError, InvalidError, code_and_facts
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, Kind, Rendition
from hub.services import (
    attachments,
    corrections,
    cutting_out,
    embedded,
    encodings,
    errata,
    forms,
    issues,
    likenesses,
    merging,
    outdated,
    pictures,
    publishing,
    stale_media,
    wire_articles,
    wires,
    work,
)
from hub.services.bench import Bench
from hub.services.embedded import Recording
from hub.services.intake import asset_of, reject
from hub.services.pictures import Source
from hub.services.views import make_body
from hub.services.work import Lease, Outcome
from transcode.documents.article import Article, ArticlePicture, one_line
from transcode.documents.read import read_document
from transcode.documents.title import given_title
from transcode.errors import RejectedError, TranscodeError
from transcode.gate import Identity, identify
from transcode.ladder import Rung
from transcode.metadata.picture_notes import PictureNotes
from transcode.probe import Probe, probe
from transcode.video import plan_pictures
from transcode.video_job import VideoJob
from transcode.wave_length import told_length_s

#: Bytes of memory that reading a document or picture may take.
DOCUMENT_MEMORY_BYTES = 3 * 1024**3
_SUMMARY_CHARACTERS = 300

#: What the hub itself notes on an original: no document can say it.
_OWN_FACTS = embedded.FACTS | {
    "attachments", "chapter", "correction", "cut", "demuxer", "duration_s", "enclosure", "encoding_told", "episode",
    "fetched", "has_sound", "issue", "left_out", "not_before", "page", "pictures", "rungs", "separate", "title_given",
    "wire",
}  # fmt: skip

#: Labels of what a file is, for sentences: (Vietnamese, English).
KIND_LABELS: Mapping[str, str] = {
    "audio": "âm thanh",
    "video": "video",
    "image": "ảnh",
    "document": "văn bản",
    "radio": "phát thanh",
    "tv": "truyền hình",
    "print": "báo in",
}


def look(parts: Parts, lease: Lease, bench: Bench) -> Outcome:
    """One attempt to find out what an original is, and to plan its forms; a bad one is rejected, and kept."""
    with parts.database.reading() as session:
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
    if "cut" in asset.facts:
        return cutting_out.finish(parts, lease, bench.folder)
    path = parts.storage.fetch(asset.key, bench.folder)
    try:
        identity = identify(path, name=asset.name)
        if identity.kind in {"audio", "video"}:
            return _plan_media(parts, lease, item, _probed(parts, path, identity, bench), bench)
        text = _Text(item=item, asset=asset, path=path, identity=identity, folder=bench.folder)
        return _take_wire(parts, lease, text) if identity.format in wires.FORMATS else _take_text(parts, lease, text)
    except (RejectedError, ConflictError, InvalidError, WireError) as error:
        code, facts = code_and_facts(error)
        with parts.database.writing() as session:
            work.fence(session, lease)
            reject(session, lease.subject_id, code, facts)
        return Outcome(name="failed", code=code, facts=facts)


@dataclass(frozen=True, kw_only=True)
class _Media:
    path: Path
    identity: Identity
    probe: Probe
    #: Seconds that a WAV's header tells; None for others, whose claim the probe gives.
    claimed_s: float | None
    told: Recording


def _probed(parts: Parts, path: Path, identity: Identity, bench: Bench) -> _Media:
    if identity.demuxer is None:
        raise RejectedError("unknown-type")
    found = probe(path, demuxer=identity.demuxer, tools=bench.tools, work_dir=bench.folder)
    told = embedded.read_recording(parts, path, found, folder=bench.folder, tools=bench.tools)
    claimed_s = told_length_s(path) if identity.format == "wav" else None
    return _Media(path=path, identity=identity, probe=found, told=told, claimed_s=claimed_s)


def _plan_media(parts: Parts, lease: Lease, item: Item, media: _Media, bench: Bench) -> Outcome:
    has_picture, has_sound = media.probe.video is not None, media.probe.audio is not None
    kind = Kind(item.programme.kind)
    suits = {Kind.RADIO: has_sound, Kind.TV: has_picture, Kind.PRINT: False}[kind]
    if not suits:
        raise _wrong_kind(item, "video" if has_picture else "audio")
    rungs = _rungs(media, bench) if kind == Kind.TV else ()
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
        asset.media_type = media.identity.media_type
        asset.facts = {
            **asset.facts,
            "format": media.identity.format,
            "demuxer": media.identity.demuxer,
            "duration_s": max(media.probe.duration_s or 0, media.claimed_s or 0) or None,
            "has_sound": has_sound,
            "rungs": [asdict(rung) for rung in rungs],
        }
        asset.state = AssetState.PROCESSING
        embedded.note_recording(session, item, asset, media.told)
        item.duration_s = media.probe.duration_s
        if _is_known(parts, session, item, asset):
            return work.OK
        make_body(session, item)
        forms.forget(session, item)
        outdated.plan(parts, session, item, asset)
        outdated.promise(session, item.id, priority=outdated.priority_of(item))
    return work.OK


def _rungs(media: _Media, bench: Bench) -> Sequence[Rung]:
    """The rungs that a short look at the pictures foretells: what they will weigh is told before they are made."""
    job = VideoJob(
        source=media.path,
        demuxer=media.identity.demuxer or "",
        probe=media.probe,
        out_dir=bench.folder,
        work_dir=bench.folder,
    )
    return plan_pictures(job, tools=bench.tools, cancelled=bench.cancelled).rungs


@dataclass(frozen=True, kw_only=True)
class _Text:
    """One print original while it is read."""

    item: Item
    asset: Asset
    path: Path
    identity: Identity
    folder: Path
    #: What a news agency tells of it, where it is one's.
    wire: WireItem | None = None


def _take_wire(parts: Parts, lease: Lease, text: _Text) -> Outcome:
    if text.item.programme.kind != Kind.PRINT:
        raise _wrong_kind(text.item, text.identity.kind)
    wire = wires.receive(parts, lease, text.path)
    return work.OK if wire is None else _take_text(parts, lease, replace(text, wire=wire))


def _take_text(parts: Parts, lease: Lease, text: _Text) -> Outcome:
    if text.item.programme.kind != Kind.PRINT:
        raise _wrong_kind(text.item, text.identity.kind)
    with _memory_limit():
        article, noted = _by_pages(parts, text, _article(parts, text))
        made = _pictures(parts, text, article)
        notes = _notes(text)
    with parts.database.writing() as session:
        work.fence(session, lease)
        item = publishing.get(session, lease.subject_id)
        asset = asset_of(session, item.id)
        asset.media_type, asset.state = text.identity.media_type, AssetState.READY
        # What a document says of itself comes first: it cannot stand for what the hub knows.
        told = {name: value for name, value in article.metadata.items() if name not in _OWN_FACTS} if article else {}
        remarks = {code: dict(facts) for code, facts in article.remarks.items()} if article else {}
        asset.facts = {**told, **asset.facts, **noted, "format": text.identity.format, "remarks": remarks}
        by, before = asset.facts.get("correction", ""), corrections.before(item)
        if by and corrections.was_edited(session, item, by=by):
            asset.facts = {**asset.facts, "remarks": {"source-changed": {}}}
            return work.OK
        embedded.note_picture(item, asset, notes)
        if article is None:
            _fill_of_picture(item, asset, notes)
        else:
            _fill(item, asset, article)
        if text.wire is not None:
            wire_articles.fill(item, text.wire)
        if _is_known(parts, session, item, asset):
            return work.OK
        forms.forget(session, item)
        session.add_all(made)
        forms.page(session, item, asset)
        session.flush()
        make_body(session, item)
        outdated.follow(parts, session, item, priority=outdated.priority_of(item))
        if by:
            note = errata.OF_ENCODING if by == encodings.READER else errata.BY_SOURCE
            publishing.changed(parts, session, item, before, by=by, note=note)
        publishing.forms_changed(parts, session, item)
        if by:
            stale_media.mark(session, item)
    return work.OK


def _is_known(parts: Parts, session: Session, item: Item, asset: Asset) -> bool:
    """Whether this is a bulletin that came by another road before; then that item stands for both."""
    likenesses.note(session, item)
    session.flush()
    twin = None if asset.facts.get("separate") else likenesses.twin(session, item)
    if twin is None:
        return False
    asset.state = AssetState.READY
    merging.fold(parts, session, item, into=twin, by="intake")
    return True


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    """For this process, which works on this one file only. Raises RejectedError when it is not enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (DOCUMENT_MEMORY_BYTES, hard))
    try:
        yield
    except MemoryError as error:
        raise InvalidError("document-too-large") from error
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _article(parts: Parts, text: _Text) -> Article | None:
    """What a document says; a picture alone has no text of its own."""
    if text.identity.kind == "image":
        return None
    if text.wire is not None:
        return wire_articles.article_of(parts, text.wire, text.asset, text.folder)
    facts = text.asset.facts
    article = read_document(
        text.path,
        format=text.identity.format,
        name=text.asset.name,
        encoding=facts.get("encoding_told", ""),
        fetched=facts.get("fetched"),
    )
    article = attachments.attach(parts, article, text.asset.facts.get("attachments", {}))
    return attachments.headed(parts, article, text.asset.facts.get("sidecars", {}).get("cover", {}).get("key", ""))


def _by_pages(parts: Parts, text: _Text, article: Article | None) -> tuple[Article | None, Mapping[str, object]]:
    """The article, page by page where it is a whole issue, and what is noted of that."""
    if article is None or article.issue is None:
        return article, {}
    noted = issues.keep(parts, article.issue, article.pictures, text.folder)
    return issues.in_pages(article, article.issue, text.path), {"issue": noted}


def _notes(text: _Text) -> PictureNotes:
    """What a picture alone says of itself; those of a document fill their own captions only."""
    return embedded.read_picture(text.path) if text.identity.kind == "image" else PictureNotes()


def _fill(item: Item, asset: Asset, article: Article) -> None:
    if not asset.facts.get("title_given") and article.title:
        item.title = article.title
    # A correction says anew what the first version said.
    anew = bool(asset.facts.get("correction"))
    item.summary = article.summary if anew else item.summary or article.summary
    item.body = article.markdown
    item.language = article.language or item.language
    named = article.metadata.get("authors") or article.metadata.get("author", "")
    authors = [name.strip() for name in named.strip("[]").split(",") if name.strip()]
    item.authors = (authors or item.authors) if anew else item.authors or authors


def _fill_of_picture(item: Item, asset: Asset, notes: PictureNotes) -> None:
    """No body comes of it: its whole caption stands below the picture."""
    title = given_title(notes.headline)
    if title and not asset.facts.get("title_given"):
        item.title = title
    told = one_line(notes.caption, most=_SUMMARY_CHARACTERS)
    item.summary = told if asset.facts.get("correction") else item.summary or told


def _pictures(parts: Parts, text: _Text, article: Article | None) -> list[Rendition]:
    """Renditions of every picture of the article.

    One that is broken is left out of the page (its number stays), not of the original.
    """
    if text.identity.kind == "image":
        alone = ArticlePicture(name=text.asset.name, data=b"")
        return pictures.make(parts, text.asset, Source(path=text.path, number=1, told=alone), text.folder)
    renditions: list[Rendition] = []
    for number, picture in enumerate(article.pictures if article else (), 1):
        path = text.folder / f"source-{number}"
        path.write_bytes(picture.data)
        with contextlib.suppress(TranscodeError):
            renditions += pictures.make(parts, text.asset, Source(path=path, number=number, told=picture), text.folder)
    return renditions


def _wrong_kind(item: Item, found: str) -> ConflictError:
    return ConflictError(
        "wrong-kind",
        programme=item.programme.title,
        programme_kind=KIND_LABELS[item.programme.kind],
        kind=KIND_LABELS[found],
    )
