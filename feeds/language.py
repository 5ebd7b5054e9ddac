"""Language tags."""

import re

from feeds.errors import FeedError

#: The shape of a tag (RFC 5646 section 2.1): a language of 2 to 8 letters, then subtags of 1 to 8 letters or digits;
#: or a private tag that starts with x-.
_TAG = re.compile(r"(?:[A-Za-z]{2,8}|[xX](?=-))(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


def language_tag(tag: str) -> str:
    """Check a BCP 47 language tag such as `vi`, `hmn` or `blt-Tavt`.

    Raises:
        FeedError: `bad-language`, it has not the shape of a tag.
    """
    if not _TAG.fullmatch(tag):
        raise FeedError("bad-language", language=tag)
    return tag
