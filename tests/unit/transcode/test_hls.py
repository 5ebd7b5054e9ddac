from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.playlists import read_track
from transcode.hls import AudioTrack, CaptionRendition, Segment, Track, VideoTrack, write_master
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


def sound(name: str, rate_bps: int, *, suffix: str = "", weight: int = 1, **about) -> AudioTrack:
    """A sound that has its rate times weight."""
    uri = f"{name}{suffix}/index.m3u8"
    files = track((4, rate_bps * weight // 2), uri=uri, codec="mp4a.40.2")
    return AudioTrack(name=name, bit_rate_bps=rate_bps, channels=1, track=files, **about)


def two_rungs() -> list[VideoTrack]:
    return [
        VideoTrack(rung=rung("144p", 24_000), track=track((4, 30_000))),
        VideoTrack(rung=rung("360p", 96_000), track=track((4, 200_000), uri="360p/index.m3u8")),
    ]


def test_the_lightest_rung_stands_first_and_the_sound_alone_last():
    low = sound("audio-24k", 24_000, language="vi", label="Tiếng Việt")
    high = sound("audio-96k", 96_000, language="vi", label="Tiếng Việt")
    assert write_master(two_rungs(), [low, high]).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        (
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-24k",NAME="Tiếng Việt",LANGUAGE="vi",DEFAULT=YES,AUTOSELECT=YES,'
            'CHANNELS="1",URI="audio-24k/index.m3u8"'
        ),
        (
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-96k",NAME="Tiếng Việt",LANGUAGE="vi",DEFAULT=YES,AUTOSELECT=YES,'
            'CHANNELS="1",URI="audio-96k/index.m3u8"'
        ),
        (
            '#EXT-X-STREAM-INF:BANDWIDTH=84000,AVERAGE-BANDWIDTH=84000,CODECS="avc1.4d400b,mp4a.40.2",'
            'RESOLUTION=256x144,FRAME-RATE=12.500,AUDIO="audio-24k",CLOSED-CAPTIONS=NONE'
        ),
        "144p/index.m3u8",
        (
            '#EXT-X-STREAM-INF:BANDWIDTH=496000,AVERAGE-BANDWIDTH=496000,CODECS="avc1.4d400b,mp4a.40.2",'
            'RESOLUTION=256x144,FRAME-RATE=12.500,AUDIO="audio-96k",CLOSED-CAPTIONS=NONE'
        ),
        "360p/index.m3u8",
        (
            '#EXT-X-STREAM-INF:BANDWIDTH=24000,AVERAGE-BANDWIDTH=24000,CODECS="mp4a.40.2",AUDIO="audio-24k",'
            "CLOSED-CAPTIONS=NONE"
        ),
        "audio-24k/index.m3u8",
    ]


def test_each_language_is_a_choice_in_each_group_and_one_is_heard_first():
    audios = [
        sound(f"audio-{rate // 1000}k", rate, suffix=suffix, language=language, label=label, is_default=default)
        for rate in (24_000, 96_000)
        for suffix, language, label, default in [("", "vi", "Tiếng Việt", True), ("-2", "hmn", "Hmoob", False)]
    ]
    lines = [line for line in write_master(two_rungs(), audios).splitlines() if "TYPE=AUDIO" in line]
    assert len(lines) == 4
    assert sum("DEFAULT=YES" in line for line in lines) == 2
    assert sum('NAME="Hmoob",LANGUAGE="hmn",DEFAULT=NO,AUTOSELECT=YES' in line for line in lines) == 2


def test_the_heaviest_sound_of_a_group_counts():
    light = sound("audio-24k", 24_000)
    heavy = sound("audio-24k", 24_000, suffix="-2", weight=2, label="b", is_default=False)
    text = write_master(two_rungs()[:1], [light, heavy])
    assert "BANDWIDTH=108000,AVERAGE-BANDWIDTH=108000" in text


def test_a_second_sound_of_the_same_language_is_only_taken_by_hand():
    second = sound("audio-24k", 24_000, is_default=False, is_first_of_language=False, language="vi", label="b")
    text = write_master(two_rungs()[:1], [sound("audio-24k", 24_000, language="vi", label="a"), second])
    assert 'NAME="b",LANGUAGE="vi",DEFAULT=NO,AUTOSELECT=NO' in text


def test_captions_are_offered_with_every_variant_and_their_bits_count():
    words = CaptionRendition(uri="captions-1/index.m3u8", language="vi", label="Tiếng Việt", rate_bps=100.5)
    text = write_master(two_rungs(), [sound("audio-24k", 24_000), sound("audio-96k", 96_000)], [words])
    assert (
        '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Tiếng Việt",LANGUAGE="vi",DEFAULT=NO,AUTOSELECT=YES,'
        'FORCED=NO,URI="captions-1/index.m3u8"'
    ) in text.splitlines()
    variants = [line for line in text.splitlines() if line.startswith("#EXT-X-STREAM-INF")]
    assert len(variants) == 3
    assert all('SUBTITLES="captions"' in line for line in variants)
    assert "BANDWIDTH=84101" in variants[0]


def test_key_pictures_have_a_line_of_their_own():
    keys = track((4, 3_000), (4, 5_000), uri="144p/iframes.m3u8")
    (first, _) = two_rungs()
    text = write_master([VideoTrack(rung=first.rung, track=first.track, keys=keys)], [])
    assert text.splitlines()[-1] == (
        '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=10000,AVERAGE-BANDWIDTH=8000,CODECS="avc1.4d400b",RESOLUTION=256x144,'
        'URI="144p/iframes.m3u8"'
    )


@pytest.mark.parametrize("label", ['Bản "nhanh"', "Hai\ndòng", "Tiếng  Việt"])
def test_no_label_breaks_out_of_its_quotes(label):
    (line,) = [
        line
        for line in write_master(two_rungs()[:1], [sound("audio-24k", 24_000, label=label)]).splitlines()
        if "TYPE=AUDIO" in line
    ]
    assert line.count('"') % 2 == 0
    name = line.partition('NAME="')[2].partition('"')[0]
    assert name == " ".join(label.replace('"', "'").split())


def test_without_sound_no_group_is_named():
    text = write_master([VideoTrack(rung=rung("144p", 24_000), track=track((4, 30_000)))], [])
    assert "AUDIO" not in text
    assert "mp4a" not in text


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
