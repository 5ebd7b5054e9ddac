from html.parser import HTMLParser

from transcode.documents.render import plain_text
from transcode.picture_markup import PictureSource, picture_markup


def source(width, kind, url=None):
    suffix = {"image/jpeg": "jpg"}.get(kind, kind.removeprefix("image/"))
    return PictureSource(url=url or f"p-{width}.{suffix}", width=width, height=width // 2, media_type=kind)


ALL = [source(width, kind) for width in (480, 960) for kind in ("image/avif", "image/webp", "image/jpeg")]


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_better_kinds_come_first_and_old_browsers_get_the_smallest_jpeg():
    picture, avif, webp, image = Tags(picture_markup(ALL, alt="Lễ hội", sizes="100vw")).seen
    assert picture[0] == "picture"
    assert avif == ("source", {"type": "image/avif", "srcset": "p-480.avif 480w, p-960.avif 960w", "sizes": "100vw"})
    assert webp[1]["type"] == "image/webp"
    assert image[1] == {
        "src": "p-480.jpg", "srcset": "p-480.jpg 480w, p-960.jpg 960w", "sizes": "100vw", "alt": "Lễ hội",
        "width": "960", "height": "480", "loading": "lazy",
    }  # fmt: skip


def test_a_picture_of_one_jpeg_is_a_plain_image():
    assert picture_markup([source(300, "image/jpeg")], alt="") == (
        '<img src="p-300.jpg" alt="" width="300" height="150" loading="lazy">'
    )


def test_without_a_jpeg_there_is_no_picture():
    assert not picture_markup([source(300, "image/avif")], alt="a")
    assert not picture_markup([], alt="a")


def test_nothing_that_a_person_wrote_becomes_markup():
    evil = '"><script>alert(1)</script>'
    made = picture_markup([source(300, "image/jpeg", url=evil), source(300, "image/webp", url=evil)], alt=evil)
    assert [tag for tag, _ in Tags(made).seen] == ["picture", "source", "img"]
    assert not plain_text(made)
