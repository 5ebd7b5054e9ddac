"""Importing where the newsroom's proxy is the one way out, and alone knows the names of the world."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from hub.extensions.parts import Parts
from hub.models import Item
from tests.integration.egress.site import OuterProxy, Site, running
from tests.integration.intake.sites.served import PAGE, UNCLOSED, Do, all_of, ask, serve

pytestmark = UNCLOSED

OUTSIDE = "http://chi-proxy-biet.example"


@pytest.fixture
def outer(place: Site) -> Iterator[OuterProxy]:
    made = OuterProxy(leads_to=place.port)
    with running(made):
        yield made


@pytest.fixture
def newsroom(newsroom: Parts, outer: OuterProxy) -> Parts:
    """Of all names it can look up one by itself, which leads inside."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        known = {"ben-trong.example": "10.0.0.1", "10.0.0.1": "10.0.0.1"}
        if host not in known:
            raise OSError("no such name")
        return [known[host]]

    return replace(newsroom, egress=replace(newsroom.egress, proxy=outer.url, resolve=resolve))


def test_a_film_whose_name_only_the_proxy_knows_arrives_through_it(
    newsroom: Parts, place: Site, outer: OuterProxy, do: Do
) -> None:
    serve(place, "/xem", PAGE)
    ask(newsroom, f"{OUTSIDE}/xem")
    assert [(one.name, one.code) for one in do("fetch")] == [("ok", "")]
    assert [one.title for one in all_of(newsroom, Item)] == ["Lễ hội Gầu Tào"]
    assert {line for line, _ in outer.heard} == {"CONNECT chi-proxy-biet.example:80 HTTP/1.1"}
    assert "/clip.mp4" in [path for _, path, _ in place.asked]


def test_an_article_whose_name_only_the_proxy_knows_arrives_through_it(
    newsroom: Parts, place: Site, outer: OuterProxy, do: Do
) -> None:
    text = "Sáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân so với tuần trước. " * 5
    serve(
        place, "/bai", f"<html><meta charset=utf-8><body><article><h1>Giá ngô</h1><p>{text}</p></article></body></html>"
    )
    ask(newsroom, f"{OUTSIDE}/bai", "thoi-su")
    assert [(one.name, one.code) for one in do("fetch")] == [("ok", "")]
    assert len(all_of(newsroom, Item)) == 1
    assert [line for line, _ in outer.heard] == [f"GET {OUTSIDE}/bai HTTP/1.1"]


@pytest.mark.parametrize("programme", ["truyen-hinh", "thoi-su"])
@pytest.mark.parametrize("where", ["http://ben-trong.example/", "http://10.0.0.1/", "http://localhost/"])
def test_what_the_hub_knows_to_lie_inside_is_not_handed_to_the_proxy(
    newsroom: Parts, place: Site, outer: OuterProxy, do: Do, *, programme: str, where: str
) -> None:
    ask(newsroom, where, programme)
    place.redirect("/di", where)
    ask(newsroom, f"{OUTSIDE}/di", programme)
    assert {(one.name, one.code) for one in do("fetch")} == {("failed", "address-inside")}
    assert {line.split()[1] for line, _ in outer.heard} <= {"chi-proxy-biet.example:80", f"{OUTSIDE}/di"}
    assert not all_of(newsroom, Item)
