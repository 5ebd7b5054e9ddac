"""Whatever the data, the programs that listen read a podcast as it was meant."""

from calendar import timegm
from io import BytesIO

import feedparser
import podcastparser
from hypothesis import given, settings

from feeds.check import check
from feeds.feed import Podcast
from feeds.podcast import podcast
from feeds.rss import rss
from tests.unit.feeds.rules import assert_podcast
from tests.unit.feeds.samples import MP3, PODCAST
from tests.unit.feeds.strategies import podcasts


def listened(show: Podcast) -> dict:
    return podcastparser.parse(show.feed.self_url, BytesIO(podcast(show)))


@given(show=podcasts)
@settings(max_examples=40)
def test_any_podcast_keeps_the_rules_of_directories_and_the_namespace(show: Podcast):
    assert_podcast(podcast(show), show.feed)
    scripts = [f"entry {n}: the text has a script." for n, one in enumerate(show.feed.entries, 1) if _has_script(one)]
    assert list(check(podcast(show), "podcast")) == scripts


@given(show=podcasts)
@settings(max_examples=40)
def test_podcastparser_finds_the_show_and_every_episode_with_its_file_and_moment(show: Podcast):
    read = listened(show)
    assert (read["language"], read["explicit"], read["itunes_owner"]["email"]) == (
        show.feed.language,
        show.explicit,
        show.owner.email,
    )
    by_id = {episode["guid"]: episode for episode in read["episodes"]}
    assert set(by_id) == {entry.id for entry in show.feed.entries}
    for entry in show.feed.entries:
        told = by_id[entry.id]
        assert told["published"] == timegm(entry.published.timetuple())
        assert told["total_time"] == 600
        assert (told["enclosures"][0]["url"], told["enclosures"][0]["file_size"]) == (MP3.url, MP3.size_bytes)


@given(show=podcasts)
@settings(max_examples=40)
def test_feedparser_reads_a_podcast_and_the_rss_of_the_same_feed_alike(show: Podcast):
    heard, read = feedparser.parse(podcast(show)), feedparser.parse(rss(show.feed))
    assert (heard.bozo, read.bozo) == (False, False)
    assert heard.feed.podcast_guid == show.guid
    told = [[(one.id, one.link, one.published) for one in parsed.entries] for parsed in (heard, read)]
    assert told[0] == told[1]


def test_podcastparser_finds_the_title_the_cover_and_the_page_of_a_plain_show():
    read = listened(PODCAST)
    assert (read["title"], read["cover_url"], read["link"]) == (
        PODCAST.feed.title,
        PODCAST.cover_url,
        PODCAST.feed.home_url,
    )
    episode = read["episodes"][0]
    assert (episode["title"], episode["link"]) == (PODCAST.feed.entries[0].title, PODCAST.feed.entries[0].url)


def _has_script(entry) -> bool:
    return "<script" in entry.content_html.lower()
