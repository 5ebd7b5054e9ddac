"""What recordings say of themselves: ID3, broadcast wave, what ffprobe tells, and covers."""

import io
import json
import struct
import subprocess
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.unit.transcode.test_documents_encodings import in_tcvn3
from transcode.gate import identify
from transcode.images import make_pictures
from transcode.metadata.broadcast_wave import read_broadcast_wave
from transcode.metadata.cover import Cover, take_cover
from transcode.metadata.id3 import read_id3
from transcode.metadata.media_tags import open_tags, read_media_tags
from transcode.metadata.position import from_iso_6709
from transcode.probe import probe
from transcode.streams import Chapter, Probe

TITLE, ARTIST, ALBUM = "Dân ca Thái: Inh lả ơi", "Nghệ nhân ưu tú Lò Văn Chựa", "Tiếng hát vùng cao Lai Châu"


def frame(name, data, *, size=None):
    return name + struct.pack(">IH", len(data) if size is None else size, 0) + data


def id3(*frames, version=3, size=None):
    body = b"".join(frames)
    told = len(body) if size is None else size
    return b"ID3" + bytes([version, 0, 0, *(told >> shift & 0x7F for shift in (21, 14, 7, 0))]) + body


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def wave_file(*chunks, kind=b"RIFF"):
    sound = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))
    body = b"WAVE" + b"".join(chunks) + sound + chunk(b"data", b"\0" * 16000)
    return kind + struct.pack("<I", len(body)) + body


def bext(description=b"", originator=b"", day=b"2026-11-22", time=b"05:00:00", history=b""):
    return chunk(b"bext", struct.pack("<256s32s32s10s8s264x", description, originator, b"", day, time) + history)


def write(tmp_path, data, name="a.mp3"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def probed(path, tools, work_dir):
    return probe(path, demuxer=identify(path, name=path.name).demuxer, tools=tools, work_dir=work_dir)


def tags_of(tags, path, demuxer="mov", chapters=()):
    return read_media_tags(
        path, Probe(demuxer=demuxer, duration_s=1, size_bytes=1, streams=(), tags=tags, chapters=chapters)
    )


def test_utf16_without_a_mark_is_read_either_way_round(tmp_path):
    for encoding in ("utf-16-le", "utf-16-be"):
        data = id3(frame(b"TIT2", b"\1" + TITLE.encode(encoding)), frame(b"TPE1", b"\1" + ARTIST.encode(encoding)))
        assert read_id3(write(tmp_path, data)) == {"title": TITLE, "artist": ARTIST}


def test_latin_frames_that_hold_tcvn3_are_read_as_such(tmp_path):
    data = id3(*(frame(name, b"\0" + in_tcvn3(text)) for name, text in ((b"TIT2", TITLE), (b"TALB", ALBUM))))
    assert read_id3(write(tmp_path, data)) == {"title": TITLE, "album": ALBUM}


def test_frames_with_lying_lengths_end_the_tag_and_nothing_else(tmp_path):
    good = frame(b"TIT2", b"\3" + TITLE.encode())
    lies = frame(b"TPE1", b"\3x", size=0x7FFFFFFF)
    assert read_id3(write(tmp_path, id3(good, lies))) == {"title": TITLE}
    assert read_id3(write(tmp_path, id3(good, size=0x0FFFFFFF))) == {"title": TITLE}


def test_a_huge_frame_is_cut(tmp_path):
    data = id3(frame(b"TIT2", b"\3" + b"a" * 5_000_000))
    assert len(read_id3(write(tmp_path, data))["title"]) < 20_000


@given(st.binary(max_size=300), st.sampled_from([2, 3, 4]), st.integers(0, 255))
def test_no_id3_tag_breaks_the_reader(tmp_path_factory, body, version, flags):
    head = b"ID3" + bytes([version, 0, flags, 0, 0, 1, 44])
    path = write(tmp_path_factory.mktemp("id3"), head + b"TIT2" + body)
    for text in read_id3(path).values():
        text.encode()


def test_bext_tells_the_moment_by_the_clock_of_the_station(tmp_path):
    data = wave_file(bext(in_tcvn3("Bản tin thời sự sáng"), "Đài Lai Châu".encode(), history=b"A=PCM,F=48000\r\n"))
    told = read_broadcast_wave(write(tmp_path, data, "a.wav"))
    assert (told.description, told.originator) == ("Bản tin thời sự sáng", "Đài Lai Châu")
    assert told.moment.isoformat() == "2026-11-22T05:00:00+07:00"
    assert told.coding_history == "A=PCM,F=48000"


def test_bext_without_a_time_tells_the_day_only(tmp_path):
    told = read_broadcast_wave(write(tmp_path, wave_file(bext(b"x", time=b"")), "a.wav"))
    assert (told.date, told.moment) == ("2026-11-22", None)


def test_ixml_is_read_without_entities(tmp_path):
    notes = "<BWFXML><PROJECT>Thời sự</PROJECT><NOTE>Phỏng vấn ở Mường Tè</NOTE></BWFXML>".encode()
    told = read_broadcast_wave(write(tmp_path, wave_file(chunk(b"iXML", notes)), "a.wav"))
    assert (told.project, told.note) == ("Thời sự", "Phỏng vấn ở Mường Tè")
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><BWFXML><NOTE>&b;</NOTE></BWFXML>'
    assert read_broadcast_wave(write(tmp_path, wave_file(chunk(b"iXML", bomb)), "b.wav")).note == ""


def test_bext_behind_the_sound_of_an_rf64_file_is_found(tmp_path):
    ds64 = chunk(b"ds64", struct.pack("<QQQI", 0, 8, 4, 0))
    body = b"WAVE" + ds64 + b"data" + b"\xff" * 4 + b"\0" * 8 + bext(b"Ban tin")
    path = write(tmp_path, b"RF64" + b"\xff" * 4 + body, "a.wav")
    assert read_broadcast_wave(path).description == "Ban tin"


@given(st.binary(max_size=800))
def test_no_chunk_breaks_the_reader(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("wav")
    read_broadcast_wave(write(folder, b"RIFF\0\0\0\0WAVE" + data))
    read_broadcast_wave(write(folder, wave_file(chunk(b"bext", data), chunk(b"iXML", data))))


@given(
    st.dictionaries(st.sampled_from(["date", "creation_time", "artist", "location", "language"]), st.text(max_size=40))
)
def test_no_tag_breaks_what_is_gathered(tmp_path_factory, tags):
    told = tags_of(tags, tmp_path_factory.getbasetemp())
    assert told.moment is None or told.moment.tzinfo


def test_devices_and_coordinates_are_private_and_named_places_are_not(tmp_path):
    tags = {"title": "a", "location": "+22.3964+103.4582/", "com.apple.quicktime.model": "X 12", "city": "Mường Tè"}
    told = tags_of(tags, tmp_path)
    assert told.place == "Mường Tè"
    assert told.private["coordinates"] == "22.39640, 103.45820"
    assert told.private["com.apple.quicktime.model"] == "X 12"
    assert open_tags(tags) == {"title": "a", "city": "Mường Tè"}


@given(st.floats(-90, 90).filter(abs), st.floats(-180, 180))
def test_coordinates_are_read_as_they_are_written(latitude, longitude):
    place = from_iso_6709(f"{latitude:+09.4f}{longitude:+010.4f}/")
    if place is not None:
        assert abs(place.latitude - latitude) < 0.001
        assert abs(place.longitude - longitude) < 0.001


def test_dates_are_as_exact_as_they_are_told(tmp_path):
    assert tags_of({"date": "2026"}, tmp_path).date == "2026"
    assert tags_of({"date": "2026-13-40"}, tmp_path).date == ""
    told = tags_of({"creation_time": "2026-11-22T05:00:00.000000Z"}, tmp_path)
    assert (told.date, told.moment.utcoffset()) == ("2026-11-22", timedelta(0))


def test_chapters_that_end_before_they_begin_are_left_out(tmp_path):
    marks = (Chapter(start_s=0, end_s=2, title="Một"), Chapter(start_s=5, end_s=3, title="Hai"))
    assert [one.title for one in tags_of({}, tmp_path, chapters=marks).chapters] == ["Một"]


def test_a_cover_is_taken_out_byte_by_byte(make_wav, tmp_path, tools, work_dir):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG")
    picture = buffer.getvalue()
    cover = frame(b"APIC", b"\0image/jpeg\0\3\0" + picture)
    sound = _mp3(make_wav(0.5, seconds=1.0), tmp_path, tools)
    path = write(tmp_path, id3(frame(b"TIT2", b"\3" + TITLE.encode()), cover) + sound)
    assert take_cover(path, probed(path, tools, work_dir), tools=tools, work_dir=work_dir) == Cover(
        data=picture, media_type="image/jpeg"
    )


def test_what_only_calls_itself_a_cover_is_none(make_wav, tmp_path, tools, work_dir):
    sound = _mp3(make_wav(0.5, seconds=1.0), tmp_path, tools)
    path = write(tmp_path, id3(frame(b"APIC", b"\0image/jpeg\0\3\0" + b"<svg onload=x>" * 50)) + sound)
    assert take_cover(path, probed(path, tools, work_dir), tools=tools, work_dir=work_dir) is None


def _mp3(source, tmp_path, tools):
    out = tmp_path / "sound.mp3"
    options = ["-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "0"]
    subprocess.run([str(tools.ffmpeg), "-v", "error", "-y", "-i", str(source), *options, str(out)], check=True)
    return out.read_bytes()


def test_every_badly_tagged_sample_reads_as_it_was_meant(samples, tools, work_dir):
    truth = json.loads((samples / "radio/badtag_truth.json").read_text("utf-8"))
    found = 0
    for path in sorted((samples / "radio").glob("badtag_*.mp3")):
        told = read_media_tags(path, probed(path, tools, work_dir))
        if path.stem in {"badtag_html_in_title", "badtag_id3v1_utf8_cut_mid_char"}:
            continue
        assert (told.title, told.artists, told.album) == (truth["title"], (truth["artist"],), truth["album"]), path.name
        found += 1
    assert found > 8


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("ban_tin_vi_cbr32_id3v23_utf16_cover.mp3", (600, 600)),
        ("music_vibe_ace_original_coverart.ogg", (720, 720)),
        ("fixtures/exoplayer_bear_with_picture.flac", (371, 320)),
        ("fixtures/tinytag_image-text-encoding.mp3", (256, 256)),
    ],
)
def test_covers_of_samples_pass_the_gate_of_pictures(name, size, samples, tools, work_dir):
    path = samples / "radio" / name
    taken = take_cover(path, probed(path, tools, work_dir), tools=tools, work_dir=work_dir)
    picture = write(work_dir, taken.data, "cover")
    made = make_pictures(picture, work_dir, stem="cover")
    assert (made.width, made.height) == size


def test_samples_tell_chapters_places_and_moments(samples, tools, work_dir):
    def told(name):
        return read_media_tags(samples / name, probed(samples / name, tools, work_dir))

    chapters = told("radio/long_tap_chi_phat_thanh_chapters.mp3").chapters
    assert (len(chapters), chapters[0].title) == (16, "Nhạc hiệu: Morning Coffee (Manolo Camp)")
    assert len(told("tv/real_chapters.mp4").chapters) == 3
    assert told("radio/music_48k24_stereo_bwf_bext.wav").moment == datetime.fromisoformat("2026-11-22T05:00:00+07:00")
    assert told("tv/real_phone_vfr_rotate180.mp4").private["coordinates"] == "54.18430, -2.71890"
