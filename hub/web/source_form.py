"""The form of a source: what was typed, read into an account, with every wrong field named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from hub.errors import HubError, InvalidError, told
from hub.extensions.egress import target
from hub.extensions.parts import Parts
from hub.models import Source, SourceKind
from hub.services import source_accounts
from hub.services.addresses import LONGEST
from hub.services.sources import EVERY_S, Account
from hub.web import source_options
from hub.web.current import page_language
from hub.web.source_options import DECIMAL, WHOLE
from hub.web.words import _

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

#: Its fields that can be wrong, as they stand on the page.
ORDER = ("title", "slug", "address", "every_min", "quiet_after_h")

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
        every_s = self._every_s()
        reader = source_options.Reader(kind=self.kind, typed=self.typed, fault=self.fault, wrong=self.faults)
        options = reader.options()
        return Account(
            slug=slug or self._slug(),
            kind=self.kind,
            title=self._title(),
            programme=self.typed.get("programme", ""),
            address=self._address(),
            options={**options, "every_s": every_s} if every_s else options,
            quiet_after_h=self._quiet_after_h(),
        )

    def check_place(self, parts: Parts, session: Session, account: Account, *, held: Source | None = None) -> None:
        """Note where another source is at this place already, or a folder may not be watched."""
        if self.faults or (held is not None and self.kind != SourceKind.FOLDER and held.address == account.address):
            return
        try:
            source_accounts.check_address(parts, session, account, held_id=held.id if held else "")
        except HubError as error:
            label = _("Thư mục trên máy chủ") if self.kind == SourceKind.FOLDER else _("Địa chỉ")
            self.fault("address", label, told(error, page_language()))

    def fault(self, name: str, label: str, sentence: str) -> None:
        self.faults[name] = Wrong(label=label, sentence=sentence)

    def in_order(self) -> Mapping[str, Wrong]:
        """The faults as their fields stand on the page."""
        order = (*ORDER, *source_options.TEXTS[self.kind])
        return {name: self.faults[name] for name in order if name in self.faults}

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

    def _every_s(self) -> float:
        """0 for the usual time of the kind."""
        text = self.typed.get("every_min", "").strip()
        if not text:
            return 0.0
        every_s = float(text.replace(",", ".")) * 60 if DECIMAL.fullmatch(text) else 0.0
        if every_s < LEAST_EVERY_S[self.kind]:
            least = f"{LEAST_EVERY_S[self.kind] / 60:.2g}"
            text = _("Hãy ghi một số, ít nhất %(least)s phút, hoặc để trống.", least=least)
            self.fault("every_min", _("Xem lại sau (phút)"), text)
        return every_s

    def _quiet_after_h(self) -> int:
        text = self.typed.get("quiet_after_h", "").strip()
        if text and not WHOLE.fullmatch(text):
            label = _("Báo khi im lặng quá (giờ)")
            self.fault("quiet_after_h", label, _("Hãy ghi một số nguyên, ví dụ 48, hoặc để trống."))
            return 0
        return int(text or 0)


def typed_of(source: Source) -> dict[str, str]:
    """What the form shows of a source that is there."""
    every_s = float(source.options.get("every_s") or 0)
    return {
        "title": source.title,
        "programme": source.programme.slug,
        "address": source.address,
        "every_min": f"{every_s / 60:g}" if every_s else "",
        "quiet_after_h": str(source.quiet_after_h or ""),
        **source_options.shown(source.kind, source.options),
    }


def usual(kind: str) -> str:
    """How often a kind of source is looked at where its form says nothing."""
    minutes, seconds = divmod(round(EVERY_S[kind]), 60)
    if minutes and minutes % 60 == 0:
        return _("%(count)s giờ", count=minutes // 60)
    return _("%(count)s phút", count=minutes) if minutes else _("%(count)s giây", count=seconds)
