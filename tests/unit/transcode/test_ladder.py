from dataclasses import asdict
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.complexity import Complexity
from transcode.ladder import SMALLEST_RUNG_MB_PER_HOUR, constant_rate, plan_from, plan_video, step_of
from transcode.streams import Probe, Stream

SOUND = Stream(kind="audio", index=1, codec="aac", channels=2, sample_rate_hz=48_000)


def probe_of(width: int, height: int, *, rate: float = 25.0, sound: bool = True) -> Probe:
    picture = Stream(kind="video", index=0, codec="h264", width=width, height=height, frame_rate=rate)
    return Probe(demuxer="mov", duration_s=1.0, size_bytes=1, streams=(picture, SOUND) if sound else (picture,))


def sizes(width: int, height: int) -> dict[str, tuple[int, int]]:
    return {rung.name: (rung.width, rung.height) for rung in plan_video(probe_of(width, height)).rungs}


def test_full_hd_gets_every_rung_smallest_first():
    assert sizes(1920, 1080) == {
        "144p": (256, 144),
        "240p": (426, 240),
        "360p": (640, 360),
        "480p": (854, 480),
        "720p": (1280, 720),
        "1080p": (1920, 1080),
    }


def test_four_by_three_keeps_its_shape():
    assert sizes(640, 480) == {"144p": (192, 144), "240p": (320, 240), "360p": (480, 360), "480p": (640, 480)}


@pytest.mark.parametrize(
    ("source", "name", "below"),
    [
        ((768, 576), "576p", "480p"),
        ((1024, 576), "576p", "480p"),
        ((960, 540), "540p", "480p"),
        ((480, 270), "270p", "240p"),
        ((320, 180), "180p", "144p"),
        ((540, 960), "540p", "480p"),
        ((1278, 718), "718p", "480p"),
    ],
)
def test_a_source_between_two_rungs_is_one_of_its_own_size_and_every_picture(source, name, below):
    rungs = {rung.name: rung for rung in plan_video(probe_of(*source)).rungs}
    assert list(rungs)[-2:] == [below, name]
    assert (rungs[name].width, rungs[name].height, rungs[name].frame_rate) == (*source, 25)
    assert plan_video(probe_of(*source)).progressive == rungs[name]


@pytest.mark.parametrize("source", [(704, 528), (848, 480), (1920, 804), (3840, 2160)])
def test_a_source_that_is_hardly_larger_than_a_rung_or_than_all_is_none_of_its_own(source):
    assert set(sizes(*source)) <= {"144p", "240p", "360p", "480p", "720p", "1080p"}


def test_an_upright_picture_stays_upright():
    assert sizes(720, 1280)["720p"] == (720, 1280)
    assert sizes(720, 1280)["144p"] == (144, 256)


def test_a_wide_film_fits_the_box_of_its_rung():
    assert sizes(1920, 804)["1080p"] == (1920, 804)


def test_a_source_smaller_than_every_rung_is_one_rung_of_its_own_even_size():
    assert sizes(15, 8) == {"8p": (14, 8)}
    assert sizes(128, 129) == {"128p": (128, 128)}


def test_without_a_moving_picture_there_is_no_plan():
    with pytest.raises(ValueError, match="no moving picture"):
        plan_video(Probe(demuxer="mp3", duration_s=1.0, size_bytes=1, streams=(SOUND,)))


@pytest.mark.parametrize("sound", [True, False])
def test_a_plan_knows_whether_there_is_sound(sound):
    assert plan_video(probe_of(640, 360, sound=sound)).has_audio is sound


@pytest.mark.parametrize(
    ("source", "made"),
    [(25, 25), (30, 30), (50, 25), (60, 30), (59.94, 29.97), (48, 24), (120, 30), (2, 10), (12, 12), (37.19, 30)],
)
def test_rates_are_halved_when_high_and_multiplied_when_very_low(source, made):
    assert constant_rate(source) == pytest.approx(made)


def test_the_smallest_rung_shows_every_second_picture():
    rungs = plan_video(probe_of(1280, 720, rate=25)).rungs
    assert rungs[0].frame_rate == 12.5
    assert rungs[1].frame_rate == 25


def test_the_smallest_rung_with_its_sound_stays_within_its_budget():
    rung = plan_video(probe_of(1920, 1080)).rungs[0]
    overhead_bps = 8_000
    most_bps = SMALLEST_RUNG_MB_PER_HOUR * 8_000_000 / 3600
    assert rung.video_bps + rung.audio_bps + overhead_bps <= most_bps


@given(
    width=st.integers(2, 8000),
    height=st.integers(2, 8000),
    rate=st.floats(0.5, 240, allow_nan=False),
)
def test_no_rung_is_larger_than_the_source_and_all_sizes_are_even(width, height, rate):
    rungs = plan_video(probe_of(width, height, rate=rate)).rungs
    assert rungs
    for rung in rungs:
        assert rung.width % 2 == rung.height % 2 == 0
        assert 2 <= rung.width <= max(width, 2)
        assert 2 <= rung.height <= max(height, 2)
        assert rung.frame_rate <= 30.001
    assert [rung.video_bps for rung in rungs] == sorted({rung.video_bps for rung in rungs})
    assert len({rung.name for rung in rungs}) == len(rungs)


@given(width=st.integers(200, 4000), height=st.integers(200, 4000))
def test_the_shape_is_kept_to_a_pixel_or_two(width, height):
    for rung in plan_video(probe_of(width, height)).rungs:
        assert rung.width / width == pytest.approx(rung.height / height, abs=2 / min(width, height) + 0.02)


@given(rate=st.floats(0.5, 240, allow_nan=False))
def test_the_smallest_rate_divides_the_others(rate):
    rungs = plan_video(probe_of(1920, 1080, rate=rate)).rungs
    step = rungs[-1].frame_rate / rungs[0].frame_rate
    assert step == pytest.approx(round(step))


def measured(video_bps: float, *, growth: float = 6.0, excerpts: int = 12) -> Complexity:
    """A programme that needs video_bps at 426x240, and that much more at full HD; half of it for key pictures."""
    return Complexity(
        sample_pixels=426 * 240,
        largest_pixels=1920 * 1080,
        key_bits=video_bps * 2,
        step_bits=video_bps * 2 / 99,
        growth=growth,
        excerpts=excerpts,
    )


def names(complexity: Complexity | None, *, sound: bool = True) -> list[str]:
    plan = plan_video(probe_of(1920, 1080, sound=sound), complexity=complexity)
    return [rung.name for rung in plan.rungs]


def limits(complexity: Complexity | None) -> dict[str, int]:
    return {rung.name: rung.video_bps for rung in plan_video(probe_of(1920, 1080), complexity=complexity).rungs}


def test_football_gets_every_rung_and_higher_limits_than_the_table():
    football = measured(160_000, growth=14)
    assert names(football) == ["144p", "240p", "360p", "480p", "720p", "1080p"]
    assert limits(football)["720p"] > limits(None)["720p"]


def test_a_talking_head_gets_lower_limits_but_never_in_the_rungs_where_bytes_decide_anyway():
    talking = limits(measured(40_000))
    assert talking["720p"] == limits(None)["720p"] / 2
    assert talking["144p"] == limits(None)["144p"]
    assert talking["240p"] == limits(None)["240p"]


def test_rungs_that_cost_about_as_much_as_the_next_are_left_out():
    # A still chart: every size costs about the same, the sound most of all.
    assert names(measured(15_000, growth=1.5)) == ["144p", "240p", "720p", "1080p"]


def test_a_rung_that_fits_where_the_smallest_does_makes_those_between_useless():
    assert names(measured(20_000, growth=3.0), sound=False) == ["144p", "720p", "1080p"]


def test_the_smallest_the_largest_and_the_one_for_platforms_always_stay():
    assert names(measured(1_000, growth=1.0), sound=False) == ["144p", "720p", "1080p"]


def test_what_was_seen_at_few_places_leaves_less_out():
    many, few = measured(30_000, growth=2.4), measured(30_000, growth=2.4, excerpts=1)
    assert len(names(few)) > len(names(many))


@given(
    bits=st.floats(100, 5_000_000), growth=st.floats(1, 40), excerpts=st.integers(1, 12),
    width=st.integers(200, 4000), height=st.integers(150, 3000),
)  # fmt: skip
def test_whatever_was_measured_the_ladder_stays_a_ladder(bits, growth, excerpts, width, height):
    probe = probe_of(width, height)
    fixed, plan = plan_video(probe), plan_video(probe, complexity=measured(bits, growth=growth, excerpts=excerpts))
    assert {rung.name for rung in plan.rungs} <= {rung.name for rung in fixed.rungs}
    assert plan.rungs[0].name == fixed.rungs[0].name
    assert plan.rungs[-1].name == fixed.rungs[-1].name
    assert plan.progressive.name == fixed.progressive.name
    for smaller, larger in pairwise(plan.rungs):
        assert smaller.video_bps <= larger.video_bps
    table = {rung.name: rung.video_bps for rung in fixed.rungs}
    assert all(0.5 <= rung.video_bps / table[rung.name] <= 1.5 for rung in plan.rungs)


def test_the_file_for_platforms_has_at_most_720_lines():
    assert plan_video(probe_of(1920, 1080)).progressive.name == "720p"
    assert plan_video(probe_of(640, 360)).progressive.name == "360p"
    assert plan_video(probe_of(10, 8)).progressive.name == "8p"


@given(rate=st.floats(0.5, 240, allow_nan=False))
def test_every_rung_has_whole_frames_in_a_segment_of_about_four_seconds(rate):
    plan = plan_video(probe_of(1920, 1080, rate=rate))
    for rung in plan.rungs:
        frames = Fraction(plan.segment_frames, step_of(rung, plan.rungs[-1]))
        assert frames.denominator == 1
    assert 3.8 <= plan.segment_s <= 4.2


@pytest.mark.parametrize(("rate", "frames"), [(25, 100), (24, 96), (30, 120), (29.97, 120), (23.976, 96), (50, 100)])
def test_usual_rates_have_usual_segments(rate, frames):
    assert plan_video(probe_of(1280, 720, rate=rate)).segment_frames == frames


def test_a_plan_can_be_kept_as_plain_values():
    plan = plan_video(probe_of(1280, 720), scan="tff", complexity=measured(60_000))
    assert plan_from(asdict(plan)) == plan
    with pytest.raises(KeyError):
        plan_from({"rungs": []})


def test_the_header_is_believed_about_fields_until_somebody_has_looked():
    fields = Stream(kind="video", index=0, codec="h264", width=720, height=576, frame_rate=25, interlaced=True)
    probe = Probe(demuxer="mpegts", duration_s=1.0, size_bytes=1, streams=(fields,))
    assert plan_video(probe).scan == "flagged"
    assert plan_video(probe, scan="progressive").scan == "progressive"
    assert plan_video(probe_of(1280, 720)).scan == "progressive"
