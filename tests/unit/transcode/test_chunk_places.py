import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.audio import AudioJob, make_audio
from transcode.content.chunk_places import with_true_places
from transcode.gate import identify
from transcode.probe import probe


def box(kind, body=b"", *, long=False):
    head = struct.pack(">I4sQ", 1, kind, 16 + len(body)) if long else struct.pack(">I4s", 8 + len(body), kind)
    return head + body


def table(kind, *places):
    form = ">I" if kind == b"stco" else ">Q"
    return box(kind, struct.pack(">II", 0, len(places)) + b"".join(struct.pack(form, place) for place in places))


def track(*tables):
    return box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", b"".join(tables)))))


def film(*tracks, data=b"\x01" * 100, long=True, first=True):
    parts = [box(b"mdat", data, long=long), box(b"moov", b"".join(tracks))]
    return box(b"ftyp", b"isom\0\0\0\0") + b"".join(parts if first else parts[::-1])


FTYP = 16


def mended(tmp_path, data):
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    found = with_true_places(path, tmp_path)
    assert path.read_bytes() == data
    return None if found == path else found.read_bytes()


@pytest.mark.parametrize("kind", [b"stco", b"co64"])
def test_places_that_count_the_short_header_are_moved_behind_the_long_one(tmp_path, kind):
    wrong = film(track(table(kind, FTYP + 8, FTYP + 40)), track(table(kind, FTYP + 20)))
    right = film(track(table(kind, FTYP + 16, FTYP + 48)), track(table(kind, FTYP + 28)))
    assert mended(tmp_path, wrong) == right
    assert mended(tmp_path, right) is None


def test_places_outside_the_box_with_the_long_header_stay(tmp_path):
    behind = FTYP + 500
    assert mended(tmp_path, film(track(table(b"stco", FTYP + 8, behind)))) == film(
        track(table(b"stco", FTYP + 16, behind))
    )


def test_a_short_header_is_counted_right(tmp_path):
    assert mended(tmp_path, film(track(table(b"stco", FTYP + 8)), long=False)) is None


def test_a_file_whose_sound_begins_later_in_its_data_is_left_alone(tmp_path):
    assert mended(tmp_path, film(track(table(b"stco", FTYP + 9)))) is None


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_no_broken_index_is_a_fault_of_ours(tmp_path_factory, data, cut):
    path = tmp_path_factory.mktemp("any") / "a.mp4"
    path.write_bytes(film(track(table(b"stco", FTYP + 8)))[:cut] + data)
    assert with_true_places(path, path.parent).exists()


def test_sound_whose_data_got_the_long_header_later_is_taken_in(tmp_path, make_clip, tools, work_dir, out_dir):
    """As some tagging programs leave it; ffmpeg alone decodes nothing of it."""
    clip = make_clip("a.m4a", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac").read_bytes()
    at = clip.index(b"mdat") - 4
    size = int.from_bytes(clip[at : at + 4], "big")
    path = tmp_path / "long.m4a"
    path.write_bytes(clip[:at] + struct.pack(">I4sQ", 1, b"mdat", size + 8) + clip[at + 8 :])
    assert identify(path).format == "m4a"
    made = []
    make_audio(
        AudioJob(
            source=path,
            demuxer="mov",
            probe=probe(path, demuxer="mov", tools=tools, work_dir=work_dir),
            out_dir=out_dir,
            work_dir=work_dir,
            forms=frozenset({"lite", "audio"}),
        ),
        tools=tools,
        on_progress=lambda _: None,
        on_made=made.append,
        cancelled=lambda: False,
    )
    assert {form.form for form in made} == {"lite", "audio"}
    assert all(form.duration_s == pytest.approx(2, abs=0.2) for form in made)
