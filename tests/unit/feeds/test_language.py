import pytest

from feeds.errors import FeedError
from feeds.language import language_tag


@pytest.mark.parametrize("tag", ["vi", "hmn", "twh", "blt-Tavt", "zh-Hant-TW", "en-GB", "x-thai"])
def test_a_language_tag_stays_as_it_is(tag):
    assert language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["", "v", "vi_VN", "vi-", "tiếng Việt", "vi\n", "x", "123", "vi-" + "a" * 9])
def test_what_has_not_the_shape_of_a_tag_is_refused(tag):
    with pytest.raises(FeedError) as caught:
        language_tag(tag)
    assert caught.value.code == "bad-language"
