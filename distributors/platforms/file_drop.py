"""File drop by SFTP: the media of an item and a JSON sidecar in one flat folder that a partner polls.

A partner waits for `<item>-r<revision>.json` (or `.done`, where the account says so): when it is there, everything
that it names is complete. `<item>-r<revision>.withdrawn.json` says that the item must not be shown any more.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from distributors import drop, event
from distributors.fields import PORTS
from distributors.folder import Account, Folder, is_private_key, open_folder
from distributors.host_key import pin
from distributors.limits import Limits
from distributors.medium import chunks
from distributors.outside import Outside
from distributors.post import Post
from distributors.protocol import Corrects, Distributor, Finds, Withdraws
from distributors.receipt import Receipt


@dataclass(frozen=True, kw_only=True)
class FileDrop:
    """One folder whose partner removes what it has picked up, so that looking proves nothing."""

    name: ClassVar[str] = "file_drop"
    limits: ClassVar[Limits] = Limits()

    account: Account
    done_marker: bool
    outside: Outside = field(repr=False)
    timeout_s: float = 30.0

    @classmethod
    def wrong_fields(cls, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give what only this adapter knows to be wrong: field name -> code."""
        faults = {}
        if "host_key" in values and pin(values["host_key"]) is None:
            faults["host_key"] = "wrong-host-key"
        if "port" in values and int(values["port"]) not in PORTS:
            faults["port"] = "not-a-port"
        if values.get("private_key") and not is_private_key(values["private_key"]):
            faults["private_key"] = "wrong-private-key"
        if not values.get("private_key") and values.get("password") == "":
            faults["password"] = "no-sign-in"  # noqa: S105 - the code of a sentence
        return faults

    @classmethod
    def from_values(cls, values: Mapping[str, str], outside: Outside) -> "FileDrop":
        """Give the adapter of checked values: one that can be asked when the partner leaves files where they are."""
        pinned = pin(values["host_key"])
        if pinned is None:
            raise ValueError("the host key was checked before")
        account = Account(
            host=values["host"],
            port=int(values["port"]),
            user=values["user"],
            password=values["password"] or None,
            private_key=values["private_key"] or None,
            pin=pinned,
            path=values["folder"],
        )
        kind = FileDrop if values["pick_up"] == "removes" else AskableFileDrop
        return kind(account=account, done_marker=values["done_marker"] == "yes", outside=outside)

    def publish(self, post: Post, *, idempotency_key: str) -> Receipt:
        """Put the item into the folder; see `Distributor.publish`."""
        with self._open() as folder:
            return self._put(folder, post, event.published(post, idempotency_key=idempotency_key))

    def correct(self, post: Post, receipt: Receipt, *, idempotency_key: str) -> Receipt:
        """Put the new revision, then remove the old one; see `Corrects.correct`."""
        with self._open() as folder:
            told = event.corrected(post, receipt, idempotency_key=idempotency_key)
            corrected = self._put(folder, post, told)
            if corrected.remote_id != receipt.remote_id:
                _remove(folder, receipt)
            return corrected

    def withdraw(self, receipt: Receipt, *, idempotency_key: str) -> None:
        """Tell that the item is withdrawn, and remove its files; see `Withdraws.withdraw`."""
        body = event.encode(event.withdrawn(receipt, idempotency_key=idempotency_key))
        with self._open() as folder:
            _show(folder, drop.tombstone(receipt.remote_id), body)
            _remove(folder, receipt)

    def _open(self) -> AbstractContextManager[Folder]:
        return open_folder(self.account, outside=self.outside, timeout_s=self.timeout_s)

    def _put(self, folder: Folder, post: Post, told: dict[str, Any]) -> Receipt:
        begin = drop.stem(post.item_id, post.revision)
        names = drop.file_names(begin, post.media)
        for values, name in zip(told["item"]["media"], names, strict=True):
            values["file"] = name
        body = event.encode(told)
        if not drop.is_of(folder.read(drop.sidecar(begin)) or b"", told["idempotency_key"]):
            for name, medium in zip(names, post.media, strict=True):
                folder.put(name, chunks(medium), medium.size_bytes)
            for name in names:
                folder.reveal(name)
            folder.remove(drop.tombstone(begin))
            _show(folder, drop.sidecar(begin), body, final=not self.done_marker)
        if self.done_marker:
            _show(folder, drop.marker(begin), b"", final=True)
        return self._receipt(post, body)

    def _receipt(self, post: Post, body: bytes) -> Receipt:
        begin = drop.stem(post.item_id, post.revision)
        files = "\n".join(drop.file_names(begin, post.media))
        return Receipt(
            remote_id=begin,
            remote_url=None,
            accepted_at=self.outside.clock(),
            detail={**event.proof(post, body), "files": files},
        )


@dataclass(frozen=True, kw_only=True)
class AskableFileDrop(FileDrop):
    """One folder in which files stay, so that it can be seen what is there."""

    def find(self, post: Post, *, idempotency_key: str) -> Receipt | None:
        """Look for the sidecar of this delivery, and the marker where one is wanted; see `Finds.find`."""
        begin = drop.stem(post.item_id, post.revision)
        with self._open() as folder:
            body = folder.read(drop.sidecar(begin)) or b""
            if not drop.is_of(body, idempotency_key):
                return None
            unmarked = self.done_marker and folder.read(drop.marker(begin)) is None
            return None if unmarked else self._receipt(post, body)


def _show(folder: Folder, name: str, body: bytes, *, final: bool = False) -> None:
    folder.put(name, (body,) if body else (), len(body))
    folder.reveal(name, final=final)


def _remove(folder: Folder, receipt: Receipt) -> None:
    """Remove what receipt proves, what a poller looks for first."""
    begin = receipt.remote_id
    for name in (drop.marker(begin), drop.sidecar(begin), *receipt.detail.get("files", "").split()):
        folder.remove(name)


_distributor: type[Distributor] = FileDrop
_corrects: type[Corrects] = FileDrop
_withdraws: type[Withdraws] = FileDrop
_finds: type[Finds] = AskableFileDrop
