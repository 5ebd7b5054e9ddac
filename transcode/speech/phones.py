"""Telephone numbers, said digit by digit in groups."""

import re

from transcode.speech.numbers import one_by_one
from transcode.speech.rewriting import rule

_GROUP = 4
_START = r"(?<![\w.,/-])"
_END = r"(?![\w/-])(?![.,]\d)"
_CALLING = (
    r"(?:số điện thoại|điện thoại|đường dây nóng|hotline|tổng đài|số máy|di động|sđt|đt|tel|fax|zalo|viber|lh)"
    r"(?:\s+(?:số|là))?\s*[:.]?\s*"
)
_SHORT = {"đt": "điện thoại", "sđt": "số điện thoại", "tel": "điện thoại", "lh": "liên hệ"}
#: Numbers for help that everybody knows by their digits.
_HELP = r"(?:gọi|gọi số|tổng đài|số|cảnh sát|cấp cứu|công an|lực lượng|đội|xe|đường dây nóng)\s+"


def _grouped(number: str) -> str:
    groups = [group for group in re.split(r"\D+", number) if group]
    if len(groups) == 1 and len(number) > 2 * _GROUP:
        plain = groups[0]
        groups = [plain[:_GROUP], plain[_GROUP:-3], plain[-3:]]
    return ", ".join(one_by_one(group) for group in groups)


def _called(words: str) -> str:
    name = re.match(r"\w+", words)
    said = _SHORT.get(name[0].lower()) if name else None
    return f"{said} " if said else words


def _international(found: re.Match[str]) -> str:
    return f"cộng {_grouped(found[0][1:])}"


def _national(found: re.Match[str]) -> str:
    return _grouped(found[0])


PHONES = (
    rule(rf"(?<![\w.,])\+\d{{1,3}}(?:[ .-]?\(?\d+\)?){{1,6}}{_END}", _international),
    rule(rf"({_CALLING})(\d[\d .-]+\d){_END}", lambda found: _called(found[1]) + _grouped(found[2]), any_case=True),
    rule(rf"{_START}0\d{{1,3}}(?:[ .-]\d{{2,8}}){{1,3}}{_END}", _national),
    rule(rf"{_START}0\d{{8,10}}{_END}", _national),
    rule(rf"{_START}1[89]00[ .-]?\d{{2,6}}(?:[ .-]\d{{2,4}})?{_END}", _national),
    rule(rf"({_HELP})(11[1-5]){_END}", lambda found: found[1] + one_by_one(found[2]), any_case=True),
)
