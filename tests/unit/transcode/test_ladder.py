import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.ladder import AUDIO_FORMS, SMALLEST_RUNG_MB_PER_HOUR, constant_rate, plan_video
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
    assert sizes(768, 576) == {"144p": (192, 144), "240p": (320, 240), "360p": (480, 360), "480p": (640, 480)}


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
    ("source", "made"), [(25, 25), (30, 30), (50, 25), (60, 30), (59.94, 29.97), (120, 30), (2, 10), (12, 12)]
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


@pytest.mark.parametrize("form", AUDIO_FORMS.values(), ids=AUDIO_FORMS)
def test_the_bit_rates_of_sound_stay_within_their_budgets(form):
    rate_bps = max(form.mono_bps, form.stereo_bps or 0)
    assert rate_bps * 3600 / 8 <= form.budget_mb_per_hour * 1_000_000


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
