"""Dates and times of day as Vietnamese press writes them."""

import re

from transcode.speech.numbers import cardinal, month, roman
from transcode.speech.rewriting import either, rule, word_before

_LAST_DAY, _LAST_MONTH, _LAST_HOUR = 31, 12, 24
_DD = r"(\d{1,2})"
_YEAR = r"(?:1[5-9]|2[01])\d\d"
_START = r"(?<![\w/.,:-])"
_END = r"(?![\w/])(?![.,:-]\d)"
_TO = r"\s?[-–]\s?"
#: Behind these, two numbers are a day and a month, whatever stands between them.
_SURE = frozenset({"ngày", "mùng", "mồng", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "hôm", "nay", "qua", "mai"})
_LIKELY = frozenset(
    {
        "từ", "đến", "tới", "vào", "trước", "sau", "lễ", "dịp", "tết", "khánh",
        "nhật", "hai", "ba", "tư", "năm", "sáu", "bảy",
    }
)  # fmt: skip
_SIMPLE = 5
#: Before these, two numbers are a part of a whole.
_COUNTED = re.compile(
    r"\s*(?:tổng|số|dân số|người|hộ|xã|phường|thị|huyện|tỉnh|thành|thôn|bản|tổ|tiêu chí|chỉ tiêu|nội dung|đại biểu|"
    r"phiếu|thành viên|trường|đơn vị|cơ|trận|điểm|diện|thế|quãng|đội|nhóm|bài|câu|vòng|ca|trên|trong|của|khu|cán|đảng|"
    r"ngôi|chiều|vốn|lượng|thu|phần|nước|quốc|bộ|sở|dự án|công|giá|là|cuộc|nhiệm|bệnh|cổ|ghế|học|em|con|sao)\b"
)
_DATES_BEFORE = re.compile(r"\d{1,2}[/-]\d{1,2}(?:,|;| và| đến| hoặc|-|–)\s*$")
_TIME_OF_DAY = r"\b(?:ngày|sáng|sớm|trưa|chiều|tối|đêm|khuya|nay|qua)\s+"
_DAY_WORD = r"((?:ngày|mùng|mồng)\s+)?"
_ROUND_THE_CLOCK = "24/7"
_PAUSED = either(("năm học", "niên khóa", "niên khoá", "mùa giải"))


def _day_and_month(day: str, of_month: str) -> str:
    return f"{cardinal(int(day))} tháng {month(int(of_month))}"


def _is_day(day: str, of_month: str) -> bool:
    return 1 <= int(day) <= _LAST_DAY and 1 <= int(of_month) <= _LAST_MONTH


def _full(found: re.Match[str]) -> str:
    word, day, of_month, year = found.groups()
    if not _is_day(day, of_month):
        return found[0]
    return f"{word or 'ngày '}{_day_and_month(day, of_month)} năm {cardinal(int(year))}"


def _iso(found: re.Match[str]) -> str:
    word, year, of_month, day = found.groups()
    if not _is_day(day, of_month):
        return found[0]
    return f"{word or 'ngày '}{_day_and_month(day, of_month)} năm {cardinal(int(year))}"


def _days(found: re.Match[str]) -> str:
    """20-22/11 and 20-22/11/2026."""
    word, first, last, of_month, year = found.groups()
    if not (_is_day(first, of_month) and _is_day(last, of_month) and int(first) < int(last)):
        return found[0]
    spoken = f"{word or 'ngày '}{cardinal(int(first))} đến {_day_and_month(last, of_month)}"
    return f"{spoken} năm {cardinal(int(year))}" if year else spoken


def _span(found: re.Match[str]) -> str:
    """20/10-22/11: which of the rules below say the two is no longer in doubt."""
    days, year = ((found[2], found[3]), (found[4], found[5])), found[6]
    if not all(_is_day(*day) for day in days):
        return found[0]
    spoken = f"{found[1] or 'ngày '}{_day_and_month(*days[0])} đến ngày {_day_and_month(*days[1])}"
    return f"{spoken} năm {cardinal(int(year))}" if year else spoken


def _day(found: re.Match[str]) -> str:
    word, day, of_month = found.groups()
    if (
        not _is_day(day, of_month)
        or (found[0] == _ROUND_THE_CLOCK)
        or not (word or _means_day(found, int(day), int(of_month)))
    ):
        return found[0]
    return f"{word or 'ngày '}{_day_and_month(day, of_month)}"


def _means_day(found: re.Match[str], day: int, of_month: int) -> bool:
    """Whether d/m is a date and not a part of a whole."""
    text, before = found.string, word_before(found)
    if before in _SURE or _DATES_BEFORE.search(text[: found.start()]):
        return True
    if text[: found.start()].endswith("(") and text[found.end() :].startswith(")"):
        return True
    if before in {"điểm", "đạt", "tỷ"} or _COUNTED.match(text, found.end()):
        return False
    is_simple = day < of_month <= _SIMPLE
    return day > of_month or (day < of_month and not is_simple) or (before in _LIKELY and not is_simple)


def _dashed_day(found: re.Match[str]) -> str:
    word, day, of_month = found.groups()
    return f"{word}{_day_and_month(day, of_month)}" if _is_day(day, of_month) else found[0]


def _month(found: re.Match[str]) -> str:
    word, of_month, year = found.groups()
    if not 1 <= int(of_month) <= _LAST_MONTH:
        return found[0]
    return f"{word or 'tháng '}{month(int(of_month))} năm {cardinal(int(year))}"


def _months(found: re.Match[str]) -> str:
    word, first, last, year = found.groups()
    if not (1 <= int(first) <= _LAST_MONTH and 1 <= int(last) <= _LAST_MONTH):
        return found[0]
    spoken = f"{word}{month(int(first))} đến tháng {month(int(last))}"
    return f"{spoken} năm {cardinal(int(year))}" if year else spoken


def _one_month(found: re.Match[str]) -> str:
    return found[1] + month(int(found[2])) if 1 <= int(found[2]) <= _LAST_MONTH else found[0]


def _quarter(found: re.Match[str]) -> str:
    word, quarter, year = found.groups()
    number = int(quarter) if quarter.isdecimal() else roman(quarter.upper())
    return f"{word}{cardinal(number)} năm {cardinal(int(year))}" if number else found[0]


def _clock(found: re.Match[str]) -> str:
    hour, minute, second = found.groups()
    if int(hour) > _LAST_HOUR:
        return found[0]
    return _time(hour, minute) + (f" {cardinal(int(second))} giây" if second else "")


def _time(hour: str, minute: str | None) -> str:
    spoken = f"{cardinal(int(hour))} giờ"
    return f"{spoken} {cardinal(int(minute))} phút" if minute and int(minute) else spoken


def _minutes(found: re.Match[str]) -> str:
    """90' is a minute of a match, unless the sign ends what another one began."""
    is_closing = found.string.count("'", 0, found.start()) % 2 == 1
    return found[0] if is_closing else f"{cardinal(int(found[1]))} phút"


DATES = (
    # 07:30-08:15, 7h-8h30, 7-8h: the sign means "until" before the times themselves are gone.
    rule(rf"(\d{{1,2}}[hHgG:](?:[0-5]\d)?){_TO}(?=\d{{1,2}}[hHgG:])", lambda found: f"{found[1]} đến "),
    rule(rf"{_START}{_DD}{_TO}(?=\d{{1,2}}[hH](?![\w/]))", lambda found: f"{cardinal(int(found[1]))} đến "),
    rule(rf"(?<=/\d{{4}}){_TO}(?=\d{{1,2}}/)", lambda _: " đến "),
    rule(
        rf"({_PAUSED})\s+({_YEAR})\s?[-–/]\s?({_YEAR})(?!\d)",
        lambda found: f"{found[1]} {cardinal(int(found[2]))}, {cardinal(int(found[3]))}",
        any_case=True,
    ),
    rule(rf"{_START}{_DAY_WORD}{_DD}{_TO}{_DD}/{_DD}(?:/({_YEAR}))?{_END}", _days, any_case=True),
    rule(
        rf"{_START}{_DAY_WORD}{_DD}/{_DD}{_TO}{_DD}/{_DD}(?:/({_YEAR}))?{_END}",
        _span,
        any_case=True,
    ),
    *(
        rule(
            rf"(?<![\w/.,:]){_DAY_WORD}{_DD}\s?{sign}\s?{_DD}\s?{sign}\s?({_YEAR})(?!\d)",
            _full,
            any_case=True,
        )
        for sign in ("/", "[-–]", r"\.")
    ),
    rule(rf"{_START}{_DAY_WORD}({_YEAR})-(\d\d)-(\d\d)(?!\d)", _iso, any_case=True),
    rule(r"(quý\s+)([1-4]|I{1,3}|IV)\s?[/-]\s?(\d{4})(?!\d)", _quarter, any_case=True),
    rule(rf"(?<![\w.,:])(tháng\s+)?{_DD}/({_YEAR})(?!\d)", _month, any_case=True),
    rule(rf"(tháng\s+){_DD}\s?[-–/]\s?({_YEAR})(?!\d)", _month, any_case=True),
    rule(rf"(tháng\s+){_DD}{_TO}{_DD}(?:/({_YEAR}))?{_END}", _months, any_case=True),
    rule(rf"{_START}{_DAY_WORD}{_DD}/{_DD}{_END}", _day, any_case=True),
    rule(
        rf"({_TIME_OF_DAY}(?:\d{{1,2}}(?:, | và ))*){_DD}(?:\s?[-–]\s?|\.){_DD}{_END}",
        _dashed_day,
        any_case=True,
    ),
    rule(r"(\btháng\s+)(\d{1,2})(?![\w/])(?![.,]\d)", _one_month, any_case=True),
    rule(r"(?<![\w.,:/-])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![\w:])(?:\s?giờ\b)?", _clock),
    rule(r"(?<=[^\W\d_])/(?=\d{1,3}\s?[hH](?!\w))", lambda _: " trên "),
    rule(
        r"(?<![\w.,:])(?<!\d/)(\d{1,3})\s?[hH]\s?([0-5]\d)?(?!\w)(?:\s?(?:phút\b|'))?",
        lambda found: _time(found[1], found[2]) + (" " if found[0].endswith(" ") else ""),
    ),
    rule(
        r"(?<![\w.,:/])([01]?\d|2[0-4])g(?:([0-5]\d)(?!\w)|(?=\s(?:ngày|sáng|trưa|chiều|tối|đêm|hôm)\b))",
        lambda found: _time(found[1], found[2]),
    ),
    rule(r"(?<![\w.,])(\d{1,3})'(?!\w)", _minutes),
)
