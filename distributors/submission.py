"""Hands one mail to a mail server by SMTP, step by step, so that it is known how far it got."""

import re
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, NoReturn

from distributors.errors import PublishError
from distributors.outside import Outside, is_certificate_fault
from distributors.text import fit

_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
#: RFC 5321 §4.2.1: the recipient is taken; the mail may follow; from here on no later try will help.
_TAKEN = range(200, 300)
_SEND_TEXT = 354
_PERMANENT = 500
_PIECE_BYTES = 64 * 1024
_ANSWER_CHARS = 200


@dataclass(frozen=True, kw_only=True)
class Server:
    """One account on a mail server.

    Attributes:
        host: Name or address.
        port: TCP port.
        security: How the connection is encrypted.
        user: Empty when the server asks for no sign-in.
        password: Its password.
        domain: What this machine calls itself (RFC 5321 §4.1.1.1).
    """

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str = field(repr=False)
    domain: str


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Longest waits, in seconds.

    Attributes:
        step_s: For one answer.
        final_s: For the answer to the whole mail. RFC 5321 §4.5.3.2.6 grants ten minutes; a mail given up is unknown,
            so this is generous, and still shorter than a work lease.
    """

    step_s: float = 30.0
    final_s: float = 120.0


class _Client(smtplib.SMTP):
    """An SMTP client whose connection is opened by the caller's dial."""

    def __init__(self, server: Server, outside: Outside, patience: Patience) -> None:
        self._server, self._outside = server, outside
        super().__init__(server.host, server.port, local_hostname=server.domain, timeout=patience.step_s)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = self._outside.dial(host, port, timeout)
        if self._server.security != "tls":
            return connection
        try:
            return self._outside.tls().wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise


def submit(
    server: Server, envelope: tuple[str, tuple[str, ...]], mail: bytes, *, outside: Outside, patience: Patience
) -> dict[str, str]:
    """Hand mail over and give the recipients that were refused while others were taken: address -> answer.

    Args:
        server: The account.
        envelope: The sender's address and the recipients' addresses.
        mail: The whole mail with CRLF line ends.
        outside: The ways out.
        patience: Longest waits.

    Raises:
        PublishError: The server did not take it; `unknown` when the connection broke after the last byte was sent.
    """
    with _open(server, outside, patience) as client:
        sender, recipients = envelope
        _require(server, client.mail(sender))
        answers = {recipient: client.rcpt(recipient) for recipient in recipients}
        refused = {recipient: answer for recipient, answer in answers.items() if answer[0] not in _TAKEN}
        if len(refused) == len(recipients):
            _raise_refused(server, refused)
        _require(server, client.docmd("DATA"), wanted=_SEND_TEXT)
        _send_text(client, mail)
        _finish(server, client, patience)
        return {recipient: _said(answer) for recipient, answer in refused.items()}


@contextmanager
def _open(server: Server, outside: Outside, patience: Patience) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt, sign in; whatever breaks from here to the end of the mail's text published nothing."""
    client: smtplib.SMTP | None = None
    try:
        client = _Client(server, outside, patience)
        _greet(server, client, outside)
        yield client
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
    except smtplib.SMTPResponseException as error:
        raise _refusal(server, (error.smtp_code, _bytes(error.smtp_error))) from error
    except (smtplib.SMTPException, OSError) as error:
        code = "connection-lost" if client else "no-connection"
        raise PublishError(
            "untrusted-certificate" if is_certificate_fault(error) else code, host=server.host
        ) from error
    finally:
        if client:
            client.close()


def _greet(server: Server, client: smtplib.SMTP, outside: Outside) -> None:
    client.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not client.has_extn("starttls"):
            raise PublishError("no-starttls", permanent=True, host=server.host)
        client.starttls(context=outside.tls())
        client.ehlo_or_helo_if_needed()
    if server.user:
        _sign_in(server, client)


def _sign_in(server: Server, client: smtplib.SMTP) -> None:
    try:
        client.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except UnicodeError as error:
        # smtplib sends ASCII only; what the server never gets it cannot accept.
        raise PublishError("sign-in-refused", permanent=True, host=server.host) from error
    except smtplib.SMTPException as error:
        # 4xx is the server's own trouble (RFC 4954 §6); all else, also no common method, needs a person.
        if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < _PERMANENT:
            raise
        raise PublishError("sign-in-refused", permanent=True, host=server.host) from error


def _send_text(client: smtplib.SMTP, mail: bytes) -> None:
    """Send the mail's text in pieces: a socket's time-out is for the whole of one sendall, and lines may be slow."""
    text = _LINE_WITH_DOT.sub(b"..", mail).removesuffix(b"\r\n") + b"\r\n"
    for start in range(0, len(text), _PIECE_BYTES):
        client.send(text[start : start + _PIECE_BYTES])


def _finish(server: Server, client: smtplib.SMTP, patience: Patience) -> None:
    """Send the full stop that makes the mail the server's (RFC 5321 §4.1.1.4), and read what it says."""
    if client.sock:
        client.sock.settimeout(patience.final_s)
    try:
        client.send(b".\r\n")
        answer = client.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise PublishError("answer-lost", unknown=True, host=server.host) from error
    _require(server, answer)


def _require(server: Server, answer: tuple[int, bytes], *, wanted: int = 250) -> None:
    if answer[0] != wanted:
        raise _refusal(server, answer)


def _raise_refused(server: Server, refused: dict[str, tuple[int, bytes]]) -> NoReturn:
    """All were refused: for good only when no server would take any of them later."""
    status = min(code for code, _ in refused.values())
    if status < _PERMANENT:
        raise PublishError("busy", host=server.host, status=status)
    answer = fit("; ".join(_said(answer) for answer in refused.values()), _ANSWER_CHARS)
    raise PublishError("recipients-refused", permanent=True, host=server.host, answer=answer)


def _refusal(server: Server, answer: tuple[int, bytes]) -> PublishError:
    status = answer[0]
    if status >= _PERMANENT:
        return PublishError("refused", permanent=True, host=server.host, status=status, answer=_said(answer))
    return PublishError("busy", host=server.host, status=status)


def _said(answer: tuple[int, bytes]) -> str:
    return fit(" ".join(f"{answer[0]} {answer[1].decode(errors='replace')}".split()), _ANSWER_CHARS)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
