import subprocess
from pathlib import Path

import pytest

from transcode.media_playlist import Reel, read_reel, without_stump, write_key_playlist, write_playlist


@pytest.fixture
def folder(tmp_path: Path, tools) -> Path:
    """Ten seconds in segments of four, with key frames nowhere else."""
    place = tmp_path / "144p"
    place.mkdir()
    argv = [str(tools.ffmpeg), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=128x72:r=25:d=10", "-c:v", "libx264"]
    argv += ["-g", "100", "-sc_threshold", "0", "-f", "hls", "-hls_time", "4", "-hls_segment_type", "fmp4"]
    argv += ["-hls_playlist_type", "vod", "-hls_segment_filename", f"{place}/%05d.m4s", f"{place}/index.m3u8"]
    subprocess.run(argv, check=True)
    return place


def test_a_playlist_says_what_the_segments_hold(folder):
    track = write_playlist(read_reel(folder), target_duration_s=4)
    assert (folder / "index.m3u8").read_text().splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:4",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="init.mp4"',
        "#EXTINF:4.000000,",
        "00000.m4s",
        "#EXTINF:4.000000,",
        "00001.m4s",
        "#EXTINF:2.000000,",
        "00002.m4s",
        "#EXT-X-ENDLIST",
    ]
    assert track.uri == "144p/index.m3u8"
    assert track.duration_s == 10
    assert track.files == len(list(folder.iterdir()))
    assert track.size_bytes == sum(path.stat().st_size for path in folder.iterdir())


def key_pictures(folder: Path) -> list[tuple[str, int, int]]:
    """Name of the segment, length and place of each entry."""
    lines = (folder / "iframes.m3u8").read_text().splitlines()
    entries = []
    for place, line in enumerate(lines):
        if line.startswith("#EXT-X-BYTERANGE:"):
            length, _, offset = line.partition(":")[2].partition("@")
            entries.append((lines[place + 1], int(length), int(offset)))
    return entries


def test_each_entry_of_the_key_playlist_alone_shows_one_key_picture(folder, tools):
    write_key_playlist(read_reel(folder), target_duration_s=4)
    assert "#EXT-X-I-FRAMES-ONLY" in (folder / "iframes.m3u8").read_text()
    assert len(key_pictures(folder)) == 3
    for name, length, offset in key_pictures(folder):
        part = (folder / name).read_bytes()[offset : offset + length]
        alone = folder / "alone.mp4"
        alone.write_bytes((folder / "init.mp4").read_bytes() + part)
        argv = [str(tools.ffprobe), "-v", "fatal", "-show_entries", "frame=key_frame,pict_type", "-of", "csv=p=0"]
        said = subprocess.run([*argv, str(alone)], check=True, capture_output=True, text=True).stdout.split()
        assert [line.rstrip(",") for line in said] == ["1,I"]


def test_the_rate_of_key_pictures_is_theirs_and_not_the_segments(folder):
    reel = read_reel(folder)
    track, keys = write_playlist(reel, target_duration_s=4), write_key_playlist(reel, target_duration_s=4)
    assert keys.duration_s == track.duration_s
    assert keys.peak_bps < track.peak_bps


def test_a_folder_without_segments_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no segment"):
        read_reel(tmp_path)


def test_a_missing_segment_is_noticed(folder):
    (folder / "00001.m4s").unlink()
    with pytest.raises(ValueError, match="begins at"):
        read_reel(folder)


def test_a_segment_that_begins_in_the_middle_of_a_picture_group_is_refused(folder):
    content = bytearray((folder / "00001.m4s").read_bytes())
    # The flags of the first sample stand behind count and data offset of the run.
    place = content.index(b"trun") + 16
    content[place : place + 4] = bytes([1, 1, 0, 0])
    (folder / "00001.m4s").write_bytes(content)
    with pytest.raises(ValueError, match="key frame"):
        read_reel(folder)


@pytest.mark.parametrize(("seconds", "target"), [(4.0, 4), (4.49, 4), (4.5, 5), (0.2, 1)])
def test_the_target_duration_is_the_longest_segment_rounded(folder, seconds, target):
    reel = read_reel(folder)
    (first, *_), scale = reel.fragments, reel.init.timescale
    long = type(first)(**{**vars(first), "duration": round(seconds * scale)})
    assert Reel(**{**vars(reel), "names": reel.names[:1], "fragments": (long,)}).target_duration_s == target


def test_the_encoders_delay_is_no_part_of_a_sounds_duration(tmp_path, tools):
    argv = [str(tools.ffmpeg), "-v", "error", "-f", "lavfi", "-i", "sine=r=24000:d=12", "-c:a", "aac", "-f", "hls"]
    argv += [
        "-hls_time",
        "4",
        "-hls_segment_type",
        "fmp4",
        "-hls_playlist_type",
        "vod",
        "-avoid_negative_ts",
        "disabled",
    ]
    subprocess.run([*argv, "-hls_segment_filename", f"{tmp_path}/%05d.m4s", f"{tmp_path}/index.m3u8"], check=True)
    reel = read_reel(tmp_path)
    assert reel.init.skipped == 1024
    assert sum(reel.durations_s) == pytest.approx(12, abs=0.001)
    assert reel.has_stump

    whole = without_stump(reel)
    assert len(whole.names) == len(reel.names) - 1
    assert whole.frames == reel.frames
    assert sum(whole.durations_s) == pytest.approx(sum(reel.durations_s))
    assert not whole.has_stump
    assert whole.target_duration_s == 4


def test_a_last_segment_that_can_be_played_stays(folder):
    assert not read_reel(folder).has_stump
