"""Progress of an item for the browser: words in the page's language, sent when they change."""

import json
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

from hub.errors import HubError, sentence
from hub.extensions.parts import Parts
from hub.models import RenditionState
from hub.services import forms, labels
from hub.services.progress import FormProgress, ItemProgress, item_progress

#: Seconds between two looks, between two signs of life, and until a stream ends by itself.
LOOK_S = 1.0
ALIVE_S = 15
LONGEST_S = 600

#: Streams of one process at a time: each holds a thread, and pages must be served too.
STREAMS = 32

_free = threading.BoundedSemaphore(STREAMS)


def told(found: ItemProgress, language: str) -> dict[str, Any]:
    """What the page shows."""
    return {
        "percent": round(found.fraction * 100),
        "state": labels.state("item", found.state, language),
        "ended": found.ended,
        "waits": sentence(*found.waits_for, language) if found.waits_for else "",
        "forms": [
            {
                "form": one.form,
                "title": forms.label(one.form, language),
                "state": _state(one, paused=found.paused, language=language),
                "tone": labels.tone(one.state),
            }
            for one in found.forms
            if one.form not in {"picture", "picture-thumb"}
        ],
        "deliveries": [
            {"to": slug, "state": labels.state("delivery", state, language), "tone": labels.tone(state)}
            for slug, state in found.deliveries
        ],
        "faults": [sentence(code, facts, language) for code, facts in found.faults],
    }


def _state(one: FormProgress, *, paused: bool, language: str) -> str:
    """Its state; of one that is being made how far it is, and how long it still takes."""
    word = labels.state("rendition", one.state, language)
    if one.state not in {RenditionState.RUNNING, RenditionState.PLANNED}:
        return word
    if paused:
        return labels.state("rendition", "paused", language)
    if one.state == RenditionState.RUNNING and one.fraction > 0:
        word = f"{word}: {round(one.fraction * 100)} %"
    return f"{word} · {labels.left(one.left_s, language)}" if one.left_s is not None else word


def events(parts: Parts, item_id: str, language: str) -> Iterator[str] | None:
    """Server-Sent Events until nothing moves any more; None when too many streams are open."""
    if not _free.acquire(blocking=False):
        return None
    return _Stream(parts, item_id, language)


class _Stream(Iterator[str]):
    """Closed by the server when the browser is gone, also before its first piece."""

    def __init__(self, parts: Parts, item_id: str, language: str) -> None:
        self._pieces = _pieces(parts, item_id, language)
        self._open = True

    def __next__(self) -> str:
        return next(self._pieces)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._pieces.close()
            _free.release()


def _pieces(parts: Parts, item_id: str, language: str) -> Generator[str, None, None]:
    end = time.monotonic() + LONGEST_S
    last, spoken = "", time.monotonic()
    while time.monotonic() < end:
        try:
            found = item_progress(parts, item_id)
        except HubError:
            return
        data = json.dumps(told(found, language), ensure_ascii=False)
        if data != last:
            yield f"data: {data}\n\n"
            last, spoken = data, time.monotonic()
        elif time.monotonic() - spoken > ALIVE_S:
            yield ": \n\n"
            spoken = time.monotonic()
        if found.ended:
            return
        time.sleep(LOOK_S)
