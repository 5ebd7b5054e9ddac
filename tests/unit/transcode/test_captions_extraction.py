import json

import pytest

from transcode.captions.extraction import ExtractionWishes, extract_captions
from transcode.errors import CancelledError
from transcode.probe import probe
from transcode.process import Limits, run
from transcode.streams import Probe, Stream

SRT = "1\n00:00:00,500 --> 00:00:01,500\nXin <i>chào</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nquý vị\n"


def film(make_clip, tmp_path, name, *arguments, srt=SRT):
    """Four seconds of grey with captions beside them."""
    words = tmp_path / "vi.srt"
    words.write_text(srt, encoding="utf-8")
    grey = ("-f", "lavfi", "-i", "color=gray:s=32x32:r=5:d=4")
    return make_clip(name, *grey, "-i", str(words), "-map", "0", "-map", "1", "-c:v", "libx264", *arguments)


def taken(path, demuxer, tools, work_dir, **wishes):
    about = probe(path, demuxer=demuxer, tools=tools, work_dir=work_dir)
    return extract_captions(path, about, tools, work_dir, ExtractionWishes(**wishes))


@pytest.mark.parametrize("kind", ["mkv srt", "mkv ass", "mkv webvtt", "mp4 mov_text"])
def test_captions_of_each_container_come_out_with_their_language(make_clip, tmp_path, work_dir, tools, kind):
    suffix, codec = kind.split()
    demuxer = {"mkv": "matroska", "mp4": "mov"}[suffix]
    path = film(make_clip, tmp_path, f"a.{suffix}", "-c:s", codec, "-metadata:s:s:0", "language=vie")
    (file,) = taken(path, demuxer, tools, work_dir)
    assert [(one.start_s, one.end_s, one.plain) for one in file.captions] == [
        (0.5, 1.5, "Xin chào"),
        (2.0, 3.0, "quý vị"),
    ]
    assert file.language == "vi"
    assert file.details == {"index": "1"}
    assert not list(work_dir.iterdir())


def test_several_streams_take_one_pass_and_keep_their_order(make_clip, tmp_path, work_dir, tools):
    (tmp_path / "en.srt").write_text(SRT.replace("quý vị", "everybody"), encoding="utf-8")
    path = film(
        make_clip, tmp_path, "two.mkv", "-c:s", "copy",
        "-metadata:s:s:0", "language=eng",
    )  # fmt: skip
    both = make_clip(
        "both.mkv", "-i", str(path), "-i", str(tmp_path / "en.srt"), "-map", "0", "-map", "1", "-c", "copy",
        "-metadata:s:s:1", "language=vie",
    )  # fmt: skip
    files = taken(both, "matroska", tools, work_dir)
    assert [(file.language, file.captions[1].text) for file in files] == [("en", "quý vị"), ("vi", "everybody")]


@pytest.mark.parametrize("broken", [0, 1])
def test_a_broken_stream_costs_no_other_one(make_clip, tmp_path, work_dir, tools, broken):
    good, bad = tmp_path / "good.srt", tmp_path / "bad.srt"
    # Long enough that the run would end before the good ones are through.
    for path, words in ((good, "Bản tin"), (bad, "ZZZZZZ")):
        times = [f"{at // 60:02}:{at % 60:02}" for at in range(1000)]
        cues = [f"{number + 1}\n00:{at},000 --> 00:{at},900\n{words} {number}\n" for number, at in enumerate(times)]
        path.write_text("\n".join(cues), encoding="utf-8")
    first, second = (bad, good) if broken == 0 else (good, bad)
    path = make_clip(
        "two.mp4", "-f", "lavfi", "-i", "color=gray:s=32x32:r=1:d=1000", "-i", str(first), "-i", str(second),
        "-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-c:s", "mov_text",
    )  # fmt: skip
    path.write_bytes(path.read_bytes().replace(b"ZZZZZZ", bytes.fromhex("e0e1e2e3e4e5")))
    left_out = []
    (file,) = taken(path, "mov", tools, work_dir, on_left_out=lambda stream, error: left_out.append(stream.index))
    assert [one.plain for one in file.captions] == [f"Bản tin {number}" for number in range(1000)]
    assert left_out == [broken + 1]


def test_words_that_are_no_utf8_are_not_lost(make_clip, tmp_path, work_dir, tools):
    # "Mời quý vị đón nghe bản tin thời sự sáng nay" in TCVN3.
    old = bytes.fromhex(
        "4dea6920 7175fd 2076de 20ae e36e206e67686520 62b66e20 74696e20 7468ea6920 73f9 2073b86e67206e6179"
    )
    text = SRT.replace("Xin <i>chào</i>", "A").replace("quý vị", "Q" * len(old))
    path = film(make_clip, tmp_path, "old.mkv", "-c:s", "copy", srt=text)
    path.write_bytes(path.read_bytes().replace(b"Q" * len(old), old))
    (file,) = taken(path, "matroska", tools, work_dir)
    assert file.captions[1].text == "Mời quý vị đón nghe bản tin thời sự sáng nay"
    assert file.encoding == "TCVN3"


def test_captions_beyond_the_decoded_end_are_cut(make_clip, tmp_path, work_dir, tools):
    path = film(make_clip, tmp_path, "short.mkv", "-c:s", "copy")
    (file,) = taken(path, "matroska", tools, work_dir, duration_s=1.8)
    assert len(file.captions) == 1
    assert file.remarks["captions-beyond-end"] == {"count": 1}


def test_pictures_of_words_are_told_and_left_out(make_clip, tmp_path, work_dir, tools):
    path = film(make_clip, tmp_path, "disc.mkv", "-c:s", "copy")
    about = probe(path, demuxer="matroska", tools=tools, work_dir=work_dir)
    streams = (
        *about.streams,
        Stream(kind="subtitle", index=7, codec="hdmv_pgs_subtitle"),
        Stream(kind="subtitle", index=8, codec="dvb_teletext"),
    )
    about = Probe(demuxer="matroska", duration_s=4.0, size_bytes=1, streams=streams)
    told = []
    wishes = ExtractionWishes(on_left_out=lambda stream, error: told.append((stream.index, error.code)))
    assert len(extract_captions(path, about, tools, work_dir, wishes)) == 1
    assert told == [(7, "captions-are-pictures"), (8, "captions-unknown")]


def test_a_stream_without_captions_is_told(make_clip, tmp_path, work_dir, tools):
    path = film(make_clip, tmp_path, "empty.mkv", "-c:s", "copy", srt="1\n00:00:01,000 --> 00:00:02,000\n<b></b>\n")
    told = []
    assert taken(path, "matroska", tools, work_dir, on_left_out=lambda _, error: told.append(error.code)) == []
    assert told == ["captions-empty"]


def test_nothing_runs_for_a_file_without_captions(make_wav, work_dir, tools):
    assert taken(make_wav(0.5), "wav", tools, work_dir, cancelled=lambda: True) == []


def test_it_stops_when_asked(make_clip, tmp_path, work_dir, tools):
    path = film(make_clip, tmp_path, "stop.mkv", "-c:s", "copy")
    with pytest.raises(CancelledError):
        taken(path, "matroska", tools, work_dir, cancelled=lambda: True)
    assert not list(work_dir.iterdir())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("real_mkv_srt_eng.mkv", [("en", "SRT", 1)]),
        ("real_mkv_ssa.mkv", [(None, "ASS", 1)]),
        ("real_mkv_vtt.mkv", [(None, "WebVTT", 1)]),
        ("made_multi_audio_vie_eng_fra_subs_vie_eng.mkv", [("vi", "SRT", 4), ("en", "SRT", 2)]),
        ("real_nasa_2video_2audio_2subs.mp4", [("en", "SRT", 4), ("en", "SRT", 4)]),
    ],
)
def test_real_films_give_their_captions(samples, work_dir, tools, name, found):
    demuxer = "matroska" if name.endswith(".mkv") else "mov"
    files = taken(samples / "tv" / name, demuxer, tools, work_dir)
    assert [(file.language, file.format, len(file.captions)) for file in files] == found
    assert all(file.captions[0].start_s < 1 for file in files)


def test_what_is_made_of_the_film_has_the_same_clock(samples, tmp_path, work_dir, tools):
    """The sample's sound begins 7 ms before 0; ffmpeg moves pictures, sound and captions alike."""
    path = samples / "tv" / "made_multi_audio_vie_eng_fra_subs_vie_eng.mkv"
    (vietnamese, _) = taken(path, "matroska", tools, work_dir)
    out = tmp_path / "all.mkv"
    limits = Limits(time_s=60, stall_s=60, memory_bytes=1 << 30, output_bytes=1 << 26)
    run([str(tools.ffmpeg), "-i", str(path), "-map", "0", "-c", "copy", str(out)], limits=limits, cwd=tmp_path)
    shown = ["-select_streams", "4", "-show_entries", "packet=pts_time:format=start_time", "-print_format", "json"]
    report = json.loads(run([str(tools.ffprobe), "-v", "error", *shown, str(out)], limits=limits, cwd=tmp_path).stdout)
    first_s = float(report["packets"][0]["pts_time"]) - float(report["format"]["start_time"])
    assert vietnamese.captions[0].start_s == pytest.approx(first_s, abs=0.002)
