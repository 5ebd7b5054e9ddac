"""Followed channels: what is new comes once."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.errors import sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Item, Source, SourceKind, Way, Work, WorkState
from hub.services import sources
from hub.services.sources import Account
from tests.integration.egress.site import Site
from tests.integration.intake.sites.served import UNCLOSED, Do, all_of, serve, serve_feed, url

pytestmark = UNCLOSED


def follow(parts: Parts, address: str, **options) -> None:
    account = Account(
        slug="kenh", kind=SourceKind.CHANNEL, title="Kênh", programme="phat-thanh", address=address, options=options
    )
    with parts.database.writing() as session:
        sources.add(session, account, by="t")


def look_again(parts: Parts) -> None:
    with parts.database.writing() as session:
        sources.look_now(session, sources.find(session, "kenh"))


def test_a_followed_channel_brings_what_is_new_and_each_thing_once(
    newsroom: Parts, place: Site, media: Path, do: Do
) -> None:
    serve_feed(place, media, "bon", "ba", "hai", "mot")
    follow(newsroom, url(place, "/kenh"), newest=2, publish=True)
    assert [one.name for one in do("look", "fetch")] == ["ok"] * 3
    assert sorted(one.title for one in all_of(newsroom, Item)) == ["Tin ba", "Tin bon"]
    (source,) = all_of(newsroom, Source)
    assert source.new_at is not None
    serve_feed(place, media, "nam-nam", "bon")
    look_again(newsroom)
    assert [one.name for one in do("look", "fetch")] == ["ok"] * 2
    items = all_of(newsroom, Item)
    assert sorted(one.title for one in items) == ["Tin ba", "Tin bon", "Tin nam-nam"]
    assert {one.publish_by for one in items} == {"source:kenh"}
    lines = all_of(newsroom, Arrival)
    assert {(one.way, one.source_id, one.state) for one in lines} == {(Way.CHANNEL, source.id, ArrivalState.TAKEN)}


def test_an_archive_is_taken_once_bit_by_bit_and_then_only_the_front_is_read(
    newsroom: Parts, place: Site, media: Path, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.services.sites.followed_channels.MOST_AT_ONCE", 2)
    serve_feed(place, media, "nam", "bon", "ba", "hai", "mot")
    follow(newsroom, url(place, "/kenh"), newest=1, archive=True)
    for known in (2, 4, 5, 5):
        do("look")
        assert len(all_of(newsroom, Arrival)) == known
        look_again(newsroom)
    (source,) = all_of(newsroom, Source)
    assert source.memory["archived"] is True


def test_a_channel_that_refuses_says_so_on_its_source_and_is_asked_later(newsroom: Parts, place: Site, do: Do) -> None:
    serve(place, "/kenh", "", status=403)
    follow(newsroom, url(place, "/kenh"))
    assert [one.name for one in do("look")] == ["failed"]
    (source,) = all_of(newsroom, Source)
    (one,) = [each for each in all_of(newsroom, Work) if each.kind == "look"]
    assert (source.reason_code, source.failures) == ("site-blocked", 1)
    assert "HTTP Error 403" in sentence(source.reason_code, source.reason_facts)
    assert one.state == WorkState.DUE
    assert one.due_at > now() + timedelta(hours=11)


def test_a_video_is_no_channel(newsroom: Parts, place: Site, do: Do) -> None:
    follow(newsroom, url(place, "/clip.mp3"))
    assert [(one.name, one.code) for one in do("look")] == [("failed", "site-no-list")]
