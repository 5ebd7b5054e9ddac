from base64 import b64encode
from dataclasses import replace

import feedparser

from feeds.check import check
from feeds.entry import Person, Transcript
from feeds.podcast import podcast
from tests.unit.feeds.rules import ITUNES, PODCAST, assert_podcast
from tests.unit.feeds.samples import ENTRY, HLS, HOME, MP3, OPUS, feed_of, podcast_of
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


def test_the_enclosure_is_the_mp3_and_the_other_forms_are_alternates():
    item = item_of(enclosures=(OPUS, MP3, HLS))
    assert item.find("enclosure").get("url") == MP3.url
    opus, hls = item.findall(f"{PODCAST}alternateEnclosure")
    assert opus.attrib == {"type": OPUS.media_type, "length": "1200000", "bitrate": "16000", "lang": "vi"}
    assert opus.find(f"{PODCAST}source").get("uri") == OPUS.url
    assert opus.find(f"{PODCAST}integrity").attrib == {
        "type": "sri",
        "value": "sha256-" + b64encode(b"\xf0" * 32).decode(),
    }
    assert (hls.get("length"), hls.find(f"{PODCAST}integrity")) == (None, None)


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
    assert item.findtext(f"{ITUNES}episode") == "3"


def test_a_podcast_application_sees_the_show_and_its_enclosure():
    read = feedparser.parse(podcast(SHOW))
    assert not read.bozo
    assert read.feed.podcast_guid == SHOW.guid
    assert read.entries[0].itunes_duration == "600"
    assert read.entries[0].enclosures[0].type == "audio/mpeg"
