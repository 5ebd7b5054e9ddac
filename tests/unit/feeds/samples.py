"""Records of a small newsroom; a test changes what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from feeds.entry import Enclosure, Entry, Person
from feeds.feed import Feed, Funding, Podcast

HOME = "https://lc.example/"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=7)))

MP3 = Enclosure(
    url=f"{HOME}media/01A/audio.mp3",
    media_type="audio/mpeg",
    size_bytes=4_800_000,
    duration_s=600.4,
    bit_rate_bps=64_000,
    sha256="0f" * 32,
    title="Bản đầy đủ",
)
OPUS = Enclosure(
    url=f"{HOME}media/01A/lite.opus",
    media_type="audio/ogg; codecs=opus",
    size_bytes=1_200_000,
    duration_s=600.4,
    bit_rate_bps=16_000,
    sha256="f0" * 32,
)
HLS = Enclosure(url=f"{HOME}media/01A/hls/master.m3u8", media_type="application/vnd.apple.mpegurl", size_bytes=0)
MP4 = Enclosure(
    url=f"{HOME}media/01A/video.mp4",
    media_type="video/mp4",
    size_bytes=9_000_000,
    codecs="avc1.64001f,mp4a.40.2",
    width=854,
    height=480,
    frame_rate=25,
    channels=2,
    language="hmn",
    companion="sign language",
)

ENTRY = Entry(
    id="01A",
    url=f"{HOME}items/01A/",
    title="Mường Tè vào vụ thảo quả",
    summary="Giá < 100.000 đồng & còn giảm.",
    content_html="<p>Bà con <b>Hà Nhì</b> thu hoạch sớm.</p>",
    published=NOON,
    updated=NOON + timedelta(hours=1),
    language="vi",
    authors=(Person(name="Lò Thị Mai", email="mai@lc.example"),),
    categories=("Kinh tế", "Mường Tè"),
    image_url=f"{HOME}media/01A/thumb.jpg",
    enclosures=(MP3, OPUS),
)
FEED = Feed(
    title="Thời sự Lai Châu",
    description="Tin trong ngày",
    language="vi",
    home_url=HOME,
    self_url=f"{HOME}feeds/all.rss",
    updated=NOON + timedelta(hours=1),
    entries=(ENTRY,),
    author=Person(name="Báo Lai Châu (điện tử)", email="toasoan@lc.example"),
    hub_url="https://hub.example/",
    next_url=f"{HOME}feeds/all-2.rss",
)
PODCAST = Podcast(
    feed=FEED,
    cover_url=f"{HOME}static/cover.jpg",
    owner=Person(name="Báo Lai Châu", email="toasoan@lc.example"),
    itunes_categories=(("News", "Daily News"), ("News", "Politics"), ("Government",)),
    funding=(Funding(url=f"{HOME}ung-ho/", text="Ủng hộ"),),
)
LATER = datetime(2026, 11, 21, tzinfo=UTC)


def feed_of(*entries: Entry, **changes: object) -> Feed:
    return replace(FEED, entries=entries, **changes)


def podcast_of(*entries: Entry, **changes: object) -> Podcast:
    return replace(PODCAST, feed=feed_of(*entries), **changes)
