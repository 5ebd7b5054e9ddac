"""What a build of ffmpeg lacks, of what could come up."""

from pathlib import Path
from typing import Any

import pytest

from transcode.abilities import lacking, unreadable
from transcode.allowlist import DECODERS, is_allowed
from transcode.tools import Tools, find_tools

ALL = {
    "version": "8.1",
    "encoders": frozenset({"png", "libwebp"}),
    "filters": frozenset({"subtitles"}),
    "decoders": DECODERS | {"webp"},
}


def build(**changed: Any) -> Tools:
    return Tools(ffmpeg=Path("/f"), ffprobe=Path("/p"), **{**ALL, **changed})


def test_a_full_build_lacks_nothing():
    assert unreadable(build()) == ()
    assert lacking(build()) == ()


@pytest.mark.parametrize(
    ("gone", "codecs"),
    [
        ({"libdav1d"}, ()),
        # AV1's own decoder needs special hardware.
        ({"libdav1d", "libaom-av1"}, ("av1",)),
        ({"vp9"}, ()),
        ({"vp9", "libvpx-vp9"}, ("vp9",)),
        ({"hevc", "amrnb"}, ("hevc", "amr_nb")),
    ],
)
def test_a_codec_is_unreadable_once_its_last_decoder_is_gone(gone, codecs):
    assert unreadable(build(decoders=DECODERS - gone)) == codecs


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"version": "7.1"}, ("hdr",)),
        ({"version": "7.1", "filters": frozenset({"subtitles", "zscale", "tonemap"})}, ()),
        ({"encoders": frozenset({"png"})}, ("webp",)),
        ({"decoders": DECODERS - {"png"}}, ("png", "webp")),
        ({"filters": frozenset()}, ("subtitles",)),
    ],
)
def test_other_abilities_are_named(changed, names):
    assert lacking(build(**changed)) == names


def test_only_codecs_that_are_let_in_are_asked_for():
    nothing = build(decoders=frozenset())
    assert all(is_allowed(codec) for codec in unreadable(nothing))


def test_the_build_of_this_machine_is_asked():
    tools = find_tools()
    assert "mpeg2video" not in unreadable(tools)
    assert set(lacking(tools)) <= {"hdr", "png", "webp", "subtitles"}
