"""What is over a platform's limits, before anything is sent."""

from dataclasses import replace

import pytest

from distributors.errors import SENTENCES
from distributors.limits import Limits, faults
from tests.contract.distributors.posts import a_medium, a_post


@pytest.fixture
def post(tmp_path):
    return a_post(a_medium(tmp_path), title="Bản tin", body_text="Nội dung 👍")


def codes(post, **limits):
    return [code for code, _ in faults(post, Limits(**limits))]


def test_nothing_documented_is_no_limit(post):
    assert faults(post, Limits()) == ()


@pytest.mark.parametrize(
    ("code", "fits", "over"),
    [
        ("title-too-long", {"title_chars": 7}, {"title_chars": 6}),
        ("text-too-long", {"text_chars": 10}, {"text_chars": 9}),
        ("text-too-long", {"text_chars": 11, "count": "utf-16"}, {"text_chars": 10, "count": "utf-16"}),
        ("too-many-media", {"media_count": 1}, {"media_count": 0}),
        ("media-too-large", {"media_bytes": 102_403}, {"media_bytes": 102_402}),
        ("media-too-long", {"media_duration_s": 6.5}, {"media_duration_s": 6.4}),
        ("media-type-refused", {"media_types": ("audio/mpeg",)}, {"media_types": ("video/mp4", "image/*")}),
        ("media-type-refused", {"media_types": ("audio/*",)}, {"media_types": ()}),
    ],
)
def test_a_post_may_reach_a_limit_and_not_pass_it(post, code, fits, over):
    assert codes(post, **fits) == []
    assert codes(post, **over) == [code]


def test_a_medium_without_a_public_address_is_a_fault_where_the_platform_fetches(post):
    unseen = replace(post, media=(replace(post.media[0], url=None),))
    assert codes(unseen, media_by_url=True) == ["media-not-public"]
    assert codes(unseen) == codes(post, media_by_url=True) == []


def test_what_does_not_play_has_no_playing_time(post):
    still = replace(post, media=(replace(post.media[0], duration_s=None),))
    assert codes(still, media_duration_s=0.0) == []


def test_all_faults_are_told_at_once_with_what_their_sentences_need(post):
    tight = Limits(title_chars=0, text_chars=0, media_bytes=0, media_duration_s=0, media_types=(), media_count=0)
    found = faults(post, tight)
    assert len(found) == 6
    for code, facts in found:
        assert [sentence.format(**facts) for sentence in SENTENCES[code]]
