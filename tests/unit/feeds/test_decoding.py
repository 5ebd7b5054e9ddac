"""Bytes become text whatever they say of their encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.decoding import decode


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "rot13", "zlib", "windows-1258"])
def test_valid_utf_8_wins_over_what_is_declared(declared):
    document = f'<?xml version="1.0" encoding="{declared}"?><a>Mường Tè</a>'
    assert decode(document.encode()) == document
    assert decode("Mường Tè".encode(), f"text/xml; charset={declared}") == "Mường Tè"


def test_the_header_names_the_encoding_of_what_is_no_utf_8():
    assert decode("Москва".encode("koi8-r"), "text/xml; charset=KOI8-R") == "Москва"


@given(st.binary())
def test_any_bytes_become_text(data):
    assert isinstance(decode(data), str)
