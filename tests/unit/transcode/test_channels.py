import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.channels import Levels, choose_mix, parse_levels

REPORT = """
[Parsed_astats_3 @ 0x1] Channel: 1
[Parsed_astats_3 @ 0x1] RMS level dB: {}
[Parsed_astats_3 @ 0x1] Channel: 2
[Parsed_astats_3 @ 0x1] RMS level dB: {}
[Parsed_astats_3 @ 0x1] Channel: 3
[Parsed_astats_3 @ 0x1] RMS level dB: {}
"""


def levels(left: float, right: float, mid: float) -> Levels:
    return Levels(left_db=left, right_db=right, mid_db=mid)


def test_levels_are_read():
    assert parse_levels(REPORT.format("-20.5", "-inf", "-26.5")) == levels(-20.5, -math.inf, -26.5)


def test_no_levels_are_none():
    assert parse_levels("nothing") is None


def test_stereo_is_mixed_from_both():
    mix = choose_mix(levels(-20, -20, -23))
    assert mix.mono == "0.5*c0+0.5*c1"
    assert mix.stereo == ("c0", "c1")
    assert mix.fault == ""
    assert mix.mono_shift_lu == pytest.approx(-6.0, abs=0.05)


def test_the_same_in_both_channels_loses_3_lu_as_mono():
    assert choose_mix(levels(-20, -20, -20)).mono_shift_lu == pytest.approx(-3.0, abs=0.05)


@pytest.mark.parametrize(("left", "right", "living"), [(-20, -math.inf, "c0"), (-75, -20, "c1")])
def test_a_dead_channel_leaves_one_voice(left, right, living):
    mix = choose_mix(levels(left, right, -26))
    assert mix.mono == living
    assert mix.stereo is None
    assert mix.fault == "dead-channel"
    assert mix.mono_shift_lu == pytest.approx(0.0, abs=0.01)


def test_inverted_phase_is_turned_back_and_never_summed():
    mix = choose_mix(levels(-20, -20, -math.inf))
    assert mix.mono == "c0"
    assert mix.stereo == ("c0", "-1*c1")
    assert mix.fault == "inverted-phase"


def test_silence_is_no_fault():
    assert choose_mix(levels(-math.inf, -math.inf, -math.inf)).fault == ""


level = st.one_of(st.floats(-120, 0), st.just(-math.inf))


@given(level, level, level)
def test_any_levels_give_a_mix_with_a_finite_shift(left, right, mid):
    mid = min(mid, max(left, right))
    mix = choose_mix(levels(left, right, mid))
    assert math.isfinite(mix.mono_shift_lu)
