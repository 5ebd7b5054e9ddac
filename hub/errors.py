"""The hub's own errors, and the one way from any code of the house to a sentence for a person."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import distributors.errors
import feeds.errors
import feeds.inspection.errors
import feeds.reading.errors
import feeds.wire.errors
import training.errors
import transcode.errors
from hub.sentences import companions, faults, intake, newsroom, operating, outside, people, subscribers, values
from transcode.sentences.originals import UNSAFE

Fact = str | int | float

#: The hub's own: code -> (Vietnamese, English).
SENTENCES: Mapping[str, tuple[str, str]] = {
    **operating.SENTENCES,
    **outside.SENTENCES,
    **intake.SENTENCES,
    **companions.SENTENCES,
    **newsroom.SENTENCES,
    **people.SENTENCES,
    **subscribers.SENTENCES,
}


#: Code -> that of the sentence for whoever runs the hub: it names folders and options that are nobody else's business.
FOR_OPERATORS: Mapping[str, str] = {"disk-short": "disk-short-here"}

#: Errors that are looked through for what the system said, and letters of its own words.
_MOST_BEHIND = 10
_MOST_WORDS = 200


class HubError(Exception):
    """Root of the hub's errors: a code, the facts its sentence is filled with, and a fitting HTTP status."""

    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        # For logs.
        super().__init__(SENTENCES[FOR_OPERATORS.get(code, code)][1].format(**facts))


class SettingError(HubError):
    """A setting is wrong: nothing may start."""


class StartError(HubError):
    """The hub cannot start on this machine as it is."""


class NotFoundError(HubError):
    status = HTTPStatus.NOT_FOUND

    def __init__(self, what: str, name: str) -> None:
        super().__init__("not-found", what=what, name=name)


class ConflictError(HubError):
    status = HTTPStatus.CONFLICT


class InvalidError(HubError):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class AddressRefusedError(HubError):
    """The guard does not let the hub connect there; nothing was sent."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FetchError(HubError):
    """An address that may be opened did not give what was wanted; `permanent` where trying again is of no use."""

    status = HTTPStatus.BAD_GATEWAY

    def __init__(self, code: str, *, permanent: bool = False, **facts: Fact) -> None:
        self.permanent = permanent
        super().__init__(code, **facts)


class LeaseLostError(HubError):
    """Another process has taken the work over: stop and write nothing more."""

    def __init__(self) -> None:
        super().__init__("lease-lost")


#: Every code of the house.
ALL_SENTENCES: Mapping[str, tuple[str, str]] = {
    **transcode.errors.SENTENCES,
    **feeds.errors.SENTENCES,
    **feeds.inspection.errors.SENTENCES,
    **feeds.reading.errors.SENTENCES,
    **feeds.wire.errors.SENTENCES,
    **distributors.errors.SENTENCES,
    **training.errors.SENTENCES,
    **SENTENCES,
}


#: Vietnamese words of facts -> English.
_NOUNS: Mapping[str, str] = {
    "nội dung": "item",
    "chương trình": "programme",
    "tệp ảnh": "picture",
    "cơ quan": "organisation",
    "gói nội dung": "package",
    "trang": "page",
    "điểm đến": "destination",
    "nền tảng": "platform",
    "nhân sự": "person",
    "nhóm": "group",
    "ngôn ngữ": "language",
    "nguồn tin": "source",
    "luồng tin": "feed",
    "loại nguồn": "kind of source",
    "mã truy cập": "token",
    "lượt phân phối": "delivery",
    "lượt nhận": "arrival",
    "tin nhận được": "received item",
    "tệp": "file",
    "tệp gốc": "original",
    "tệp đang gửi": "upload",
    "khóa học": "course",
    "bài": "lesson",
    "bài kiểm tra": "quiz",
    "lượt học": "enrolment",
    "lần làm bài": "attempt",
    "chứng nhận": "certificate",
    "trống / empty": "is empty",
    "âm thanh": "audio",
    "văn bản": "a document",
    "ảnh": "a picture",
    "phát thanh": "radio",
    "truyền hình": "television",
    "báo in": "print",
}

#: Words of states and verbs -> Vietnamese (design.md §4).
_STATES: Mapping[str, str] = {
    "draft": "bản thảo",
    "in review": "chờ duyệt",
    "approved": "đã duyệt",
    "scheduled": "hẹn giờ",
    "published": "đã xuất bản",
    "withdrawn": "đã gỡ",
    "submit": "gửi duyệt",
    "send back": "trả về bản thảo",
    "approve": "duyệt",
    "publish": "xuất bản",
    "withdraw": "gỡ",
    "put aside": "bỏ",
    "push": "đẩy đi",
    "send again": "gửi lại",
    "confirm": "xác nhận",
    "take again": "nhận lại",
    "skip": "bỏ qua",
    "waiting": "chờ tải về",
    "taken": "đã thành mục mới",
    "joined": "trùng mục đã có",
    "skipped": "đã bỏ qua",
    "trống / empty": "còn trống",
    "delivered": "đã đăng",
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "retrying": "chờ gửi lại",
}


def _spoken(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Facts whose words are the hub's own, in the language of the sentence."""
    return {name: _word(name, value, language) if isinstance(value, str) else value for name, value in facts.items()}


def _word(name: str, value: str, language: str) -> str:
    english = 1 if language == "en" else 0
    if name == "problem" and value in faults.WORDS:
        return faults.WORDS[value][english]
    if name == "problem" and value.startswith(faults.OWN_WORDS):
        return faults.OWN_WORDS_SAID[english].format(words=value.removeprefix(faults.OWN_WORDS))
    if name == "reason" and value in UNSAFE:
        return UNSAFE[value][english]
    if name == "field" and value in values.FIELDS:
        return values.FIELDS[value][english]
    if name == "names" and " / " in value:
        # The labels of an account's fields, each in both languages.
        return ", ".join(label.split(" / ")[-english] for label in value.split(", "))
    return (_NOUNS if english else _STATES).get(value, value)


def sentence(code: str, facts: Mapping[str, Any], language: str = "vi") -> str:
    """The plain sentence for a code in `vi` or `en`; an unknown code stands for itself."""
    pair = ALL_SENTENCES.get(code)
    if pair is None:
        return code
    try:
        return pair[1 if language == "en" else 0].format(**_spoken(facts, language))
    except (KeyError, IndexError):
        return pair[1 if language == "en" else 0]


def operators_sentence(code: str, facts: Mapping[str, Any], language: str = "vi") -> str:
    """The same for whoever runs the hub, on the command line and on the page of what does not move."""
    return sentence(FOR_OPERATORS.get(code, code), facts, language)


def code_and_facts(error: BaseException) -> tuple[str, dict[str, Fact]]:
    """The code and facts of any error; one that is none of ours becomes `unexpected`."""
    code = getattr(error, "code", None)
    if isinstance(code, str) and code in ALL_SENTENCES:
        return code, dict(getattr(error, "facts", {}))
    if isinstance(error, OSError) and error.errno in faults.BY_NUMBER:
        return "machine-fault", {"problem": problem_of(error)}
    return "unexpected", {"type": type(error).__name__}


def told(error: BaseException, language: str = "vi") -> str:
    """The plain sentence of any error."""
    code, facts = code_and_facts(error)
    return sentence(code, facts, language)


def operators_told(error: BaseException, language: str = "vi") -> str:
    """The same for whoever runs the hub."""
    code, facts = code_and_facts(error)
    return operators_sentence(code, facts, language)


def problem_of(error: BaseException) -> str:
    """What the system below reports, as the fact `problem` of a sentence, which says it in the language of the reader.

    Returns:
        A key of `faults.WORDS`; where none fits, the system's own words, marked as such.
    """
    key = next(filter(None, map(_key_of, _behind(error))), "")
    return key or faults.OWN_WORDS + _own_words(error)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error itself, and those that it was raised for: libraries wrap what the system told them."""
    one: BaseException | None = error
    for _ in range(_MOST_BEHIND):
        if one is None:
            return
        yield one
        one = getattr(one, "orig", None) or one.__cause__ or one.__context__


def _key_of(error: BaseException) -> str:
    if isinstance(error, ssl.SSLError):
        return "no-secure-connection"
    if isinstance(error, socket.gaierror):
        return "name-unknown"
    if isinstance(error, UnicodeDecodeError):
        return "not-text"
    if isinstance(error, OSError) and error.errno:
        return faults.BY_NUMBER.get(error.errno, "")
    said = str(error).lower()
    return next((key for words, key in faults.BY_WORDS if words in said), "")


def _own_words(error: BaseException) -> str:
    """One line, without what could not be printed."""
    words = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
    line = "".join(char if char.isprintable() else " " for char in str(words).splitlines()[0])
    return line[:_MOST_WORDS]
