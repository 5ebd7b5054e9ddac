"""Real feeds, where they are beside the checkout."""

from pathlib import Path

import pytest

from feeds.reading.errors import FeedReadError
from feeds.reading.identity import identity
from feeds.reading.reader import read_feed

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "print" / "feeds"
FILES = sorted(path.name for path in SAMPLES.glob("*"))

#: File -> how many entries it has and the title of the first.
KNOWN = {
    "feedsmith_rss091.xml": (2, "First item title"),
    "made_vn_newspaper_style.rss": (50, "Bi kịch khi biến mình thành 'con mồi' của thầy bói"),
    "podcast20_namespace_example.xml": (3, "Episode 3 - The Future"),
    "reader_full.atom": (5, "Atom-Powered Robots Run Amok"),
    "reader_full.json": (2, "Title"),
    "real_miniflux_encoding_WINDOWS-1251.xml": (50, "Цитата #17703"),
    "real_miniflux_rdf_UTF8.xml": (60, "OLED-TVs: Vorsichtsmaßnahmen gegen Einbrennen"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_real_feed_is_read_with_a_key_for_each_entry_or_refused_as_no_feed(name):
    data = (SAMPLES / name).read_bytes()
    if name.endswith(".opml"):
        with pytest.raises(FeedReadError, match="no RSS, Atom or JSON Feed"):
            read_feed(data, url="https://a.example/feed")
        return
    feed = read_feed(data, url="https://a.example/feed")
    keys = {identity(entry) for entry in feed.entries}
    # One of the made-up reference feeds repeats an id.
    assert len(keys) == len(feed.entries) or name == "feedsmith_atom03.xml"
    if name in KNOWN:
        assert (len(feed.entries), feed.entries[0].title) == KNOWN[name]
