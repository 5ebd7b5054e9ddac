from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from transcode.print.lettering import Typeface, fit

BOLD = Typeface(weight="Bold")
BOX, SIZES = (1000, 260), (84, 36)
#: Has the letters of other languages of the region; on most machines.
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SYLLABLES = [
    "Ẫm",
    "ướt",
    "Ở",
    "Mường",
    "Tè",
    "những",
    "định",
    "hướng",
    "nghiêng",
    "GIAI",
    "ĐOẠN",
    "ẬP",
    "Ễ",
    "2026–2030",
    "xã",
    "kỹ",
]
titles = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60).map(" ".join)


def drawn(text, setting, *, room):
    """The lines of a setting as black and white, with room around them."""
    canvas = Image.new("L", (BOX[0] + 2 * room, setting.height + 2 * room))
    setting.draw(ImageDraw.Draw(canvas), BOLD, (room, room + setting.top), 255)
    return canvas


def ink(picture):
    return sum(picture.histogram()[128:])


@pytest.mark.parametrize(
    "text", ["Ẫ", "ẪM ƯỚT Ở MƯỜNG TÈ: ĐỊNH HƯỚNG VỀ KINH TẾ Ậ Ệ Ộ", "Nghiêng ngả, quỵ gối giữa dòng Nậm Na"]
)
def test_no_mark_is_cut_off(text):
    setting = fit(text, BOLD, BOX, SIZES)
    tight, roomy = (drawn(text, setting, room=room) for room in (0, 80))
    assert ink(tight) == ink(roomy) > 0
    assert roomy.point(lambda value: 255 * (value > 8)).getbbox()[1] >= 80


@given(titles)
def test_lines_never_touch_each_other(text):
    setting = fit(text, BOLD, BOX, SIZES)
    seen = Image.new("L", (BOX[0] + 40, setting.height + 80))
    for number, line in enumerate(setting.lines):
        own = Image.new("L", seen.size)
        BOLD.draw(ImageDraw.Draw(own), (20, 40 + setting.top + number * setting.leading), line, setting.size, 255)
        assert ink(ImageChops.multiply(seen, own)) == 0
        seen = ImageChops.lighter(seen, own)


@given(titles, st.integers(300, 1200), st.integers(120, 500))
def test_what_is_set_fits_its_box_and_says_the_words(text, width, height):
    setting = fit(text, BOLD, (width, height), SIZES)
    assert SIZES[1] <= setting.size <= SIZES[0]
    assert setting.height <= height or len(setting.lines) == 1
    assert all(BOLD.width(line, setting.size) <= width for line in setting.lines)
    said = " ".join(setting.lines)
    assert said == text or (said.endswith("…") and text.startswith(said.rstrip("…")))


def test_short_words_are_large_and_long_ones_small():
    assert fit("Thời tiết", BOLD, BOX, SIZES).size == SIZES[0]
    assert fit("Thời tiết " * 12, BOLD, BOX, SIZES).size < 60


def test_a_line_has_about_the_length_of_the_next():
    setting = fit("Khởi công mười hai điểm trường ở các xã vùng cao huyện", BOLD, (1000, 140), (60, 36))
    widths = [BOLD.width(line, setting.size) for line in setting.lines]
    assert len(widths) == 2
    assert max(widths) / min(widths) < 1.4


def test_what_does_not_fit_ends_with_an_ellipsis():
    setting = fit("Những định hướng lớn, " * 40, BOLD, BOX, SIZES)
    assert setting.size == SIZES[1]
    assert setting.lines[-1].endswith("…")
    assert not setting.lines[-1].endswith((",…", " …"))
    assert setting.height <= BOX[1]


def test_a_word_that_is_too_long_for_a_line_is_broken_but_never_before_its_mark():
    text = "https://" + "ẫm\u0331" * 60
    setting = fit(text, BOLD, BOX, SIZES)
    assert len(setting.lines) > 1
    assert all(BOLD.width(line, setting.size) <= BOX[0] for line in setting.lines)
    assert not any(line.startswith("\u0331") for line in setting.lines)


def test_every_vietnamese_letter_is_there():
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    assert BOLD.settable(letters + letters.upper()) == letters + letters.upper()


def test_pictographs_go_and_words_stay():
    assert BOLD.settable("Tin vui 🎉 hôm nay →\n từ xã") == "Tin vui hôm nay từ xã"


@pytest.mark.parametrize("text", ["ꪁꪫꪱꪣ ꪼꪕ", "𖬌𖬣𖬵", "Lai Châu ꪼꪕ"])
def test_words_with_letters_that_no_font_has_are_not_set_at_all(text):
    assert not BOLD.settable(text)


@pytest.mark.skipif(not DEJAVU.is_file(), reason="no second font on this machine")
def test_a_further_font_sets_the_letters_that_the_own_one_does_not_have():
    assert not BOLD.settable("Bản tin Xaŋ")
    both = Typeface(weight="Bold", further=(DEJAVU,))
    assert both.settable("Bản tin Xaŋ") == "Bản tin Xaŋ"
    assert [(path, run) for path, run in both.runs("Bản Xaŋ tin")] == [(None, "Bản Xa"), (DEJAVU, "ŋ "), (None, "tin")]
    assert both.width("aŋ", 40) > both.width("a", 40)
