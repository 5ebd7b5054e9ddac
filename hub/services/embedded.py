"""What a file says of itself: kept on its asset for editors; a little of it fills what nobody has filled."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item
from hub.services import originals
from hub.services.languages import LANGUAGES
from transcode.documents.article import one_line
from transcode.documents.title import given_title
from transcode.errors import TranscodeError
from transcode.images import make_pictures
from transcode.metadata.cover import take_cover
from transcode.metadata.media_tags import MediaTags, open_tags, read_media_tags
from transcode.metadata.picture_notes import PictureNotes, read_picture_notes
from transcode.probe import Probe
from transcode.tools import Tools

#: Facts of an asset that are written here; no document can say them.
FACTS = frozenset({"chapters", "embedded", "language_told", "private", "sidecars", "tags"})

_ALT_CHARACTERS = 200
_OF_RECORDING = ("artists", "album", "date", "comment", "place", "people", "rights", "encoder")
_OF_PICTURE = ("headline", "caption", "byline", "credit", "rights", "keywords", "place", "people")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What a recording says of itself, and where its cover is kept: `key` and `name`, or {}."""

    tags: MediaTags
    plain: Mapping[str, str]
    cover: Mapping[str, str]


def read_recording(parts: Parts, path: Path, probe: Probe, *, folder: Path, tools: Tools) -> Recording:
    """Read the tags of a recording, and keep its cover as an original where it is a picture."""
    cover, kept = None, {}
    # A cover that cannot be had is no reason to refuse a bulletin.
    with contextlib.suppress(TranscodeError):
        cover = take_cover(path, probe, tools=tools, work_dir=folder)
        if cover is not None:
            source = folder / "cover"
            source.write_bytes(cover.data)
            make_pictures(source, folder, stem="cover")
            suffix = cover.media_type.removeprefix("image/").replace("jpeg", "jpg")
            kept = {"key": originals.keep(parts, source).key, "name": f"cover.{suffix}"}
    return Recording(tags=read_media_tags(path, probe, cover=cover), plain=open_tags(probe.tags), cover=kept)


def note_recording(session: Session, item: Item, asset: Asset, told: Recording) -> None:
    """Write it on the asset. What came beside the file, or was told by its source, goes before what is in it."""
    tags, facts = told.tags, dict(asset.facts)
    facts |= {"tags": dict(told.plain), "embedded": _said(tags, _OF_RECORDING), "private": dict(tags.private)}
    if tags.moment:
        facts["embedded"]["moment"] = tags.moment.isoformat()
    if tags.chapters and not facts.get("chapters"):
        facts["chapters"] = [{"start_s": one.start_s, "end_s": one.end_s, "title": one.title} for one in tags.chapters]
    beside = facts.get("sidecars", {})
    if told.cover and "cover" not in beside:
        facts["sidecars"] = {**beside, "cover": dict(told.cover)}
    language = _known(tags.language)
    if language and language != item.language and not _language_given(session, item):
        facts["language_told"] = language
        facts["remarks"] = {**facts.get("remarks", {}), "language-told": _languages(language, item.language)}
    asset.facts = facts
    title = given_title(tags.title)
    if title and not facts.get("title_given"):
        item.title = title


def read_picture(path: Path) -> PictureNotes:
    """Read the notes in a picture that the gate of pictures has let through."""
    return read_picture_notes(path)


def note_picture(item: Item, asset: Asset, notes: PictureNotes) -> None:
    """Write on the asset what a picture says of itself; who took it is its credit where nobody gave one."""
    if notes == PictureNotes():
        return
    embedded = _said(notes, _OF_PICTURE)
    if notes.taken_at:
        embedded["moment"] = notes.taken_at.isoformat()
    asset.facts = {**asset.facts, "embedded": embedded, "private": dict(notes.private)}
    item.credit = item.credit or " / ".join(dict.fromkeys(part for part in (notes.byline, notes.credit) if part))


def words_of(notes: PictureNotes) -> tuple[str, str]:
    """Alternative text and caption for a picture that has none."""
    caption = notes.caption or notes.headline
    return one_line(notes.headline or caption, most=_ALT_CHARACTERS), caption


def _said(told: object, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(told, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def _known(tag: str | None) -> str:
    """The hub's tag of a language; "" of one that it does not know. vi-VN is what many programs write for vi."""
    told = tag or ""
    return next((one for one in (told, told.partition("-")[0]) if one in LANGUAGES), "")


def _language_given(session: Session, item: Item) -> bool:
    """Whether a person or a source said the language when the item came."""
    wishes = session.scalars(select(Arrival.wishes).where(Arrival.item_id == item.id))
    return any(one.get("language") for one in wishes)


def _languages(told: str, kept: str) -> dict[str, str]:
    names = {"told": LANGUAGES[told], "kept": LANGUAGES.get(kept, (kept, kept))}
    return {f"{key}_{tag}": name for key, pair in names.items() for tag, name in zip(("vi", "en"), pair, strict=True)}
