"""The picture of a programme's sound: an SVG of one path, small enough for every list, without a script."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from transcode.audio_job import AudioJob
from transcode.made import Made
from transcode.peaks import Peaks
from transcode.sound_forms import WAVEFORM_MEDIA_TYPE, WAVEFORM_NAME, WAVEFORM_REVISION
from transcode.soundtrack import Soundtrack

#: Bars at most; each takes about ten bytes.
COLUMNS = 400
#: Half of the picture's height, in its own units.
HALF = 32
_TITLE = "Dạng sóng âm thanh"
_TITLE_LENGTH = 100


def make_waveform(job: AudioJob, track: Soundtrack) -> Made:
    """Write the waveform of a measured sound; it costs no decode of its own."""
    out = job.out_dir.absolute() / WAVEFORM_NAME
    out.write_text(draw_waveform(track.peaks, title=job.tags.get("title", "")), "utf-8")
    return Made(
        form="waveform",
        path=out,
        media_type=WAVEFORM_MEDIA_TYPE,
        size_bytes=out.stat().st_size,
        duration_s=track.duration_s,
        details={"revision": WAVEFORM_REVISION, **track.faults.details()},
    )


def draw_waveform(peaks: Peaks, *, title: str = "") -> str:
    """Draw the peaks as bars around a middle line, in the colour of the text around it.

    Heights are relative to the loudest moment, as the forms are brought to one loudness too. Silence is a thin line.

    Args:
        peaks: Of the whole programme.
        title: What the programme is called; read out by screen readers.

    Returns:
        SVG of at most 6 KB.
    """
    heights = _heights(peaks.columns(COLUMNS))
    bars = "".join(f"M{x} {HALF - height}v{2 * height}" for x, height in enumerate(heights))
    # What XML cannot hold is left out before the rest is cut and escaped.
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())[:_TITLE_LENGTH]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 0 {len(heights) + 1} {2 * HALF}"'
        ' preserveAspectRatio="none" role="img">'
        f"<title>{escape(f'{_TITLE}: {shown}' if shown else _TITLE)}</title>"
        f'<path stroke="currentColor" stroke-width=".7" d="{bars}"/></svg>\n'
    )


def _heights(amplitudes: Sequence[float]) -> list[int]:
    """Give half of each bar's length in whole units, at least 1."""
    loudest = max(amplitudes, default=0.0)
    if loudest <= 0:
        return [1] * max(len(amplitudes), 1)
    return [max(1, round(HALF * amplitude / loudest)) for amplitude in amplitudes]
