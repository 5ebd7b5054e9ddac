import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.errors import RejectedError
from transcode.probe import probe
from transcode.streams import read_probe


def rejected(path, demuxer, tools, work_dir) -> RejectedError:
    with pytest.raises(RejectedError) as caught:
        probe(path, demuxer=demuxer, tools=tools, work_dir=work_dir)
    return caught.value


def test_sound_is_described(make_wav, tools, work_dir):
    found = probe(make_wav(0.5, 0.5, rate_hz=16_000), demuxer="wav", tools=tools, work_dir=work_dir)
    assert found.video is None
    assert found.cover is None
    assert found.audio.codec == "pcm_s16le"
    assert found.audio.channels == 2
    assert found.audio.sample_rate_hz == 16_000
    assert found.audio.language is None
    assert found.duration_s == pytest.approx(4.0)


@pytest.mark.parametrize("kind", ["mp4 mov mov_text", "mkv matroska srt"])
@pytest.mark.parametrize("last_s", [1, 40])
def test_captions_that_go_on_behind_sound_and_pictures_make_no_recording_longer(
    make_clip, tmp_path, tools, work_dir, *, kind, last_s
):
    suffix, demuxer, codec = kind.split()
    cues = (("00,500", "01,000"), (f"{last_s:02},000", f"{last_s + 1:02},000"))
    lines = [f"{at}\n00:00:{start} --> 00:00:{end}\nMột\n" for at, (start, end) in enumerate(cues, 1)]
    (tmp_path / "vi.srt").write_text("\n".join(lines), encoding="utf-8")
    path = make_clip(
        f"a.{suffix}", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=3", "-f", "lavfi", "-i", "sine=d=3",
        "-i", str(tmp_path / "vi.srt"), "-map", "0", "-map", "1", "-map", "2",
        "-c:v", "libx264", "-c:a", "aac", "-c:s", codec,
    )  # fmt: skip
    assert probe(path, demuxer=demuxer, tools=tools, work_dir=work_dir).duration_s == pytest.approx(3, abs=0.1)


def test_a_turned_picture_with_oblong_pixels_is_described_as_it_is_shown(make_clip, tools, work_dir):
    flat = make_clip(
        "flat.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-vf", "setsar=2", "-c:v", "libx264"
    )
    turned = make_clip("turned.mp4", "-display_rotation", "90", "-i", str(flat), "-c", "copy")
    video = probe(turned, demuxer="mov", tools=tools, work_dir=work_dir).video
    assert (video.width, video.height) == (240, 640)
    assert video.rotation_deg == 270
    assert video.frame_rate == 25
    assert not video.hdr
    assert not video.interlaced


def test_tags_chapters_and_languages_are_read_as_nfc(make_clip, make_wav, tmp_path, tools, work_dir):
    notes = tmp_path / "notes.txt"
    notes.write_text(
        ";FFMETADATA1\ntitle=Ba\u0309n tin\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Mở đầu\n", "utf-8"
    )
    path = make_clip(
        "tagged.mka", "-i", str(make_wav(0.5)), "-f", "ffmetadata", "-i", str(notes),
        "-map", "0:a", "-map_metadata", "1", "-metadata:s:a:0", "language=vie", "-c:a", "flac",
    )  # fmt: skip
    found = probe(path, demuxer="matroska", tools=tools, work_dir=work_dir)
    assert found.tags["title"] == "Bản tin"
    assert found.audio.language == "vi"
    assert [(chapter.start_s, chapter.end_s, chapter.title) for chapter in found.chapters] == [(0.0, 2.0, "Mở đầu")]


def test_a_cover_is_no_moving_picture(make_clip, make_wav, tools, work_dir):
    cover = make_clip("cover.jpg", "-f", "lavfi", "-i", "color=red:s=64x64:d=1", "-frames:v", "1")
    path = make_clip(
        "covered.mp3", "-i", str(make_wav(0.5)), "-i", str(cover), "-map", "0:a", "-map", "1:v",
        "-c:v", "copy", "-disposition:v", "attached_pic",
    )  # fmt: skip
    found = probe(path, demuxer="mp3", tools=tools, work_dir=work_dir)
    assert found.video is None
    assert found.cover.width == 64


def test_an_empty_file_is_refused(tmp_path, tools, work_dir):
    path = tmp_path / "empty.mp4"
    path.touch()
    assert rejected(path, "mov", tools, work_dir).code == "empty-file"


def test_an_mp4_cut_before_its_index_is_refused_with_what_to_do(make_clip, tmp_path, tools, work_dir):
    whole = make_clip("whole.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[:-3000])
    error = rejected(cut, "mov", tools, work_dir)
    assert error.code == "no-video-index"
    assert "send it again" in str(error)


@pytest.mark.parametrize("demuxer", ["mp3", "mov", "matroska", "ogg", "wav", "flac", "mpegts", "avi", "flv", "mxf"])
def test_what_is_no_media_is_refused(tmp_path, demuxer, tools, work_dir):
    path = tmp_path / "text"
    path.write_bytes(b"Uy ban nhan dan tinh Lai Chau. " * 200)
    assert rejected(path, demuxer, tools, work_dir).code in {"not-media", "no-streams", "no-video-index"}


def test_a_demuxer_that_is_not_on_the_list_is_never_tried(tmp_path, tools, work_dir):
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    assert rejected(path, "hls", tools, work_dir).code == "not-media"


def test_a_playlist_inside_another_name_opens_no_other_file(make_clip, tmp_path, tools, work_dir):
    secret = make_clip("secret.ts", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "mp2")
    path = tmp_path / "innocent.mp4"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n")
    assert rejected(path, "mov", tools, work_dir).code in {"not-media", "no-video-index"}


def test_a_decoder_that_is_not_on_the_list_is_refused_by_name(make_clip, tools, work_dir):
    path = make_clip("odd.avi", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", "-c:v", "magicyuv", "-pix_fmt", "gbrp")
    error = rejected(path, "avi", tools, work_dir)
    assert error.code == "codec-not-allowed"
    assert error.facts["codec"] == "MagicYUV"


def test_a_codec_that_nobody_knows_is_refused(make_clip, tmp_path, tools, work_dir):
    known = make_clip("known.avi", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", "-c:v", "mpeg4")
    path = tmp_path / "unknown.avi"
    path.write_bytes(known.read_bytes().replace(b"FMP4", b"ZZZ9"))
    assert rejected(path, "avi", tools, work_dir).code == "codec-not-allowed"


def test_a_file_of_subtitles_alone_has_no_streams(make_clip, tmp_path, tools, work_dir):
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nXin chào\n", "utf-8")
    path = make_clip("words.mkv", "-i", str(words))
    assert rejected(path, "matroska", tools, work_dir).code == "no-streams"


def test_subtitles_beside_a_picture_are_listed(make_clip, tmp_path, tools, work_dir):
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nXin chào\n", "utf-8")
    path = make_clip("both.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", "-i", str(words))
    found = probe(path, demuxer="matroska", tools=tools, work_dir=work_dir)
    assert [stream.kind for stream in found.streams] == ["video", "subtitle"]


def test_a_locked_track_is_refused(make_clip, tools, work_dir):
    clear = make_clip("clear.m4a", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac")
    locked = make_clip(
        "locked.mp4", "-i", str(clear), "-c", "copy", "-encryption_scheme", "cenc-aes-ctr",
        "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb", "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8",
    )  # fmt: skip
    assert rejected(locked, "mov", tools, work_dir).code == "media-locked"


def test_a_frame_too_large_for_a_small_machine_is_refused(tools, work_dir, monkeypatch, make_clip):
    path = make_clip("large.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x480:r=5:d=1")
    monkeypatch.setattr("transcode.probe._MOST_PIXELS", 640 * 400)
    error = rejected(path, "mov", tools, work_dir)
    assert error.code == "frame-too-large"
    assert error.facts == {"width": 640, "height": 480}


def test_a_header_that_claims_ten_hours_is_only_a_claim(make_wav, tools, work_dir):
    path = make_wav(0.5, seconds=2.0)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, 40, 10 * 3600 * 16_000 * 2)
    struct.pack_into("<I", content, 4, 10 * 3600 * 16_000 * 2 + 36)
    path.write_bytes(content)
    assert probe(path, demuxer="wav", tools=tools, work_dir=work_dir).duration_s > 0


def test_a_report_that_is_no_json_is_refused(make_wav, tmp_path, tools, work_dir):
    script = tmp_path / "ffprobe"
    script.write_text("#!/bin/sh\necho '{ cut off'\n")
    script.chmod(0o755)
    odd = replace(tools, ffprobe=script)
    assert rejected(make_wav(0.5), "wav", odd, work_dir).code == "not-media"


raw_streams = st.fixed_dictionaries(
    {"index": st.integers(0, 9), "codec_type": st.sampled_from(["audio", "video", "subtitle", "data"])},
    optional={
        "codec_name": st.text(max_size=8),
        "width": st.integers(0, 9000),
        "height": st.integers(0, 9000),
        "sample_aspect_ratio": st.sampled_from(["0:1", "16:15", "1:0", "N/A", "1:100000"]),
        "avg_frame_rate": st.sampled_from(["0/0", "25/1", "1000/1", "x"]),
        "duration": st.sampled_from(["N/A", "12.5", "nan", "inf", "-3"]),
        "bit_rate": st.sampled_from(["N/A", "128000"]),
        "side_data_list": st.just([{"side_data_type": "x"}, {"rotation": -90}]),
        "tags": st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    },
)


@given(st.lists(raw_streams, max_size=4), st.sampled_from(["N/A", "3.5", "nan", "-1"]))
def test_whatever_ffprobe_says_is_read_into_sane_numbers(raw, duration):
    found = read_probe({"streams": raw, "format": {"duration": duration}}, demuxer="mov", size_bytes=1)
    assert found.duration_s is None or found.duration_s > 0
    for stream in found.streams:
        assert stream.kind != "data"
        if stream.kind == "video":
            assert 0 < stream.frame_rate <= 240
            assert stream.rotation_deg in {0, 90}
