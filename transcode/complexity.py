"""How many bits a picture needs at any size, foretold from a few frames of its hardest excerpt. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Changes from frame to frame grow faster with the size than single pictures do; found on films, news and screens.
_CHANGE_GROWTH = 1.2
_BITS = 8
#: Streams of the listing: the sample, and the first picture of each excerpt at the sample's and at the largest size.
_SAMPLE, _STILL, _LARGE_STILL = range(3)
_SIZE_CELL = 4


@dataclass(frozen=True, kw_only=True)
class Complexity:
    """What pictures needed at constant quality, in the excerpt that needed most.

    Attributes:
        sample_pixels: Size at which changes were counted.
        largest_pixels: Of the largest rung.
        key_bits: Of a picture that begins a segment, at the sample's size.
        step_bits: Of each picture after it, on average, likewise.
        growth: Bits of a single picture at the largest size over those at the sample's.
        excerpts: How many places were looked at; few of them are to be believed less.
    """

    sample_pixels: int
    largest_pixels: int
    key_bits: float
    step_bits: float
    growth: float
    excerpts: int

    def rate_bps(self, pixels: int, *, frame_rate: float, segment_s: float) -> float:
        """Foretell the rate of a rung at the quality of the sample: one key picture a segment, changes between."""
        growth = self._growth(pixels)
        steps = max(0.0, frame_rate * segment_s - 1)
        changes = self.step_bits * math.pow(growth, _CHANGE_GROWTH) * steps
        return (self.key_bits * growth + changes) / segment_s

    @property
    def doubt(self) -> float:
        """By how much more the truth may lie, as a factor over 1: found to be about a half with two excerpts."""
        return 1 + 1 / self.excerpts

    def _growth(self, pixels: int) -> float:
        """Interpolate between the two sizes, both axes being logarithmic: rates follow a power of the size."""
        if self.largest_pixels == self.sample_pixels:
            return pixels / self.sample_pixels
        share = math.log(pixels / self.sample_pixels) / math.log(self.largest_pixels / self.sample_pixels)
        return math.pow(self.growth, share)


@dataclass(frozen=True, kw_only=True)
class _Excerpt:
    key_bits: int
    step_bits: float
    growth: float

    @property
    def weight(self) -> float:
        return self.step_bits * math.pow(self.growth, _CHANGE_GROWTH)


def read_complexity(listing: str, *, sample_pixels: int, largest_pixels: int) -> Complexity | None:
    """Read the packets that ffmpeg's framecrc muxer lists.

    Args:
        listing: Lines of stream, times, size in bytes and checksum; stream 0 is the sample, in which a key picture
            begins each excerpt, 1 and 2 are the first picture of each at the sample's and at the largest size.
        sample_pixels: The sample's size.
        largest_pixels: The largest size.

    Returns:
        None where too little was decoded to tell.
    """
    streams: dict[int, list[tuple[bool, int]]] = {}
    for line in listing.splitlines():
        cells = line.split(",")
        if not line.startswith("#") and len(cells) > _SIZE_CELL:
            # Flags are listed only where they are other than a key picture's.
            is_key = not any("F=" in cell for cell in cells)
            streams.setdefault(int(cells[0]), []).append((is_key, int(cells[_SIZE_CELL]) * _BITS))
    told = list(_excerpts(streams.get(_SAMPLE, []), streams.get(_STILL, []), streams.get(_LARGE_STILL, [])))
    if not told:
        return None
    hardest = max(told, key=lambda one: one.weight)
    return Complexity(
        sample_pixels=sample_pixels,
        largest_pixels=largest_pixels,
        key_bits=hardest.key_bits,
        step_bits=hardest.step_bits,
        growth=hardest.growth,
        excerpts=len(told),
    )


def _excerpts(
    sample: Sequence[tuple[bool, int]], still: Sequence[tuple[bool, int]], large: Sequence[tuple[bool, int]]
) -> Iterator[_Excerpt]:
    groups: list[list[int]] = []
    for is_key, bits in sample:
        if is_key or not groups:
            groups.append([])
        groups[-1].append(bits)
    for group, (_, small_bits), (_, large_bits) in zip(groups, still, large, strict=False):
        key_bits, *steps = group
        if steps and small_bits:
            yield _Excerpt(key_bits=key_bits, step_bits=sum(steps) / len(steps), growth=large_bits / small_bits)
