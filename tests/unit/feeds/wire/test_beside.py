"""References of agencies to files that lie beside their document."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.wire.beside import paths_beside
from feeds.wire.item import WireMedia
from feeds.wire.value import place_of


@pytest.mark.parametrize(
    ("reference", "paths"),
    [
        ("123.jpg", ("123.jpg",)),
        ("./123.jpg", ("123.jpg",)),
        ("anh/123.jpg", ("anh/123.jpg",)),
        ("anh\\123.jpg", ("anh/123.jpg",)),
        ("mua%20xuan.jpg", ("mua%20xuan.jpg", "mua xuan.jpg")),
        ("123.jpg?rong=800#a", ("123.jpg?rong=800#a", "123.jpg")),
        ("Ảnh 1.jpg", ("Ảnh 1.jpg",)),
    ],
)
def test_a_relative_reference_is_a_path_as_it_is_written_and_as_an_address_spells_it(reference, paths):
    assert paths_beside(reference) == paths
    assert WireMedia(href=reference).beside == paths


@pytest.mark.parametrize(
    "reference",
    ["https://tin.example/1.jpg", "file:///etc/1.jpg", "/etc/1.jpg", "\\\\may\\1.jpg", "C:\\1.jpg", "../1.jpg",
     "a/../../1.jpg", "%2e%2e/1.jpg", "%2fetc/1.jpg", "urn:anh:1.jpg", "N1234", "anh/", ".jpg", "", "1.jpg\0",
     "//a/1.jpg", "http://[::1.jpg"],
)  # fmt: skip
def test_what_is_no_path_below_the_document_is_no_file_beside_it(reference):
    assert paths_beside(reference) == ()


@given(reference=st.text(st.sampled_from("a1./\\%2efF:?#[ "), max_size=20) | st.text(max_size=20))
def test_no_reference_leads_out_of_the_folder_of_its_document(reference):
    for path in paths_beside(reference):
        steps = PurePosixPath(path)
        assert not steps.is_absolute()
        assert ".." not in steps.parts
        assert "\0" not in path


@pytest.mark.parametrize(
    ("told", "place"),
    [(" https://tin.example/a\n b.jpg", "https://tin.example/ab.jpg"), (" Ảnh 1.jpg\n", "Ảnh 1.jpg")],
)
def test_an_address_loses_its_white_space_and_a_name_keeps_its_own(told, place):
    assert place_of(told) == place
