"""What is published stays as it is, byte by byte, until somebody means to change it."""

from pathlib import Path

import pytest

from feeds.check import check
from tests.golden.feeds.golden import CASES, documents

KINDS = {"feed.rss": "rss", "feed.atom": "atom", "feed.json": "json", "podcast.rss": "podcast", "media.rss": "rss"}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_documents_of_a_case_are_those_that_were_kept(case: Path):
    kept = {path.name: path.read_bytes() for path in case.iterdir() if path.name != "data.json"}
    assert dict(documents(case)) == kept


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_documents_that_were_kept_have_no_faults(case: Path):
    for name, kind in KINDS.items():
        if (case / name).exists():
            assert check((case / name).read_bytes(), kind) == ()
