"""The communes of the province, and how a text names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.services.communes import COMMUNES, MAX_FOUND, named_in


def test_there_are_thirty_six_communes_and_two_wards_each_with_an_address_of_its_own():
    assert len(COMMUNES) == 38
    assert [slug for slug, one in COMMUNES.items() if one.is_ward] == ["doan-ket", "tan-phong"]
    assert len({one.code for one in COMMUNES.values()}) == 38


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sáng nay ở xã Phong Thổ, bà con họp chợ.", ["phong-tho"]),
        ("Từ Sìn Hồ đi Nậm Tăm rồi lại về Sìn Hồ", ["sin-ho", "nam-tam"]),
        ("phong thổ nhưỡng", []),
        ("Sin Hồ, Phong Tho", []),
        ("Tinh thần đoàn kết; Đoàn Kết là sức mạnh", []),
        ("Phường Đoàn Kết ra quân", ["doan-ket"]),
        ("đường Lê Lợi, thành phố Tân Uyên", []),
        ("xã Lê Lợi và huyện Tân Uyên", ["le-loi", "tan-uyen"]),
        ("Mường Than, Mường Kim, Mường Tè", ["muong-than", "muong-kim", "muong-te"]),
    ],
)
def test_a_text_names_communes_by_their_whole_names(text, found):
    assert named_in(text) == found


def test_a_text_about_the_whole_province_is_about_no_single_commune():
    every = [one.title for one in COMMUNES.values()]
    assert len(named_in(", ".join(every[5 : 5 + MAX_FOUND]).replace("Xã", "xã"))) == MAX_FOUND
    assert named_in(", ".join(every).replace("Xã", "xã").replace("Phường", "phường")) == []


@given(st.text())
def test_any_text_names_only_communes_that_there_are(text):
    assert set(named_in(text)) <= COMMUNES.keys()
