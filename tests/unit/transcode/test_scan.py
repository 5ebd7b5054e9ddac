import pytest

from transcode.scan import FieldCounts, choose_scan, parse_fields

REPORT = """
[Parsed_idet_0 @ 0x7f] Repeated Fields: Neither:    12 Top:     0 Bottom:     0
[Parsed_idet_0 @ 0x7f] Single frame detection: TFF:     9 BFF:     0 Progressive:     1 Undetermined:     2
[Parsed_idet_0 @ 0x7f] Multi frame detection: TFF:    10 BFF:     1 Progressive:     2 Undetermined:     0
[Parsed_idet_1 @ 0x7f] Multi frame detection: TFF:     5 BFF:     0 Progressive:     3 Undetermined:     4
"""


def counts(tff: int = 0, bff: int = 0, progressive: int = 0) -> FieldCounts:
    return FieldCounts(tff=tff, bff=bff, progressive=progressive)


def test_what_was_seen_at_all_places_is_added_up():
    assert parse_fields(REPORT) == counts(15, 1, 5)
    assert parse_fields("nothing was decoded").told == 0


@pytest.mark.parametrize("flagged", [True, False])
def test_what_is_combed_is_mended_whatever_the_header_says(flagged):
    assert choose_scan(counts(tff=20, progressive=4), flagged=flagged, frame_rate=25) == "tff"
    assert choose_scan(counts(bff=20, tff=2, progressive=4), flagged=flagged, frame_rate=25) == "bff"


@pytest.mark.parametrize("flagged", [True, False])
def test_what_is_not_combed_is_left_alone_whatever_the_header_says(flagged):
    assert choose_scan(counts(progressive=24), flagged=flagged, frame_rate=25) == "progressive"


@pytest.mark.parametrize(("flagged", "scan"), [(True, "flagged"), (False, "progressive")])
def test_a_still_scene_shows_nothing_so_the_header_is_believed(flagged, scan):
    assert choose_scan(counts(tff=1, progressive=2), flagged=flagged, frame_rate=25) == scan


def test_a_few_combed_frames_outvote_a_progressive_header_only_where_they_are_many():
    some = counts(tff=8, progressive=16)
    assert choose_scan(some, flagged=True, frame_rate=25) == "tff"
    assert choose_scan(some, flagged=False, frame_rate=25) == "progressive"
    assert choose_scan(counts(tff=2, progressive=22), flagged=True, frame_rate=25) == "flagged"


def test_stripes_that_look_like_both_orders_are_no_fields():
    assert choose_scan(counts(tff=38, bff=25, progressive=12), flagged=False, frame_rate=25) == "progressive"


@pytest.mark.parametrize("rate", [10.0, 12.5, 120.0])
def test_no_television_has_ten_frames_of_two_fields_a_second(rate):
    assert choose_scan(counts(tff=20), flagged=False, frame_rate=rate) == "progressive"
