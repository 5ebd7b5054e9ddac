"""The form of a source: what was typed, read into options, with every wrong field named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.errors import HubError, InvalidError, told
from hub.extensions.egress import target
from hub.models import Source, SourceKind
from hub.services.addresses import FORMS, LONGEST
from hub.services.folders import sidecars
from hub.services.sources import EVERY_S, Account
from hub.web.current import page_language
from hub.web.words import _

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DECIMAL = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,5}")

#: Its fields that can be wrong, as they stand on the page.
ORDER = ("title", "slug", "address", "every_min", "quiet_after_h", "form", "subtitles", "fields")

#: Options that this form writes.
OPTIONS = frozenset({"publish", "every_s", "archive", "full_text", "form", "subtitles", "recursive", "fields"})

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

#: Seconds between two looks, at least, by kind: other people's servers are not asked more often than this.
LEAST_EVERY_S: Mapping[str, float] = {SourceKind.FEED: 60, SourceKind.CHANNEL: 600, SourceKind.FOLDER: 5}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One bad field of a form: its label, and the sentence about it."""

    label: str
    sentence: str


@dataclass(kw_only=True)
class SourceForm:
    """What was typed by the names of the form; `faults` by the same names, after `account` was asked for."""

    kind: str
    typed: Mapping[str, str]
    faults: dict[str, Wrong] = field(default_factory=dict)

    def account(self, *, slug: str = "") -> Account:
        """The source as it was typed; meaningless while there are faults. `slug` is that of a source that is there."""
        return Account(
            slug=slug or self._slug(),
            kind=self.kind,
            title=self._title(),
            programme=self.typed.get("programme", ""),
            address=self._address(),
            options=self._options(),
            quiet_after_h=self._quiet_after_h(),
        )

    def fault(self, name: str, label: str, sentence: str) -> None:
        self.faults[name] = Wrong(label=label, sentence=sentence)

    def in_order(self) -> Mapping[str, Wrong]:
        """The faults as their fields stand on the page."""
        return {name: self.faults[name] for name in ORDER if name in self.faults}

    def _title(self) -> str:
        title = self.typed.get("title", "").strip()
        if not title:
            self.fault("title", _("Tên"), _("Còn trống. Hãy đặt tên để nhận ra nguồn này."))
        return title

    def _slug(self) -> str:
        slug = self.typed.get("slug", "").strip()
        if not _SLUG.fullmatch(slug):
            text = _("Mã ngắn chỉ gồm chữ thường không dấu, số và gạch nối. Hãy viết lại, ví dụ bao-doi-tac.")
            self.fault("slug", _("Mã ngắn"), text)
        return slug

    def _address(self) -> str:
        address = self.typed.get("address", "").strip()
        if self.kind == SourceKind.FOLDER:
            if not address.startswith("/") or "\0" in address:
                text = _("Hãy ghi đường dẫn đầy đủ trên máy chủ, bắt đầu bằng dấu /.")
                self.fault("address", _("Thư mục trên máy chủ"), text)
            return address
        try:
            if not address:
                self.fault("address", _("Địa chỉ"), _("Còn trống. Hãy dán địa chỉ của nguồn."))
                return address
            if len(address) > LONGEST:
                raise InvalidError("address-too-long", most=LONGEST)
            target(address)
        except HubError as error:
            self.fault("address", _("Địa chỉ"), told(error, page_language()))
        return address

    def _options(self) -> dict[str, Any]:
        found: dict[str, Any] = {"publish": self._ticked("publish")}
        every_s = self._every_s()
        if every_s:
            found["every_s"] = every_s
        if self.kind == SourceKind.FOLDER:
            return {**found, "recursive": self._ticked("recursive"), "fields": self._fields()}
        found["archive"] = self._ticked("archive")
        if self.kind == SourceKind.FEED:
            return {**found, "full_text": self._ticked("full_text")}
        return {**found, "form": self._form(), "subtitles": self._subtitles()}

    def _every_s(self) -> float:
        """0 for the usual time of the kind."""
        text = self.typed.get("every_min", "").strip()
        if not text:
            return 0.0
        every_s = float(text.replace(",", ".")) * 60 if _DECIMAL.fullmatch(text) else 0.0
        if every_s < LEAST_EVERY_S[self.kind]:
            least = f"{LEAST_EVERY_S[self.kind] / 60:.2g}"
            text = _("Hãy ghi một số, ít nhất %(least)s phút, hoặc để trống.", least=least)
            self.fault("every_min", _("Xem lại sau (phút)"), text)
        return every_s

    def _quiet_after_h(self) -> int:
        text = self.typed.get("quiet_after_h", "").strip()
        if text and not _WHOLE.fullmatch(text):
            label = _("Báo khi im lặng quá (giờ)")
            self.fault("quiet_after_h", label, _("Hãy ghi một số nguyên, ví dụ 48, hoặc để trống."))
            return 0
        return int(text or 0)

    def _form(self) -> str:
        form = self.typed.get("form", FORMS[0])
        if form not in FORMS:
            self.fault("form", _("Lấy bản nào"), _("Hãy chọn một dòng trong danh sách."))
        return form

    def _subtitles(self) -> list[str]:
        tags = [tag for tag in re.split(r"[\s,;]+", self.typed.get("subtitles", "")) if tag]
        if not all(_TAG.fullmatch(tag) for tag in tags):
            text = _("Hãy ghi mã ngôn ngữ cách nhau bằng dấu phẩy, ví dụ vi, en.")
            self.fault("subtitles", _("Phụ đề"), text)
        return list(dict.fromkeys(tags))

    def _fields(self) -> dict[str, str]:
        """Lines of `title = /Clip/Name`: a field of the item, and the path of the element that holds it."""
        found: dict[str, str] = {}
        for number, line in enumerate(self.typed.get("fields", "").splitlines(), 1):
            if not line.strip():
                continue
            name, _equals, path = (part.strip() for part in line.partition("="))
            fault = self._line_fault(number, name, path, found)
            if fault:
                self.fault("fields", _("Ô lấy từ tệp XML"), fault)
                break
            found[name] = path
        return found

    def _line_fault(self, number: int, name: str, path: str, found: Mapping[str, str]) -> str:
        """What is wrong with one line of the map; empty when nothing is."""
        try:
            if name in XML_FIELDS and path and name not in found:
                sidecars.check_path(path)
                return ""
        except InvalidError as error:
            return told(error, page_language())
        wrong = _("Dòng %(number)s chưa đúng. Mỗi dòng ghi như title = /Clip/Name.", number=number)
        names = _("Tên ô được dùng: %(names)s.", names=", ".join(XML_FIELDS))
        return f"{wrong} {names}"

    def _ticked(self, name: str) -> bool:
        return self.typed.get(name) == "yes"


def typed_of(source: Source) -> dict[str, str]:
    """What the form shows of a source that is there."""
    options = source.options
    every_s = float(options.get("every_s") or 0)
    ticked = {"publish": False, "archive": False, "full_text": True, "recursive": False}
    return {
        "title": source.title,
        "programme": source.programme.slug,
        "address": source.address,
        "every_min": f"{every_s / 60:g}" if every_s else "",
        "quiet_after_h": str(source.quiet_after_h or ""),
        "form": str(options.get("form", FORMS[0])),
        "subtitles": ", ".join(options.get("subtitles", [])),
        "fields": "\n".join(f"{name} = {path}" for name, path in options.get("fields", {}).items()),
        **{name: "yes" if options.get(name, usual) else "" for name, usual in ticked.items()},
    }


def usual(kind: str) -> str:
    """How often a kind of source is looked at where its form says nothing."""
    minutes, seconds = divmod(round(EVERY_S[kind]), 60)
    return _("%(count)s phút", count=minutes) if minutes else _("%(count)s giây", count=seconds)
