"""Names in a partner's folder."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from distributors.drop import file_names, is_of, marker, sidecar, stem, tombstone
from distributors.post import Media


def a_medium(name):
    values = {"media_type": "audio/mpeg", "size_bytes": 1, "sha256": "0" * 64, "duration_s": None, "url": None}
    return Media(path=Path("x"), name=name, **values)


names = st.from_regex(r"[A-Za-z0-9]{1,4}(\.(mp3|MP3|json|done|part|jpg))?", fullmatch=True)


def test_the_first_of_an_ending_has_the_sidecars_own_stem():
    media = tuple(map(a_medium, ["lite.mp3", "audio.MP3", "bia.jpg", "du-lieu.json", "khong-duoi"]))
    assert file_names("i-r1", media) == ("i-r1.mp3", "i-r1-2.mp3", "i-r1.jpg", "i-r1-2.json", "i-r1-2")


@given(st.lists(names, max_size=8))
def test_no_two_files_share_a_name_nor_take_one_that_means_something(given_names):
    begin = stem("01J", 3)
    made = file_names(begin, tuple(map(a_medium, given_names)))
    assert len(set(made)) == len(made) == len(given_names)
    assert not set(made) & {sidecar(begin), marker(begin), tombstone(begin)}
    assert all(name.startswith(begin) and "/" not in name for name in made)


@given(st.binary(max_size=60))
def test_nonsense_is_nobodys_sidecar(body):
    assert not is_of(body, "key")


def test_a_sidecar_belongs_to_the_delivery_whose_key_it_has():
    assert is_of(b'{"idempotency_key": "key"}', "key")
    assert not is_of(b'{"idempotency_key": "other"}', "key")
    assert not is_of(b'"key"', "key")
