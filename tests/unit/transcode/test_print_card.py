import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from transcode.errors import TranscodeError
from transcode.focal_point import FocalPoint
from transcode.print.card import CardPicture, CardWords, make_card
from transcode.print.card_forms import CARD_FORMS
from transcode.print.lettering import Typeface, fit

WORDS = CardWords(title="Khởi công 12 điểm trường vùng cao Mường Tè", organisation="Báo Lai Châu", programme="Giáo dục")
NO_WORDS = CardWords(title="", organisation="", programme="")
WHITE, GOLD = (255, 255, 255), (246, 205, 120)
forms = pytest.mark.parametrize("form", CARD_FORMS.values(), ids=list(CARD_FORMS))
syllables = [
    "Ẫm",
    "ướt",
    "Mường",
    "những",
    "định",
    "hướng",
    "nghiêng",
    "GIAI",
    "ĐOẠN",
    "2026–2030",
    "xã",
    "kỹ",
    "thuật",
]
titles = st.lists(st.sampled_from(syllables), min_size=20, max_size=60).map(lambda one: " ".join(one)[:150].strip())


@pytest.fixture
def photo(tmp_path):
    def made(picture, name="photo.png"):
        picture.save(tmp_path / name)
        return CardPicture(path=tmp_path / name)

    return made


def opened(made):
    with Image.open(made.path) as picture:
        return picture.convert("RGB")


def contrast(one, two):
    """WCAG 2.2, 1.4.3."""

    def luminance(colour):
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def bright(picture, box):
    """Pixels of ink: nearly white."""
    return sum(picture.crop(box).convert("L").point(lambda value: 255 * (value > 235)).histogram()[255:])


@forms
def test_a_card_has_its_size_and_keeps_its_budget(tmp_path, form):
    made = make_card(WORDS, tmp_path / "card.jpg", form=form)
    with Image.open(made.path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (form.width, form.height))
        assert not picture.getexif()
        assert "icc_profile" not in picture.info
    assert made.form == form.form
    assert made.media_type == "image/jpeg"
    assert made.size_bytes == made.path.stat().st_size <= form.budget_bytes
    assert made.details == {"width": form.width, "height": form.height, "has_title": 1, "has_picture": 0}


def test_the_shapes_are_those_that_platforms_show():
    assert {form.form: (form.width, form.height) for form in CARD_FORMS.values()} == {
        "share": (1200, 630),
        "share-square": (1080, 1080),
    }
    assert CARD_FORMS["share"].budget_bytes == 100_000
    assert all(form.revision >= 1 for form in CARD_FORMS.values())


@forms
def test_the_same_words_give_the_same_card(tmp_path, form, photo):
    picture = photo(Image.effect_noise((1300, 900), 60).convert("RGB"))
    for given_picture in (None, picture):
        one, two = (make_card(WORDS, tmp_path / name, form=form, picture=given_picture) for name in ("a.jpg", "b.jpg"))
        assert one.path.read_bytes() == two.path.read_bytes()


@forms
@pytest.mark.parametrize("title", ["ẪM ƯỚT Ở MƯỜNG TÈ", "Ẫ Ậ Ệ Ộ", "Quỵ gối giữa dòng Nậm Na"])
def test_all_ink_of_stacked_marks_is_on_the_card(tmp_path, form, title):
    empty = bright(opened(make_card(NO_WORDS, tmp_path / "empty.jpg", form=form)), (0, 0, form.width, form.height))
    card = opened(make_card(replace(NO_WORDS, title=title), tmp_path / "card.jpg", form=form))
    shown = bright(card, (0, 0, form.width, form.height)) - empty
    face, box = Typeface(weight="Bold"), form.title
    setting = fit(title, face, (round(form.width * box.right) - form.margin,
                                round(form.height * box.bottom) - round(form.height * box.top)), box.sizes)  # fmt: skip
    alone = Image.new("RGB", (form.width, setting.height + 200), (23, 27, 64))
    setting.draw(ImageDraw.Draw(alone), face, (form.margin, setting.top + 100), WHITE)
    expected = bright(alone, (0, 0, *alone.size))
    assert math.isclose(shown, expected, rel_tol=0.05)


@forms
@settings(max_examples=25)
@given(title=titles)
def test_titles_up_to_150_characters_are_set_whole(form, title):
    for box in (form.title, form.title_beside):
        measure = round(form.width * box.right) - form.margin
        setting = fit(title, Typeface(weight="Bold"), (measure, round(form.height * (box.bottom - box.top))), box.sizes)
        assert " ".join(setting.lines) == title


@forms
def test_a_title_in_capitals_of_150_characters_is_set_whole(form):
    title = ("NHỮNG ĐỊNH HƯỚNG LỚN VỀ PHÁT TRIỂN KINH TẾ - XÃ HỘI VÙNG ĐỒNG BÀO DÂN TỘC THIỂU SỐ VÀ MIỀN NÚI " * 2)[
        :150
    ].strip()
    for box in (form.title, form.title_beside):
        measure = round(form.width * box.right) - form.margin
        setting = fit(title, Typeface(weight="Bold"), (measure, round(form.height * (box.bottom - box.top))), box.sizes)
        assert " ".join(setting.lines) == title


@forms
def test_words_can_be_read_even_on_a_white_picture(tmp_path, form, photo):
    white = photo(Image.new("RGB", (1600, 1600), "white"))
    ground = opened(make_card(NO_WORDS, tmp_path / "g.jpg", form=form, picture=white))
    box, above = form.title_beside, 2 * form.small
    top, bottom = round(form.height * box.top) - above, round(form.height * box.bottom)
    seen = ground.crop((form.margin, top, round(form.width * box.right), bottom))
    head = ground.crop((form.margin, 0, round(form.width * box.right), round(form.height * 0.09)))
    for part, least in ((seen, 7), (head, 4.5)):
        lightest = tuple(high for _, high in part.getextrema())
        assert contrast(WHITE, lightest) >= least
    assert contrast(GOLD, tuple(high for _, high in seen.getextrema())) >= 4.5


@forms
def test_words_can_be_read_on_the_landscape(tmp_path, form):
    ground = opened(make_card(NO_WORDS, tmp_path / "g.jpg", form=form))
    seen = ground.crop((form.margin, 0, round(form.width * form.title.right), round(form.height * form.title.bottom)))
    assert contrast(WHITE, tuple(high for _, high in seen.getextrema())) >= 4.5


@forms
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_the_focal_point_comes_to_its_seat_beside_the_words(tmp_path, form, photo, share):
    is_wide = form.seat.x != 0.5
    size, place = ((4000, 1200), (4000 * share, 600)) if is_wide else ((1200, 4000), (600, 4000 * share))
    marked = Image.new("RGB", size, (200, 30, 30))
    marked.paste((30, 200, 30), tuple(round(value + way * 25) for way in (-1, 1) for value in place))
    picture = replace(photo(marked), focal_point=FocalPoint(place[0] / size[0], place[1] / size[1]))
    card = opened(make_card(NO_WORDS, tmp_path / "c.jpg", form=form, picture=picture))
    left, top, right, bottom = form.picture
    seat = (left + (right - left) * form.seat.x, top + (bottom - top) * form.seat.y)
    red, green, _ = card.getpixel((round(seat[0] * form.width), round(seat[1] * form.height)))
    assert green > 120 > red


@forms
def test_words_beside_a_picture_keep_to_their_own_side(tmp_path, form, photo):
    dark = photo(Image.new("RGB", (1400, 1400), (40, 40, 60)))
    title = "Những định hướng lớn về phát triển báo chí vùng cao, vùng sâu, vùng xa"
    card = opened(make_card(replace(NO_WORDS, title=title), tmp_path / "c.jpg", form=form, picture=dark))
    top, right = round(form.height * form.title_beside.top), round(form.width * form.title_beside.right)
    assert bright(card, (form.margin, top, right, round(form.height * 0.93))) > 1_000
    assert bright(card, (0, 0, form.width, top)) == 0
    assert bright(card, (right, 0, form.width, round(form.height * 0.93))) == 0


@forms
def test_a_picture_too_heavy_for_the_card_is_softened_not_lost(tmp_path, form, photo):
    noise = photo(Image.frombytes("RGB", (1400, 1400), random.Random(5).randbytes(1400 * 1400 * 3)))
    made = make_card(WORDS, tmp_path / "a.jpg", form=form, picture=noise)
    assert made.size_bytes <= form.budget_bytes
    tight = replace(form, budget_bytes=form.budget_bytes * 6 // 10)
    assert make_card(WORDS, tmp_path / "b.jpg", form=tight, picture=noise).details["has_picture"] == 1


@forms
def test_a_picture_that_is_small_or_broken_is_left_out(tmp_path, form, photo):
    (tmp_path / "broken").write_bytes(b"\xff\xd8\xff nothing")
    plain = make_card(WORDS, tmp_path / "a.jpg", form=form).path.read_bytes()
    for picture in (photo(Image.new("RGB", (200, 150))), CardPicture(path=tmp_path / "broken")):
        made = make_card(WORDS, tmp_path / "b.jpg", form=form, picture=picture)
        assert made.details["has_picture"] == 0
        assert made.path.read_bytes() == plain


@forms
def test_a_title_with_letters_that_no_font_has_gives_its_place_to_the_programme(tmp_path, form):
    lost = make_card(replace(WORDS, title="ꪁꪫꪱꪣ ꪼꪕ"), tmp_path / "a.jpg", form=form)
    named = make_card(replace(WORDS, title=WORDS.programme), tmp_path / "b.jpg", form=form)
    assert (lost.details["has_title"], named.details["has_title"]) == (0, 1)
    assert lost.path.read_bytes() == named.path.read_bytes()


@forms
def test_a_card_over_its_budget_names_the_figure(tmp_path, form):
    with pytest.raises(TranscodeError) as failed:
        make_card(WORDS, tmp_path / "c.jpg", form=replace(form, budget_bytes=2_000))
    assert (failed.value.code, failed.value.facts["form"]) == ("over-budget", form.form)
    assert failed.value.facts["size_bytes"] > failed.value.facts["budget_bytes"] == 2_000
    assert not (tmp_path / "c.jpg").exists()


def test_a_long_name_stays_on_one_line_inside_its_measure(tmp_path):
    form = CARD_FORMS["share"]
    long = replace(
        WORDS, title="Ngắn", organisation="Cơ quan Báo và Phát thanh, Truyền hình " * 4, programme="Chuyên mục " * 20
    )
    card = opened(make_card(long, tmp_path / "c.jpg", form=form))
    assert bright(card, (round(form.width * form.title.right) + 4, 0, form.width, round(form.height * 0.5))) == 0
