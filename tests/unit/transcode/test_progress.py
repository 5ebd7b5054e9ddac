from hypothesis import given
from hypothesis import strategies as st

from transcode.progress import Liveness, Progress, portion


def test_time_done_is_read_in_seconds():
    progress = Progress(expected_s=10)
    assert progress.take("out_time_us=2500000")
    assert progress.done_s == 2.5
    assert progress.fraction == 0.25


def test_speed_is_read_without_its_unit():
    progress = Progress()
    progress.take("speed=  74.9x")
    assert progress.speed == 74.9
    progress.take("speed=N/A")
    assert progress.speed == 74.9


def test_time_never_runs_back():
    progress = Progress(expected_s=10)
    progress.take("out_time_us=5000000")
    assert not progress.take("out_time_us=4000000")
    assert not progress.take("out_time_us=N/A")
    assert progress.done_s == 5


def test_bytes_decide_where_the_clock_stands_still():
    progress = Progress(expected_bytes=1000)
    progress.take("out_time_us=40000")
    assert progress.take("total_size=500")
    assert progress.fraction == 0.5


def test_nobody_knows_how_far_when_nothing_is_expected():
    progress = Progress()
    progress.take("out_time_us=5000000")
    assert progress.fraction == 0


@given(expected=st.one_of(st.none(), st.floats()), lines=st.lists(st.text()))
def test_the_fraction_stays_between_0_and_1_whatever_is_said(expected, lines):
    progress = Progress(expected_s=expected)
    for line in lines:
        progress.take(line)
        progress.take(f"out_time_us={line}")
        assert 0 <= progress.fraction <= 1


def test_a_line_that_repeats_itself_is_no_movement():
    liveness = Liveness()
    assert liveness.moved("out_time_us=1")
    assert not liveness.moved("out_time_us=1")
    assert not liveness.moved("speed=1x")
    assert not liveness.moved("speed=2x")
    assert not liveness.moved("stream_0_0_q=28.0")
    assert liveness.moved("out_time_us=2")
    assert liveness.moved("frame=1")


def test_a_line_that_is_no_progress_is_movement():
    assert Liveness().moved("[mp3 @ 0x1] something")


def test_a_portion_maps_to_its_share():
    seen: list[float] = []
    report = portion(seen.append, 0.25, 0.75)
    report(0)
    report(0.5)
    report(1)
    assert seen == [0.25, 0.5, 0.75]
