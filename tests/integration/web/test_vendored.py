"""What other people wrote and the hub serves, or its tests run: as they published it, with its licence."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "hub" / "static" / "vendor", ROOT / "tests" / "vendor")
MANIFESTS = {folder: json.loads((folder / "manifest.json").read_text()) for folder in FOLDERS}
ENTRIES = [
    pytest.param(folder, entry, id=entry["name"]) for folder, manifest in MANIFESTS.items() for entry in manifest
]


@pytest.mark.parametrize(("folder", "entry"), ENTRIES)
def test_a_vendored_file_is_byte_for_byte_what_the_manifest_names(folder: Path, entry: dict[str, str]) -> None:
    assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["version"] in entry["source"]
    assert entry["licence"] in (folder / entry["licence_file"]).read_text()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_nothing_lies_there_that_the_manifest_does_not_name(folder: Path) -> None:
    named = {entry[key] for entry in MANIFESTS[folder] for key in ("file", "licence_file")}
    assert {one.name for one in folder.iterdir()} == {*named, "manifest.json"}
