import struct
import subprocess
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.fragments import codec_of, read_fragment, read_init


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def run(*sizes: int, flags: int = 0x205, first_flags: int = 0x2000000) -> bytes:
    """A trun with the size of each sample, its data behind a header of 200 bytes."""
    head = struct.pack(">IIiI", flags, len(sizes), 200, first_flags)
    return box(b"trun", head, struct.pack(f">{len(sizes)}I", *sizes))


def fragment(*runs: bytes, decode_time: int = 1024, duration: int = 512) -> bytes:
    header = box(b"tfhd", struct.pack(">III", 0x20008, 1, duration))
    time = box(b"tfdt", struct.pack(">IQ", 0x01000000, decode_time))
    return box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", header, time, *runs))


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "00000.m4s"
    path.write_bytes(content)
    return path


def test_a_fragment_tells_its_time_its_samples_and_where_its_first_picture_ends(tmp_path):
    styp = box(b"styp", b"msdh")
    found = read_fragment(written(tmp_path, styp + fragment(run(50, 30, 20)) + box(b"mdat", bytes(100))))
    assert (found.decode_time, found.duration, found.samples) == (1024, 3 * 512, 3)
    assert (found.key_offset, found.key_bytes) == (len(styp), 200 + 50)
    assert found.is_key


def test_a_first_picture_that_needs_others_is_no_key_picture(tmp_path):
    assert not read_fragment(written(tmp_path, fragment(run(50, first_flags=0x1010000)))).is_key


def test_all_runs_and_fragments_of_a_segment_count(tmp_path):
    content = fragment(run(50, 30), run(9)) + box(b"mdat", bytes(9)) + fragment(run(7), decode_time=9999)
    found = read_fragment(written(tmp_path, content))
    assert (found.samples, found.duration, found.decode_time) == (4, 4 * 512, 1024)


@pytest.mark.parametrize(
    "content",
    [b"", b"short", box(b"styp"), struct.pack(">I4s", 4_000, b"moof"), struct.pack(">I4s", 3, b"moof")],
    ids=["empty", "short", "no-fragment", "cut-off", "size-too-small"],
)
def test_what_is_no_fragment_is_refused(tmp_path, content):
    with pytest.raises(ValueError, match=r"fragment|longer"):
        read_fragment(written(tmp_path, content))


@given(st.binary(max_size=200), st.integers(0, 150))
def test_damaged_headers_are_refused_and_never_anything_else(tmp_path_factory, noise, place):
    content = bytearray(fragment(run(50, 30, 20)))
    content[place : place + len(noise)] = noise
    path = tmp_path_factory.mktemp("damaged") / "00000.m4s"
    path.write_bytes(content)
    with suppress(ValueError):
        assert read_fragment(path).samples >= 0


def test_a_count_without_anything_behind_it_takes_no_memory(tmp_path):
    many = 20_000_000
    path = written(tmp_path, fragment(box(b"trun", struct.pack(">II", 0, many))))
    tracemalloc.start()
    try:
        found = read_fragment(path)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
    assert (found.samples, found.duration) == (many, many * 512)


def test_an_initialisation_segment_tells_the_clock_and_the_codec(tmp_path):
    for version, size in ((0, 12), (1, 20)):
        clock = box(b"mdhd", bytes([version, 0, 0, 0]), bytes(size - 4), struct.pack(">I", 12_800))
        path = tmp_path / "init.mp4"
        path.write_bytes(clock + box(b"avcC", b"\x01\x4d\x40\x1f"))
        init = read_init(path)
        assert (init.timescale, init.codec) == (12_800, "avc1.4d401f")
        assert init.configuration == b"avcC\x01\x4d\x40\x1f"


def test_what_is_no_initialisation_segment_is_refused(tmp_path):
    path = tmp_path / "init.mp4"
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="initialisation"):
        read_init(path)


def test_the_codec_is_read_from_the_initialisation_segment():
    assert codec_of(b"....avcC\x01\x4d\x40\x1f....") == "avc1.4d401f"
    assert codec_of(b"....mp4a....") == "mp4a.40.2"
    with pytest.raises(ValueError, match="neither"):
        codec_of(b"hvc1")


def test_ffmpegs_own_segments_are_read_as_ffprobe_reads_them(tmp_path, tools):
    argv = [str(tools.ffmpeg), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=3", "-c:v", "libx264"]
    argv += ["-g", "50", "-f", "hls", "-hls_time", "2", "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod"]
    subprocess.run([*argv, "-hls_segment_filename", f"{tmp_path}/%05d.m4s", f"{tmp_path}/index.m3u8"], check=True)
    init = read_init(tmp_path / "init.mp4")
    found = [read_fragment(path) for path in sorted(tmp_path.glob("*.m4s"))]
    assert [one.samples for one in found] == [50, 25]
    assert [one.duration / init.timescale for one in found] == [2.0, 1.0]
    assert found[1].decode_time / init.timescale == 2.0
    assert all(one.is_key for one in found)
