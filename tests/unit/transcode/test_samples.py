"""Real recordings: every one gives its forms, or is refused in a plain sentence."""

from pathlib import Path

import pytest

from transcode.audio import AudioJob, Made, make_audio
from transcode.errors import SENTENCES, FormsError, RejectedError
from transcode.gate import identify
from transcode.ladder import plan_video
from transcode.probe import probe
from transcode.video import VideoJob, make_video

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
SUFFIXES = {".mp3", ".mp2", ".wav", ".flac", ".ogg", ".m4a", ".opus", ".aac", ".ac3", ".mp4", ".mkv", ".ts", ".mts"}
SUFFIXES |= {".mov", ".webm", ".3gp", ".flv", ".mxf", ".ogv"}

#: File -> the forms it gives, or the code of its refusal. The others of the folder need only give one of the two.
KNOWN: dict[str, set[str] | str] = {
    "radio/badtag_utf16le_no_bom.mp3": {"lite", "audio"},
    "radio/ban_tin_48k24_mono_bwf_bext.wav": {"lite", "audio"},
    "radio/fault_digital_silence.mp3": {"lite", "audio"},
    "radio/fault_phase_inverted_stereo.mp3": {"lite", "audio"},
    "radio/music_51_aac.m4a": {"lite", "audio"},
    "radio/fixtures/exoplayer_bear_with_picture.flac": {"lite", "audio"},
    # Its index is whole, its sound was cut off to the last byte.
    "radio/fixtures/filetype_librivox_m4b_truncated_claims_16min.m4b": "nothing-decoded",
    "radio/fixtures/libretime_malformed_claims_45min.mp3": {"lite", "audio"},
    "radio/fixtures/tinytag_empty_file.mp3": "empty-file",
    "radio/fixtures/tinytag_mp4_extended_size.m4a": {"lite", "audio"},
    "tv/fault_truncated_no_moov.mp4": "no-video-index",
    "tv/fault_corrupt.mkv": "not-media",
    "tv/fault_invalid_bitstream_vp9.webm": "nothing-decoded",
    "tv/made_576i25_4x3_mpeg2_mp2.ts": {"lite", "poster", "audio", "hls"},
    "tv/made_multi_audio_vie_eng_fra_subs_vie_eng.mkv": {"lite", "poster", "audio", "hls"},
    "tv/real_bear_vp9_320x240.webm": {"poster", "hls"},
    "tv/real_hevc_128.mp4": {"poster", "hls"},
    "tv/real_nasa_2video_2audio_2subs.mp4": {"lite", "poster", "audio", "hls"},
    "tv/real_phone_vfr_rotate180.mp4": {"lite", "poster", "audio", "hls"},
    "tv/real_tiny_10x8_125s.mp4": {"lite", "poster", "audio", "hls"},
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
            make_video(VideoJob(plan=plan_video(found), **job), **calls)
        else:
            make_audio(AudioJob(**job), **calls)
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
        assert form.form == "poster" or form.duration_s > 0


#: File -> LUFS that the list of samples tells of it.
LOUD = {"radio/loud_hot_music.mp3": -6.6, "radio/loud_quiet_music.flac": -36.6, "radio/loud_quiet_speech.mp3": -35}


@pytest.mark.parametrize("name", LOUD)
def test_a_recording_is_measured_as_loud_as_the_list_of_samples_says(name, samples, tools, work_dir, out_dir):
    if not (samples / name).exists():
        pytest.skip("this sample is not here")
    made, error = outcome(name, tools, work_dir, out_dir)
    assert error is None
    # The lightest form is measured as one channel.
    before = next(form.details["loudness_before_lufs"] for form in made if form.form == "audio")
    assert before == pytest.approx(LOUD[name], abs=0.6)


def test_a_header_that_claims_too_much_is_told_apart_from_what_is_heard(samples, tools, work_dir, out_dir):
    name = "radio/fixtures/libretime_malformed_claims_45min.mp3"
    if not (samples / name).exists():
        pytest.skip("this sample is not here")
    made, _ = outcome(name, tools, work_dir, out_dir)
    assert {form.form for form in made} == {"lite", "audio"}
    assert all(form.duration_s == pytest.approx(2, abs=0.2) for form in made)
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
        after = form.details.get("loudness_after_lufs", -70.0)
        # Very soft recordings stay below the target: their gain is bounded.
        assert after <= -15.5 or form.form == "lite"
        assert form.details.get("true_peak_after_dbtp", -99.0) <= -1.0 or form.form == "lite"
