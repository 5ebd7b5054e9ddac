"""A mail server, real, with STARTTLS and sign-in, that fails when told."""

import asyncio
import ipaddress
import ssl
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from distributors.registry import make
from tests.contract.distributors.contract import Receiver
from tests.contract.distributors.loop import Loop
from tests.contract.distributors.posts import NOW, OUTSIDE

USER, PASSWORD = "bantin", "mat-khau-thu-dien-tu"


def certificate(folder: Path) -> Path:
    """Write a key and a certificate for 127.0.0.1 that signs itself; give the file with both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(encoding))
    return path


class MailReceiver(Receiver):
    secrets = (PASSWORD,)

    def __init__(self, folder: Path, *, security: str = "starttls") -> None:
        self.pem = certificate(folder)
        self.security = security
        self.envelopes: list[Envelope] = []
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(self.pem)
        self.loop = Loop()
        self.doors: list[_Door] = []
        self.server = self.loop.run(self._listen())

    async def _listen(self):
        tls = self.tls if self.security == "tls" else None
        return await self.loop.loop.create_server(self._door, "127.0.0.1", 0, ssl=tls)

    def _door(self) -> SMTP:
        starttls = self.security == "starttls"
        door = _Door(
            self,
            enable_SMTPUTF8=False,
            tls_context=self.tls if starttls else None,
            require_starttls=starttls,
            auth_require_tls=starttls,
            authenticator=self._authenticate,
            loop=self.loop.loop,
            hostname="mail.example",
        )
        self.doors.append(door)
        return door

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, kind: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)

    @property
    def port(self) -> str:
        return str(self.server.sockets[0].getsockname()[1])

    def make(self, **values: str):
        good = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": self.security,
            "user": "" if self.security == "none" else USER,
            "password": "" if self.security == "none" else PASSWORD,
            "sender": "bantin@bao.example",
            "recipients": "a@doitac.example\nb@doitac.example",
        }
        trusting = replace(OUTSIDE, tls=lambda: ssl.create_default_context(cafile=str(self.pem)))
        return make("email", good | values, outside=trusting)

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]

    def arrived(self) -> list[str]:
        """What readers see: mail programs show mails of one Message-ID once."""
        once = {mail["Message-ID"]: mail for mail in self.mails()}
        return [_text(mail) for mail in once.values()]

    def withdrawn(self) -> bool:
        return any("[Gỡ bài]" in mail["Subject"] for mail in self.mails())

    def stop(self) -> None:
        if not self.loop.loop.is_closed():
            self.loop.run(self._close())
            self.loop.close()

    async def _close(self) -> None:
        self.server.close()
        for door in self.doors:
            # CPython before 3.11.4 cannot abort what has ended by itself.
            if door.transport is not None and not door.transport.is_closing():
                door.transport.abort()
        await self.server.wait_closed()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options) -> str:  # noqa: N802 - aiosmtpd's own name
        if self.mode == "no-recipients" or (self.mode == "one-recipient" and address.startswith("b@")):
            return "550 5.1.1 no such user"
        if self.mode == "greylisted":
            return "451 4.7.1 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        if self.mode == "refuse":
            return "554 5.7.1 Nội dung bị từ chối"
        if self.mode == "busy":
            return "451 4.3.0 disk full"
        self.envelopes.append(envelope)
        if self.mode == "silent":
            await asyncio.sleep(20)
        if self.mode == "cut":
            server.transport.abort()
        return "250 2.0.0 taken"


class _Door(SMTP):
    """Breaks the connection in the midst of a mail when told."""

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's own name
        if self.event_handler.mode == "cut-at-sign-in":
            self.transport.abort()
        elif self.event_handler.mode == "busy-at-sign-in":
            await self.push("454 4.7.0 come again")
        else:
            await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's own name
        if self.event_handler.mode == "cut-before-data":
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return "\n".join([mail["Subject"], body.get_content().replace("\r\n", "\n")])
