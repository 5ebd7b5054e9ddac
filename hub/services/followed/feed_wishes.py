"""What an entry of a followed feed should become, before its text is here."""

from feeds.markup import plain_text
from feeds.reading.entry import ReadEntry
from feeds.reading.feed import ReadFeed
from hub.extensions.clock import now
from hub.models import Source
from hub.services import labels
from hub.services.followed.follow_options import FollowOptions
from hub.services.intake import Submission
from hub.services.languages import LANGUAGES
from transcode.documents.article import one_line

#: Labels of one item at the most, and characters of its summary.
MOST_TAGS = 20
SUMMARY_CHARACTERS = 300


def wishes_of(source: Source, feed: ReadFeed, entry: ReadEntry) -> Submission:
    """The submission of an entry. Archives keep their dates; what a feed dates into the future came now."""
    title = one_line(entry.title)
    publisher = one_line(feed.title) or source.title
    return Submission(
        programme=source.programme.slug,
        name=title or source.title,
        title=title,
        language=language_of(entry.language or feed.language),
        summary=one_line(plain_text(entry.summary_html), most=SUMMARY_CHARACTERS),
        authors=entry.authors,
        tags=entry.categories[:MOST_TAGS],
        credit=f"{publisher} – {entry.url}" if entry.url else publisher,
        publish=FollowOptions.of(source.options).publish,
        by=name_of(source),
        published_at=min(entry.published, now()) if entry.published else None,
    )


def name_of(source: Source) -> str:
    """By what the history of items names a source."""
    return f"{labels.OF_SOURCE}{source.slug}"


def language_of(tag: str) -> str:
    """The language of the list that a tag means; empty, which is the programme's, for another one."""
    return next((one for one in (tag, tag.partition("-")[0].lower()) if one in LANGUAGES), "")
