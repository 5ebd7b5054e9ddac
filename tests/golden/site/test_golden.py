"""What readers get of a small archive stays as it is, byte by byte, until somebody means to change it."""

import pytest

from tests.golden.site.golden import FILES, KEPT, files


@pytest.fixture(scope="module")
def made():
    return files()


@pytest.mark.parametrize("path", FILES)
def test_a_file_of_the_tree_is_the_one_that_was_kept(made, path: str):
    assert made[path].decode() == (KEPT / path).read_bytes().decode()


def test_no_other_file_is_kept():
    assert {str(path.relative_to(KEPT)) for path in KEPT.rglob("*") if path.is_file()} == set(FILES)
