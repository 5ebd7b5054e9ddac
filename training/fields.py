"""The fields of front matter, taken out one by one; what is missing or wrong is noted on the page."""

import re
from dataclasses import dataclass

from training.page import Page, Value

_WHOLE_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Range:
    """From which to which number, both included."""

    low: int
    high: int


def only(page: Page, *known: str) -> None:
    """Note fields that do not exist, so that `pass-mark` is not silently nothing."""
    for key, value in page.values.items():
        if key not in known:
            page.fault("unknown-field", value.line, key=key, known=", ".join(known))


def text(page: Page, key: str) -> str:
    """Take one text; an empty one when it is missing or wrong, which is noted."""
    value = _required(page, key)
    if value is None:
        return ""
    if value.is_list:
        page.fault("bad-field", value.line, key=key, expected="text")
        return ""
    return value.texts[0]


def pattern(page: Page, key: str, form: re.Pattern[str], *, expected: str) -> str:
    """Take one text of a form; `expected` says the form to people."""
    found = text(page, key)
    if found and not form.fullmatch(found):
        page.fault("bad-field", page.values[key].line, key=key, expected=expected)
    return found


def number(page: Page, key: str, within: Range) -> int:
    """Take one whole number; the lowest allowed when it is missing or wrong, which is noted."""
    found = text(page, key)
    if not found:
        return within.low
    line = page.values[key].line
    if not _WHOLE_NUMBER.fullmatch(found):
        page.fault("bad-field", line, key=key, expected="a whole number")
        return within.low
    if not within.low <= int(found) <= within.high:
        page.fault("field-out-of-range", line, key=key, value=int(found), low=within.low, high=within.high)
        return within.low
    return int(found)


def texts(page: Page, key: str) -> tuple[str, ...]:
    """Take a list of texts, or one text as a list of one; empty when it is missing or wrong, which is noted."""
    value = _required(page, key)
    return value.texts if value else ()


def _required(page: Page, key: str) -> Value | None:
    value = page.values.get(key)
    if value is None:
        if page.is_readable:
            page.fault("missing-field", key=key)
        return None
    if not any(value.texts):
        page.fault("empty-field", value.line, key=key)
        return None
    return value
