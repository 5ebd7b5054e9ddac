"""Files in an S3 bucket, through obstore. A put is whole or not at all: S3 shows an object only when it is complete."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.store import S3Store

from hub.config import Settings
from hub.errors import StartError, problem_of
from hub.extensions.storage import CHUNK, Stored, checked


class S3Storage:
    """Storage under `s3://bucket/prefix`; key and secret by HUB_STORAGE_KEY and _SECRET, or the machine's role."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.storage_url
        address = urlsplit(settings.storage_url)
        options: dict[str, Any] = {"region": settings.storage_region}
        if settings.storage_endpoint:
            options["endpoint"] = settings.storage_endpoint
        if settings.storage_key:
            options["access_key_id"] = settings.storage_key
            options["secret_access_key"] = settings.storage_secret.get_secret_value()
        plain = settings.storage_endpoint.startswith("http://")
        self._store = S3Store(
            address.netloc,
            prefix=address.path.strip("/") or None,
            client_options={"allow_http": plain},
            **options,
        )

    def put_file(self, key: str, source: Path, *, media_type: str) -> None:
        obstore.put(self._store, checked(key), source, attributes=_attributes(media_type))

    def put_bytes(self, key: str, data: bytes, *, media_type: str) -> None:
        obstore.put(self._store, checked(key), data, attributes=_attributes(media_type))

    def copy(self, source: str, target: str, *, media_type: str) -> None:
        del media_type  # S3 copies an object with its type
        obstore.copy(self._store, checked(source), checked(target))

    def read(self, key: str) -> bytes:
        return bytes(obstore.get(self._store, checked(key)).bytes())

    def stream(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        checked(key)
        if length == 0:
            return
        options: Any = {}
        if length is not None:
            options["range"] = (start, start + length)
        elif start:
            # Only then: S3 has no part of an empty file, not even the whole of it.
            options["range"] = {"offset": start}
        for piece in obstore.get(self._store, key, options=options).stream(min_chunk_size=CHUNK):
            yield bytes(piece)

    def stat(self, key: str) -> Stored | None:
        try:
            found = obstore.head(self._store, checked(key))
        except FileNotFoundError:
            return None
        return Stored(size_bytes=found["size"], modified=found["last_modified"], etag=(found["e_tag"] or "").strip('"'))

    def fetch(self, key: str, folder: Path) -> Path:
        target = folder / checked(key).rsplit("/", 1)[-1]
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for piece in self.stream(key):
                file.write(piece)
        return target

    def local(self, key: str) -> Path | None:
        checked(key)
        return None

    def delete(self, key: str) -> None:
        obstore.delete(self._store, checked(key))

    def delete_under(self, prefix: str) -> None:
        found = list(self.keys(prefix))
        if found:
            obstore.delete(self._store, found)

    def keys(self, prefix: str) -> Iterator[str]:
        for batch in obstore.list(self._store, prefix=checked(prefix)):
            for found in batch:
                yield found["path"]

    def check(self) -> None:
        try:
            self.put_bytes("tmp/check", b"ok", media_type="text/plain")
            self.delete("tmp/check")
        except Exception as error:  # obstore raises one class a service fault, none shared
            raise StartError("storage-unreachable", url=self.url, problem=problem_of(error)) from error


def _attributes(media_type: str) -> Any:
    return {"Content-Type": media_type}
