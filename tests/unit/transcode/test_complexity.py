import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.complexity import Complexity, read_complexity

#: Two excerpts of three pictures; the second moves more.
LISTING = """#format: frame checksums
#dimensions 0: 426x240
0,          0,          0,        1,      1000, 0x1
0,          1,          1,        1,       100, 0x2, F=0x0
0,          2,          2,        1,       200, 0x3, F=0x0, S=1,  8, 0x0
1,          0,          0,        1,       900, 0x4
2,          0,          0,        1,      3600, 0x5
0,          3,          3,        1,      1200, 0x6
0,          4,          4,        1,       500, 0x7, F=0x0
0,          5,          5,        1,       700, 0x8, F=0x0
1,          1,          1,        1,      1000, 0x9
2,          1,          1,        1,      5000, 0xa
"""


def complexity(**changed: float) -> Complexity:
    told = {
        "sample_pixels": 100,
        "largest_pixels": 900,
        "key_bits": 8_000,
        "step_bits": 800,
        "growth": 5,
        "excerpts": 4,
    }
    return Complexity(**{**told, **changed})


def test_the_excerpt_that_needs_most_counts():
    found = read_complexity(LISTING, sample_pixels=100, largest_pixels=900)
    assert found == complexity(key_bits=9_600, step_bits=4_800, growth=5.0, excerpts=2)


@pytest.mark.parametrize("listing", ["", "#only: comments\n", "0, 0, 0, 1, 1000, 0x1\n1, 0, 0, 1, 900, 0x1\n", "0, 0"])
def test_too_little_tells_nothing(listing):
    assert read_complexity(listing, sample_pixels=100, largest_pixels=900) is None


def test_the_rate_at_the_samples_size_is_what_was_counted():
    measured = complexity()
    assert measured.rate_bps(100, frame_rate=25, segment_s=4) == pytest.approx((8_000 + 99 * 800) / 4)


def test_sizes_between_the_two_that_were_measured_follow_a_power():
    still = complexity(step_bits=0)
    assert still.rate_bps(900, frame_rate=25, segment_s=1) == pytest.approx(40_000)
    assert still.rate_bps(300, frame_rate=25, segment_s=1) == pytest.approx(8_000 * 5**0.5)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.floats(1, 20), st.floats(0, 1e6))
def test_a_larger_picture_never_needs_less(small, large, growth, step_bits):
    measured = complexity(growth=growth, step_bits=step_bits)
    small, large = sorted((small, large))
    rates = [measured.rate_bps(pixels, frame_rate=25, segment_s=4) for pixels in (small, large)]
    assert rates[0] <= rates[1] * 1.000001


def test_one_size_alone_grows_with_its_pixels():
    measured = complexity(largest_pixels=100, growth=1.0, step_bits=0)
    assert measured.rate_bps(200, frame_rate=25, segment_s=1) == pytest.approx(16_000)


def test_few_excerpts_are_believed_less():
    assert complexity(excerpts=2).doubt > complexity(excerpts=12).doubt > 1
