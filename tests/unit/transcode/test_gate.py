import io
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.errors import SENTENCES, RejectedError
from transcode.gate import clean_name, identify

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def written(tmp_path, data):
    path = tmp_path / "original"
    path.write_bytes(data)
    return path


def package(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


def opendocument(kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr("content.xml", "<x/>")
    return out.getvalue()


def box(kind, body):
    return struct.pack(">I", 8 + len(body)) + kind + body


def mp4(brand, *handlers):
    tracks = b"".join(box(b"trak", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)) for handler in handlers)
    return box(b"ftyp", brand + b"\0\0\2\0isom") + box(b"mdat", b"\0" * 100) + box(b"moov", tracks)


def ebml(doctype, codec):
    return b"\x1a\x45\xdf\xa3\x9f\x42\x82" + bytes([0x80 | len(doctype)]) + doctype + b"\0" * 9 + codec


MP3_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413
ADTS_FRAME = b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\0" * 9
AC3_FRAME = b"\x0b\x77\0\0\0\x40" + b"\0" * 122
EAC3_FRAME = b"\x0b\x77\0\x3f\0\x80" + b"\0" * 122
TS_PACKET = b"\x47" + b"\0\xff" * 93 + b"\0"

TAKEN = {
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image", None),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image", None),
    "webp": (b"RIFF\x10\0\0\0WEBPVP8 ", "image", None),
    "gif": (b"GIF89a\x01\0\x01\0\0\0", "image", None),
    "heic": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image", None),
    "avif": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "image", None),
    "wav": (b"RIFF\xff\xff\xff\xffWAVEfmt ", "audio", "wav"),
    "avi": (b"RIFF\x10\0\0\0AVI LIST", "video", "avi"),
    "flac": (b"fLaC\0\0\0\x22", "audio", "flac"),
    "amr": (b"#!AMR\n\x04", "audio", "amr"),
    "flv": (b"FLV\x01\x05\0\0\0\x09", "video", "flv"),
    "mxf": (b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02\x04\0", "video", "mxf"),
    "mp3": (MP3_FRAME * 3, "audio", "mp3"),
    "aac": (ADTS_FRAME * 3, "audio", "aac"),
    "ac3": (AC3_FRAME * 3, "audio", "ac3"),
    "eac3": (EAC3_FRAME * 3, "audio", "eac3"),
    "mpegts": (TS_PACKET * 5, "video", "mpegts"),
    "mp4": (mp4(b"isom", b"vide", b"soun"), "video", "mov"),
    "m4a": (mp4(b"M4A ", b"soun"), "audio", "mov"),
    "mov": (mp4(b"qt  ", b"vide"), "video", "mov"),
    "3gp": (mp4(b"3gp4", b"vide"), "video", "mov"),
    "mkv": (ebml(b"matroska", b"\x86\x8fV_MPEG4/ISO/AVC"), "video", "matroska"),
    "webm": (ebml(b"webm", b"\x86\x85V_VP9"), "video", "matroska"),
    "ogg": (b"OggS\0\x02" + b"\0" * 22 + b"OpusHead", "audio", "ogg"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "document", None),
    "docx": (package("[Content_Types].xml", "word/document.xml"), "document", None),
    "odt": (opendocument("text"), "document", None),
    "epub": (package("mimetype", "META-INF/container.xml"), "document", None),
    "text": ("Bản tin sáng nay.\n".encode(), "document", None),
}


@pytest.mark.parametrize("format_name", TAKEN)
def test_every_format_is_known_by_its_content_whatever_it_is_called(tmp_path, format_name):
    data, kind, demuxer = TAKEN[format_name]
    path = written(tmp_path, data)
    # A text called .mp4 is a mistake of the sender and has its own sentence.
    for name in ("", "bài.txt", "bài.exe") if format_name == "text" else ("", "bài.txt", "bài.mp4"):
        found = identify(path, name=name)
        assert (found.format, found.kind, found.demuxer) == (format_name, kind, demuxer)


REFUSED = {
    "empty-file": [b""],
    "unknown-type": [b"\0" * 500, bytes(range(256)) * 4, ebml(b"other", b"")],
    "no-text": [b"  \n\t\r\n ", b"\xef\xbb\xbf"],
    "playlist": [
        b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"\xef\xbb\xbf#EXTM3U\nx.mp3\n",
        "#EXTM3U\nx.mp3\n".encode("utf-16"),
        b"\r\n  #extm3u\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"file 'a.mp4'\nfile 'b.mp4'\n",
        b"[playlist]\nFile1=http://x/\n",
        b"[Reference]\nRef1=http://x/\n",
        b"<ASX version='3'><entry/></ASX>",
        b"<?xml version='1.0'?><playlist xmlns='http://xspf.org/ns/0/'/>",
        b"<?xml version='1.0'?>\n<!-- x -->\n<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/>",
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\n",
        b"rtsp://10.0.0.1/live\n",
        b"http://10.0.0.1/live.m3u8\n",
        b"<smil xmlns='http://www.w3.org/ns/SMIL'><body/></smil>",
    ],
    "archive-not-document": [
        package("a.txt"),
        opendocument("spreadsheet"),
        package("xl/workbook.xml", "[Content_Types].xml"),
        package("word/document.xml"),
        b"PK\x05\x06" + b"\0" * 18,
        b"7z\xbc\xaf\x27\x1c\0\0\0",
        b"Rar!\x1a\x07\x01\0",
        b"\x1f\x8b\x08\0\0\0",
        b"a.txt".ljust(257, b"\0") + b"ustar\x0000",
    ],
    "executable": [b"MZ\x90\0\x03\0", b"\x7fELF\x02\x01\x01\0", b"#!/bin/sh\nrm -r /\n", b"\xca\xfe\xba\xbe\0\0"],
    "svg-not-taken": [
        b"<svg xmlns='x'><script/></svg>",
        b"<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC 'x' 'y'>\n<svg/>",
    ],
    "captions-alone": [b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n", b"1\r\n00:00:00,000 --> 00:00:01,000\r\nx\r\n"],
    "document-format-not-taken": [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        b"{\\rtf1\\ansi x}",
        b'{"a": 1}',
        b'{"a": 1}\n{"a": 2}\n' * 5000,
        b"<?xml version='1.0'?><newsItem/>",
        b"<rss version='2.0'/>",
        b"<contentSet><x/></contentSet>",
    ],
    "picture-format-not-taken": [mp4(b"crx "), b"II*\0\x08\0\0\0", b"BM\x36\x10\0\0\0\0\0\0\x36\0"],
    "media-format-not-taken": [b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\0", b"FORM\0\0\0\x10AIFFCOMM", b"\0\0\x01\xba\x44\0"],
    "document-broken": [b"PK\x03\x04" + b"\0" * 60],
}


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, all_data in REFUSED.items() for data in all_data])
def test_what_is_not_taken_is_refused_with_its_own_sentence_under_any_name(tmp_path, code, data):
    path = written(tmp_path, data)
    for name in ("a.mp4", "a.mp3", "a.ts", "a.docx", "a.md", "a"):
        with pytest.raises(RejectedError) as refused:
            identify(path, name=name)
        assert refused.value.code == code
        assert refused.value.permanent
        vietnamese = SENTENCES[code][0].format(**refused.value.facts)
        assert str(refused.value)
        assert vietnamese != str(refused.value)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<rss version='2.0'/>", "RSS"),
        (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x' xmlns='y'><channel/></rdf:RDF>", "RDF"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "Atom"),
    ],
)
def test_a_feed_is_refused_by_its_own_name(tmp_path, data, name):
    with pytest.raises(RejectedError) as refused:
        identify(written(tmp_path, data))
    assert refused.value.facts["format"] == name


def test_readable_text_with_the_name_of_media_is_told_so(tmp_path):
    path = written(tmp_path, "Đây chỉ là chữ.".encode())
    for name in ("bản tin.mp3", "PHIM.MP4", "ảnh.jpg"):
        with pytest.raises(RejectedError) as refused:
            identify(path, name=name)
        assert refused.value.code == "text-named-as-media"
        assert refused.value.facts["suffix"] == Path(name).suffix.lower()


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>\n<p>x",
        b"<!-- x -->\n<HTML><body>",
        b"<head><title>x</title>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<html><p>Mường Tè".encode("utf-16"),
        "<html><body><p>Mường Tè có mưa</p></body></html>".encode("utf-16-le"),
    ],
)
@pytest.mark.parametrize("name", ["", "a.html", "a.txt", "a.md", "a"])
def test_a_page_is_a_page_under_any_name(tmp_path, data, name):
    assert identify(written(tmp_path, data), name=name).format == "html"


def test_a_piece_of_a_page_is_a_page_when_it_is_called_one(tmp_path):
    path = written(tmp_path, b"<h1>Tin</h1><p>x")
    assert [identify(path, name=name).format for name in ("a.htm", "a.md", "a.txt")] == ["html", "markdown", "text"]


def test_the_name_tells_markdown_from_text_and_nothing_else(tmp_path):
    path = written(tmp_path, "# Tiêu đề\n\nChữ".encode())
    assert identify(path, name="bài.MD").format == "markdown"
    assert identify(path, name="bài.txt").format == "text"
    assert identify(path, name="bài.docx").format == "text"
    assert identify(path).format == "text"


@pytest.mark.parametrize(
    "words",
    ["MZ là tên một hãng.", "ID3 là thẻ của tệp MP3.", "PDF bắt đầu bằng %PDF-1.7", "Tôi moov đi", "<b>Tin</b> mới"],
)
def test_words_that_look_like_the_sign_of_a_format_are_still_words(tmp_path, words):
    assert identify(written(tmp_path, words.encode())).format == "text"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_text_in_other_encodings_is_text(tmp_path, encoding):
    words = unicodedata.normalize("NFD" if encoding == "cp1258" else "NFC", "Bản tin của tỉnh Lai Châu")
    words = words if encoding != "cp1258" else "Ba\u0309n tin cu\u0309a ti\u0309nh Lai Châu"
    assert identify(written(tmp_path, words.encode(encoding))).format == "text"


def test_text_that_is_cut_in_the_middle_of_a_letter_by_the_first_look_is_text(tmp_path):
    data = b"x" + "ệ".encode() * 40_000
    assert identify(written(tmp_path, data)).format == "text"


def test_sound_in_a_container_for_pictures_is_sound(tmp_path):
    assert identify(written(tmp_path, mp4(b"isom", b"soun"))).kind == "audio"
    assert identify(written(tmp_path, mp4(b"isom"))).kind == "video"
    assert identify(written(tmp_path, ebml(b"webm", b"\x86\x86A_OPUS"))).kind == "audio"
    assert identify(written(tmp_path, b"OggS\0\x02" + b"\0" * 22 + b"\x80theora")).kind == "video"


def test_a_recording_that_begins_in_the_middle_of_a_frame_is_mp3(tmp_path):
    assert identify(written(tmp_path, b"\0\x01\xff" * 100 + MP3_FRAME * 6)).format == "mp3"


def test_what_stands_behind_an_id3_tag_decides(tmp_path):
    tag = b"ID3\x04\0\0\0\0\x01\x00" + b"\0" * 128
    assert identify(written(tmp_path, tag + b"fLaC\0\0\0\x22")).format == "flac"
    assert identify(written(tmp_path, tag + AC3_FRAME * 3)).format == "ac3"
    assert identify(written(tmp_path, tag + MP3_FRAME * 3)).format == "mp3"


def test_a_transport_stream_with_time_codes_is_a_transport_stream(tmp_path):
    assert identify(written(tmp_path, (b"\0\0\0\0" + TS_PACKET) * 6)).format == "mpegts"


def test_an_index_that_promises_gigabytes_does_not_stop_the_look(tmp_path):
    endless = box(b"ftyp", b"isom\0\0\2\0") + struct.pack(">I4sQ", 1, b"mdat", 1 << 60) + b"\0" * 50
    assert identify(written(tmp_path, endless)).format == "mp4"
    nothing = box(b"ftyp", b"isom\0\0\2\0") + struct.pack(">I4sQ", 1, b"mdat", 0)
    assert identify(written(tmp_path, nothing)).format == "mp4"


@given(data=st.binary(max_size=600), name=st.text(max_size=12))
def test_any_bytes_are_named_or_refused(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(data)
    try:
        outcome = identify(path, name=name).kind
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    assert outcome


@given(
    data=st.binary(max_size=400), sign=st.sampled_from([data for data, _, _ in TAKEN.values()]), cut=st.integers(4, 400)
)
def test_broken_beginnings_are_named_or_refused(tmp_path_factory, data, sign, cut):
    path = tmp_path_factory.mktemp("broken") / "x"
    path.write_bytes(sign[:cut] + data)
    try:
        outcome = identify(path).format
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    assert outcome


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\tin.docx", "tin.docx"),
        ("C:\\Tin\\bài 1.docx", "bài 1.docx"),
        ("C:bài.docx", "bài.docx"),
        ("bài\0.mp3", "bài.mp3"),
        ("tin\u202e3pm.exe", "tin3pm.exe"),
        ("\u2066tin\u2069\u200b\u200f\ufeff.md", "tin.md"),
        ("Ba\u0309n tin te\u0302\u0301.md", "Bản tin tế.md"),
        ("  nhiều \t\r\n dòng\u2028 .txt ", "nhiều dòng .txt"),
        ("", "không tên"),
        ("...", "không tên"),
        ("/", "không tên"),
        ("\u200b\0", "không tên"),
        ("a/b/", "b"),
        ("x" * 300 + ".mp3", "x" * 196 + ".mp3"),
    ],
)
def test_a_name_is_cleaned_for_the_eye(given_name, shown):
    assert clean_name(given_name) == shown


@given(st.text(max_size=400))
def test_a_clean_name_is_one_short_visible_line_in_nfc(name):
    shown = clean_name(name)
    assert 0 < len(shown) <= 200
    assert shown == unicodedata.normalize("NFC", shown)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in shown)
    assert not {"/", "\\"} & set(shown)
    assert shown == shown.strip()
    assert shown not in {".", ".."}


@given(st.text(max_size=400))
def test_cleaning_a_clean_name_changes_nothing(name):
    assert clean_name(clean_name(name)) == clean_name(name)


@given(st.text(alphabet="ab .\\/\u202e\u0301é", max_size=300), st.sampled_from([".mp3", ".docx", ".md"]))
def test_the_suffix_of_a_name_is_kept(stem, suffix):
    assert clean_name(f"{stem}x{suffix}").endswith(suffix)


@needs_samples
@pytest.mark.parametrize("folder", ["radio", "tv", "print/docs", "print/images"])
def test_real_media_are_known_by_their_content(folder):
    expected = {
        ".mp3": {"mp3"}, ".mp2": {"mp3"}, ".wav": {"wav"}, ".flac": {"flac"}, ".opus": {"ogg"}, ".ogg": {"ogg"},
        ".ogv": {"ogg"}, ".m4a": {"m4a"}, ".m4b": {"m4a"}, ".aac": {"aac"}, ".ac3": {"ac3"}, ".ec3": {"eac3"},
        ".mp4": {"mp4", "mov"}, ".mov": {"mov"}, ".3gp": {"3gp"}, ".mkv": {"mkv"}, ".webm": {"webm", "mkv"},
        ".ts": {"mpegts"}, ".mts": {"mpegts"}, ".flv": {"flv"}, ".mxf": {"mxf"}, ".jpg": {"jpeg"}, ".png": {"png"},
        ".gif": {"gif"}, ".webp": {"webp"}, ".docx": {"docx"}, ".pdf": {"pdf"}, ".md": {"markdown"},
    }  # fmt: skip
    looked_at = 0
    for path in sorted((SAMPLES / folder).rglob("*")):
        if path.suffix in expected and path.stat().st_size:
            wanted = {"jpeg"} if path.name == "fault_jpeg_named.mp4" else expected[path.suffix]
            assert identify(path, name="x" if path.suffix != ".md" else "x.md").format in wanted, path.name
            looked_at += 1
    assert looked_at


@needs_samples
def test_real_mp4_without_pictures_is_sound():
    assert identify(SAMPLES / "tv" / "real_audio_only.mp4").kind == "audio"
    assert identify(SAMPLES / "tv" / "real_no_audio_720p.mp4").kind == "video"


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff\xff\x50\x00" + b"\0" * 168,  # MPEG-1 layer I, 160 kbit/s, 44.1 kHz
        b"\xff\xfd\xa4\x00" + b"\0" * 572,  # MPEG-1 layer II, 192 kbit/s, 48 kHz
        b"\xff\xf3\x40\x00" + b"\0" * 100,  # MPEG-2 layer III, 32 kbit/s, 22.05 kHz
        b"\xff\xe3\x40\x00" + b"\0" * 204,  # MPEG-2.5 layer III, 32 kbit/s, 11.025 kHz
    ],
)
def test_frames_of_every_mpeg_audio_layer_are_measured_right(tmp_path, frame):
    noise = b"\0\x01" * 50
    assert identify(written(tmp_path, noise + frame * 5)).format == "mp3"


def test_every_vietnamese_sentence_is_of_composed_letters():
    for vietnamese, _ in SENTENCES.values():
        assert vietnamese == unicodedata.normalize("NFC", vietnamese)
