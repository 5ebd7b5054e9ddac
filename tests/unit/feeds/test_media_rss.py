"""Media RSS: short for readers, whole for partners that broadcast."""

from dataclasses import replace

import feedparser
import pytest

from feeds.check import check
from feeds.entry import Person, Transcript
from feeds.errors import FeedError
from feeds.license import License
from feeds.media_rss import media_rss
from feeds.media_status import MediaStatus, Restriction
from feeds.picture import Picture
from feeds.rss import rss
from tests.unit.feeds.rules import MEDIA, assert_rss
from tests.unit.feeds.samples import ENTRY, HLS, HOME, MP3, MP4, feed_of

CAPTIONS = Transcript(url=f"{HOME}a.vtt", language="hmn")
FILM = replace(
    ENTRY,
    enclosures=(MP4, MP3, HLS),
    transcripts=(CAPTIONS, Transcript(url=f"{HOME}a.txt", language="vi")),
    authors=(Person(name="Lò Thị Mai", role="camera operator"), Person(name="Báo Lai Châu")),
    pictures=(
        Picture(url=ENTRY.image_url, width=640, height=360),
        Picture(url=f"{HOME}b.jpg", width=1280, height=720, time_s=3725.04),
    ),
    license=License(name="CC-BY-4.0"),
    explicit=False,
    status=MediaStatus(state="blocked", reason="Chờ đính chính"),
    restrictions=(
        Restriction(relationship="allow", kind="country", named="vn la"),
        Restriction(relationship="deny", kind="sharing"),
    ),
)
FEED = feed_of(FILM, copyright="© Báo Lai Châu")
GOOD = media_rss(FEED)


def item_of(document):
    return assert_rss(document, FEED).find("item")


def test_a_partner_is_told_all_that_is_known_of_each_file():
    film, sound, stream = item_of(GOOD).findall(f"{MEDIA}group/{MEDIA}content")
    assert film.attrib == {
        "url": MP4.url,
        "type": "video/mp4",
        "medium": "video",
        "isDefault": "true",
        "fileSize": "9000000",
        "width": "854",
        "height": "480",
        "framerate": "25",
        "channels": "2",
        "lang": "hmn",
    }
    assert (sound.findtext(f"{MEDIA}hash"), sound.find(f"{MEDIA}hash").get("algo")) == (MP3.sha256, "sha-256")
    assert (film.find(f"{MEDIA}hash"), stream.find(f"{MEDIA}hash")) == (None, None)
    live = media_rss(feed_of(replace(FILM, enclosures=(replace(HLS, expression="nonstop"),))))
    assert item_of(live).find(f".//{MEDIA}content").get("expression") == "nonstop"


def test_a_partner_is_told_whose_it_is_what_it_shows_and_what_may_be_done_with_it():
    item = item_of(GOOD)
    told = {name: item.findtext(f"{MEDIA}{name}") for name in ("title", "description", "keywords", "rating", "license")}
    assert told == {
        "title": FILM.title,
        "description": FILM.summary,
        "keywords": "Kinh tế, Mường Tè",
        "rating": "nonadult",
        "license": "CC-BY-4.0",
    }
    assert [one.text for one in item.findall(f"{MEDIA}category")] == ["Kinh tế", "Mường Tè"]
    assert [(one.text, one.get("role")) for one in item.findall(f"{MEDIA}credit")] == [
        ("Lò Thị Mai", "camera operator"),
        ("Báo Lai Châu", None),
    ]
    assert item.find(f"{MEDIA}status").attrib == {"state": "blocked", "reason": "Chờ đính chính"}
    assert [(one.text, one.attrib) for one in item.findall(f"{MEDIA}restriction")] == [
        ("vn la", {"relationship": "allow", "type": "country"}),
        (None, {"relationship": "deny", "type": "sharing"}),
    ]
    assert [one.attrib for one in item.findall(f"{MEDIA}thumbnail")] == [
        {"url": ENTRY.image_url, "width": "640", "height": "360"},
        {"url": f"{HOME}b.jpg", "width": "1280", "height": "720", "time": "01:02:05.040"},
    ]
    assert assert_rss(GOOD, FEED).findtext(f"{MEDIA}copyright") == "© Báo Lai Châu"


def test_captions_are_offered_to_readers_too_and_the_rest_is_not():
    for document in (GOOD, rss(FEED)):
        assert [one.attrib for one in item_of(document).findall(f"{MEDIA}subTitle")] == [
            {"type": "text/vtt", "lang": "hmn", "href": CAPTIONS.url}
        ]
    plain = item_of(rss(FEED))
    names = ("title", "description", "keywords", "credit", "license", "rating", "status", "restriction", "category")
    assert [plain.find(f"{MEDIA}{name}") for name in names] == [None] * len(names)
    assert plain.find(f".//{MEDIA}hash") is None
    assert len(plain.findall(f"{MEDIA}thumbnail")) == 1


def test_what_is_not_known_is_not_told():
    bare = feed_of(replace(ENTRY, summary="", categories=(), authors=(), image_url=None, enclosures=()))
    item = item_of(media_rss(bare))
    assert {element.tag for element in item if element.tag.startswith(MEDIA)} == {f"{MEDIA}title"}


def test_a_feed_reader_still_finds_the_title_and_the_text_of_the_item():
    read = feedparser.parse(GOOD)
    assert not read.bozo
    assert (read.entries[0].title, read.feed.title) == (FILM.title, FEED.title)
    assert read.entries[0].content[0].value == FILM.content_html
    assert [media["url"] for media in read.entries[0].media_content] == [MP4.url, MP3.url, HLS.url]


def test_a_partners_feed_has_no_faults():
    assert check(GOOD, "rss") == ()


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (b'medium="audio"', b'medium="sound"', "medium cannot be “sound”"),
        (b'state="blocked"', b'state="gone"', "state cannot be “gone”"),
        (b'relationship="allow"', b'relationship="only"', "relationship cannot be “only”"),
        (b'algo="sha-256"', b'algo="crc"', "algo cannot be “crc”"),
        (b'fileSize="9000000"', b'fileSize="0"', "length “0”"),
        (b'medium="audio"', b'isDefault="true"', "2 files are marked as the default"),
        (b'href="https://lc.example/a.vtt"', b'href="a.vtt"', "media:subTitle"),
        (b'thumbnail url="https://lc.example/b.jpg"', b'thumbnail url="b.jpg"', "media:thumbnail"),
    ],
)
def test_a_broken_rule_of_media_rss_is_found(good, bad, told):
    assert good in GOOD
    faults = check(GOOD.replace(good, bad, 1), "rss")
    assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: MediaStatus(state="gone"), "bad-media-status"),
        (lambda: Restriction(relationship="only", kind="country", named="vn"), "bad-media-status"),
        (lambda: Restriction(relationship="allow", kind="planet", named="earth"), "bad-media-status"),
        (lambda: Restriction(relationship="allow", kind="country", named=" "), "missing-text"),
    ],
)
def test_terms_that_no_partner_could_follow_are_not_made(make, code):
    with pytest.raises(FeedError) as caught:
        make()
    assert caught.value.code == code
