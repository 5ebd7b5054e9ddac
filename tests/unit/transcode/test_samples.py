"""Real recordings: every one gives its forms, or is refused in a plain sentence."""

from pathlib import Path

import pytest

from transcode.audio import AudioJob, Made, SoundForms, make_audio
from transcode.errors import SENTENCES, FormsError, RejectedError
from transcode.gate import identify
from transcode.ladder import plan_video
from transcode.probe import probe
from transcode.sound_forms import AUDIO_FORMS
from transcode.video import VideoForms, VideoJob, make_video
from transcode.video_job import PICTURE_FORMS

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
SUFFIXES = {".mp3", ".mp2", ".wav", ".flac", ".ogg", ".m4a", ".opus", ".aac", ".ac3", ".mp4", ".mkv", ".ts", ".mts"}
SUFFIXES |= {".mov", ".webm", ".3gp", ".flv", ".mxf", ".ogv"}

#: What an original of sound, of pictures with sound, and of silent pictures gives.
RADIO, TV, SILENT = set(SoundForms), set(VideoForms), set(PICTURE_FORMS)

#: File -> the forms it gives, or the code of its refusal. The others of the folder need only give one of the two.
KNOWN: dict[str, set[str] | str] = {
    "radio/badtag_utf16le_no_bom.mp3": RADIO,
    "radio/ban_tin_48k24_mono_bwf_bext.wav": RADIO,
    "radio/fault_digital_silence.mp3": RADIO,
    "radio/fault_phase_inverted_stereo.mp3": RADIO,
    "radio/music_51_aac.m4a": RADIO,
    "radio/fixtures/exoplayer_bear_with_picture.flac": RADIO,
    # Its index is whole, its sound was cut off to the last byte.
    "radio/fixtures/filetype_librivox_m4b_truncated_claims_16min.m4b": "nothing-decoded",
    "radio/fixtures/libretime_malformed_claims_45min.mp3": RADIO,
    "radio/fixtures/tinytag_empty_file.mp3": "empty-file",
    "radio/fixtures/tinytag_mp4_extended_size.m4a": RADIO,
    "tv/fault_truncated_no_moov.mp4": "no-video-index",
    "tv/fault_corrupt.mkv": "not-media",
    "tv/fault_invalid_bitstream_vp9.webm": "nothing-decoded",
    "tv/made_576i25_4x3_mpeg2_mp2.ts": TV,
    "tv/made_multi_audio_vie_eng_fra_subs_vie_eng.mkv": TV,
    "tv/real_bear_vp9_320x240.webm": SILENT,
    "tv/real_hevc_128.mp4": SILENT,
    "tv/real_nasa_2video_2audio_2subs.mp4": TV,
    "tv/real_phone_vfr_rotate180.mp4": TV,
    "tv/real_tiny_10x8_125s.mp4": TV,
}
#: These take more than three seconds.
HEAVY = {
    name for name in KNOWN if name.startswith("tv/made_") or "phone" in name or "nasa" in name or "tiny_10" in name
}
OTHERS = sorted(
    str(path.relative_to(SAMPLES))
    for folder in ("radio", "tv")
    for path in (SAMPLES / folder).rglob("*")
    if path.suffix in SUFFIXES and str(path.relative_to(SAMPLES)) not in KNOWN
)


#: What is made of the other recordings: the forms that depend most on what the source is like.
FEW_FORMS = frozenset({"lite", "poster", "hls"})


def forms_of(name: str, every: frozenset[str]) -> frozenset[str]:
    """What is made of a sample here."""
    return every if name in KNOWN else every & FEW_FORMS


def outcome(name: str, tools, work_dir, out_dir) -> tuple[list[Made], RejectedError | FormsError | None]:
    """What came of one sample: forms, and the refusal if there was one."""
    path, made = SAMPLES / name, []
    calls = {"tools": tools, "on_progress": lambda _: None, "on_made": made.append, "cancelled": lambda: False}
    try:
        identity = identify(path)
        if identity.demuxer is None:
            return made, RejectedError("not-media")
        found = probe(path, demuxer=identity.demuxer, tools=tools, work_dir=work_dir)
        job = {"source": path, "demuxer": identity.demuxer, "probe": found, "out_dir": out_dir, "work_dir": work_dir}
        if found.video:
            make_video(VideoJob(plan=plan_video(found), forms=forms_of(name, VideoForms), **job), **calls)
        else:
            make_audio(AudioJob(forms=forms_of(name, SoundForms), **job), **calls)
    except (RejectedError, FormsError) as error:
        return made, error
    return made, None


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in HEAVY else ()) for name in KNOWN]
)
def test_a_well_known_recording_comes_out_as_expected(name, samples, tools, work_dir, out_dir):
    if not (samples / name).exists():
        pytest.skip("this sample is not here")
    made, error = outcome(name, tools, work_dir, out_dir)
    if error:
        assert error.code == KNOWN[name]
    else:
        assert {form.form for form in made} == KNOWN[name]
    for form in made:
        assert form.size_bytes > 0
        assert form.form in {"poster", "storyboard"} or form.duration_s > 0


#: File -> LUFS that the list of samples tells of it.
LOUD = {"radio/loud_hot_music.mp3": -6.6, "radio/loud_quiet_music.flac": -36.6, "radio/loud_quiet_speech.mp3": -35}


@pytest.mark.parametrize("name", LOUD)
def test_a_recording_is_measured_as_loud_as_the_list_of_samples_says(name, samples, tools, work_dir, out_dir):
    if not (samples / name).exists():
        pytest.skip("this sample is not here")
    made, error = outcome(name, tools, work_dir, out_dir)
    assert error is None
    # Every form of sound tells it of the original.
    before = next(form.details["loudness_before_lufs"] for form in made if form.form == "lite")
    assert before == pytest.approx(LOUD[name], abs=0.6)


def test_a_header_that_claims_too_much_is_told_apart_from_what_is_heard(samples, tools, work_dir, out_dir):
    name = "radio/fixtures/libretime_malformed_claims_45min.mp3"
    if not (samples / name).exists():
        pytest.skip("this sample is not here")
    made, _ = outcome(name, tools, work_dir, out_dir)
    assert {form.form for form in made} == RADIO
    for form in made:
        heard_s = form.duration_s - form.details.get("programme_starts_s", 0.0)
        assert heard_s == pytest.approx(2, abs=0.2)
    told = probe(samples / name, demuxer=identify(samples / name).demuxer, tools=tools, work_dir=work_dir)
    assert told.duration_s == pytest.approx(45 * 60 + 37, abs=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_recording_gives_forms_or_a_sentence(name, tools, work_dir, out_dir):
    made, error = outcome(name, tools, work_dir, out_dir)
    assert made or error
    if error:
        assert error.code in SENTENCES
    for form in made:
        details = form.details
        # Very soft recordings stay below the target: their gain is bounded.
        assert details.get("loudness_after_lufs", -70.0) <= details.get("loudness_target_lufs", -16.0) + 0.5
        ceiling_dbtp = AUDIO_FORMS[form.form].ceiling_dbtp if form.form in AUDIO_FORMS else -1.0
        assert details.get("true_peak_after_dbtp", -99.0) <= ceiling_dbtp
