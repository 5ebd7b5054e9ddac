"""Chosen blocks of an issue."""

from hypothesis import given
from hypothesis import strategies as st

from hub.services.chosen_blocks import Place, of_story, places_of, ranges_of, read, written
from transcode.documents.cutting import BlockRange, Story
from transcode.documents.issue import Issue, IssueBlock, IssuePage

#: Words above, a picture between, its caption, and another column; the picture is numbered last, as always.
PAGE = (
    ("Tít", 0.0, 0.1),
    ("Đoạn một", 0.1, 0.3),
    ("Ảnh: chú thích", 0.5, 0.52),
    ("Cột bên", 0.0, 0.9),
    ("", 0.3, 0.5),
)


def _page(number: int) -> IssuePage:
    blocks = tuple(
        IssueBlock(
            number=at,
            text=text,
            heading=text == "Tít",
            size=10,
            left=0.6 if text == "Cột bên" else 0.0,
            right=1.0 if text == "Cột bên" else 0.4,
            top=top,
            bottom=bottom,
            picture=None if text else 0,
        )
        for at, (text, top, bottom) in enumerate(PAGE, 1)
    )
    return IssuePage(number=number, width_pt=842, height_pt=1191, columns=2, blocks=blocks)


ISSUE = Issue(label="Số 1", pages=(_page(1), _page(2)))
EVERY = frozenset((page, block) for page in (1, 2) for block in range(1, 6))
some = st.frozensets(st.sampled_from(sorted(EVERY)))


@given(some)
def test_a_choice_is_the_same_after_the_way_through_an_address(places: frozenset[Place]) -> None:
    assert read(ISSUE, written(places)) == places


@given(st.text(alphabet="0123456789.-, x", max_size=40))
def test_whatever_stands_in_an_address_only_blocks_of_the_issue_are_chosen(text: str) -> None:
    assert read(ISSUE, text) <= EVERY


def test_a_range_that_goes_beyond_the_page_ends_with_it() -> None:
    assert read(ISSUE, "1.4-999999,7.1,2.0-1") == {(1, 4), (1, 5), (2, 1)}


@given(some)
def test_no_chosen_block_is_lost_or_doubled_when_it_is_put_in_order(places: frozenset[Place]) -> None:
    ranges = ranges_of(ISSUE, places)
    assert places_of(ranges) == places
    assert sum(one.last - one.first + 1 for one in ranges) == len(places)


def test_a_picture_stands_between_the_words_above_it_and_its_caption() -> None:
    ranges = ranges_of(ISSUE, {(1, number) for number in range(1, 6)})
    assert [(one.first, one.last) for one in ranges] == [(1, 2), (5, 5), (3, 4)]


def test_a_picture_without_words_beside_it_comes_last() -> None:
    assert [(one.first, one.last) for one in ranges_of(ISSUE, {(1, 4), (1, 5)})] == [(4, 5)]


def test_a_story_takes_the_picture_that_touches_its_words_and_no_other() -> None:
    story = Story(title="Tít", ranges=(BlockRange(page=1, first=1, last=2),))
    assert of_story(ISSUE, story) == {(1, 1), (1, 2), (1, 5)}
    beside = Story(title="Bên", ranges=(BlockRange(page=1, first=4, last=4),))
    assert of_story(ISSUE, beside) == {(1, 4)}
