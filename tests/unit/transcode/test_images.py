import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.unit.transcode.heic import heic
from transcode.errors import SENTENCES, RejectedError
from transcode.images import make_pictures

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "print" / "images"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def saved(tmp_path, image, kind="PNG", **options):
    path = tmp_path / "original"
    image.save(path, kind, **options)
    return path


def png_that_claims(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width // 8 + 1) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def noise(width, height):
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def test_a_wide_picture_becomes_1280_and_320_pixels_wide(tmp_path):
    made = make_pictures(saved(tmp_path, Image.new("RGB", (3000, 1500), "#336699")), tmp_path, stem="p")
    assert (made.large.width, made.large.height) == (1280, 640)
    assert (made.thumb.width, made.thumb.height) == (320, 160)
    assert (made.width, made.height, made.colour) == (3000, 1500, "#336699")
    for picture in (made.large, made.thumb):
        with Image.open(picture.path) as opened:
            assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (picture.width, picture.height))
        assert picture.size_bytes == picture.path.stat().st_size
        assert picture.media_type == "image/jpeg"
    assert [made.large.path.name, made.thumb.path.name] == ["p-large.jpg", "p-thumb.jpg"]


def test_a_small_picture_is_never_enlarged(tmp_path):
    made = make_pictures(saved(tmp_path, Image.new("RGB", (90, 40))), tmp_path, stem="p")
    assert (made.large.width, made.thumb.width) == (90, 90)


def test_the_thumbnail_keeps_its_budget_even_for_noise(tmp_path):
    made = make_pictures(saved(tmp_path, noise(1000, 4000)), tmp_path, stem="p")
    assert made.thumb.size_bytes <= 10_000


def test_a_picture_like_a_ribbon_is_bounded_by_its_height(tmp_path):
    made = make_pictures(saved(tmp_path, Image.new("L", (20, 20_000))), tmp_path, stem="p")
    assert made.large.height <= 1280 * 4
    assert made.thumb.height <= 320 * 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_out_upright(tmp_path, orientation):
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste("red", (0, 0, 30, 20))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = make_pictures(saved(tmp_path, stored, "JPEG", exif=exif, quality=95), tmp_path, stem="p")
    assert (made.width, made.height) == (60, 40)
    with Image.open(made.large.path) as opened:
        corners = [opened.getpixel(place) for place in ((5, 5), (55, 5), (5, 35), (55, 35))]
    assert [max(corner[1:]) < 60 for corner in corners] == [True, False, False, False]


@pytest.mark.parametrize("profiled", [True, False])
def test_place_comment_and_profile_of_the_photographer_are_gone(tmp_path, profiled):
    exif = Image.Exif()
    exif[0x010F] = "Maker-of-camera"
    exif.get_ifd(0x8825)[1] = "N-secret-place"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if profiled else None
    options = {"exif": exif, "comment": b"secret comment", "icc_profile": profile, "dpi": (301, 301)}
    source = saved(tmp_path, noise(64, 64), "JPEG", **options)
    assert b"secret" in source.read_bytes()
    made = make_pictures(source, tmp_path, stem="p")
    for picture in (made.large, made.thumb):
        data = picture.path.read_bytes()
        assert not any(word in data for word in (b"secret", b"Maker", b"Exif", b"ICC_PROFILE", b"GPS"))
        with Image.open(picture.path) as opened:
            assert not opened.getexif()
            assert set(opened.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }


def test_see_through_parts_become_white(tmp_path):
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    palette = Image.new("P", (50, 50), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    for image, options in ((clear, {}), (palette, {"transparency": 1}), (Image.new("LA", (50, 50), (0, 0)), {})):
        made = make_pictures(saved(tmp_path, image, **options), tmp_path, stem="p")
        assert made.colour == "#ffffff"


@pytest.mark.parametrize(
    ("image", "kind", "colour"),
    [
        (Image.new("CMYK", (50, 50), (0, 0, 0, 0)), "JPEG", "#ffffff"),
        (Image.new("I;16", (50, 50), 32_896), "PNG", "#808080"),
        (Image.new("1", (50, 50), 1), "PNG", "#ffffff"),
        (Image.new("L", (50, 50), 128), "WEBP", "#808080"),
    ],
)
def test_other_colour_models_become_rgb(tmp_path, image, kind, colour):
    made = make_pictures(saved(tmp_path, image, kind), tmp_path, stem="p")
    near = [abs(int(made.colour[at : at + 2], 16) - int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    assert max(near) <= 2


def test_a_broken_colour_profile_does_not_spoil_the_picture(tmp_path):
    source = saved(tmp_path, Image.new("RGB", (50, 50), "#336699"), icc_profile=b"no profile at all")
    assert make_pictures(source, tmp_path, stem="p").colour == "#336699"


def test_an_animation_gives_its_first_frame(tmp_path):
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("#ff0000", "#00ff00")]
    source = saved(tmp_path, frames[0], "GIF", save_all=True, append_images=frames[1:])
    made = make_pictures(source, tmp_path, stem="p")
    assert int(made.colour[1:3], 16) > 250
    assert int(made.colour[3:5], 16) < 5


def test_a_picture_of_30000_by_30000_pixels_is_refused_before_it_is_decoded(tmp_path):
    source = tmp_path / "bomb.png"
    source.write_bytes(png_that_claims(30_000, 30_000))
    with pytest.raises(RejectedError) as refused:
        make_pictures(source, tmp_path, stem="p")
    assert refused.value.code == "picture-too-large"
    assert refused.value.facts == {"width": 30_000, "height": 30_000, "megapixels": 900, "most_megapixels": 50}
    assert not list(tmp_path.glob("p-*"))


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP"])
def test_the_size_in_every_header_is_looked_at(tmp_path, kind):
    source = saved(tmp_path, Image.new("RGB", (16_000, 16)), kind)
    assert make_pictures(source, tmp_path, stem="p").width == 16_000
    data = source.read_bytes()
    tall = {
        "JPEG": lambda: data.replace(struct.pack(">HH", 16, 16_000), struct.pack(">HH", 16_000, 16_000), 1),
        "GIF": lambda: data[:8] + struct.pack("<H", 16_000) + data[10:],
        "WEBP": lambda: data.replace(struct.pack("<HH", 16_000, 16), struct.pack("<HH", 16_000, 16_000), 1),
    }[kind]()
    assert tall != data
    source.write_bytes(tall)
    with pytest.raises(RejectedError, match="too large"):
        make_pictures(source, tmp_path, stem="p")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_that_was_cut_off_is_broken(tmp_path, kind):
    source = saved(tmp_path, noise(200, 200), kind)
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    with pytest.raises(RejectedError) as refused:
        make_pictures(source, tmp_path, stem="p")
    assert refused.value.code == "picture-broken"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture-broken"),
        (b"words", "picture-broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture-broken"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "picture-format-not-taken"),
        (b"fLaC" + b"\0" * 90, "picture-format-not-taken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "picture-broken"),
        (b"\xff\xd8\xff" + b"\xff" * 80, "picture-broken"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(tmp_path, data, code):
    source = tmp_path / "x"
    source.write_bytes(data)
    with pytest.raises(RejectedError) as refused:
        make_pictures(source, tmp_path, stem="p")
    assert refused.value.code == code


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_picture(tmp_path):
    source = saved(tmp_path, Image.new("RGB", (50, 50)))
    with pytest.raises(FileNotFoundError):
        make_pictures(source, tmp_path / "nowhere", stem="p")


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "AVIF"]),
    place=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=9),
)
def test_damaged_pictures_are_shown_or_refused(tmp_path_factory, kind, place, junk):
    folder = tmp_path_factory.mktemp("damaged")
    out = io.BytesIO()
    Image.effect_noise((48, 48), 60).convert("RGB").save(out, kind)
    data = out.getvalue()
    at = int(place * len(data))
    source = folder / "x"
    source.write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        outcome = make_pictures(source, folder, stem="p").thumb.size_bytes <= 10_000
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    assert outcome


@needs_samples
def test_real_pictures_come_out_and_broken_ones_are_refused(tmp_path):
    refused = {
        "bieu_do_co_script.svg": "picture-broken",
        "fault_196_megapixel_1bit.png": "picture-too-large",
        "fault_truncated.jpg": "picture-broken",
    }
    outcomes = {}
    for path in sorted(SAMPLES.iterdir()):
        try:
            made = make_pictures(path, tmp_path, stem=path.stem)
        except RejectedError as error:
            outcomes[path.name] = error.code
        else:
            assert made.thumb.size_bytes <= 10_000
            assert b"GPS" not in made.large.path.read_bytes()
    assert outcomes == refused
    with Image.open(tmp_path / "orientation_8_portrait-large.jpg") as upright:
        assert upright.size == (450, 600)


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"lossless": True, "exif": b"Exif\0\0"}])
def test_every_kind_of_webp_tells_its_size(tmp_path, options):
    source = saved(tmp_path, noise(70, 50), "WEBP", **options)
    made = make_pictures(source, tmp_path, stem="p")
    assert (made.width, made.height) == (70, 50)


def test_a_picture_of_a_phone_stands_as_it_was_seen(tmp_path, tools):
    lying = make_pictures(heic(tmp_path / "a.heic", tools.ffmpeg, size=(320, 160)), tmp_path, stem="a")
    assert (lying.width, lying.height, lying.large.width) == (320, 160, 320)
    turned = make_pictures(heic(tmp_path / "b.heic", tools.ffmpeg, size=(320, 160), turns=1), tmp_path, stem="b")
    assert (turned.width, turned.height) == (160, 320)
    with Image.open(lying.large.path) as left, Image.open(turned.large.path) as below:
        # A quarter turn to the left brings the red left half to the foot.
        assert [left.getpixel((x, 80))[0] > 128 for x in (40, 280)] == [True, False]
        assert [below.getpixel((80, y))[0] > 128 for y in (40, 280)] == [False, True]


def test_a_picture_of_a_phone_that_claims_too_much_is_refused_before_it_is_decoded(tmp_path, tools):
    path = heic(tmp_path / "a.heic", tools.ffmpeg, size=(320, 160))
    claimed = b"ispe\0\0\0\0" + struct.pack(">II", 30_000, 30_000)
    path.write_bytes(path.read_bytes().replace(b"ispe\0\0\0\0" + struct.pack(">II", 320, 160), claimed))
    with pytest.raises(RejectedError) as refused:
        make_pictures(path, tmp_path, stem="p")
    assert refused.value.code == "picture-too-large"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_picture_of_a_phone_that_was_cut_off_is_broken(tmp_path, tools, place):
    path = heic(tmp_path / "a.heic", tools.ffmpeg, size=(640, 480))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * place)])
    with pytest.raises(RejectedError) as refused:
        make_pictures(path, tmp_path, stem="p")
    assert refused.value.code == "picture-broken"


def test_an_avif_tells_its_size(tmp_path):
    made = make_pictures(saved(tmp_path, noise(70, 50), "AVIF"), tmp_path, stem="p")
    assert (made.width, made.height) == (70, 50)


def test_the_usual_colour_profile_changes_no_colour(tmp_path):
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = saved(tmp_path, Image.new("RGB", (50, 50), "#808080"), "PNG", icc_profile=grey)
    assert make_pictures(source, tmp_path, stem="p").colour == "#808080"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_spoil_the_picture(tmp_path):
    source = saved(tmp_path, Image.new("RGB", (50, 40), "#808080"), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    made = make_pictures(source, tmp_path, stem="p")
    assert (made.width, made.height) == (50, 40)
