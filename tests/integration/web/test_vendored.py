"""What other people wrote and the hub serves: as they published it, with its licence."""

import hashlib
import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "hub" / "static" / "vendor"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text())


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
def test_a_vendored_file_is_byte_for_byte_what_the_manifest_names(entry: dict[str, str]) -> None:
    assert hashlib.sha256((FOLDER / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["version"] in entry["source"]
    assert entry["licence"] in (FOLDER / entry["licence_file"]).read_text()


def test_nothing_lies_there_that_the_manifest_does_not_name() -> None:
    named = {entry[key] for entry in MANIFEST for key in ("file", "licence_file")}
    assert {one.name for one in FOLDER.iterdir()} == {*named, "manifest.json"}
