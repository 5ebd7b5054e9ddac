"""A copy of everything that cannot be made anew: database, key, originals, renditions."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from hub import __version__
from hub.errors import ConflictError, InvalidError
from hub.extensions.clock import now
from hub.extensions.parts import Parts

#: What stands in a backup beside the files.
MANIFEST = "backup.json"

#: Folders of the storage that are kept; the public tree is made of them.
KEPT = ("originals", "renditions")


def back_up(parts: Parts, target: Path) -> int:
    """Copy into an empty or new folder, while the hub runs.

    The database is copied first and in one moment; files are only ever added, so every file that it names is there.

    Returns:
        How many files were copied.

    Raises:
        ConflictError: The folder is not empty.
        InvalidError: The database is not SQLite: its own tool (pg_dump) makes its backup.
    """
    if not parts.database.is_sqlite:
        raise InvalidError("backup-needs-sqlite")
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise ConflictError("folder-not-empty", path=str(target))
    _copy_database(parts.settings.folder / "hub.sqlite3", target / "hub.sqlite3")
    (target / "secret-key").write_text(parts.settings.key())
    (target / "secret-key").chmod(0o600)
    hashes: dict[str, str] = {}
    for folder in KEPT:
        for key in parts.storage.keys(folder):
            hashes[key] = _copy_file(parts, key, target / key)
    manifest = {"version": __version__, "made_at": now().isoformat(), "sha256": hashes}
    # Written last: a backup without it is not whole.
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return len(hashes)


def restore(source: Path, folder: Path) -> int:
    """Make a data folder of a backup; every file is checked by its hash.

    Returns:
        How many files were restored.

    Raises:
        InvalidError: The backup is not whole.
        ConflictError: The data folder holds a hub already.
    """
    try:
        hashes: dict[str, str] = json.loads((source / MANIFEST).read_text())["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise InvalidError("backup-not-whole", path=str(source), problem=MANIFEST) from error
    if (folder / "hub.sqlite3").exists():
        raise ConflictError("folder-not-empty", path=str(folder))
    for key, sha256 in hashes.items():
        if not (source / key).is_file() or _sha256(source / key) != sha256:
            raise InvalidError("backup-not-whole", path=str(source), problem=key)
    for key in hashes:
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / key, folder / key)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source / "secret-key", folder / "secret-key")
    shutil.copy2(source / "hub.sqlite3", folder / "hub.sqlite3")
    return len(hashes)


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _copy_file(parts: Parts, key: str, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as file:
        for piece in parts.storage.stream(key):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
