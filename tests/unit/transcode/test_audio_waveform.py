"""The waveform: peaks kept in bounded memory, and a picture that shows them."""

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.audio_bench import AudioBench
from transcode.peaks import MOST_PEAKS, Peaks, amplitude_of
from transcode.sound_forms import WAVEFORM_MOST_BYTES
from transcode.waveform import COLUMNS, HALF, draw_waveform

SVG = "{http://www.w3.org/2000/svg}"


def kept(amplitudes) -> Peaks:
    peaks = Peaks()
    for amplitude in amplitudes:
        peaks.add(amplitude)
    return peaks


def heights(svg: str) -> list[int]:
    """Half heights of the bars, each checked to stand evenly around the middle."""
    path = ET.fromstring(svg).find(f"{SVG}path").get("d")
    bars = [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)v(\d+)", path)]
    assert "".join(f"M{x} {top}v{length}" for x, top, length in bars) == path
    assert [x for x, _, _ in bars] == list(range(len(bars)))
    assert all(2 * top + length == 2 * HALF for _, top, length in bars)
    return [length // 2 for _, _, length in bars]


@pytest.fixture
def bench(tools, work_dir, out_dir) -> AudioBench:
    return AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_known_envelope_is_drawn_as_it_is(bench, make_clip, channels):
    ramp = "aevalsrc='0.8*(t/8)*sin(2*PI*500*t)':s=44100:d=8"
    source = make_clip("ramp.wav", "-f", "lavfi", "-i", ramp, "-ac", str(channels))
    made = bench.make(source, forms={"waveform"}, tags={"title": "Bản tin <sáng> & chiều"})["waveform"]
    svg = made.path.read_text("utf-8")
    drawn = heights(svg)
    assert len(drawn) >= 300
    for place, height in enumerate(drawn):
        assert height == pytest.approx(max(1, HALF * (place + 1) / len(drawn)), abs=1)
    assert made.duration_s == pytest.approx(8, abs=0.1)
    assert made.media_type == "image/svg+xml"
    assert ET.fromstring(svg).find(f"{SVG}title").text == "Dạng sóng âm thanh: Bản tin <sáng> & chiều"


def test_steps_in_loudness_stand_where_they_are(bench, make_clip):
    steps = "aevalsrc='(0.1+0.4*between(t,2,3)+0.7*between(t,5,6))*sin(2*PI*1000*t)':s=44100:d=8"
    drawn = heights(
        bench.make(make_clip("s.wav", "-f", "lavfi", "-i", steps), forms={"waveform"})["waveform"].path.read_text()
    )
    shares = {1.0: 0.1, 2.5: 0.5, 4.0: 0.1, 5.5: 0.8, 7.0: 0.1}
    for moment_s, amplitude in shares.items():
        assert drawn[int(moment_s / 8 * len(drawn))] == pytest.approx(HALF * amplitude / 0.8, abs=1)


def test_channels_that_cancel_each_other_are_seen_all_the_same(bench, make_wav):
    drawn = heights(bench.make(make_wav(0.3, -0.3), forms={"waveform"})["waveform"].path.read_text())
    assert max(drawn) == HALF
    assert sum(drawn) / len(drawn) > HALF / 3


def test_silence_is_a_thin_line(bench, make_wav):
    drawn = heights(bench.make(make_wav(0.0), forms={"waveform"})["waveform"].path.read_text())
    assert set(drawn) == {1}


def test_no_sound_at_all_is_still_a_picture():
    assert heights(draw_waveform(Peaks())) == [1]


@given(st.lists(st.floats(0, 4), max_size=3000), st.text(max_size=300))
def test_any_programme_gives_one_small_path_without_scripts(amplitudes, title):
    svg = draw_waveform(kept(amplitudes), title=title)
    assert len(svg.encode()) <= WAVEFORM_MOST_BYTES
    root = ET.fromstring(svg)
    assert [one.tag for one in root] == [f"{SVG}title", f"{SVG}path"]
    assert root[1].get("stroke") == "currentColor"
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    drawn = heights(svg)
    assert len(drawn) <= COLUMNS
    assert all(1 <= height <= HALF for height in drawn)
    assert root.get("viewBox") == f"-1 0 {len(drawn) + 1} {2 * HALF}"


def test_the_longest_programme_with_the_longest_title_is_still_small():
    svg = draw_waveform(kept([0.5] * 20_000), title="&" * 300)
    assert len(svg.encode()) <= WAVEFORM_MOST_BYTES
    assert len(heights(svg)) == COLUMNS


@given(st.integers(1, 40_000))
def test_peaks_are_bounded_and_none_is_lost(count):
    peaks = kept((place % 977) / 977 for place in range(count))
    assert len(peaks.columns(1_000_000)) <= MOST_PEAKS
    assert max(peaks.columns(7)) == pytest.approx(min(count - 1, 976) / 977)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=500), st.integers(1, 400))
def test_each_column_is_the_highest_of_its_share(amplitudes, most):
    columns = kept(amplitudes).columns(most)
    assert len(columns) == min(most, len(amplitudes))
    assert max(columns) == max(amplitudes)
    assert set(columns) <= set(amplitudes)


def test_a_loud_moment_late_in_a_long_programme_stays_where_it_is():
    peaks = kept(1.0 if place == 15_000 else 0.1 for place in range(20_000))
    columns = peaks.columns(100)
    assert columns.index(1.0) == pytest.approx(75, abs=1)
    assert sorted(columns)[-2] == pytest.approx(0.1)


def test_what_rises_and_falls_is_living_and_what_is_even_is_not():
    assert kept([0.1, 0.02, 0.1, 0.01, 0.08]).is_living
    assert not kept([0.1, 0.09, 0.1, 0.08, 0.07]).is_living
    assert not kept([0.0, 0.0, 0.0]).is_living
    assert not Peaks().is_living


def test_levels_are_amplitudes():
    assert amplitude_of(0) == 1
    assert amplitude_of(-20) == pytest.approx(0.1)
    assert amplitude_of(-math.inf) == 0
