from base64 import b64encode
from dataclasses import replace

import feedparser
import pytest

from feeds.archive import Archive
from feeds.check import check
from feeds.entry import Person, Transcript
from feeds.license import License
from feeds.note import Note
from feeds.picture import Picture
from feeds.place import Place
from feeds.podcast import podcast
from feeds.trailer import Trailer
from feeds.update_frequency import UpdateFrequency
from tests.unit.feeds.rules import ITUNES, PODCAST, assert_podcast
from tests.unit.feeds.samples import ENTRY, HLS, HOME, MP3, MP4, NOON, OPUS, feed_of, podcast_of
from tests.unit.feeds.samples import PODCAST as SHOW


def channel_of(show):
    document = podcast(show)
    assert check(document, "podcast") == ()
    return assert_podcast(document, show.feed)


def item_of(**changes):
    return channel_of(podcast_of(replace(ENTRY, **changes))).find("item")


def test_the_show_has_what_apple_asks_for():
    channel = channel_of(SHOW)
    assert channel.findtext(f"{ITUNES}author") == "Báo Lai Châu (điện tử)"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "toasoan@lc.example"
    assert channel.find(f"{ITUNES}image").get("href") == f"{HOME}static/cover.jpg"
    assert channel.findtext(f"{ITUNES}explicit") == "false"
    assert channel.findtext(f"{ITUNES}type") == "episodic"
    assert channel_of(replace(SHOW, explicit=True, kind="serial")).findtext(f"{ITUNES}explicit") == "true"


def test_subcategories_stand_inside_their_one_category():
    told = [
        (category.get("text"), [sub.get("text") for sub in category])
        for category in channel_of(SHOW).findall(f"{ITUNES}category")
    ]
    assert told == [("News", ["Daily News", "Politics"]), ("Government", [])]


def test_a_show_without_an_author_is_its_owners():
    show = replace(SHOW, feed=feed_of(ENTRY, author=None))
    assert channel_of(show).findtext(f"{ITUNES}author") == "Báo Lai Châu"


def test_the_show_is_identified_locked_and_funded_in_the_podcast_namespace():
    channel = channel_of(SHOW)
    assert channel.findtext(f"{PODCAST}guid") == SHOW.guid
    assert channel.findtext(f"{PODCAST}locked") == "yes"
    assert channel.find(f"{PODCAST}locked").get("owner") == "toasoan@lc.example"
    assert channel.findtext(f"{PODCAST}medium") == "podcast"
    assert channel.findtext(f"{PODCAST}funding") == "Ủng hộ"
    assert channel_of(replace(SHOW, locked=False)).findtext(f"{PODCAST}locked") == "no"


def test_the_enclosure_is_the_mp3_and_every_form_is_offered_with_what_is_known_of_it():
    item = item_of(enclosures=(OPUS, MP3, HLS, MP4))
    assert item.find("enclosure").get("url") == MP3.url
    opus, mp3, hls, mp4 = item.findall(f"{PODCAST}alternateEnclosure")
    assert opus.attrib == {
        "type": "audio/ogg",
        "codecs": "opus",
        "length": "1200000",
        "bitrate": "16000",
        "lang": "vi",
    }
    assert opus.find(f"{PODCAST}source").get("uri") == OPUS.url
    assert opus.find(f"{PODCAST}integrity").attrib == {
        "type": "sri",
        "value": "sha256-" + b64encode(b"\xf0" * 32).decode(),
    }
    assert (mp3.get("default"), mp3.get("title"), hls.get("default")) == ("true", "Bản đầy đủ", None)
    assert (hls.get("length"), hls.find(f"{PODCAST}integrity")) == (None, None)
    assert mp4.attrib == {
        "type": "video/mp4",
        "codecs": "avc1.64001f,mp4a.40.2",
        "length": "9000000",
        "height": "480",
        "lang": "hmn",
        "rel": "sign language",
    }


def test_the_length_of_an_episode_is_that_of_the_file_that_is_played():
    assert item_of(enclosures=(replace(OPUS, duration_s=1), MP3)).findtext(f"{ITUNES}duration") == "600"
    assert item_of(enclosures=(replace(MP3, duration_s=None),)).find(f"{ITUNES}duration") is None


def test_an_episode_shows_a_picture_that_apple_takes_and_no_other():
    assert item_of().find(f"{ITUNES}image").get("href") == ENTRY.image_url
    assert item_of(image_url=f"{HOME}a.webp").find(f"{ITUNES}image") is None


def test_an_episode_names_its_people_transcripts_and_number():
    item = item_of(
        authors=(Person(name="Giàng A Sử", url=f"{HOME}su/"),),
        transcripts=(
            Transcript(url=f"{HOME}a.vtt", language="hmn"),
            Transcript(url=f"{HOME}a.srt", language="hmn"),
            Transcript(url=f"{HOME}b.vtt", language="vi"),
        ),
        language="hmn",
        episode=3,
    )
    assert [(person.text, person.get("href")) for person in item.findall(f"{PODCAST}person")] == [
        ("Giàng A Sử", f"{HOME}su/")
    ]
    assert [(text.get("type"), text.get("language")) for text in item.findall(f"{PODCAST}transcript")] == [
        ("text/vtt", "hmn"),
        ("application/x-subrip", "hmn"),
        ("text/vtt", "vi"),
    ]
    assert [text.get("rel") for text in item.findall(f"{PODCAST}transcript")] == ["captions"] * 3
    assert (item.findtext(f"{ITUNES}episode"), item.findtext(f"{PODCAST}episode")) == ("3", "3")
    assert item.findtext(f"{ITUNES}author") == "Giàng A Sử"


def test_a_transcript_without_times_is_not_offered_as_captions():
    item = item_of(
        transcripts=(
            Transcript(url=f"{HOME}a.txt", language="vi"),
            Transcript(url=f"{HOME}a.json", language="vi"),
            Transcript(url=f"{HOME}b.json", language="vi", timed=True),
        )
    )
    assert [text.get("rel") for text in item.findall(f"{PODCAST}transcript")] == [None, None, "captions"]


def test_an_episode_between_two_others_has_a_fraction_for_those_who_can_count_so():
    item = item_of(episode=20.5, episode_name="Tết", season=2, season_name="Mùa xuân")
    assert (item.findtext(f"{PODCAST}episode"), item.find(f"{PODCAST}episode").get("display")) == ("20.5", "Tết")
    assert (item.findtext(f"{PODCAST}season"), item.find(f"{PODCAST}season").get("name")) == ("2", "Mùa xuân")
    assert (item.find(f"{ITUNES}episode"), item.findtext(f"{ITUNES}season")) == (None, "2")


def test_names_of_seasons_and_episodes_are_cut_where_applications_cut_them():
    item = item_of(season=1, season_name="ă" * 200, episode=1, episode_name="b" * 33)
    assert item.find(f"{PODCAST}season").get("name") == "ă" * 127 + "…"
    assert item.find(f"{PODCAST}episode").get("display") == "b" * 31 + "…"


def test_an_episode_says_of_what_kind_it_is_for_whom_and_where_its_chapters_are():
    item = item_of(
        episode_kind="trailer", explicit=True, blocked=True, subtitle="Một dòng", chapters_url=f"{HOME}chuong.json"
    )
    told = {name: item.findtext(f"{ITUNES}{name}") for name in ("episodeType", "explicit", "block", "subtitle")}
    assert told == {"episodeType": "trailer", "explicit": "true", "block": "Yes", "subtitle": "Một dòng"}
    assert item.find(f"{PODCAST}chapters").attrib == {
        "url": f"{HOME}chuong.json",
        "type": "application/json+chapters",
    }
    plain = item_of()
    assert [plain.find(f"{ITUNES}{name}") for name in told] == [None] * 4
    assert item_of(explicit=False).findtext(f"{ITUNES}explicit") == "false"


ABOUT = {
    "places": (Place(name="Mường Tè", latitude=22.3902, longitude=102.8301, osm="R1903059", country="VN"),),
    "license": License(name="cc-by-4.0"),
    "notes": (Note(text="S6lpp-7ZCn8", purpose="verify"), Note(text="tự do")),
    "pictures": (Picture(url=f"{HOME}a.jpg", width=1200, height=630, alt="Ruộng bậc thang", purpose="Social"),),
}
HOST = Person(name="Giàng A Sử", role="Reporter", url=f"{HOME}su/", image_url=f"{HOME}su.jpg")


@pytest.mark.parametrize(
    "element_of",
    [
        lambda: channel_of(replace(SHOW, persons=(HOST,), **ABOUT)),
        lambda: item_of(authors=(HOST,), **ABOUT),
    ],
    ids=["show", "episode"],
)
def test_show_and_episode_name_people_places_pictures_terms_and_notes(element_of):
    element = element_of()
    assert [(one.text, one.attrib) for one in element.findall(f"{PODCAST}person")] == [
        ("Giàng A Sử", {"role": "reporter", "group": "cast", "href": f"{HOME}su/", "img": f"{HOME}su.jpg"})
    ]
    assert [(one.text, one.attrib) for one in element.findall(f"{PODCAST}location")] == [
        ("Mường Tè", {"rel": "subject", "geo": "geo:22.3902,102.8301", "osm": "R1903059", "country": "VN"})
    ]
    license_ = element.find(f"{PODCAST}license")
    assert (license_.text, license_.get("url")) == ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert [(one.text, one.attrib) for one in element.findall(f"{PODCAST}txt")] == [
        ("S6lpp-7ZCn8", {"purpose": "verify"}),
        ("tự do", {}),
    ]
    assert element.find(f"{PODCAST}image").attrib == {
        "href": f"{HOME}a.jpg",
        "alt": "Ruộng bậc thang",
        "aspect-ratio": "40/21",
        "width": "1200",
        "height": "630",
        "purpose": "social",
    }


def test_a_show_offers_its_trailers_and_its_timetable():
    channel = channel_of(
        replace(
            SHOW,
            trailers=(Trailer(title="Mùa hai", published=NOON, enclosure=OPUS, season=2),),
            update_frequency=UpdateFrequency(text="Thứ Hai, thứ Năm", rule="freq=weekly;byday=mo,th", start=NOON),
        )
    )
    trailer = channel.find(f"{PODCAST}trailer")
    assert (trailer.text, trailer.attrib) == (
        "Mùa hai",
        {
            "pubdate": "Fri, 20 Nov 2026 05:00:00 GMT",
            "url": OPUS.url,
            "length": "1200000",
            "type": "audio/ogg",
            "season": "2",
        },
    )
    frequency = channel.find(f"{PODCAST}updateFrequency")
    assert (frequency.text, frequency.attrib) == (
        "Thứ Hai, thứ Năm",
        {"rrule": "FREQ=WEEKLY;BYDAY=MO,TH", "dtstart": "2026-11-20T05:00:00Z"},
    )


def test_a_show_that_ended_is_hidden_or_moved_says_so_and_another_is_silent():
    ended = channel_of(replace(SHOW, complete=True, blocked=True, new_feed_url=f"{HOME}moi.rss", subtitle="Hết"))
    names = ("complete", "block", "new-feed-url", "subtitle")
    assert [ended.findtext(f"{ITUNES}{name}") for name in names] == ["Yes", "Yes", f"{HOME}moi.rss", "Hết"]
    assert ended.findtext(f"{PODCAST}block") == "yes"
    assert ended.find(f"{PODCAST}updateFrequency").attrib == {"complete": "true"}
    living = channel_of(SHOW)
    assert [living.find(f"{ITUNES}{name}") for name in names] == [None] * 4
    assert (living.find(f"{PODCAST}block"), living.find(f"{PODCAST}updateFrequency")) == (None, None)


def test_an_archive_document_is_of_the_same_show():
    page = replace(SHOW.feed, self_url=f"{HOME}podcasts/1.rss", archive=Archive(current_url=SHOW.feed.self_url))
    assert replace(SHOW, feed=page, guid="").guid == SHOW.guid


def test_a_podcast_application_sees_the_show_and_its_enclosure():
    read = feedparser.parse(podcast(SHOW))
    assert not read.bozo
    assert read.feed.podcast_guid == SHOW.guid
    assert read.entries[0].itunes_duration == "600"
    assert read.entries[0].enclosures[0].type == "audio/mpeg"
