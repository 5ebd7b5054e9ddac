"""Each form of sound as it comes out: measured with ffmpeg's own meters, read with ffprobe."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.transcode.audio_bench import AudioBench, voice
from transcode import audio
from transcode.channels import PLAIN_MONO
from transcode.chime import CHIME, CHIME_S
from transcode.commands import Extras, Source, encode_mp3, encode_opus
from transcode.errors import FormsError
from transcode.loudness import Loudness
from transcode.made import MEGABYTE, SECONDS_PER_HOUR
from transcode.shaping import HORN, VOICE
from transcode.sound_forms import AUDIO_FORMS
from transcode.soundtrack import Soundtrack, start_sound

TAGS = {"title": "Bản tin sáng", "artist": "Đài Lai Châu", "language": "hmn", "comment": "x"}

#: Filters that leave the programme of a form with a chime.
AFTER_CHIME = f"atrim=start={CHIME_S},asetpts=N/SR/TB,"

#: Form -> its revision, and the digest of what it then made. Whoever changes a row raises its revision and sets both.
REVISIONS = {
    "lite": (2, "21fbdddc1254"),
    "speech": (1, "bf650d38513e"),
    "audio": (1, "8d0967fd2cba"),
    "speaker": (1, "0863dee2efe6"),
}


@pytest.fixture
def bench(tools, work_dir, out_dir) -> AudioBench:
    return AudioBench(tools=tools, work_dir=work_dir, out_dir=out_dir)


@pytest.fixture
def bulletin(make_clip) -> Path:
    return make_clip("bulletin.wav", *voice(level=0.1, seconds=12))


def within_budget(form: str, size_bytes: int, duration_s: float) -> bool:
    return size_bytes * SECONDS_PER_HOUR / duration_s <= AUDIO_FORMS[form].budget_mb_per_hour * MEGABYTE


def energy_db(bench: AudioBench, path: Path, band: str, *, start_s: float = 0.0) -> float:
    """Mean level of one band."""
    return bench.heard(path, before=f"atrim=start={start_s},asetpts=N/SR/TB,{band},").integrated_lufs


def test_lite_is_as_exact_as_the_full_form_for_hot_and_for_soft_sources(bench, make_clip):
    for level in (0.03, 0.3, 1.5):
        made = bench.make(make_clip("v.wav", *voice(level=level)), forms={"lite"})["lite"]
        heard = bench.heard(made.path)
        assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
        assert heard.true_peak_dbtp <= -1
        assert made.details["loudness_after_lufs"] == pytest.approx(heard.integrated_lufs, abs=0.11)


def test_speech_is_opus_for_voices_light_and_at_the_same_loudness(bench, bulletin):
    made = bench.make(bulletin, forms={"speech"}, tags=TAGS)["speech"]
    assert made.path.name == "speech.opus"
    assert made.media_type == "audio/ogg; codecs=opus"
    asked = bench.asked(made.path)
    stream = asked["streams"][0]
    assert (stream["codec_name"], stream["channels"]) == ("opus", 1)
    assert int(asked["format"]["bit_rate"]) <= 17_000
    assert stream["tags"]["title"] == "Bản tin sáng"
    assert stream["tags"]["language"] == "hmn"
    heard = bench.heard(made.path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert bench.decoded_s(made.path) == pytest.approx(12, abs=0.1)
    assert made.duration_s == pytest.approx(12, abs=0.1)


@pytest.mark.slow
def test_an_hour_of_speech_keeps_to_16_kbit_and_8_megabytes(bench, make_clip):
    made = bench.make(make_clip("v.wav", *voice(seconds=180)), forms={"speech"}, tags=TAGS)["speech"]
    assert made.size_bytes * 8 / 180 <= 16_000
    assert within_budget("speech", made.size_bytes, 180)


def opus_modes(path: Path) -> set[str]:
    """The coding modes of an Ogg Opus file's packets, by their first byte (RFC 6716, section 3.1)."""
    content, place, modes, pages = path.read_bytes(), 0, set(), 0
    while (place := content.find(b"OggS", place)) >= 0:
        count = content[place + 26]
        sizes = content[place + 27 : place + 27 + count]
        start = place + 27 + count
        if pages >= 2:
            while sizes:
                end = next((at for at, size in enumerate(sizes) if size < 255), len(sizes) - 1)
                configuration = content[start] >> 3
                modes.add("silk" if configuration < 12 else "hybrid" if configuration < 16 else "celt")
                start, sizes = start + sum(sizes[: end + 1]), sizes[end + 1 :]
        pages, place = pages + 1, start
    return modes


def test_speech_is_coded_as_a_voice_even_where_it_is_music(bench, make_clip):
    music = ("-f", "lavfi", "-i", "aevalsrc='0.1*(sin(2*PI*262*t)+sin(2*PI*330*t)+sin(2*PI*392*t))':s=44100:d=6")
    for arguments in (voice(), music):
        made = bench.make(make_clip("s.wav", *arguments), forms={"speech"})["speech"]
        assert "celt" not in opus_modes(made.path)
        assert opus_modes(made.path)


@pytest.mark.parametrize(("shape", "low_hz", "least_db"), [(VOICE, 50, 9), (HORN, 120, 18)], ids=["voice", "horn"])
def test_rumble_never_reaches_the_encoder(bench, make_clip, shape, low_hz, least_db):
    chain = ",".join(f"{name}={':'.join(f'{key}={value}' for key, value in options)}" for name, options in shape.steps)
    levels = []
    for frequency_hz in (low_hz, 1500):
        tone = f"aevalsrc='0.01*sin(2*PI*{frequency_hz}*t)':s=22050:d=4"
        levels.append(bench.heard(make_clip("t.wav", "-f", "lavfi", "-i", tone, "-af", chain)).true_peak_dbtp)
    assert levels[1] - levels[0] > least_db


def test_a_bulletin_for_loudspeakers_is_loud_after_its_chime(bench, bulletin):
    made = bench.make(bulletin, forms={"speaker"}, tags=TAGS)["speaker"]
    asked = bench.asked(made.path)
    stream = asked["streams"][0]
    assert made.path.name == "speaker.mp3"
    assert (stream["codec_name"], stream["channels"], stream["sample_rate"]) == ("mp3", 1, "44100")
    assert stream["bit_rate"] == "64000"
    assert asked["format"]["tags"]["title"] == "Bản tin sáng"
    assert asked["format"]["tags"]["language"] == "hmn"
    assert within_budget("speaker", made.size_bytes, made.duration_s)
    assert made.details["programme_starts_s"] == CHIME_S
    assert bench.decoded_s(made.path) == pytest.approx(12 + CHIME_S, abs=0.1)
    assert made.duration_s == pytest.approx(12 + CHIME_S, abs=0.1)
    programme = bench.heard(made.path, before=AFTER_CHIME)
    assert programme.integrated_lufs == pytest.approx(-14, abs=0.5)
    assert bench.heard(made.path).true_peak_dbtp <= -1
    assert made.details["loudness_after_lufs"] == pytest.approx(programme.integrated_lufs, abs=0.11)


def test_the_chime_does_not_count_as_the_bulletins_loudness(bench, make_clip):
    # A second of it weighs more than the two words that follow.
    words = make_clip("w.wav", *voice(level=0.1, seconds=1.5))
    made = bench.make(words, forms={"speaker"})["speaker"]
    assert bench.heard(made.path, before=AFTER_CHIME).integrated_lufs == pytest.approx(-14, abs=0.5)


def test_the_chime_is_two_tones_near_the_bulletins_loudness_and_a_breath(bench, bulletin):
    path = bench.make(bulletin, forms={"speaker"})["speaker"].path

    def level(start_s: float, end_s: float, band: str = "anull") -> float:
        cut = f"atrim=start={start_s}:end={end_s},asetpts=N/SR/TB,{band},aloop=loop=9:size=100000,"
        return bench.heard(path, before=cut).integrated_lufs

    narrow = "width_type=q:w=20"
    assert level(0.05, 0.5) == pytest.approx(-14, abs=5)
    assert level(0.1, 0.8, f"bandpass=f=659:{narrow}") > level(0.1, 0.8, f"bandpass=f=523:{narrow}") + 6
    assert level(1.1, 1.8, f"bandpass=f=523:{narrow}") > level(1.1, 1.8, f"bandpass=f=659:{narrow}") + 6
    assert level(2.15, 2.7) < -50


def test_a_horn_gets_nothing_that_it_cannot_give(bench, make_clip):
    sweep = "aevalsrc='0.1*(sin(2*PI*60*t)+sin(2*PI*1000*t)+sin(2*PI*9000*t))':s=48000:d=6"
    made = bench.make(make_clip("s.wav", "-f", "lavfi", "-i", sweep), forms={"audio", "speaker"})
    bands = {
        "low": "lowpass=f=100,lowpass=f=100",
        "middle": "bandpass=f=1000:width_type=o:w=1",
        "high": "highpass=f=8000",
    }
    levels = {
        form: {
            name: energy_db(bench, made[form].path, band, start_s=CHIME_S if form == "speaker" else 0.0)
            for name, band in bands.items()
        }
        for form in made
    }
    for outside in ("low", "high"):
        lost = [levels[form]["middle"] - levels[form][outside] for form in ("audio", "speaker")]
        assert lost[1] > lost[0] + 8


def test_soft_words_come_nearer_to_loud_ones_on_horns(bench, make_clip):
    speaker = "aevalsrc='(0.06+0.24*gte(t,6))*sin(2*PI*700*t)*abs(sin(2*PI*2*t))':s=44100:d=12"
    made = bench.make(make_clip("w.wav", "-f", "lavfi", "-i", speaker), forms={"audio", "speaker"})

    def steps_lu(form: str, start_s: float) -> float:
        soft, loud = (f"atrim={start_s + begin}:{start_s + begin + 5},asetpts=N/SR/TB," for begin in (0.5, 6.5))
        path = made[form].path
        return bench.heard(path, before=loud).integrated_lufs - bench.heard(path, before=soft).integrated_lufs

    assert steps_lu("audio", 0) == pytest.approx(14, abs=1)
    assert steps_lu("speaker", CHIME_S) < 8


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.39, 0.6, 1.0])
def test_a_programme_too_short_for_gated_loudness_is_brought_to_it_all_the_same(bench, make_clip, seconds):
    source = make_clip("s.wav", "-f", "lavfi", "-i", f"sine=440:d={seconds}:r=48000", "-af", "volume=-14dB")
    made = bench.make(source, forms=AUDIO_FORMS)
    for form, one in made.items():
        skipped = AFTER_CHIME if form == "speaker" else ""
        heard = bench.heard(one.path, before=f"{skipped}aloop=loop=20:size=100000,")
        assert heard.integrated_lufs == pytest.approx(AUDIO_FORMS[form].target_lufs, abs=1.0)
        assert one.duration_s == pytest.approx(seconds + (CHIME_S if form == "speaker" else 0), abs=0.1)
        assert one.details["loudness_before_lufs"] == pytest.approx(-35.5, abs=1.5)


def test_a_very_soft_voice_is_lifted_where_hiss_is_not(bench, make_clip):
    spoken = make_clip("v.wav", *voice(level=0.003), "-c:a", "pcm_s24le")
    hiss = make_clip("h.wav", "-f", "lavfi", "-i", "anoisesrc=d=8:r=48000:a=0.003", "-c:a", "pcm_s24le")
    for form in ("lite", "speech", "speaker"):
        lifted = bench.make(spoken, forms={form})[form]
        target = AUDIO_FORMS[form].target_lufs
        assert lifted.details["loudness_before_lufs"] < -52
        programme = bench.heard(lifted.path, before=AFTER_CHIME if form == "speaker" else "")
        assert programme.integrated_lufs == pytest.approx(target, abs=0.5)
        left = bench.make(hiss, forms={form})[form]
        assert left.details["loudness_after_lufs"] < target - 5
        assert left.details["loudness_after_lufs"] <= left.details["loudness_before_lufs"] + 34
        assert {lifted.details["faults"], left.details["faults"]} == {"sound-soft"}


def test_gaps_between_packets_stay_so_that_chapters_and_captions_fit(bench, make_clip, make_wav):
    cut = "aselect='not(between(t,3,5))'"
    holes = make_clip("holes.mka", "-i", str(make_wav(0.2, seconds=9)), "-af", cut, "-c", "flac")
    made = bench.make(holes, "matroska", forms={"lite", "speech", "audio", "waveform"})
    for one in made.values():
        assert one.duration_s == pytest.approx(9, abs=0.1)
    assert bench.decoded_s(made["lite"].path) == pytest.approx(9, abs=0.1)
    assert bench.heard(made["lite"].path, before="atrim=3.3:4.7,asetpts=N/SR/TB,").true_peak_dbtp < -40


def test_of_several_sounds_the_one_in_the_items_language_is_taken(bench, make_clip):
    source = make_clip(
        "two.mka",
        *("-f", "lavfi", "-i", "sine=440:d=4", "-f", "lavfi", "-i", "sine=1000:d=4", "-map", "0", "-map", "1"),
        *("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=vie", "-c", "flac"),
    )

    def is_second(made) -> bool:
        return energy_db(bench, made.path, "highpass=f=800") > energy_db(bench, made.path, "lowpass=f=550")

    spoken = bench.make(source, "matroska", forms={"lite"}, tags={"language": "vi"})["lite"]
    assert is_second(spoken)
    assert spoken.details["language"] == "vi"
    assert bench.asked(spoken.path)["format"]["tags"]["language"] == "vie"
    unknown = bench.make(source, "matroska", forms={"lite"})["lite"]
    assert not is_second(unknown)
    assert unknown.details["language"] == "en"
    stream = bench.look(source, "matroska").streams[1]
    chosen = bench.make(source, "matroska", forms={"lite"}, tags={"language": "en"}, stream=stream)["lite"]
    assert is_second(chosen)
    assert chosen.details["language"] == "vi"


def test_chapters_are_kept_in_the_full_form_and_in_speech(bench, make_clip, make_wav, tmp_path):
    notes = tmp_path / "notes.txt"
    chapters = "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={start + 2000}\ntitle=Mục {start}\n"
        for start in (0, 2000, 4000)
    )
    notes.write_text(f";FFMETADATA1\n{chapters}", "utf-8")
    source = make_clip(
        "c.mp3", "-i", str(make_wav(0.2, seconds=6)), "-i", str(notes), "-map_metadata", "1", "-map", "0"
    )
    made = bench.make(source, "mp3", forms={"lite", "speech", "audio"})
    for form in ("audio", "speech"):
        told = bench.asked(made[form].path)["chapters"]
        assert [chapter["tags"]["title"] for chapter in told] == ["Mục 0", "Mục 2000", "Mục 4000"]
        assert [float(chapter["start_time"]) for chapter in told] == pytest.approx([0, 2, 4], abs=0.1)
    assert bench.asked(made["lite"].path)["chapters"] == []


def test_an_ffmpeg_without_opus_still_makes_the_other_forms(bench, make_wav):
    tools = bench.tools
    bench.tools = replace(tools, encoders=tools.encoders - {"libopus"})
    with pytest.raises(FormsError) as caught:
        bench.make(make_wav(0.2), forms={"lite", "speech"})
    assert [one.form for one in bench.made] == ["lite"]
    assert list(caught.value.failures) == ["speech"]
    assert "libopus" in str(caught.value.failures["speech"])
    assert not caught.value.permanent


def test_the_best_of_several_tries_is_kept(bench, make_wav, monkeypatch):
    heard = [(-15.0, -3.0), (-16.5, -3.0), (-18.0, -3.0)]
    results = iter(
        Loudness(integrated_lufs=lufs, true_peak_dbtp=peak, range_lu=1, threshold_lufs=-30) for lufs, peak in heard
    )
    monkeypatch.setattr(audio, "parse_loudness", lambda _: next(results))
    gains = []
    real = audio.commands.encode_mp3
    monkeypatch.setattr(
        audio.commands, "encode_mp3", lambda *given: gains.append(given[2].gain.gain_db) or real(*given)
    )
    made = bench.make(make_wav(0.2), forms={"lite"})["lite"]
    assert made.details["loudness_after_lufs"] == -16.5
    assert made.details["gain_db"] == pytest.approx(gains[1], abs=0.01)
    monkeypatch.undo()
    assert bench.heard(made.path).integrated_lufs == pytest.approx(-16 + gains[1] - gains[0], abs=0.4)


@pytest.mark.parametrize("form", AUDIO_FORMS.values(), ids=AUDIO_FORMS)
def test_the_bit_rates_of_sound_stay_within_their_budgets(form):
    rate_bps = max(form.mono_bps, form.stereo_bps or 0)
    assert rate_bps * SECONDS_PER_HOUR / 8 <= form.budget_mb_per_hour * MEGABYTE
    assert form.tolerance_lu < 0.5


@pytest.mark.parametrize("form", AUDIO_FORMS)
def test_a_row_that_makes_something_else_has_another_revision(form):
    row = AUDIO_FORMS[form]
    source = Source(path=Path("/in"), demuxer="wav", index=0)
    track = Soundtrack(
        source=source,
        loudness=Loudness(integrated_lufs=-23, true_peak_dbtp=-3, range_lu=5, threshold_lufs=-33),
        mix=PLAIN_MONO,
        stereo=False,
        sample_rate_hz=48_000,
        duration_s=60,
    )
    sound, _ = start_sound(row, track)
    encode = encode_opus if row.codec == "opus" else encode_mp3
    argv = encode(Path("/ffmpeg"), source, sound, Extras(tags=TAGS, chime=CHIME if row.has_chime else ""), Path("/out"))
    made = [*argv[argv.index("-i") :], row.file_name, row.media_type, row.has_cover, row.has_chapters, row.has_chime]
    made += [row.target_lufs, row.stereo_bps]
    digest = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:12]
    assert (row.revision, digest) == REVISIONS[form]
