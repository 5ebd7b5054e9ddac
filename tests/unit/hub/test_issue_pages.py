"""An issue's body, page by page."""

import pytest

from hub.services.issue_pages import pages_of

ONE = '<p><img src="a.jpg" alt="Trang 1 trên 2" width="9" height="9"></p>'
TWO = '<p><picture><source srcset="b.avif"><img src="b.jpg" alt="Trang 2 trên 2" width="9" height="9"></picture></p>'


def test_each_page_holds_its_picture_and_the_words_up_to_the_next() -> None:
    found = pages_of(f"{ONE}\n<h2>Lũ</h2>\n<p>Tin.</p>\n{TWO}\n<p>Chợ.</p>")
    assert [one.number for one in found] == [1, 2]
    assert found[0].html == f"{ONE}\n<h2>Lũ</h2>\n<p>Tin.</p>\n"
    assert found[1].html == f"{TWO}\n<p>Chợ.</p>"


@pytest.mark.parametrize(
    "body",
    ["", "<p>Tin.</p>", '<p><img src="a.jpg" alt="Ruộng"></p>', f"<p>Lời đầu.</p>{ONE}", TWO + ONE, ONE + ONE],
)
def test_what_does_not_go_page_by_page_is_left_whole(body: str) -> None:
    assert pages_of(body) == ()


def test_words_right_before_a_picture_belong_to_the_page_before_it() -> None:
    assert [one.html for one in pages_of(f"{ONE}<p>Tin.</p>{TWO}")] == [f"{ONE}<p>Tin.</p>", TWO]


def test_words_that_only_speak_of_a_page_begin_none() -> None:
    assert len(pages_of(f"{ONE}<p>Xem “Trang 2 trên 2”.</p>")) == 1
