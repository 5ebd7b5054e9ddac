"""Titles: those that a program made up, and one for what has none."""

import re

from transcode.documents.article import one_line

#: What programs call a document or recording before anybody has given it a title.
_MADE_UP = re.compile(
    r"(?:microsoft (?:word|powerpoint)(?: -|$)|untitled|không có tiêu đề|slide \d|powerpoint presentation)"
    r"|(?:document|tài liệu|presentation|recording|bản ghi|track|audio track)[ _-]?\d*$"
    r"|.*\.(?:docx?|indd|pdf|qxd|pptx?|cdr|mp3|wav|mp4)$",
    re.IGNORECASE,
)
#: In the place of a letter that was lost on the way.
_LOST = "\ufffd"
#: An ending with a letter in it: "22.11.2026" ends in a year.
_SUFFIX = re.compile(r"(?:^|(?<=[^\s.]))\.(?=[0-9]?[A-Za-z])[0-9A-Za-z]{1,8}$")
#: Put before or behind a name by who copies or downloads a file once more.
_COPY = re.compile(
    r"\s*\(\d{1,2}\)$|(?:\s[-–]\s|[_ ])(?:copy|bản sao|sao chép)(?:\s*\(?\d{1,2}\)?)?$|^(?:copy of|bản sao của)\s+",
    re.IGNORECASE,
)
_DASH_FOR_SPACE = re.compile(r"(?<!\d)[-–]+|[-–]+(?!\d)")
_UNNAMED = "không tên"


def given_title(told: str) -> str:
    """The title that a document or recording tells about itself, on one line.

    Returns:
        "" when it tells none, when a program made it up ("Microsoft Word - tin.doc", "ban_tin_sang"), or when letters
        of it are lost.
    """
    line = one_line(told)
    # Printers and scanners give the name of the file; no person writes underscores.
    return "" if "_" in line or _LOST in line or _MADE_UP.match(line) else line


def title_from_name(name: str) -> str:
    """A title of a file name, for what has no other: readable words without suffix and numbers of copies.

    Dashes part the words only where nothing else does: "ban-tin-sang", but "Bản tin PT-TH". Dates keep theirs.
    """
    # One line before anything else, whole: a cut would take the suffix off and leave what stands before it.
    words = one_line(name.replace("\\", "/").rsplit("/", 1)[-1], most=len(name) + 1)
    words = _SUFFIX.sub("", words)
    shorter = _COPY.sub("", words)
    while shorter != words:
        words, shorter = shorter, _COPY.sub("", shorter)
    words = words.replace("_", " ").strip()
    if " " not in words:
        words = _DASH_FOR_SPACE.sub(" ", words)
    line = one_line(words)
    return line if any(char.isalnum() for char in line) else _UNNAMED
