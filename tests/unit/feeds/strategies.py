"""What people, imports and other programs may hand to a feed."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from feeds.entry import Enclosure, Entry, Person
from feeds.text import one_line
from tests.unit.feeds.samples import HOME, feed_of

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
)
feeds = st.builds(
    lambda entries, title, description, **rest: feed_of(*entries, title=title, description=description, **rest),
    st.lists(entries, max_size=4, unique_by=lambda entry: entry.id),
    title=visible,
    description=anything,
    language=languages,
    updated=moments,
    author=st.none() | persons,
    copyright=anything,
    categories=st.lists(anything, max_size=2).map(tuple),
)
