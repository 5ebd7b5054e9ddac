"""Importing from addresses for print: the page itself is kept and read."""

import io

import pytest
from PIL import Image

from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item, Rendition
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, ask, reason, serve, url

pytestmark = UNCLOSED


def picture(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "JPEG")
    return data.getvalue()


def test_an_article_is_kept_whole_and_read(newsroom: Parts, place: Site, do: Do) -> None:
    text = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
    body = f"<article><h1>Giá ngô tăng</h1><p>{text}</p></article>"
    page = f"<html><head><meta charset=utf-8><title>Giá ngô tăng</title></head><body>{body}</body></html>"
    serve(place, "/bai/gia-ngo.html", page)
    ask(newsroom, url(place, "/bai/gia-ngo.html"), "thoi-su")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (asset,) = all_of(newsroom, Item), all_of(newsroom, Asset)
    assert newsroom.storage.read(asset.key) == page.encode()
    assert item.title == "Giá ngô tăng"
    assert "chợ phiên Sìn Hồ" in item.body
    assert url(place, "/bai/gia-ngo.html") in item.credit


TEXT = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5


def test_the_pictures_of_an_article_are_fetched_and_kept_with_their_captions(
    newsroom: Parts, place: Site, do: Do
) -> None:
    elsewhere = url(place, "/kho/ruong.jpg")
    body = f"""<h1>Giá ngô tăng</h1><p>{TEXT}</p>
    <figure><img src="anh/cho.jpg" alt="Chợ"><figcaption>Chợ phiên sáng nay</figcaption></figure><p>{TEXT}</p>
    <figure><picture><img src="data:," data-src="{elsewhere}"></picture><figcaption>Ruộng ngô</figcaption></figure>"""
    serve(place, "/bai/gia-ngo.html", f"<html><meta charset=utf-8><body><article>{body}</article></body></html>")
    serve(place, "/bai/anh/cho.jpg", picture("red"), "image/jpeg")
    serve(place, "/kho/ruong.jpg", picture("green"), "image/jpeg")
    ask(newsroom, url(place, "/bai/gia-ngo.html"), "thoi-su")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (arrival,) = all_of(newsroom, Item), all_of(newsroom, Arrival)
    told = [one.details for one in all_of(newsroom, Rendition) if one.form == "picture"]
    assert [(one["alt"], one["caption"]) for one in told] == [("Chợ", "Chợ phiên sáng nay"), ("", "Ruộng ngô")]
    assert ("picture:0" in item.body, "picture:1" in item.body, "cho.jpg" in item.body) == (True, True, False)
    assert arrival.reason_code == ""


def test_an_article_that_names_a_picture_for_sharing_alone_has_it_above_its_text(
    newsroom: Parts, place: Site, do: Do
) -> None:
    head = '<head><meta charset=utf-8><meta property="og:image" content="/kho/cho.jpg"></head>'
    serve(place, "/bai/", f"<html>{head}<body><article><h1>Giá ngô</h1><p>{TEXT}</p></article></body></html>")
    serve(place, "/kho/cho.jpg", picture(), "image/jpeg")
    ask(newsroom, url(place, "/bai/"), "thoi-su")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,) = all_of(newsroom, Item)
    assert item.body.startswith("![](picture:0)")


def test_a_picture_of_an_article_that_cannot_be_had_is_told_and_leaves_no_dead_link(
    newsroom: Parts, place: Site, do: Do
) -> None:
    body = f"""<p>{TEXT}</p><img src="con.jpg"><img src="mat.jpg" alt="Ảnh"><img src="http://10.0.0.1/rieng.jpg">"""
    head = "<head><meta charset=utf-8><base href='/kho/'></head>"
    serve(place, "/bai/", f"<html>{head}<body><article><h1>Giá ngô</h1>{body}</article></body></html>")
    serve(place, "/kho/con.jpg", picture(), "image/jpeg")
    serve(place, "/kho/mat.jpg", "", status=404)
    ask(newsroom, url(place, "/bai/"), "thoi-su")
    assert [one.name for one in do("fetch", "intake")] == ["ok", "ok"]
    (item,), (arrival,) = all_of(newsroom, Item), all_of(newsroom, Arrival)
    assert (arrival.reason_code, arrival.reason_facts) == ("feed-pictures-lost", {"count": 2})
    assert ("picture:0" in item.body, item.body.count("](")) == (True, 1)


RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title><item><title>Tin</title></item></channel></rss>'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><id>x</id></feed>'
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "Báo", "items": []}'


@pytest.mark.parametrize(
    ("kind", "data"), [("application/rss+xml", RSS), ("text/xml", ATOM), ("application/feed+json", JSON)]
)
def test_a_feed_given_as_an_article_is_told_as_what_it_is(
    newsroom: Parts, place: Site, do: Do, kind: str, data: str
) -> None:
    serve(place, "/luong", data, kind)
    asked = ask(newsroom, url(place, "/luong"), "thoi-su")
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "address-is-feed")]
    assert "Hãy thêm địa chỉ này làm nguồn tin" in reason(newsroom, asked)
    (arrival,) = all_of(newsroom, Arrival)
    assert (arrival.state, arrival.reason_code, all_of(newsroom, Item)) == ("failed", "address-is-feed", [])


def test_an_article_that_is_gone_is_told(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/bai", "", status=410)
    asked = ask(newsroom, url(place, "/bai"), "thoi-su")
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-gone")]
    assert "127.0.0.1 từ chối: “HTTP 410”" in reason(newsroom, asked)
