from dataclasses import replace

import pytest

from transcode.estimate import expect
from transcode.forms import row
from transcode.ladder import Rung

HD = Rung(name="720p", width=1280, height=720, frame_rate=25.0, video_bps=1_600_000, audio_bps=96_000)


def bytes_of(name: str, *rungs: Rung, duration_s: float = 100.0) -> int:
    form = row(name)
    assert form is not None
    return expect(form, duration_s, rungs=rungs).size_bytes


@pytest.mark.parametrize("form", ["hls", "mp4", "vertical"])
def test_easy_pictures_are_told_to_weigh_little(form: str) -> None:
    easy = replace(HD, foretold_bps=100_000)
    hard = replace(HD, foretold_bps=1_500_000)
    assert bytes_of(form, easy) * 3 < bytes_of(form, hard)


def test_the_file_for_platforms_weighs_what_its_rung_does() -> None:
    larger = replace(HD, name="1080p", width=1920, height=1080, foretold_bps=5_000_000)
    assert bytes_of("mp4", replace(HD, foretold_bps=272_000), larger) == 100 * (272_000 + 128_000) / 8


def test_a_cut_that_ends_after_three_minutes_weighs_no_more_of_a_long_film() -> None:
    rung = replace(HD, foretold_bps=500_000)
    assert bytes_of("vertical", rung, duration_s=7200) == bytes_of("vertical", rung, duration_s=180)
