"""Followed podcasts: what stands beside an episode is kept with its recording."""

import json

import pytest
from sqlalchemy import select

from hub.errors import sentence
from hub.models import ArrivalState, Item, ItemState
from hub.services import errata
from tests.integration.intake.press import (
    Story,
    arrivals_of,
    assets_of,
    day,
    follow,
    items_of,
    look_again,
    picture,
    sound,
)

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào bà con\n"
SRT = "1\n00:00:00,000 --> 00:00:01,000\nNyob zoo\n"
CHAPTERS = json.dumps(
    {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Mở đầu"}, {"startTime": 1, "title": "Kết"}]}
)


def inside(url, *more, cover="/anh/12.jpg"):
    return (
        f"<enclosure url='{url}/am/12.wav' type='audio/wav' length='16044'/><itunes:duration>2</itunes:duration>"
        f"<itunes:season>2</itunes:season><itunes:episode>12</itunes:episode><itunes:image href='{url}{cover}'/>"
        f"<podcast:chapters url='{url}/chuong/12.json' type='application/json+chapters'/>" + "".join(more)
    )


def transcript(url, path, kind, language=""):
    tongue = f" language='{language}'" if language else ""
    return f"<podcast:transcript url='{url}{path}' type='{kind}'{tongue}/>"


@pytest.fixture
def studio(press):
    press.say("/am/12.wav", sound(), Content_Type="audio/wav")
    press.say("/anh/12.jpg", picture())
    press.say("/chuong/12.json", CHAPTERS)
    press.say("/loi/12.vtt", VTT)
    press.say("/loi/12-hmn.srt", SRT)
    return press


def taken(newsroom, studio, do_work, *more, **told):
    studio.print_feed(Story(title="Số 12", at=day(1), inside=inside(studio.url, *more, **told)))
    follow(newsroom, f"{studio.url}/rss", programme="phat-thanh")
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    [asset] = assets_of(newsroom, item)
    return asset.facts


def test_transcripts_chapters_cover_season_and_number_are_kept_with_the_episode(newsroom, studio, do_work):
    facts = taken(
        newsroom,
        studio,
        do_work,
        transcript(studio.url, "/loi/12.vtt", "text/vtt"),
        transcript(studio.url, "/loi/12.html", "text/html"),
        transcript(studio.url, "/loi/12-hmn.srt", "application/x-subrip", "hmn"),
    )
    assert facts["episode"] == {"season": 2, "number": 12.0}
    assert facts["chapters"] == [
        {"start_s": 0.0, "end_s": 1.0, "title": "Mở đầu"},
        {"start_s": 1.0, "end_s": 2.0, "title": "Kết"},
    ]
    assert facts["sidecars"]["cover"]["name"] == "cover.jpeg"
    assert newsroom.storage.read(facts["sidecars"]["cover"]["key"]) == picture()
    captions = {
        one["language"]: (one["name"], newsroom.storage.read(one["key"])) for one in facts["sidecars"]["captions"]
    }
    assert captions == {"vi": ("12.vtt", VTT.encode()), "hmn": ("12-hmn.srt", SRT.encode())}
    # Words without times are not asked for where there are captions of that language.
    assert studio.asked("/loi/12.html") == []
    assert arrivals_of(newsroom)[0].reason_code == ""


def test_a_transcript_in_json_is_kept_as_captions_and_one_in_html_as_words(newsroom, studio, do_work):
    studio.say(
        "/loi/12.json", json.dumps({"segments": [{"startTime": 0, "endTime": 1, "body": "Xin chào", "speaker": "Mai"}]})
    )
    studio.say("/loi/12-en.html", "<p><cite>Mai:</cite> <time>0:01</time> Hello <!-- --> there</p>")
    facts = taken(
        newsroom,
        studio,
        do_work,
        transcript(studio.url, "/loi/12.json", "application/json"),
        transcript(studio.url, "/loi/12-en.html", "text/html", "en"),
    )
    [captions] = facts["sidecars"]["captions"]
    assert (captions["name"], captions["language"]) == ("12.vtt", "vi")
    assert newsroom.storage.read(captions["key"]).decode().endswith("00:00:00.000 --> 00:00:01.000\n<v Mai>Xin chào\n")
    told = facts["sidecars"]["transcript"]
    assert (told["name"], told["language"]) == ("12-en.html", "en")
    assert b"Hello" in newsroom.storage.read(told["key"])


def test_what_cannot_be_had_is_told_and_the_episode_is_there(newsroom, studio, do_work):
    studio.say("/loi/12.vtt", "", 404)
    studio.say("/loi/12.json", "{}")
    studio.say("/chuong/12.json", "<html>")
    studio.say("/anh/12.jpg", b"\xff\xd8 broken")
    facts = taken(
        newsroom,
        studio,
        do_work,
        transcript(studio.url, "/loi/12.vtt", "text/vtt"),
        transcript(studio.url, "/loi/12.json", "application/json", "en"),
        transcript("http://10.0.0.1", "/kin.vtt", "text/vtt", "fr"),
    )
    assert "sidecars" not in facts
    assert "chapters" not in facts
    [arrival] = arrivals_of(newsroom)
    assert (arrival.state, arrival.reason_code, arrival.reason_facts) == (
        ArrivalState.TAKEN,
        "feed-files-lost",
        {"count": 5},
    )


def test_a_small_picture_is_no_cover(newsroom, studio, do_work):
    studio.say("/anh/12.jpg", picture(32, 32))
    assert "sidecars" not in taken(newsroom, studio, do_work)
    assert arrivals_of(newsroom)[0].reason_code == ""


def test_a_transcript_that_comes_days_later_is_brought_to_the_episode(newsroom, studio, do_work):
    before = taken(newsroom, studio, do_work)
    assert "captions" not in before["sidecars"]
    studio.say("/anh/12.jpg", "", 404)
    more = transcript(studio.url, "/loi/12.vtt", "text/vtt")
    studio.print_feed(Story(title="Số 12", at=day(1), inside=inside(studio.url, more)))
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    [asset] = assets_of(newsroom, item)
    assert [one["language"] for one in asset.facts["sidecars"]["captions"]] == ["vi"]
    assert asset.facts["sidecars"]["cover"] == before["sidecars"]["cover"]
    assert asset.facts["chapters"] == before["chapters"]
    assert len(studio.asked("/am/12.wav")) == 1


def test_other_words_of_an_episode_that_is_public_are_a_correction_of_its_publishers(newsroom, studio, do_work):
    taken(newsroom, studio, do_work)
    with newsroom.database.writing() as session:
        session.scalars(select(Item)).one().state = ItemState.PUBLISHED
    studio.print_feed(Story(title="Số 12, sửa", at=day(1), inside=inside(studio.url)))
    look_again(newsroom, do_work)
    [item] = items_of(newsroom)
    with newsroom.database.reading() as session:
        [told] = errata.errata(session, [item.id])[item.id]
    assert (told.parts, told.note) == (("tiêu đề",), sentence("corrected-by-source", {}))
