from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.hls import AudioTrack, Segment, Track, VideoTrack, codec_of, read_track, write_master
from transcode.ladder import Rung


def track(*segments: tuple[float, int], uri: str = "144p/index.m3u8", codec: str = "avc1.4d400b") -> Track:
    return Track(
        uri=uri,
        codec=codec,
        segments=tuple(Segment(duration_s=seconds, size_bytes=size) for seconds, size in segments),
        target_duration_s=4,
        size_bytes=sum(size for _, size in segments),
        files=len(segments),
    )


def rung(name: str, audio_bps: int) -> Rung:
    return Rung(name=name, width=256, height=144, frame_rate=12.5, video_bps=60_000, audio_bps=audio_bps)


def test_the_peak_is_the_heaviest_run_of_half_to_one_and_a_half_target_durations():
    measured = track((4, 4_000), (4, 8_000), (2, 3_000), (1, 100_000))
    assert measured.peak_bps == pytest.approx(103_000 * 8 / 3)
    assert measured.average_bps == pytest.approx(115_000 * 8 / 11)
    assert measured.duration_s == 11


def test_a_single_short_segment_is_its_own_peak():
    assert track((1.5, 3_000)).peak_bps == 16_000


@given(st.lists(st.tuples(st.floats(0.1, 4), st.integers(1, 10**6)), min_size=1, max_size=30))
def test_the_peak_of_even_segments_is_never_below_the_average_of_any_full_one(rows):
    measured = track(*rows)
    full = [size * 8 / seconds for seconds, size in rows if seconds >= 2]
    assert all(measured.peak_bps >= rate * 0.999 for rate in full)


def test_the_lightest_rung_stands_first_and_the_sound_alone_last():
    low = AudioTrack(
        name="audio-24k", bit_rate_bps=24_000, channels=1, track=track((4, 12_000), uri="a/i", codec="mp4a.40.2")
    )
    high = AudioTrack(
        name="audio-96k", bit_rate_bps=96_000, channels=2, track=track((4, 48_000), uri="b/i", codec="mp4a.40.2")
    )
    videos = [
        VideoTrack(rung=rung("144p", 24_000), track=track((4, 30_000))),
        VideoTrack(rung=rung("360p", 96_000), track=track((4, 200_000), uri="360p/index.m3u8")),
    ]
    assert write_master(videos, [low, high], language="vi").splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        (
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-24k",NAME="vi",LANGUAGE="vi",DEFAULT=YES,AUTOSELECT=YES,'
            'CHANNELS="1",URI="a/i"'
        ),
        (
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="vi",LANGUAGE="vi",DEFAULT=YES,AUTOSELECT=YES,'
            'CHANNELS="2",URI="b/i"'
        ),
        (
            '#EXT-X-STREAM-INF:BANDWIDTH=84000,AVERAGE-BANDWIDTH=84000,CODECS="avc1.4d400b,mp4a.40.2",'
            'RESOLUTION=256x144,FRAME-RATE=12.500,AUDIO="audio-24k"'
        ),
        "144p/index.m3u8",
        (
            '#EXT-X-STREAM-INF:BANDWIDTH=496000,AVERAGE-BANDWIDTH=496000,CODECS="avc1.4d400b,mp4a.40.2",'
            'RESOLUTION=256x144,FRAME-RATE=12.500,AUDIO="audio-96k"'
        ),
        "360p/index.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=24000,AVERAGE-BANDWIDTH=24000,CODECS="mp4a.40.2",AUDIO="audio-24k"',
        "a/i",
    ]


def test_without_sound_no_group_is_named():
    text = write_master([VideoTrack(rung=rung("144p", 24_000), track=track((4, 30_000)))], [], language=None)
    assert "AUDIO" not in text
    assert "mp4a" not in text


def test_the_codec_is_read_from_the_initialisation_segment():
    assert codec_of(b"....avcC\x01\x4d\x40\x1f....") == "avc1.4d401f"
    assert codec_of(b"....mp4a....") == "mp4a.40.2"
    with pytest.raises(ValueError, match="neither"):
        codec_of(b"hvc1")


def test_a_playlist_is_measured_with_its_files(tmp_path: Path):
    folder = tmp_path / "144p"
    folder.mkdir()
    (folder / "init.mp4").write_bytes(b"mp4a")
    (folder / "00000.m4s").write_bytes(bytes(1000))
    (folder / "00001.m4s").write_bytes(bytes(500))
    text = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI="init.mp4"\n'
    text += "#EXTINF:4.000000,\n00000.m4s\n#EXTINF:2.0,\n00001.m4s\n#EXT-X-ENDLIST\n"
    (folder / "index.m3u8").write_text(text)
    measured = read_track(folder, "index.m3u8")
    assert measured.uri == "144p/index.m3u8"
    assert measured.segments == (Segment(duration_s=4, size_bytes=1000), Segment(duration_s=2, size_bytes=500))
    assert measured.target_duration_s == 4
    assert measured.files == 4
    assert measured.size_bytes == 1504 + len(text)


def test_a_playlist_without_segments_is_refused(tmp_path: Path):
    (tmp_path / "index.m3u8").write_text("#EXTM3U\n")
    with pytest.raises(ValueError, match="complete"):
        read_track(tmp_path, "index.m3u8")
