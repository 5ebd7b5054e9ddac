import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.errors import RejectedError
from transcode.loudness import (
    TARGET_PEAK_DBTP,
    Gain,
    Loudness,
    Tuning,
    foretell_slope,
    lower_limit,
    parse_loudness,
    parse_summaries,
    plan_gain,
)

SUMMARY = """
[Parsed_ebur128_0 @ 0x7f3a8f1f9840] Summary:

  Integrated loudness:
    I:         {integrated} LUFS
    Threshold: -35.9 LUFS

  Loudness range:
    LRA:         6.4 LU
    Threshold: -46.0 LUFS
    LRA low:   -30.4 LUFS
    LRA high:  -24.1 LUFS

  True peak:
    Peak:       {peak} dBFS
[out#0/null] video:0KiB
"""


def loudness(integrated: float, peak: float) -> Loudness:
    return Loudness(integrated_lufs=integrated, true_peak_dbtp=peak, range_lu=5.0, threshold_lufs=-40.0)


def test_a_summary_is_read():
    assert parse_loudness(SUMMARY.format(integrated="-25.6", peak="-6.0")) == Loudness(
        integrated_lufs=-25.6, true_peak_dbtp=-6.0, range_lu=6.4, threshold_lufs=-35.9
    )


def test_of_two_summaries_the_last_counts():
    text = SUMMARY.format(integrated="-25.6", peak="-6.0") + SUMMARY.format(integrated="-16.0", peak="-2.0")
    assert parse_loudness(text).integrated_lufs == -16.0


def test_every_summary_is_read_and_a_peak_that_was_not_measured_is_none_at_all():
    without = SUMMARY.format(integrated="-28.0", peak="-1.0").partition("True peak:")[0]
    first, second = parse_summaries(without + SUMMARY.format(integrated="-25.0", peak="-6.0"))
    assert (first.integrated_lufs, first.true_peak_dbtp) == (-28.0, -99.0)
    assert (second.integrated_lufs, second.true_peak_dbtp) == (-25.0, -6.0)


def test_no_summary_means_that_nothing_was_decoded():
    with pytest.raises(RejectedError) as caught:
        parse_loudness("title : Integrated")
    assert caught.value.code == "nothing-decoded"


@pytest.mark.parametrize("said", ["-inf", "-70.0", "nan"])
def test_silence_is_finite_and_gets_no_gain(said):
    silent = parse_loudness(SUMMARY.format(integrated=said, peak="-inf"))
    assert silent.is_silent
    assert math.isfinite(silent.integrated_lufs)
    assert math.isfinite(silent.true_peak_dbtp)
    assert plan_gain(silent) == Gain(gain_db=0.0)
    assert silent.is_within(0.1, -1.0)


def test_one_gain_is_enough_where_peaks_leave_room():
    assert plan_gain(loudness(-23.0, -10.0)) == Gain(gain_db=7.0)
    assert plan_gain(loudness(-10.0, 0.0)) == Gain(gain_db=-6.0)


def test_peaks_over_the_target_meet_a_limiter_and_get_a_little_more_gain():
    gain = plan_gain(loudness(-23.0, -3.0))
    assert gain.limit_dbtp is not None
    assert gain.limit_dbtp <= TARGET_PEAK_DBTP
    assert gain.gain_db > 7.0


def test_the_more_moments_a_limiter_meets_the_more_gain_has_to_make_up_for_it():
    measured = loudness(-20.0, -1.0)
    rare, often = (plan_gain(measured, levels=[(-12.0, 100), (-1.0, count)]) for count in (1, 100))
    assert 4.0 < rare.gain_db < often.gain_db
    assert rare.limit_dbtp == often.limit_dbtp == plan_gain(measured).limit_dbtp


@given(
    st.floats(-40, -5),
    st.floats(-20, 3),
    st.dictionaries(st.integers(-240, 12), st.integers(1, 1000)).map(
        lambda counts: [(step / 4, count) for step, count in sorted(counts.items())]
    ),
)
def test_whatever_the_moments_are_a_foretold_gain_stays_within_bounds(integrated, peak, levels):
    measured = loudness(integrated, peak)
    gain = plan_gain(measured, levels=levels)
    assert min(measured.offset_lu(), 30.0) <= gain.gain_db <= min(measured.offset_lu() + 12.0, 30.0)


def test_a_db_brings_less_the_more_moments_a_limiter_meets():
    gain = Gain(gain_db=3.0, limit_dbtp=-3.0)
    free = foretell_slope(gain, [(-30.0, 100), (-20.0, 100)])
    rare, often = (foretell_slope(gain, [(-12.0, 100), (-5.0, count)]) for count in (2, 20))
    assert free == pytest.approx(1.0)
    assert 0.6 < often < rare < 1.0
    assert foretell_slope(Gain(gain_db=3.0), [(-1.0, 100)]) == 1.0


@pytest.mark.parametrize("levels", [[], [(-1.0, 100)]])
def test_where_a_limiter_meets_everything_or_nobody_knows_what_steps_stay_small(levels):
    assert foretell_slope(Gain(gain_db=9.0, limit_dbtp=-3.0), levels) == 0.6


def test_a_foretold_slope_finds_the_target_in_one_step():
    tuning = Tuning(Gain(gain_db=20.0, limit_dbtp=-3.0), ceiling_dbtp=-1.0, slope=0.8)
    tuning.hear(Loudness(integrated_lufs=-15.2, true_peak_dbtp=-2.0, range_lu=5.0, threshold_lufs=-26.0))
    assert tuning.gain.gain_db == pytest.approx(19.0)


def test_hiss_is_not_lifted_to_the_level_of_speech():
    assert plan_gain(loudness(-63.0, -50.0)).gain_db == 30.0


def test_a_bounded_gain_needs_no_limiter_for_peaks_that_it_never_reaches():
    assert plan_gain(loudness(-63.0, -40.0)) == Gain(gain_db=30.0)
    assert plan_gain(loudness(-63.0, -40.0), most_gain_db=50.0).limit_dbtp is not None


def test_a_result_is_right_only_with_right_loudness_and_peaks():
    assert loudness(-16.3, -1.2).is_within(0.3, -1.0)
    assert not loudness(-16.4, -1.2).is_within(0.3, -1.0)
    assert not loudness(-16.0, -0.9).is_within(0.3, -1.0)


def test_a_linear_result_that_is_too_soft_gets_what_is_missing():
    tuning = Tuning(Gain(gain_db=3.0), ceiling_dbtp=-1.0)
    tuning.hear(loudness(-16.5, -9.0))
    assert tuning.gain.gain_db == pytest.approx(3.5)
    assert tuning.gain.limit_dbtp is None


def test_peaks_that_passed_bring_in_a_limiter_and_then_lower_it():
    tuning = Tuning(Gain(gain_db=3.0), ceiling_dbtp=-1.0)
    tuning.hear(loudness(-16.0, -0.5))
    first = tuning.gain.limit_dbtp
    assert first is not None
    tuning.hear(loudness(-16.0, -0.5))
    assert tuning.gain.limit_dbtp < first - 0.5


def test_a_lowered_limit_is_made_up_for_with_some_gain():
    tuning = Tuning(Gain(gain_db=6.0, limit_dbtp=-2.0), ceiling_dbtp=-1.0)
    tuning.hear(loudness(-16.0, -0.5))
    assert tuning.gain.limit_dbtp == pytest.approx(-2.7)
    assert 6.0 < tuning.gain.gain_db < 7.0


def test_a_limit_is_lowered_only_where_there_is_one():
    assert lower_limit(Gain(gain_db=3.0), 2.0) == Gain(gain_db=3.0)
    lower = lower_limit(Gain(gain_db=3.0, limit_dbtp=-2.0), 2.0)
    assert lower.limit_dbtp == -4.0
    assert 3.0 < lower.gain_db < 5.0


def test_another_target_is_aimed_at_and_gain_is_bounded():
    tuning = Tuning(Gain(gain_db=3.0), ceiling_dbtp=-1.0, target_lufs=-14.0, most_gain_db=6.0)
    assert tuning.is_content(loudness(-14.2, -3.0), 0.3)
    assert not tuning.is_content(loudness(-16.0, -3.0), 0.3)
    tuning.hear(loudness(-15.0, -9.0))
    assert tuning.gain.gain_db == pytest.approx(4.0)
    tuning.hear(loudness(-30.0, -9.0))
    assert tuning.gain.gain_db == 6.0


def test_what_each_db_brings_is_remembered_when_the_aim_changes_but_not_the_last_result():
    tuning = Tuning(Gain(gain_db=0.0, limit_dbtp=-2.0), ceiling_dbtp=-1.0, target_lufs=-15.4)
    tuning.hear(loudness(-20.0, -3.0))
    first_db = tuning.gain.gain_db
    tuning.hear(loudness(-20.0 + first_db, -3.0))
    tuning.aim(-16.0)
    now_db = tuning.gain.gain_db
    tuning.hear(loudness(-17.0, -3.0))
    assert tuning.gain.gain_db == pytest.approx(now_db + 1.0)


def test_a_peak_over_the_ceiling_is_worse_than_a_little_too_soft():
    tuning = Tuning(Gain(gain_db=0.0), ceiling_dbtp=-1.0)
    assert tuning.excess(loudness(-16.4, -1.0)) < tuning.excess(loudness(-16.0, -0.9))
    assert tuning.excess(loudness(-16.0, -1.0)) == 0


@given(slope=st.floats(0.3, 1.0), start=st.floats(-30, -17))
def test_whatever_part_a_limiter_takes_the_target_is_found_in_four_steps(slope, start):
    tuning = Tuning(Gain(gain_db=0.0, limit_dbtp=-2.0), ceiling_dbtp=-1.0)
    for _ in range(4):
        heard = loudness(start + slope * tuning.gain.gain_db, -2.0)
        if heard.is_within(0.1, -1.0):
            break
        tuning.hear(heard)
    assert heard.is_within(0.1, -1.0) or tuning.gain.gain_db == 30.0


@given(st.floats(-70, 0), st.floats(-99, 6))
def test_a_planned_gain_never_sends_peaks_over_the_target_without_a_limiter(integrated, peak):
    gain = plan_gain(loudness(integrated, peak))
    assert gain.gain_db <= 30.0
    if gain.limit_dbtp is None and integrated > -70:
        assert peak + gain.gain_db <= TARGET_PEAK_DBTP + 1e-9


@given(st.text())
def test_any_report_is_read_or_refused(text):
    read = parse_loudness("Integrated loudness:" + text)
    assert read is not None
    assert math.isfinite(read.integrated_lufs)
