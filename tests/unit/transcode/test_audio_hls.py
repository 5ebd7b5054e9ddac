"""HLS for sound alone: what stands in its playlists is what lies in its files."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.transcode.audio_bench import AudioBench, voice
from transcode import hls_sound
from transcode.errors import FormsError
from transcode.hls import Segment, Track
from transcode.hls_sound import SoundVariant, segment_length_s, write_sound_master
from transcode.ladder import SEGMENT_S
from transcode.sound_forms import SOUND_RATES


@pytest.fixture
def bench(tools, work_dir, out_dir) -> AudioBench:
    return AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


def variants(master: Path) -> list[dict[str, str]]:
    """Attributes of each variant with its URI, from the master playlist's text."""
    found = re.findall(r"#EXT-X-STREAM-INF:([^\n]*)\n([^\n#]+)\n", master.read_text())
    return [dict(re.findall(r'([A-Z-]+)=("[^"]*"|[^,]+)', attributes)) | {"uri": uri} for attributes, uri in found]


def segments(playlist: Path) -> list[tuple[float, Path]]:
    found = re.findall(r"#EXTINF:([\d.]+),[^\n]*\n([^\n#]+)\n", playlist.read_text())
    return [(float(duration), playlist.parent / name) for duration, name in found]


def test_a_stereo_programme_has_three_rates_that_are_what_they_say(bench, make_clip):
    source = make_clip("s.wav", *voice(seconds=22), "-af", "pan=stereo|c0=c0|c1=0.7*c0")
    made = bench.make(source, forms={"hls-audio"}, tags={"language": "vi"})["hls-audio"]
    master = made.path / "master.m3u8"
    told = variants(master)
    assert [one["uri"] for one in told] == [f"audio-{rate}k/index.m3u8" for rate in (24, 64, 128)]
    assert 'NAME="Tiếng Việt",LANGUAGE="vi"' in master.read_text("utf-8")
    for one, channels in zip(told, (1, 2, 2), strict=True):
        playlist = made.path / one["uri"]
        parts = segments(playlist)
        rates = [part.stat().st_size * 8 / duration for duration, part in parts]
        assert max(rates[:-1]) <= int(one["BANDWIDTH"]) + 1
        average = sum(part.stat().st_size * 8 for _, part in parts) / sum(duration for duration, _ in parts)
        assert int(one["AVERAGE-BANDWIDTH"]) == pytest.approx(average, abs=2)
        assert one["CODECS"] == '"mp4a.40.2"'
        assert sum(duration for duration, _ in parts) == pytest.approx(22, abs=0.1)
        target = int(re.search(r"#EXT-X-TARGETDURATION:(\d+)", playlist.read_text())[1])
        assert all(round(duration) <= target for duration, _ in parts)
        assert f"GROUP-ID={one['AUDIO']}" in master.read_text()
        assert bench.asked(playlist)["streams"][0]["channels"] == channels
    assert made.duration_s == pytest.approx(22, abs=0.1)
    files = [one for one in made.path.rglob("*") if one.is_file()]
    assert made.size_bytes == sum(one.stat().st_size for one in files)
    assert made.details["files"] == len(files)


def test_segments_of_all_rates_begin_together_and_have_the_length_of_those_beside_pictures(bench, make_clip):
    made = bench.make(make_clip("s.wav", *voice(seconds=18), "-ac", "2"), forms={"hls-audio"})["hls-audio"]
    starts = []
    for one in variants(made.path / "master.m3u8"):
        lengths = [duration for duration, _ in segments(made.path / one["uri"])]
        starts.append([sum(lengths[:place]) for place in range(len(lengths))])
    assert len({len(one) for one in starts}) == 1
    for together in zip(*starts, strict=True):
        assert max(together) - min(together) < 0.05
    assert starts[0] == pytest.approx([SEGMENT_S * place for place in range(len(starts[0]))], abs=0.05)


@pytest.mark.parametrize("seconds", [3.9, 4.0, 8.0, 8.2, 16.0, 16.6])
def test_no_segment_holds_next_to_nothing(bench, make_wav, seconds):
    made = bench.make(make_wav(0.2, seconds=seconds), forms={"hls-audio"})["hls-audio"]
    for one in variants(made.path / "master.m3u8"):
        lengths = [duration for duration, _ in segments(made.path / one["uri"])]
        assert min(lengths) > 0.5
        assert max(lengths) < 1.5 * SEGMENT_S
        assert sum(lengths) == pytest.approx(seconds, abs=0.1)


@given(st.floats(0.01, 100_000))
def test_segments_are_about_as_long_as_those_beside_pictures(duration_s):
    length_s = segment_length_s(duration_s)
    assert SEGMENT_S <= length_s <= SEGMENT_S + 0.71
    rest_s = duration_s % length_s
    assert duration_s < SEGMENT_S or rest_s > 0.4 or length_s > duration_s


@pytest.mark.parametrize("level", [0.02, 1.0])
def test_every_rate_has_the_programmes_loudness_and_plays_whole(bench, make_clip, level):
    source = make_clip("s.wav", *voice(level=level, seconds=12), "-af", "pan=stereo|c0=c0|c1=0.7*c0")
    made = bench.make(source, forms={"hls-audio"})["hls-audio"]
    for one in variants(made.path / "master.m3u8"):
        playlist = made.path / one["uri"]
        assert bench.heard(playlist).integrated_lufs == pytest.approx(-16, abs=0.5)
        assert bench.heard(playlist).true_peak_dbtp <= 0
        assert bench.decoded_s(playlist) == pytest.approx(12, abs=0.1)
    assert bench.decoded_s(made.path / "master.m3u8") == pytest.approx(12, abs=0.1)


def test_pulses_that_a_limiter_takes_most_of_have_the_programmes_loudness_too(bench, make_clip):
    pulse = "exp(-500*mod(t,0.02))*sin(2*PI*1500*mod(t,0.02))"
    pulses = f"aevalsrc='0.9*{pulse}*abs(sin(2*PI*2*t))':s=48000:d=12"
    source = make_clip("p.wav", "-f", "lavfi", "-i", pulses, "-af", "pan=stereo|c0=c0|c1=0.7*c0")
    made = bench.make(source, forms={"hls-audio"})["hls-audio"]
    for name in ("audio-64k", "audio-128k"):
        assert bench.heard(made.path / name / "index.m3u8").integrated_lufs == pytest.approx(-16, abs=0.5)


def test_hiss_is_no_louder_than_in_the_files(bench, make_clip):
    hiss = "anoisesrc=d=4:r=44100:a=0.004,volume='1+9*lt(mod(t,1),0.0005)':eval=frame"
    source = make_clip("h.wav", "-f", "lavfi", "-i", f"{hiss},pan=stereo|c0=c0|c1=0.9*c0", "-c:a", "pcm_s24le")
    made = bench.make(source, forms={"lite", "hls-audio"})
    lite_lufs = made["lite"].details["loudness_after_lufs"]
    assert lite_lufs < -20
    assert bench.heard(made["hls-audio"].path / "audio-24k" / "index.m3u8").integrated_lufs < lite_lufs + 2


def test_one_voice_has_two_rates(bench, make_wav):
    made = bench.make(make_wav(0.2), forms={"hls-audio"})["hls-audio"]
    assert [one["uri"] for one in variants(made.path / "master.m3u8")] == [
        "audio-24k/index.m3u8",
        "audio-64k/index.m3u8",
    ]
    assert made.details["rates"] == "audio-24k,audio-64k"
    assert 'NAME="audio"' in (made.path / "master.m3u8").read_text()


def test_all_rates_come_from_one_decode(bench, make_wav, monkeypatch):
    runs = []
    real = hls_sound.encode_rates
    monkeypatch.setattr(hls_sound, "encode_rates", lambda *given, **more: runs.append(real(*given, **more)) or runs[-1])
    bench.make(make_wav(0.2, 0.1), forms={"hls-audio"})
    (argv,) = runs
    assert argv.count("-i") == 1
    assert argv.count("aac") == 3
    graph = argv[argv.index("-filter_complex") + 1]
    assert graph.count("[0:0]") == 1


def test_a_rate_over_its_budget_names_itself(bench, make_wav, monkeypatch):
    small = tuple(type(row)(**{**row.__dict__, "budget_mb_per_hour": 0.1}) for row in SOUND_RATES)
    monkeypatch.setattr(hls_sound, "SOUND_RATES", small)
    with pytest.raises(FormsError) as caught:
        bench.make(make_wav(0.2, seconds=8), forms={"lite", "hls-audio"})
    failure = caught.value.failures["hls-audio"]
    assert failure.code == "over-budget"
    assert failure.facts["form"] == "hls-audio audio-24k"
    assert [one.form for one in bench.made] == ["lite"]


def test_what_an_older_try_left_is_gone(bench, make_wav):
    stale = bench.out_dir / "hls" / "audio-999k" / "index.m3u8"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    bench.make(make_wav(0.2), forms={"hls-audio"})
    assert not stale.exists()


def test_the_master_is_as_rfc_8216_wants_it():
    track = Track(
        uri="audio-24k/index.m3u8",
        codec="mp4a.40.2",
        segments=(Segment(duration_s=4, size_bytes=13_000), Segment(duration_s=4, size_bytes=12_000)),
        target_duration_s=4,
        size_bytes=26_000,
        files=4,
    )
    text = write_sound_master([SoundVariant(row=SOUND_RATES[0], channels=1, track=track)], language="hmn")
    assert text.splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-24k",NAME="Hmoob",LANGUAGE="hmn",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1"',
        '#EXT-X-STREAM-INF:BANDWIDTH=26000,AVERAGE-BANDWIDTH=25000,CODECS="mp4a.40.2",AUDIO="audio-24k"',
        "audio-24k/index.m3u8",
    ]
