"""Progress of an item for the browser: words in the page's language, sent when they change."""

import json
import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

from hub.errors import HubError, sentence
from hub.extensions.parts import Parts
from hub.services import forms, labels
from hub.services.progress import ItemProgress, item_progress

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
        "forms": [
            {
                "form": name,
                "title": forms.label(name, language),
                "state": labels.state("rendition", state, language),
                "tone": labels.tone(state),
            }
            for name, state in found.forms
            if not name.startswith("picture")
        ],
        "deliveries": [
            {"to": slug, "state": labels.state("delivery", state, language), "tone": labels.tone(state)}
            for slug, state in found.deliveries
        ],
        "faults": [sentence(code, facts, language) for code, facts in found.faults],
    }


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
