"""Importing from addresses: a list becomes one arrival an entry."""

from pathlib import Path

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, Item
from hub.services.addresses import Choice
from hub.services.sites import importing
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, ask, feed, place_file, serve, serve_feed, url

pytestmark = UNCLOSED


def test_a_list_becomes_one_arrival_an_entry_and_one_that_is_gone_holds_back_no_other(
    newsroom: Parts, place: Site, media: Path, do: Do
) -> None:
    serve_feed(place, media, "mot", "hai", "ba-ba")
    serve(place, "/hai.mp3", "", status=404)
    first = ask(
        newsroom, url(place, "/kenh"), "phat-thanh", Choice(original_date=True), title="Cả kênh", tags=("kênh",)
    )
    outcomes = do("fetch")
    assert sorted(one.name for one in outcomes) == ["failed", "ok", "ok", "ok"]
    lines = {one.id: one for one in all_of(newsroom, Arrival)}
    assert lines[first].state == ArrivalState.SKIPPED
    assert (lines[first].reason_code, lines[first].reason_facts) == ("became-many", {"count": 3})
    assert sorted(one.state for one in lines.values()) == ["failed", "skipped", "taken", "taken"]
    items = all_of(newsroom, Item)
    assert sorted(one.title for one in items) == ["Tin ba-ba", "Tin mot"]
    assert all(one.tags == ["kênh"] for one in items)
    assert {one.published_at.isoformat() for one in items} == {"2026-11-01T22:00:00+00:00"}


def test_a_page_with_several_videos_becomes_as_many(newsroom: Parts, place: Site, media: Path, do: Do) -> None:
    serve(place, "/hai.mp4", (media / "clip.mp4").read_bytes() + b"\0\0\0\x08free", "video/mp4")
    serve(place, "/trang", '<html><title>T</title><video src="/clip.mp4"></video><video src="/hai.mp4"></video></html>')
    ask(newsroom, url(place, "/trang"))
    assert [one.name for one in do("fetch", "intake")] == ["ok"] * 5
    stored = {newsroom.storage.read(one.key) for one in all_of(newsroom, Asset)}
    assert stored == {place_file(place, "/clip.mp4"), place_file(place, "/hai.mp4")}


def test_a_list_that_leads_to_itself_ends(newsroom: Parts, place: Site, do: Do) -> None:
    body = feed(place, "x").replace("/x.mp3", "/vong")
    serve(place, "/vong", body, "application/rss+xml")
    ask(newsroom, url(place, "/vong"), "phat-thanh")
    outcomes = do("fetch")
    assert [one.code for one in outcomes if one.name == "failed"] == ["site-too-deep"]
    assert len(outcomes) == importing.DEEPEST + 1
