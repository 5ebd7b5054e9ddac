"""E-mail: one mail of text and HTML to a list of people who do not see one another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

from distributors import event
from distributors.fields import PORTS, is_address, is_email
from distributors.letter import Letter, Letterhead, attachable, message_id
from distributors.limits import Limits
from distributors.medium import chunks
from distributors.outside import Outside
from distributors.post import Post
from distributors.protocol import Corrects, Distributor, Withdraws
from distributors.receipt import Receipt
from distributors.submission import Patience, Server, submit

_BETWEEN = re.compile(r"[\s,;]+")
_MAILTO = "mailto:"


@dataclass(frozen=True, kw_only=True)
class Email:
    """One list of recipients behind one mail server. Nobody can be asked whether a mail has arrived."""

    name: ClassVar[str] = "email"
    limits: ClassVar[Limits] = Limits()

    server: Server
    head: Letterhead
    recipients: tuple[str, ...]
    attach_max_bytes: int
    outside: Outside = field(repr=False)
    patience: Patience = field(default_factory=Patience)

    @classmethod
    def wrong_fields(cls, values: Mapping[str, str]) -> Mapping[str, str]:
        """Give what only this adapter knows to be wrong: field name -> code."""
        unsubscribe = values.get("unsubscribe", "")
        mailto = unsubscribe.startswith(_MAILTO) and is_email(unsubscribe.removeprefix(_MAILTO))
        recipients = _addresses(values.get("recipients", "left-to@others"))
        checks = {
            "port": ("not-a-port", int(values.get("port", "25")) in PORTS),
            "recipients": ("not-an-email", bool(recipients) and all(map(is_email, recipients))),
            "unsubscribe": ("not-an-address", not unsubscribe or mailto or is_address(unsubscribe)),
            "security": ("open-password", values.get("security") != "none" or not values.get("password")),
        }
        return {name: code for name, (code, right) in checks.items() if not right}

    @classmethod
    def from_values(cls, values: Mapping[str, str], outside: Outside) -> "Email":
        """Give the adapter of checked values."""
        head = Letterhead(sender=values["sender"], sender_name=values["sender_name"], unsubscribe=values["unsubscribe"])
        server = Server(
            host=values["host"],
            port=int(values["port"]),
            security=cast("Literal['starttls', 'tls', 'none']", values["security"]),
            user=values["user"],
            password=values["password"],
            domain=head.domain,
        )
        return Email(
            server=server,
            head=head,
            recipients=_addresses(values["recipients"]),
            attach_max_bytes=int(values["attach_max_bytes"]),
            outside=outside,
        )

    def publish(self, post: Post, *, idempotency_key: str) -> Receipt:
        """Send the post as a mail; see `Distributor.publish`."""
        return self._send_post(post, self._letter(idempotency_key))

    def correct(self, post: Post, receipt: Receipt, *, idempotency_key: str) -> Receipt:
        """Send the new revision as an answer to the first mail, marked as a correction; see `Corrects.correct`."""
        return self._send_post(post, self._letter(idempotency_key, replaces=receipt.remote_id))

    def withdraw(self, receipt: Receipt, *, idempotency_key: str) -> None:
        """Ask everyone who got the post not to use it: a mail cannot be taken back; see `Withdraws.withdraw`."""
        self._submit(self._letter(idempotency_key, replaces=receipt.remote_id).of_withdrawal(receipt))

    def _letter(self, idempotency_key: str, *, replaces: str = "") -> Letter:
        written_at = self.outside.clock()
        return Letter(head=self.head, idempotency_key=idempotency_key, written_at=written_at, replaces=replaces)

    def _send_post(self, post: Post, letter: Letter) -> Receipt:
        attached = attachable(post.media, self.attach_max_bytes)
        mail = letter.of_post(post, attached, b"".join(chunks(attached)) if attached else b"")
        refused = self._submit(mail)
        detail = event.proof(post, mail) | {"recipients": str(len(self.recipients) - len(refused))}
        if refused:
            detail["refused"] = "\n".join(f"{recipient}: {answer}" for recipient, answer in refused.items())
        return Receipt(
            remote_id=message_id(letter.idempotency_key, self.head.domain),
            remote_url=None,
            accepted_at=self.outside.clock(),
            detail=detail,
        )

    def _submit(self, mail: bytes) -> Mapping[str, str]:
        envelope = (self.head.sender, self.recipients)
        return submit(self.server, envelope, mail, outside=self.outside, patience=self.patience)


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for address in _BETWEEN.split(text) if address))


_distributor: type[Distributor] = Email
_corrects: type[Corrects] = Email
_withdraws: type[Withdraws] = Email
