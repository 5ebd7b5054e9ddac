"""The options of a source as its form has them: read from what was typed, and shown again."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

from hub.errors import InvalidError, told
from hub.models import SourceKind
from hub.services.addresses import FORMS
from hub.services.folders import sidecars
from hub.services.folders.folder_wishes import LONGEST_SETTLE_S, SETTLE_S, FolderWishes
from hub.services.followed import follow_options
from hub.services.sites import followed_channels
from hub.services.sites.importing import MOST_ENTRIES
from hub.web.current import page_language
from hub.web.words import _

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DECIMAL = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?")
WHOLE = re.compile(r"[0-9]{1,5}")

#: Boxes to tick, by kind, and whether they are ticked where nothing was said.
TICKS: Mapping[str, Mapping[str, bool]] = {
    SourceKind.FEED: {"full_text": True, "archive": False, "publish": False},
    SourceKind.CHANNEL: {"automatic": False, "original_date": False, "archive": False, "publish": False},
    SourceKind.FOLDER: {"recursive": False, "publish": False},
}

#: Ticks that are noted only where they are set.
_SELDOM = frozenset({"automatic", "original_date"})

#: Fields with words of their own in them, by kind, as they stand on the page.
TEXTS: Mapping[str, tuple[str, ...]] = {
    SourceKind.FEED: ("newest",),
    SourceKind.CHANNEL: ("newest", "form", "subtitles"),
    SourceKind.FOLDER: ("language", "credit", "ai_label", "settle_s", "done", "failed", "fields"),
}

#: Those that few need: they are folded away while nothing stands in them.
RARE = ("settle_s", "done", "failed", "fields")

#: Fields of an item that a folder's XML can fill.
XML_FIELDS = (
    "title",
    "summary",
    "body",
    "language",
    "authors",
    "tags",
    "published_at",
    "credit",
    "ai_label",
    "publish",
)

#: Kind -> how many of the newest there are at the least and the most, and where nothing was said.
NEWEST: Mapping[str, tuple[int, int, int]] = {
    SourceKind.FEED: (0, MOST_ENTRIES, follow_options.NEWEST),
    SourceKind.CHANNEL: (1, MOST_ENTRIES, followed_channels.NEWEST),
}


def names(kind: str) -> frozenset[str]:
    """The options that the form of a kind writes."""
    return frozenset({"every_s", *TICKS[kind], *TEXTS[kind]})


def shown(kind: str, options: Mapping[str, Any]) -> dict[str, str]:
    """Options as the form shows them."""
    texts = {name: str(options.get(name, "")) for name in TEXTS[kind]}
    if "settle_s" in texts and options.get("settle_s") is not None:
        texts["settle_s"] = f"{options['settle_s']:g}" if isinstance(options["settle_s"], float) else texts["settle_s"]
    if "subtitles" in texts:
        texts["subtitles"] = ", ".join(followed_channels.subtitles(options))
    if "fields" in texts:
        fields = options.get("fields")
        told = fields.items() if isinstance(fields, dict) else ()
        texts["fields"] = "\n".join(f"{name} = {path}" for name, path in told)
    return texts | {name: "yes" if options.get(name, usual) else "" for name, usual in TICKS[kind].items()}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads the options that were typed; what is wrong with one is told by `fault(name, label, sentence)`."""

    kind: str
    typed: Mapping[str, str]
    fault: Callable[[str, str, str], None]
    #: What was told so far.
    wrong: Container[str]

    def options(self) -> dict[str, Any]:
        """Options that were left empty are none, so that the usual stands."""
        ticked = {name: self.typed.get(name) == "yes" for name in TICKS[self.kind]}
        found: dict[str, Any] = {name: set_ for name, set_ in ticked.items() if set_ or name not in _SELDOM}
        readers: Mapping[str, Callable[[], Any]] = {
            "newest": self._newest,
            "form": self._form,
            "subtitles": self._subtitles,
            "settle_s": self._settle_s,
            "done": lambda: self._aside("done"),
            "failed": lambda: self._aside("failed"),
            "language": self._language,
            "credit": lambda: self._text("credit"),
            "ai_label": lambda: self._text("ai_label"),
            "fields": self._fields,
        }
        for name in TEXTS[self.kind]:
            value = readers[name]()
            # An empty list or map is said, not left out: it is what was there before.
            if value is not None and value != "":
                found[name] = value
        return found

    def _text(self, name: str) -> str:
        return " ".join(self.typed.get(name, "").split())

    def _newest(self) -> int | None:
        text = self._text("newest")
        least, most, usual = NEWEST[self.kind]
        if text and (not WHOLE.fullmatch(text) or not least <= int(text) <= most):
            label = _("Mỗi lần xem bao nhiêu mục mới nhất")
            if self.kind == SourceKind.FEED:
                label = _("Lần đầu lấy bao nhiêu tin mới nhất")
            said = _("Hãy ghi một số nguyên từ %(least)s đến %(most)s, hoặc để trống.", least=least, most=most)
            self.fault("newest", label, said)
            return usual
        return int(text) if text else None

    def _form(self) -> str:
        form = self.typed.get("form", FORMS[0])
        if form not in FORMS:
            self.fault("form", _("Lấy bản nào"), _("Hãy chọn một dòng trong danh sách."))
        return form

    def _subtitles(self) -> list[str]:
        tags = [tag for tag in re.split(r"[\s,;]+", self.typed.get("subtitles", "")) if tag]
        if not all(_TAG.fullmatch(tag) for tag in tags):
            said = _("Hãy ghi mã ngôn ngữ cách nhau bằng dấu phẩy, ví dụ vi, en.")
            self.fault("subtitles", _("Phụ đề"), said)
        elif self.typed.get("automatic") == "yes" and not tags:
            said = _("Để lấy phụ đề máy viết, hãy ghi ngôn ngữ nào, ví dụ vi.")
            self.fault("subtitles", _("Phụ đề"), said)
        return list(dict.fromkeys(tags))

    def _settle_s(self) -> float | None:
        text = self._text("settle_s")
        if not text:
            return None
        seconds = float(text.replace(",", ".")) if DECIMAL.fullmatch(text) else -1.0
        if self._is_wrong({"settle_s": seconds}):
            said = _("Hãy ghi một số từ 0 đến %(most)s, hoặc để trống.", most=f"{LONGEST_SETTLE_S:g}")
            self.fault("settle_s", _("Đợi tệp đứng yên (giây)"), said)
        return seconds

    def _aside(self, name: str) -> str:
        given = self._text(name)
        label = _("Thư mục con cho tệp đã nhận") if name == "done" else _("Thư mục con cho tệp hỏng")
        other, done = "--" if given == "-" else "-", self._text("done")
        if self._is_wrong({name: given, "failed" if name == "done" else "done": other}):
            said = _("Hãy ghi tên một thư mục con: không có dấu / hay \\, không bắt đầu bằng dấu chấm.")
            self.fault(name, label, said)
        elif name == "failed" and "done" not in self.wrong and self._is_wrong({"done": done, "failed": given}):
            self.fault(name, label, _("Hãy đặt tên khác với thư mục của tệp đã nhận."))
        return given

    def _language(self) -> str:
        tag = self._text("language")
        if self._is_wrong({"language": tag}):
            self.fault("language", _("Ngôn ngữ"), _("Hãy chọn một dòng trong danh sách."))
        return tag

    def _is_wrong(self, options: Mapping[str, Any]) -> bool:
        """Whether whoever looks at the folder would refuse them: the rule is his."""
        try:
            FolderWishes.of(options)
        except InvalidError:
            return True
        return False

    def _fields(self) -> dict[str, str]:
        """Lines of `title = /Clip/Name`: a field of the item, and the path of the element that holds it."""
        found: dict[str, str] = {}
        for number, line in enumerate(self.typed.get("fields", "").splitlines(), 1):
            if not line.strip():
                continue
            name, _equals, path = (part.strip() for part in line.partition("="))
            said = _line_fault(number, name, path, found)
            if said:
                self.fault("fields", _("Ô lấy từ tệp XML"), said)
                break
            found[name] = path
        return found


def _line_fault(number: int, name: str, path: str, found: Mapping[str, str]) -> str:
    """What is wrong with one line of the map; empty when nothing is."""
    try:
        if name in XML_FIELDS and path and name not in found:
            sidecars.check_path(path)
            return ""
    except InvalidError as error:
        return told(error, page_language())
    wrong = _("Dòng %(number)s chưa đúng. Mỗi dòng ghi như title = /Clip/Name.", number=number)
    allowed = _("Tên ô được dùng: %(names)s.", names=", ".join(XML_FIELDS))
    return f"{wrong} {allowed}"


def usual_settle_s() -> str:
    """Seconds for which a file must rest where the form says nothing."""
    return f"{SETTLE_S:g}"
