"""What people, imports and other programs may hand to a feed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.deletion import Deletion
from feeds.entry import Enclosure, Entry, Person, Transcript
from feeds.license import License
from feeds.note import Note
from feeds.picture import Picture
from feeds.place import Place
from feeds.text import one_line
from tests.unit.feeds.samples import HOME, MP3, PODCAST, feed_of

#: Anything Python calls a string: emoji, controls, lone surrogates, non-characters; and what trips XML and HTML.
anything = st.one_of(
    st.text(st.characters()),
    st.lists(
        st.sampled_from(
            [
                "Mường Tè",
                "Thu\u031b\u0301",
                "ê\u0301",
                "\x00",
                "\x1b",
                "\ud800",
                "\ufffe",
                "\U0001fffe",
                "😀",
                "👩‍🌾",
                "\u200b",
                "]]>",
                "<![CDATA[",
                "<!",
                "<?xml",
                "&",
                "&amp;",
                "&#0;",
                "&nbsp;",
                "<b>",
                "</p>",
                '"',
                "'",
                "\r\n",
                "\t",
                "ꪀ",
            ]
        )
    ).map("".join),
)
visible = anything.filter(lambda text: one_line(text) != "")
html = st.one_of(
    anything,
    st.lists(
        st.one_of(
            anything,
            st.sampled_from(
                [
                    "<a href=/x>",
                    "<a HREF='../y z'>",
                    '<img src="a.jpg" alt>',
                    "<img srcset='a.jpg 1x, b.jpg 2x'/>",
                    "</a>",
                    "<p>",
                    '<a href="javascript:x()">',
                    '<a href="mailto:a@b.vn">',
                    '<a href="//cdn.example/a">',
                    '<a href="http://[">',
                    '<a href="#&#1;">',
                    "<video poster=p.jpg>",
                    "<!-- x -->",
                    "<![if",
                    "<script>a<b</script>",
                    "<a href=",
                ]
            ),
        )
    ).map("".join),
)
moments = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001  the zone is drawn apart
    max_value=datetime(9998, 12, 30),  # noqa: DTZ001  the zone is drawn apart
    timezones=st.one_of(
        st.just(UTC), st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    ),
)
languages = st.sampled_from(["vi", "hmn", "twh", "blt-Tavt", "ium", "hni", "x-thai", "en-GB"])
ids = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
sizes = st.integers(0, 2**40)
enclosures = st.builds(
    Enclosure,
    url=st.integers(0, 9).map(lambda number: f"{HOME}media/{number}?a=1&b=<".replace("<", "ộ")),
    media_type=st.sampled_from(["audio/mpeg", "audio/ogg; codecs=opus", "video/mp4", "application/pdf"]),
    size_bytes=sizes,
    duration_s=st.none() | st.floats(0, 1e6),
    title=st.none() | anything,
    bit_rate_bps=st.none() | st.integers(0, 10**7),
    sha256=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex),
)
persons = st.builds(Person, name=visible, email=st.none() | st.just("a.b+c@lc.example"), url=st.none() | st.just(HOME))
transcripts = st.builds(
    Transcript, url=st.sampled_from([f"{HOME}a.vtt", f"{HOME}lời.srt", f"{HOME}a.json"]), language=languages
)
places = st.builds(Place, name=visible, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
pictures = st.builds(
    Picture, url=st.just(f"{HOME}b.jpg"), width=st.integers(0, 9999), height=st.just(720), alt=anything
)
licenses = st.builds(License, name=visible, url=st.just(f"{HOME}giay-phep/"))
notes = st.builds(Note, text=visible, purpose=anything.map(lambda text: text[:100]))
#: What only podcasts and partners are told.
episodes = {
    "episode": st.none() | st.integers(0, 9999) | st.sampled_from([0.5, 20.25]),
    "episode_name": anything,
    "season": st.none() | st.integers(0, 99),
    "season_name": anything,
    "episode_kind": st.sampled_from([None, "full", "trailer", "bonus"]),
    "subtitle": anything,
    "explicit": st.none() | st.booleans(),
    "chapters_url": st.none() | st.just(f"{HOME}chuong.json"),
    "pictures": st.lists(pictures, max_size=1).map(tuple),
    "places": st.lists(places, max_size=1).map(tuple),
    "license": st.none() | licenses,
    "notes": st.lists(notes, max_size=1).map(tuple),
}
entries = st.builds(
    Entry,
    id=ids,
    url=st.just(f"{HOME}items/1/"),
    title=visible,
    summary=anything,
    content_html=html,
    published=moments,
    updated=moments,
    language=languages,
    authors=st.lists(persons, max_size=2).map(tuple),
    categories=st.lists(anything, max_size=3).map(tuple),
    image_url=st.none() | st.just(f"{HOME}a.jpg"),
    enclosures=st.lists(enclosures, max_size=3).map(tuple),
    transcripts=st.lists(transcripts, max_size=2).map(tuple),
    **episodes,
)
deletions = st.builds(Deletion, id=st.text("xyz", min_size=41), when=moments, by=st.none() | persons, comment=anything)
feeds = st.builds(
    lambda entries, title, description, **rest: feed_of(*entries, title=title, description=description, **rest),
    st.lists(entries, max_size=4, unique_by=lambda entry: entry.id),
    title=visible,
    description=anything,
    language=languages,
    updated=moments,
    author=st.none() | persons,
    copyright=anything,
    deleted=st.lists(deletions, max_size=2).map(tuple),
    archive=st.none() | st.just(Archive(current_url=f"{HOME}feeds/new.rss")),
    previous_archive_url=st.none() | st.just(f"{HOME}feeds/all.0.rss"),
    categories=st.lists(anything, max_size=2).map(tuple),
)
podcasts = st.builds(
    lambda feed, **rest: replace(
        PODCAST,
        feed=replace(feed, entries=tuple(replace(one, enclosures=(MP3, *one.enclosures)) for one in feed.entries)),
        guid="",
        **rest,
    ),
    feeds,
    subtitle=anything,
    persons=st.lists(persons, max_size=1).map(tuple),
    places=st.lists(places, max_size=1).map(tuple),
    notes=st.lists(notes, max_size=1).map(tuple),
    explicit=st.booleans(),
    complete=st.booleans(),
)
