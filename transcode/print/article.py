"""An article as readers get it, for every form that is made of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Without daylight saving since 1975, so no time zone data are needed.
LOCAL = dt.timezone(dt.timedelta(hours=7), "Asia/Ho_Chi_Minh")

#: Words that the forms themselves say, by language; Vietnamese stands in for those that have none.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "picture": "Ảnh",
        "notes": "Chú thích và liên kết",
        "machine": "Có phần do máy tạo",
        "credit": "Nguồn, bản quyền",
        "contents": "Mục lục",
        "cover": "Bìa",
        "start": "Bắt đầu đọc",
        "footnotes": "Chú thích",
        "back": "Trở lại bài",
        "address": "Đọc trên mạng",
        "summary": "Chữ, mục lục và tiêu đề có cấu trúc; đọc được bằng trình đọc màn hình.",
    },
    "en": {
        "picture": "Picture",
        "notes": "Notes and links",
        "machine": "Partly made by machine",
        "credit": "Source, rights",
        "contents": "Contents",
        "cover": "Cover",
        "start": "Start reading",
        "footnotes": "Notes",
        "back": "Back to the text",
        "address": "Read online",
        "summary": "Text with contents and structured headings; can be read by a screen reader.",
    },
}


@dataclass(frozen=True, kw_only=True)
class PrintedPicture:
    """A picture of an article.

    Attributes:
        alt: What is to be seen in it, for those who cannot.
        caption: What stands below it.
        path: A JPEG that this package made; None where it could not be made.
        width: In pixels; 0 when there is no file. height likewise.
    """

    alt: str = ""
    caption: str = ""
    path: Path | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class PrintedArticle:
    """One article of a newspaper or magazine, or one page of an issue.

    Attributes:
        id: Of its item; never changes.
        title: One line.
        markdown: The body; `![alt](picture:0)` stands for the first of `pictures`.
        language: BCP-47 tag of title, lead and body.
        organisation: Name of the press agency.
        programme: Title of its newspaper, section or magazine.
        published_at: Aware. updated_at likewise: later than published_at when it was corrected.
        address: Of its page; "" when it has none.
        lead: What stands between title and body; "" when the body says it.
        authors: Names as they are printed.
        pictures: By number. Those that the body does not show stand before it.
        ai_label: What of it a machine made; "" when nothing.
        credit: Source and rights.
    """

    id: str
    title: str
    markdown: str
    language: str
    organisation: str
    programme: str
    published_at: dt.datetime
    updated_at: dt.datetime
    address: str = ""
    lead: str = ""
    authors: Sequence[str] = ()
    pictures: Sequence[PrintedPicture] = ()
    ai_label: str = ""
    credit: str = ""


def words(language: str) -> Mapping[str, str]:
    """The words that a form says by itself, in the language of an article, else in Vietnamese."""
    return _WORDS.get(language.split("-", maxsplit=1)[0], _WORDS["vi"])


def words_language(language: str) -> str:
    """The tag of the language that `words` answers in."""
    first = language.split("-", maxsplit=1)[0]
    return first if first in _WORDS else "vi"


def moment(value: dt.datetime) -> str:
    """A moment as people of the province read it: 22/11/2026, 17:05."""
    return value.astimezone(LOCAL).strftime("%d/%m/%Y, %H:%M")
