"""Importing from addresses for print: the page itself is kept and read."""

from hub.extensions.parts import Parts
from hub.models import Asset, Item
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, ask, reason, serve, url

pytestmark = UNCLOSED


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


def test_an_article_that_is_gone_is_told(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/bai", "", status=410)
    asked = ask(newsroom, url(place, "/bai"), "thoi-su")
    assert [(one.name, one.code) for one in do("fetch")] == [("failed", "site-gone")]
    assert "127.0.0.1 từ chối: “HTTP 410”" in reason(newsroom, asked)
