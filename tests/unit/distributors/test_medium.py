"""Reading what was approved."""

from dataclasses import replace

import pytest

from distributors.errors import PublishError
from distributors.medium import chunks
from tests.contract.distributors.posts import a_medium


def test_the_whole_file_is_given(tmp_path):
    data = bytes(range(256)) * 3000
    assert b"".join(chunks(a_medium(tmp_path, data=data))) == data


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"size_bytes": 5}])
def test_a_file_that_is_not_what_was_approved_ends_in_an_error(tmp_path, change):
    with pytest.raises(PublishError) as caught:
        list(chunks(replace(a_medium(tmp_path), **change)))
    assert (caught.value.code, caught.value.permanent) == ("media-changed", True)


def test_a_file_that_cannot_be_read_may_be_tried_again(tmp_path):
    with pytest.raises(PublishError) as caught:
        list(chunks(replace(a_medium(tmp_path), path=tmp_path / "nowhere")))
    assert (caught.value.code, caught.value.permanent) == ("media-missing", False)
