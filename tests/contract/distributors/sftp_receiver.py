"""A partner's SFTP server, real, with one folder, that fails when told."""

import asyncio
import json
from pathlib import Path

import asyncssh

from distributors.registry import make
from tests.contract.distributors.contract import Receiver
from tests.contract.distributors.loop import Loop
from tests.contract.distributors.posts import OUTSIDE

USER, PASSWORD = "doitac", "mat-khau-rat-dai"
HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
USER_KEY = asyncssh.generate_private_key("ssh-ed25519")


class SftpReceiver(Receiver):
    secrets = (PASSWORD, USER_KEY.export_private_key("openssh").decode().splitlines()[1])

    def __init__(self, root: Path) -> None:
        self.folder = root / "vao"
        self.folder.mkdir(parents=True)
        self.root = root
        #: Names in the order in which they came to be seen.
        self.revealed: list[str] = []
        self.connections: list[asyncssh.SSHServerConnection] = []
        self.loop = Loop()
        self.server = self.loop.run(self._listen())

    async def _listen(self) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[HOST_KEY],
            server_factory=lambda: _Door(self),
            sftp_factory=lambda channel: _Files(channel, self),
        )

    @property
    def port(self) -> str:
        return str(self.server.get_port())

    def make(self, **values: str):
        good = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": USER,
            "password": PASSWORD,
            "host_key": HOST_KEY.get_fingerprint(),
            "folder": "/vao",
        }
        return make("file_drop", good | values, outside=OUTSIDE)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def arrived(self) -> list[str]:
        """What a partner's poller takes up: the sidecars, whose files must be complete."""
        texts = []
        for name in self.names():
            if name.endswith(".json") and not name.endswith(".withdrawn.json"):
                told = json.loads((self.folder / name).read_bytes())
                for medium in told["item"]["media"]:
                    assert (self.folder / medium["file"]).stat().st_size == medium["size_bytes"]
                texts.append("\n".join(map(str, told["item"].values())))
        return texts

    def withdrawn(self) -> bool:
        return [name for name in self.names() if name.endswith(".withdrawn.json")] == self.names()

    def stop(self) -> None:
        if self.loop.loop.is_closed():
            return
        self.loop.run(self._close())
        self.loop.close()

    async def _close(self) -> None:
        self.server.close()
        for connection in self.connections:
            connection.abort()
        for waited in (*self.connections, self.server):
            await asyncio.wait_for(waited.wait_closed(), 5)


class _Door(asyncssh.SSHServer):
    def __init__(self, receiver: SftpReceiver) -> None:
        self.receiver = receiver

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.receiver.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        if self.receiver.mode == "cut-at-sign-in":
            self.receiver.connections[-1].abort()
        return (username, password) == (USER, PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == USER and key.public_data == USER_KEY.public_data


class _Files(asyncssh.SFTPServer):
    def __init__(self, channel: asyncssh.SSHServerChannel, receiver: SftpReceiver) -> None:
        self.receiver = receiver
        super().__init__(channel, chroot=str(receiver.root).encode())

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if self.receiver.mode == "refuse" and pflags & asyncssh.FXF_WRITE:
            raise asyncssh.SFTPPermissionDenied("read-only folder")
        return super().open(path, pflags, attrs)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if self.receiver.mode == "busy":
            raise asyncssh.SFTPFailure("No space left on device")
        if self.receiver.mode == "last-write-fails" and len(data) < 32768:
            raise asyncssh.SFTPFailure("No space left on device")
        if self.receiver.mode == "short":
            return super().write(file_obj, offset, data[: len(data) // 2])
        if self.receiver.mode == "cut-while-writing":
            self._cut()
        return super().write(file_obj, offset, data)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        name = newpath.rpartition(b"/")[2].decode()
        if self.receiver.mode == "rename-refused":
            raise asyncssh.SFTPPermissionDenied("no renaming here")
        if self.receiver.mode == "no-posix-rename":
            raise asyncssh.SFTPOpUnsupported("unknown extension")
        if self.receiver.mode == "cut-before-sidecar" and name.endswith(".json"):
            self._cut()
            return
        super().posix_rename(oldpath, newpath)
        self.receiver.revealed.append(name)
        if self.receiver.mode == "cut" and name.endswith(".json"):
            self._cut()

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        super().rename(oldpath, newpath)
        self.receiver.revealed.append(newpath.rpartition(b"/")[2].decode())

    def _cut(self) -> None:
        self.channel.get_connection().abort()
