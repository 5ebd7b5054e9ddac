"""Bytes of the lightest forms."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from hub.models import Rendition, RenditionState
from tests.bench.demo import demo
from tests.bench.row import Row
from transcode.sound_forms import AUDIO_FORMS

KILOBYTE, MEGABYTE, HOUR_S = 1000, 1_000_000, 3600
SHORT_S = 20


def rows(scratch: Path) -> Iterator[Row]:
    parts = demo()
    with parts.database.reading() as session:
        held = session.scalars(select(Rendition).where(Rendition.state == RenditionState.READY)).all()
    # Tags and headers come once: the film of ten seconds would tell more of them than of the sound.
    lite = _rates(held, "lite")
    rungs = [_lowest(one) / one.duration_s for one in held if one.form == "hls" and one.duration_s]
    thumbs = [one.size_bytes for one in held if one.form in {"thumb", "picture-thumb"}]
    yield _row("lite audio", [rate * HOUR_S / MEGABYTE for rate in lite], "MB/h", 15)
    for form, row in AUDIO_FORMS.items():
        if form != "lite":
            rates = [rate * HOUR_S / MEGABYTE for rate in _rates(held, form)]
            yield _row(f"`{form}` audio", rates, "MB/h", row.budget_mb_per_hour)
    yield _row("lowest video rung with sound", [rate * HOUR_S / MEGABYTE for rate in rungs], "MB/h", 45)
    yield _row("thumbnail", [size / KILOBYTE for size in thumbs], "KB", 10)


def _rates(held: Sequence[Rendition], form: str) -> list[float]:
    """Bytes a second of each that is long enough."""
    return [
        (one.size_bytes or 0) / one.duration_s
        for one in held
        if one.form == form and one.duration_s and one.duration_s > SHORT_S
    ]


def _lowest(hls: Rendition) -> int:
    """Bytes of the smallest rung and of the smallest sound, all their files counted."""
    sizes = {name: int(size) for name, size in hls.details.items() if name.endswith("_size_bytes")}
    sounds = [size for name, size in sizes.items() if name.startswith("audio-")]
    return min(size for name, size in sizes.items() if not name.startswith("audio-")) + min(sounds, default=0)


def _row(name: str, figures: list[float], unit: str, budget: float) -> Row:
    how = f"the largest of {len(figures)} of the demo, whole files with their headers"
    return Row(name=name, figure=max(figures), unit=unit, budget=budget, sense="≤", how=how)
