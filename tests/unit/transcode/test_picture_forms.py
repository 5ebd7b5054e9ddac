import io
import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from transcode.errors import RejectedError
from transcode.focal_point import FocalPoint
from transcode.picture_forms import PICTURE_FORMS, THUMB, make_picture_forms

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "images"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")
ROWS = {row.form: row for row in PICTURE_FORMS}


def saved(tmp_path, image, kind="PNG", **options):
    path = tmp_path / "original"
    image.save(path, kind, **options)
    return path


def noise(width, height):
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def halves(size, left, right):
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return picture


def test_a_wide_picture_comes_in_three_widths_of_three_kinds_and_as_a_thumbnail(tmp_path):
    made = make_picture_forms(saved(tmp_path, Image.new("RGB", (3000, 2000), "#336699")), tmp_path, stem="p")
    assert {form: (one.width, one.height) for form, one in made.made.items()} == {
        "thumb": (320, 240),
        **{f"480-{kind}": (480, 320) for kind in ("avif", "webp", "jpg")},
        **{f"960-{kind}": (960, 640) for kind in ("avif", "webp", "jpg")},
        **dict.fromkeys(("large", "1280-avif", "1280-webp"), (1280, 853)),
    }
    assert (made.width, made.height, made.colour, made.failures) == (3000, 2000, "#336699", {})
    for form, one in made.made.items():
        assert one.path == tmp_path / ROWS[form].file_name("p")
        assert one.media_type == ROWS[form].media_type
        assert one.size_bytes == one.path.stat().st_size <= ROWS[form].budget_bytes
        with Image.open(one.path) as opened:
            assert (Image.MIME[opened.format], opened.mode) == (one.media_type, "RGB")
            assert opened.size == (one.width, one.height)
    assert made.made["thumb"].path.name == "p-thumb.jpg"
    assert made.made["480-avif"].path.name == "p-480.avif"


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, {100}),
        (480, {480}),
        (500, {480, 500}),
        (700, {480, 700}),
        (960, {480, 960}),
        (1100, {480, 960, 1100}),
        (3000, {480, 960, 1280}),
    ],
)
def test_nothing_is_enlarged_and_a_small_picture_has_fewer_forms(tmp_path, width, widths):
    forms = [row for row in PICTURE_FORMS if row.suffix == "jpg" and row != THUMB]
    made = make_picture_forms(saved(tmp_path, Image.new("RGB", (width, 50))), tmp_path, stem="p", forms=forms)
    assert {one.width for one in made.made.values()} == widths


def test_the_table_is_whole():
    assert len(ROWS) == len(PICTURE_FORMS) == 10
    assert len({row.file_name("p") for row in PICTURE_FORMS}) == 10
    for row in PICTURE_FORMS:
        assert row.revision >= 1
        assert list(row.qualities) == sorted(row.qualities, reverse=True)
    assert THUMB.budget_bytes == 10_000
    for width in (480, 960, 1280):
        kinds = ("avif", "webp", "jpg") if width < 1280 else ("avif", "webp")
        budgets = [ROWS[f"{width}-{kind}"].budget_bytes for kind in kinds]
        assert budgets == sorted(budgets)


def test_a_photograph_weighs_less_as_avif_than_as_jpeg(tmp_path):
    soft = noise(96, 64).resize((960, 640), Image.Resampling.BICUBIC)
    made = make_picture_forms(saved(tmp_path, soft), tmp_path, stem="p").made
    for width in (480, 960):
        assert made[f"{width}-avif"].size_bytes < made[f"{width}-jpg"].size_bytes


@pytest.mark.parametrize("form", ["480-avif", "480-webp", "480-jpg"])
def test_quality_gives_way_before_a_form_fails_and_the_failure_names_the_figure(tmp_path, form):
    source = saved(tmp_path, noise(480, 300))
    row = ROWS[form]
    wide = make_picture_forms(source, tmp_path, stem="a", forms=[replace(row, budget_bytes=10**9)]).made[form]
    tighter = replace(row, budget_bytes=wide.size_bytes - 1)
    less = make_picture_forms(source, tmp_path, stem="b", forms=[tighter]).made[form]
    assert less.size_bytes < wide.size_bytes
    assert (less.width, less.height) == (480, 300)
    failed = make_picture_forms(source, tmp_path, stem="c", forms=[replace(row, budget_bytes=100), THUMB])
    assert list(failed.made) == ["thumb"]
    error = failed.failures[form]
    assert (error.code, error.facts["form"], error.facts["budget_bytes"]) == ("over-budget", form, 100)
    assert error.facts["size_bytes"] > 100
    assert not list(tmp_path.glob("c-480*"))


def test_the_thumbnail_keeps_its_budget_even_for_noise(tmp_path):
    made = make_picture_forms(saved(tmp_path, noise(1000, 4000)), tmp_path, stem="p", forms=[THUMB])
    assert made.made["thumb"].size_bytes <= 10_000


@pytest.mark.parametrize(("x", "seen"), [(0.1, (255, 0, 0)), (0.9, (0, 0, 255))])
def test_the_focal_point_decides_what_a_cut_shows(tmp_path, x, seen):
    source = saved(tmp_path, halves((2000, 300), "#ff0000", "#0000ff"))
    made = make_picture_forms(source, tmp_path, stem="p", focal_point=FocalPoint(x, 0.5), forms=[THUMB])
    assert made.focal_point == FocalPoint(x, 0.5)
    with Image.open(made.made["thumb"].path) as thumb:
        corners = [thumb.getpixel(place) for place in ((2, 2), (thumb.width - 3, thumb.height - 3))]
    assert all(max(abs(one - two) for one, two in zip(corner, seen, strict=True)) < 12 for corner in corners)


def test_a_further_shape_is_one_row(tmp_path):
    square = replace(ROWS["480-jpg"], form="square", shape=(1, 1), widths=(200,))
    made = make_picture_forms(saved(tmp_path, noise(900, 300)), tmp_path, stem="p", forms=[square]).made["square"]
    assert (made.width, made.height, made.path.name) == (200, 200, "p-square.jpg")


@pytest.mark.parametrize("form", ["480-avif", "480-webp", "480-jpg", "thumb"])
def test_no_kind_tells_where_and_with_what_it_was_taken(tmp_path, form):
    exif = Image.Exif()
    exif[0x010F] = "Maker-of-camera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N-secret-place"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>secret words</x:xmpmeta>"
    source = saved(tmp_path, noise(64, 48), "JPEG", exif=exif, comment=b"secret", icc_profile=profile, xmp=xmp)
    made = make_picture_forms(source, tmp_path, stem="p", forms=[ROWS[form]]).made[form]
    data = made.path.read_bytes()
    assert not any(word in data for word in (b"secret", b"Maker", b"Exif", b"EXIF", b"ICC", b"lcms", b"xmp", b"XMP"))
    with Image.open(made.path) as opened:
        assert not opened.getexif()
        assert not {"icc_profile", "xmp", "exif", "comment"} & {name for name, told in opened.info.items() if told}
        assert opened.size == (48, 64) or form == "thumb"


def swapped_profile():
    """An sRGB profile that takes red for green."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


@pytest.mark.parametrize("mode", ["RGB", "P", "RGBA"])
def test_colours_are_those_that_the_profile_means(tmp_path, mode):
    picture = Image.new("RGB", (60, 40), "#ff0000").convert(mode)
    made = make_picture_forms(saved(tmp_path, picture, icc_profile=swapped_profile()), tmp_path, stem="p", forms=[])
    red, green = int(made.colour[1:3], 16), int(made.colour[3:5], 16)
    assert green > 200 > red


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("CMYK", (700, 500), (10, 90, 40, 0)), "JPEG"),
        (Image.new("I;16", (700, 500), 40_000), "PNG"),
        (noise(700, 500).quantize(16), "PNG"),
        (noise(700, 500).quantize(16), "GIF"),
        (Image.new("RGBA", (700, 500), (10, 90, 40, 90)), "WEBP"),
        (Image.new("LA", (700, 500), (10, 90)), "PNG"),
        (Image.new("1", (700, 500), 1), "PNG"),
    ],
)
def test_every_colour_model_gives_every_kind(tmp_path, image, kind):
    made = make_picture_forms(saved(tmp_path, image, kind), tmp_path, stem="p")
    assert len(made.made) + len(made.failures) == 8
    for one in made.made.values():
        with Image.open(one.path) as opened:
            assert opened.mode == "RGB"


def test_an_animation_gives_its_first_frame_in_still_pictures(tmp_path):
    frames = [Image.new("RGB", (500, 400), colour) for colour in ("#ff0000", "#00ff00")]
    source = saved(tmp_path, frames[0], "GIF", save_all=True, append_images=frames[1:])
    for one in make_picture_forms(source, tmp_path, stem="p").made.values():
        with Image.open(one.path) as opened:
            assert getattr(opened, "n_frames", 1) == 1
            assert opened.convert("RGB").getpixel((9, 9))[0] > 240


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    source = tmp_path / "bomb.png"
    data = zlib.compress(bytes(3_751) * 100)
    source.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    with pytest.raises(RejectedError) as refused:
        make_picture_forms(source, tmp_path, stem="p")
    assert refused.value.code == "picture-too-large"
    assert not list(tmp_path.glob("p-*"))


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    source = saved(tmp_path, noise(60, 40).resize((600, 400), Image.Resampling.BICUBIC))
    first, second = (make_picture_forms(source, tmp_path, stem=stem).made for stem in ("a", "b"))
    assert [one.path.read_bytes() for one in first.values()] == [one.path.read_bytes() for one in second.values()]


def test_a_ribbon_is_bounded_by_its_height(tmp_path):
    made = make_picture_forms(saved(tmp_path, Image.new("L", (600, 9_000))), tmp_path, stem="p")
    assert all(one.height <= 4 * 1280 for one in made.made.values())


@needs_samples
def test_real_pictures_keep_every_budget(tmp_path):
    outcomes = {}
    for path in sorted(SAMPLES.iterdir()):
        try:
            made = make_picture_forms(path, tmp_path, stem=path.stem)
        except RejectedError as error:
            outcomes[path.name] = error.code
            continue
        assert not made.failures
        assert {"thumb", "480-avif", "480-webp", "480-jpg"} <= made.made.keys()
        for form, one in made.made.items():
            data = one.path.read_bytes()
            assert len(data) <= ROWS[form].budget_bytes
            assert b"GPS" not in data
            assert not Image.open(io.BytesIO(data)).getexif()
    assert set(outcomes.values()) == {"picture-broken", "picture-too-large"}
    assert len(outcomes) == 3
