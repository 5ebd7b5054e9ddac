"""One folder on a partner's SFTP server, in which a poller never sees half a file."""

import errno
import io
import socket
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from distributors.errors import PublishError
from distributors.host_key import Pin, fingerprint
from distributors.outside import Outside

_PART = ".part"
_MAX_READ_BYTES = 4 * 1024 * 1024
#: The connection went while an answer was awaited. paramiko tells an end of file as the first or the second.
_LOST = (EOFError, paramiko.SSHException, TimeoutError, ConnectionError)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account on an SFTP server.

    Attributes:
        host: Name or address.
        port: TCP port.
        user: User name.
        password: None when a key is used.
        private_key: Text of the key file; None when a password is used.
        pin: The one key that the server may show.
        path: The folder, which exists already.
    """

    host: str
    port: int
    user: str
    password: str | None = field(repr=False)
    private_key: str | None = field(repr=False)
    pin: Pin
    path: str


def private_key(text: str) -> paramiko.PKey:
    """Read a private key without a passphrase, in OpenSSH or PEM form.

    Raises:
        ValueError: It is none, is locked, or of a kind that SSH does not use.
    """
    data = text.strip().encode() + b"\n"
    load = serialization.load_ssh_private_key if b"OPENSSH" in data else serialization.load_pem_private_key
    try:
        plain = load(data, None).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        )
        for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
            with suppress(paramiko.SSHException):
                return kind.from_private_key(io.StringIO(plain.decode()))
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("no private key that SSH can use") from error
    raise ValueError("no private key that SSH can use")


def is_private_key(text: str) -> bool:
    """Say whether `private_key` can read text."""
    try:
        private_key(text)
    except ValueError:
        return False
    return True


@contextmanager
def open_folder(account: Account, *, outside: Outside, timeout_s: float) -> Iterator["Folder"]:
    """Connect, see that the server is the pinned one, sign in, and give the folder; everything is closed after.

    Args:
        account: Whose folder.
        outside: The ways out.
        timeout_s: Longest wait for any one answer, in seconds.

    Raises:
        PublishError: There is no way in; also for whatever SSH raises while the folder is in use.
    """
    with _told(account):
        connection = outside.dial(account.host, account.port, timeout_s)
    with closing(connection), _told(account), _transport(connection, account, timeout_s) as transport:
        client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise PublishError("connection-lost", host=account.host)
        with closing(client):
            if channel := client.get_channel():
                channel.settimeout(timeout_s)
            yield Folder(client, account)


@contextmanager
def _transport(connection: socket.socket, account: Account, timeout_s: float) -> Iterator[paramiko.Transport]:
    with closing(paramiko.Transport(connection)) as transport:
        transport.banner_timeout = transport.handshake_timeout = timeout_s
        transport.auth_timeout = transport.channel_timeout = timeout_s
        if account.pin.key_type:
            options = transport.get_security_options()
            options.key_types = _key_types(account.pin.key_type, tuple(options.key_types))
        try:
            transport.start_client(timeout=timeout_s)
        except paramiko.ssh_exception.IncompatiblePeer as error:
            raise PublishError("nothing-in-common", permanent=True, host=account.host) from error
        offered = fingerprint(transport.get_remote_server_key().asbytes())
        if offered != account.pin.fingerprint:
            pinned = account.pin.fingerprint
            raise PublishError("host-key-changed", permanent=True, host=account.host, offered=offered, pinned=pinned)
        _sign_in(transport, account)
        yield transport


def _key_types(pinned: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Ask for the pinned type of key, so that a server with several shows that one; RSA keys sign under newer names."""
    wanted = {pinned} | ({"rsa-sha2-512", "rsa-sha2-256"} if pinned == "ssh-rsa" else set())
    return tuple(name for name in known if name in wanted) or known


def _sign_in(transport: paramiko.Transport, account: Account) -> None:
    try:
        if account.private_key:
            transport.auth_publickey(account.user, private_key(account.private_key))
        else:
            transport.auth_password(account.user, account.password or "")
    except paramiko.AuthenticationException as error:
        # paramiko raises the same when the server went away; a server that is still there has said no.
        if transport.is_active():
            raise PublishError("sign-in-refused", permanent=True, host=account.host) from error
        raise


class Folder:
    """The open folder. A file is written under another name, compared in size, then renamed."""

    def __init__(self, client: paramiko.SFTPClient, account: Account) -> None:
        self._client = client
        self._account = account

    def put(self, name: str, pieces: Iterable[bytes], size_bytes: int) -> None:
        """Write pieces beside name, so that `reveal` can show it; on any failure nothing of it remains to be shown.

        Raises:
            PublishError: The server refused or lost it, its size there is wrong, or pieces raised.
        """
        part = self._path(name) + _PART
        try:
            with self._told(name):
                self._write(part, pieces, size_bytes)
                self._require_size(part, name, size_bytes)
        except PublishError:
            with suppress(OSError, *_LOST):
                self._client.remove(part)
            raise

    def _write(self, part: str, pieces: Iterable[bytes], size_bytes: int) -> None:
        sent_bytes = 0
        with self._client.open(part, "wb") as file:
            file.set_pipelined()
            for piece in pieces:
                sent_bytes += len(piece)
                # Waits for every answer before the last write: paramiko drops errors that are outstanding at close.
                file.set_pipelined(sent_bytes < size_bytes)
                file.write(piece)

    def _require_size(self, part: str, name: str, expected_bytes: int) -> None:
        there_bytes = self._client.stat(part).st_size or 0
        if there_bytes != expected_bytes:
            host = self._account.host
            raise PublishError(
                "wrong-size", host=host, name=name, size_bytes=there_bytes, expected_bytes=expected_bytes
            )

    def reveal(self, name: str, *, final: bool = False) -> None:
        """Give what `put` wrote its name, in the place of what may have it.

        Raises:
            PublishError: It was not renamed; `unknown` when it is final and the answer was lost.
        """
        path = self._path(name)
        with self._told(name, unknown=final):
            try:
                self._client.posix_rename(path + _PART, path)
            except OSError as error:
                if error.errno is not None or isinstance(error, _LOST):
                    raise
                # A server without the OpenSSH extension: its plain rename refuses a name that is taken.
                with suppress(FileNotFoundError):
                    self._client.remove(path)
                self._client.rename(path + _PART, path)

    def read(self, name: str) -> bytes | None:
        """Give the first 4 MiB of a file; None when there is none.

        Raises:
            PublishError: The server does not tell.
        """
        with self._told(name):
            try:
                with self._client.open(self._path(name), "rb") as file:
                    return file.read(_MAX_READ_BYTES)
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Remove a file; none there is as good.

        Raises:
            PublishError: The server refused.
        """
        with self._told(name), suppress(FileNotFoundError):
            self._client.remove(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._account.path.rstrip('/')}/{name}"

    @contextmanager
    def _told(self, name: str, *, unknown: bool = False) -> Iterator[None]:
        with _told(self._account, name=name, unknown=unknown):
            try:
                yield
            except OSError as error:
                channel = self._client.get_channel()
                if channel is not None and channel.closed and not isinstance(error, _LOST):
                    raise ConnectionResetError(str(error)) from error
                raise


@contextmanager
def _told(account: Account, *, name: str = "", unknown: bool = False) -> Iterator[None]:
    """Say in this package's words what SSH raised."""
    host = account.host
    try:
        yield
    except _LOST as error:
        if unknown:
            raise PublishError("answer-lost", unknown=True, host=host) from error
        raise PublishError("connection-lost" if name else "no-connection", host=host) from error
    except OSError as error:
        if not name:
            raise PublishError("no-connection", host=host) from error
        if error.errno == errno.EACCES:
            raise PublishError("folder-refused", permanent=True, host=host, folder=account.path) from error
        if error.errno == errno.ENOENT:
            raise PublishError("folder-missing", permanent=True, host=host, folder=account.path) from error
        raise PublishError("folder-fault", host=host, name=name, answer=str(error)) from error
