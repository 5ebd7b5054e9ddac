"""What the list of samples says of each file, by another reader, and what gate, probe and documents say of it."""

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from transcode.documents.read import read_document
from transcode.errors import SENTENCES, RejectedError
from transcode.gate import identify
from transcode.probe import probe

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
LIST = SAMPLES / "SOURCES.md"
_ROW = re.compile(r"\| (\S+) \| ([\d,]+) B ?([^|]*)\|")
_DURATION = re.compile(r"\b([\d.]+)s\b")
_SOUND = re.compile(r"a:(\w+) (\d+) ch(\d+)(?: \w+)?(?: br=\d+)?(?: ([a-z]{3})\b)?")
_PICTURE = re.compile(r"v:(\w+) (\d+)x(\d+)([^·]*)")
_PLACES = {"vie": "vi", "eng": "en", "fra": "fr", "und": None, None: None}
#: Seconds by which two programs may count a recording apart.
_NEAR_S = 0.25

#: What the list tells by a header that lies, or of streams that are not used or go on behind sound and pictures.
OTHER_DURATIONS = {
    "tv/real_fragmented_bad_duration.mp4": 1.07,
    "tv/made_multi_audio_vie_eng_fra_subs_vie_eng.mkv": 12.01,
    "tv/real_nasa_2video_2audio_2subs.mp4": 13.06,
    "radio/fixtures/exoplayer_bear_no_num_samples.flac": None,
}
#: Kinds of print files that are no article, and the codes that say so.
NO_ARTICLES = {
    "print/feeds": {"document-format-not-taken"},
    "print/subtitles": {"captions-alone", "document-format-not-taken"},
    "training/xapi": {"document-format-not-taken"},
}
#: File -> why it is refused.
REFUSED = {
    "print/images/bieu_do_co_script.svg": "svg-not-taken",
    "print/newsml/iptc_LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml": "document-format-not-taken",
    "print/newsml/iptc_LISTING_8_Group_Set_example_showing_an_ALT_Package_Mode.xml": "document-format-not-taken",
    "print/newsml/iptc_LISTING_9_Group_Set_example_showing_a_SEQ_Package_Mode.xml": "document-format-not-taken",
    "radio/badtag_truth.json": "document-format-not-taken",
    "radio/long_tap_chi_phat_thanh.chapters.json": "document-format-not-taken",
    "text/vi_law_articles.jsonl.gz": "archive-not-document",
    "text/vi_news_danes.jsonl": "document-format-not-taken",
    "text/vi_news_ntrex.jsonl": "document-format-not-taken",
    "training/scorm/moodle_badscorm.zip": "archive-not-document",
    "training/scorm/moodle_invalid.zip": "archive-not-document",
    "training/scorm/moodle_validaicc.zip": "archive-not-document",
    "training/scorm/moodle_validscorm.zip": "archive-not-document",
    "tv/fault_empty.mp4": "empty-file",
    "radio/fixtures/tinytag_empty_file.mp3": "empty-file",
    "tv/fault_truncated_no_moov.mp4": "no-video-index",
}


def rows():
    """(path, bytes, facts) of every row; none where the samples are not here."""
    section = ""
    for line in LIST.read_text("utf-8").splitlines() if LIST.is_file() else ():
        found = _ROW.match(line)
        if line.startswith("## "):
            section = line[3:].strip()
        elif found:
            yield f"{section}/{found[1]}", int(found[2].replace(",", "")), found[3].strip()


ROWS = list(rows())
MEDIA = [(name, facts) for name, _, facts in ROWS if " · " in facts and "jpeg_pipe" not in facts and "gif" not in facts]
needs_samples = pytest.mark.skipif(not ROWS, reason="the sample content is not here")


@needs_samples
def test_every_sample_is_in_the_list_with_its_size():
    there = {str(path.relative_to(SAMPLES)): path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()}
    del there["SOURCES.md"]
    assert {name: size for name, size, _ in ROWS} == there


@cache
def probed(name, demuxer, tools):
    """Once for all tests: it takes a third of a second."""
    with tempfile.TemporaryDirectory() as folder:
        return probe(SAMPLES / name, demuxer=demuxer, tools=tools, work_dir=Path(folder))


def outcome(name, tools):
    """What came of a file: "article", "picture", "wire", "media", or the code of its refusal."""
    path = SAMPLES / name
    try:
        identity = identify(path, name=path.name)
        if identity.kind == "image":
            return "picture"
        if identity.demuxer:
            probed(name, identity.demuxer, tools)
            return "media"
        if identity.format.startswith("wire"):
            return "wire"
        article = read_document(path, format=identity.format, name=path.name)
    except RejectedError as refused:
        return refused.code
    assert article.title
    return "article"


def expected(name, facts):
    folder = name.rpartition("/")[0]
    moving = " · " in facts and "jpeg_pipe" not in facts and "gif" not in facts
    kinds = (
        (name in REFUSED, {REFUSED.get(name)}),
        # Of a picture that only says that ffprobe is no reader of it.
        ("not decodable" in facts and folder != "print/images", {"not-media"}),
        (folder in NO_ARTICLES, NO_ARTICLES.get(folder)),
        (name.endswith((".srt", ".vtt")), {"captions-alone"}),
        (moving, {"media"}),
        (folder == "print/images" or "jpeg_pipe" in facts, {"picture"}),
        (folder == "print/newsml", {"wire"}),
    )
    return next((kind for fits, kind in kinds if fits), {"article"})


@needs_samples
@pytest.mark.parametrize("folder", sorted({name.partition("/")[0] for name, *_ in ROWS}))
def test_every_sample_is_taken_for_what_it_is_or_refused_for_the_reason_it_has(folder, tools):
    told = {name: facts for name, _, facts in ROWS if name.startswith(f"{folder}/")}
    found = {name: outcome(name, tools) for name in told}
    assert {name: one for name, one in found.items() if one not in expected(name, told[name])} == {}
    assert set(found.values()) - {"media", "picture", "wire", "article"} <= set(SENTENCES)


@needs_samples
@pytest.mark.parametrize(("name", "facts"), MEDIA, ids=[name for name, _ in MEDIA])
def test_a_recording_has_the_streams_and_the_length_that_the_list_tells(name, facts, tools):
    found = probed(name, identify(SAMPLES / name).demuxer, tools)
    length = OTHER_DURATIONS.get(name, float(_DURATION.search(facts)[1]))
    assert (found.duration_s is None) if length is None else found.duration_s == pytest.approx(length, abs=_NEAR_S)
    sounds = [(codec, int(rate), int(count)) for codec, rate, count, _ in _SOUND.findall(facts)]
    heard = [stream for stream in found.streams if stream.kind == "audio"]
    assert [(one.codec, one.sample_rate_hz, one.channels) for one in heard][: len(sounds)] == sounds
    tongues = [_PLACES[tag or None] for *_, tag in _SOUND.findall(facts)]
    assert [one.language for one in heard][: len(sounds)] == tongues
    pictures = _PICTURE.findall(facts)
    seen = [stream for stream in found.streams if stream.kind == "video"]
    for stream, (codec, width, height, rest) in zip(seen, pictures, strict=False):
        assert stream.codec == codec
        assert stream.is_cover == ("PIC" in rest)
        assert stream.interlaced == (" tt " in rest)
        assert stream.hdr == bool(re.search("smpte2084|arib-std-b67", rest))
        turned = re.search(r"rot-?(\d+)", rest)
        assert stream.rotation_deg == (int(turned[1]) if turned else 0)
        # One side stays as it is; the other is stretched where the dots are no squares.
        sides = {stream.width, stream.height}
        assert {int(width), int(height)} <= sides or ("sar=" in rest and sides & {int(width), int(height)})
    assert len(seen) >= len(pictures) > 0 or not pictures
