"""Documents of agencies with pictures and recordings beside them, in watched folders and in those handed in at once."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item
from hub.services.folders import handing_in, settling
from hub.services.intake import Submission
from tests.integration.intake.agency import newsml, ninjs, nitf
from tests.integration.intake.press import items_of, remarks_of
from tests.integration.intake.watched import DoWork, all_of, looks, picture, put, watch

Bring = Callable[[], None]

NAMES = {"phong-van.mp3": "phong-van.mp3", "t.mp3": "phong-van.mp3, t.mp3"}
CAPTIONED = '<description role="drol:caption">Ruộng bậc thang</description><creditline>Hãng ảnh</creditline>'


def remote(*references: str, kind: str = "image/jpeg") -> str:
    return "".join(f'<remoteContent href="{one}" contenttype="{kind}"/>' for one in references)


def media(reference: str, kind: str = "image", **more: str) -> str:
    told = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return (
        f'<media media-type="{kind}"><media-reference source="{reference}" {told}/>'
        "<media-caption>Ruộng bậc thang</media-caption><media-producer>Lò Văn A</media-producer></media>"
    )


def associated(*references: str, kind: str = "image/jpeg") -> dict[str, object]:
    told = {"type": "picture", "description_text": "Ruộng bậc thang", "body_text": "Nước đổ", "byline": "Lò Văn A"}
    return {
        f"m{number}": {**told, "renditions": {"goc": {"href": one, "mimetype": kind}}}
        for number, one in enumerate(references)
    }


@pytest.fixture(params=["watched", "handed in"])
def bring(
    request: pytest.FixtureRequest, newsroom: Parts, share: Path, do_work: DoWork, monkeypatch: pytest.MonkeyPatch
) -> Bring:
    """Has what lies in the folder taken in for print by either road, and looked at; nothing is waited for."""

    def brought() -> None:
        if request.param == "watched":
            monkeypatch.setattr(settling, "PATIENCE_S", 0.0)
            watch(newsroom, share)
            looks(request.getfixturevalue("look"), 3)
        else:
            wish = Submission(programme="thoi-su", name="", by="t")
            assert {one.error for one in handing_in.hand_in(newsroom, share, wish)} == {None}
        do_work("intake")

    return brought


def only(parts: Parts) -> Item:
    [item] = items_of(parts)
    return item


@pytest.mark.parametrize(
    "story", [("123.json", ninjs()), ("123.xml", newsml(("urn:a", "Tin A"))), ("123.xml", nitf("Tin B"))]
)
@pytest.mark.parametrize("name", ["123.jpg", "123.JPG", "123.gif"])
def test_a_picture_of_its_name_is_the_storys(
    newsroom: Parts, share: Path, bring: Bring, story: tuple[str, str], name: str
) -> None:
    put(share, *story)
    put(share, name, picture())
    bring()
    item = only(newsroom)
    assert item.title in {"Thảo quả được mùa, bản 1", "Tin A", "Tin B"}
    assert item.body_html.startswith("<p><img")
    assert item.body_html.count("<img") == 1
    assert remarks_of(newsroom, item) == set()


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (("t.xml", newsml(("urn:a", "A"), meta=CAPTIONED, media=remote("anh 1.jpg"))),
         ("Ruộng bậc thang (Hãng ảnh)", "Ruộng bậc thang")),
        (("t.xml", nitf("A", media("./anh%201.jpg", alternate_text="Nước đổ"))),
         ("Ruộng bậc thang (Lò Văn A)", "Nước đổ")),
        (("t.json", ninjs(associations=associated("ANH 1.JPG"))), ("Ruộng bậc thang (Lò Văn A)", "Nước đổ")),
    ],
)  # fmt: skip
def test_a_picture_that_is_named_goes_into_the_article_with_caption_credit_and_alternative_text(
    newsroom: Parts, share: Path, bring: Bring, story: tuple[str, str], told: tuple[str, str]
) -> None:
    put(share, *story)
    put(share, "anh 1.jpg", picture())
    bring()
    html = only(newsroom).body_html
    assert f"<figcaption>{told[0]}</figcaption>" in html
    assert f'alt="{told[1]}"' in html
    assert remarks_of(newsroom, only(newsroom)) == set()


def test_each_picture_is_taken_once_in_its_best_rendition_the_first_above_the_text(
    newsroom: Parts, share: Path, bring: Bring
) -> None:
    sizes = {"a.jpg": 400, "a-nho.jpg": 60, "a-lon.jpg": 4000, "anh/b.jpg": 300}
    for name, width in sizes.items():
        data = io.BytesIO()
        Image.new("RGB", (width, 40), "blue").save(data, "JPEG")
        put(share, name, data.getvalue())
    told = [("a-nho.jpg", 60), ("a.jpg", 400), ("a-lon.jpg", 4000)]
    first = "".join(f'<media-reference source="{name}" width="{width}"/>' for name, width in told)
    put(share, "t.xml", nitf("A", f'<media media-type="image">{first}</media>' + media("anh/b.jpg")))
    bring()
    html = only(newsroom).body_html
    assert html.count("<img") == 2
    assert html.index('width="400"') < html.index("Chữ của tin") < html.index('width="300"')


@pytest.mark.parametrize(
    "reference", ["../ngoai.jpg", "{outside}", "lien-ket.jpg", "thu-muc/ngoai.jpg", "file://{outside}"]
)
def test_no_picture_comes_from_outside_the_folder(newsroom: Parts, share: Path, bring: Bring, reference: str) -> None:
    outside = put(share.parent, "ngoai.jpg", picture())
    (share / "lien-ket.jpg").symlink_to(outside)
    (share / "thu-muc").symlink_to(outside.parent)
    put(share, "t.xml", nitf("A", media(reference.format(outside=outside))))
    bring()
    item = only(newsroom)
    assert item.body == "Chữ của tin."
    assert remarks_of(newsroom, item) == {"wire-pictures-lost"}
    assert picture() not in [newsroom.storage.read(key) for key in newsroom.storage.keys("originals")]


def test_a_picture_that_is_not_there_or_broken_costs_only_itself(newsroom: Parts, share: Path, bring: Bring) -> None:
    put(share, "t.xml", nitf("A", media("hong.jpg") + media("tot.jpg") + media("thieu.jpg")))
    put(share, "hong.jpg", b"\xff\xd8\xff\xe0 broken")
    put(share, "tot.jpg", picture())
    bring()
    item = only(newsroom)
    assert item.body_html.count("<img") == 1
    [asset] = all_of(newsroom, Asset)
    assert asset.facts["remarks"] == {"wire-pictures-lost": {"count": 2, "name": "hong.jpg, thieu.jpg"}}
    assert [remark["code"] for remark in all_of(newsroom, Arrival)[0].facts["remarks"]] == ["picture-broken"]


def test_a_picture_that_unpacks_to_too_much_costs_only_itself(newsroom: Parts, share: Path, bring: Bring) -> None:
    data = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG")
    put(share, "t.xml", nitf("A", media("to.png")))
    put(share, "to.png", data.getvalue())
    bring()
    assert "<img" not in only(newsroom).body_html
    assert [remark["code"] for remark in all_of(newsroom, Arrival)[0].facts["remarks"]] == ["picture-too-large"]


@pytest.mark.parametrize("name", ["phong-van.mp3", "t.mp3"])
def test_sound_that_a_story_brings_is_left_out_of_print_and_told(
    newsroom: Parts, share: Path, bring: Bring, name: str
) -> None:
    put(share, "t.xml", nitf("A", media("phong-van.mp3", kind="audio")))
    put(share, name, b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(413))
    put(share, "phong-van.mp3", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(413))
    bring()
    item = only(newsroom)
    assert (item.title, item.body) == ("A", "Chữ của tin.")
    [asset] = all_of(newsroom, Asset)
    assert asset.facts["remarks"] == {"wire-left-out": {"count": len({name, "phong-van.mp3"}), "name": NAMES[name]}}


def test_a_text_that_a_story_names_stays_an_item_of_its_own(newsroom: Parts, share: Path, bring: Bring) -> None:
    put(share, "t.xml", nitf("A", media("phu-luc.md", kind="other")))
    put(share, "phu-luc.md")
    bring()
    assert {item.title for item in items_of(newsroom)} == {"A", "Giá ngô tăng"}


def test_a_picture_that_two_stories_name_is_in_both(newsroom: Parts, share: Path, bring: Bring) -> None:
    put(share, "a.xml", nitf("Mường Tè được mùa thảo quả", media("chung.jpg")))
    put(share, "b.xml", nitf("Đường mới về Sìn Hồ", media("chung.jpg")).replace("Chữ của tin", "Đường đã thông xe"))
    put(share, "chung.jpg", picture())
    bring()
    assert [item.body_html.count("<img") for item in items_of(newsroom)] == [1, 1]


def test_every_story_of_a_message_has_its_own_pictures(newsroom: Parts, share: Path, bring: Bring) -> None:
    one, two = newsml(("urn:a", "Tin A"), media=remote("a.jpg")), newsml(("urn:b", "Tin B"), media=remote("b.jpg"))
    inside = two[two.index("<newsItem") : two.index("</itemSet>")]
    put(share, "t.xml", one.replace("</itemSet>", inside + "</itemSet>"))
    put(share, "a.jpg", picture())
    put(share, "b.jpg", picture("green"))
    bring()
    assert [item.body_html.count("<img") for item in items_of(newsroom)] == [1, 1]


def test_a_picture_beside_a_text_of_its_name_stands_above_it(newsroom: Parts, share: Path, bring: Bring) -> None:
    put(share, "tin.md")
    put(share, "tin.jpg", picture())
    bring()
    assert only(newsroom).body_html.startswith("<p><img")
