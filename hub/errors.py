"""The hub's own errors, and the one way from any code of the house to a sentence for a person."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import distributors.errors
import feeds.errors
import feeds.reading.errors
import feeds.wire.errors
import training.errors
import transcode.errors
from hub.sentences import intake, newsroom, operating, outside, people

Fact = str | int | float

#: The hub's own: code -> (Vietnamese, English).
SENTENCES: Mapping[str, tuple[str, str]] = {
    **operating.SENTENCES,
    **outside.SENTENCES,
    **intake.SENTENCES,
    **newsroom.SENTENCES,
    **people.SENTENCES,
}


class HubError(Exception):
    """Root of the hub's errors: a code, the facts its sentence is filled with, and a fitting HTTP status."""

    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(SENTENCES[code][1].format(**facts))


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
    "cơ quan": "organisation",
    "điểm đến": "destination",
    "nền tảng": "platform",
    "nhân sự": "person",
    "lượt phân phối": "delivery",
    "tệp gốc": "original",
    "khóa học": "course",
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
    "push": "đẩy đi",
    "send again": "gửi lại",
    "confirm": "xác nhận",
    "delivered": "đã đăng",
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "retrying": "chờ gửi lại",
}


def _spoken(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Facts whose words are the hub's own, in the language of the sentence."""
    words = _NOUNS if language == "en" else _STATES
    return {name: words.get(value, value) if isinstance(value, str) else value for name, value in facts.items()}


def sentence(code: str, facts: Mapping[str, Any], language: str = "vi") -> str:
    """The plain sentence for a code in `vi` or `en`; an unknown code stands for itself."""
    pair = ALL_SENTENCES.get(code)
    if pair is None:
        return code
    try:
        return pair[1 if language == "en" else 0].format(**_spoken(facts, language))
    except (KeyError, IndexError):
        return pair[1 if language == "en" else 0]


def code_and_facts(error: BaseException) -> tuple[str, dict[str, Fact]]:
    """The code and facts of any error; one that is none of ours becomes `unexpected`."""
    code = getattr(error, "code", None)
    if isinstance(code, str) and code in ALL_SENTENCES:
        return code, dict(getattr(error, "facts", {}))
    return "unexpected", {"type": type(error).__name__}


def told(error: BaseException, language: str = "vi") -> str:
    """The plain sentence of any error."""
    code, facts = code_and_facts(error)
    return sentence(code, facts, language)
