"""Posts and the payload that is frozen."""

import json
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distributors.errors import PostError
from distributors.post import Media, Post, from_payload, to_payload, to_public
from tests.contract.distributors.posts import NOW, a_medium, a_post

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}\.(mp3|jpg)", fullmatch=True)
media = st.builds(
    Media,
    path=st.sampled_from([Path("/kho/1"), Path("kho/tệp")]),
    media_type=st.sampled_from(["audio/mpeg", "image/svg+xml"]),
    size_bytes=st.integers(0, 2**40),
    sha256=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    name=names,
    duration_s=st.none() | st.floats(0, 1e6),
    url=st.none() | st.just("https://bao.example/a.mp3"),
)
posts = st.builds(
    Post,
    item_id=st.from_regex(r"[0-9A-Z]{26}", fullmatch=True),
    revision=st.integers(0, 1000),
    title=texts,
    summary=texts,
    body_text=texts,
    body_html=texts,
    url=st.just("https://bao.example/i"),
    language=st.sampled_from(["vi", "hmn", "twh"]),
    published_at=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        timezones=st.builds(timezone, st.builds(timedelta, hours=st.integers(-12, 14))),
    ),
    programme=texts,
    organisation=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
    media=st.lists(media, max_size=3, unique_by=lambda medium: medium.name).map(tuple),
    ai_label=texts,
)


@given(posts)
def test_a_post_comes_back_from_its_payload_as_it_was(post):
    frozen = json.dumps(to_payload(post))
    assert from_payload(json.loads(frozen)) == post
    assert json.dumps(to_payload(from_payload(json.loads(frozen)))) == frozen


@given(posts)
def test_what_a_receiver_sees_is_the_payload_without_paths(post):
    payload = to_payload(post)
    for medium in payload["media"]:
        medium.pop("path")
    assert to_public(post) == payload


@given(posts)
def test_every_text_is_nfc_and_the_time_is_utc(post):
    loose = replace(post, title=unicodedata.normalize("NFD", post.title), tags=("Mường Tè",))
    assert loose.title == unicodedata.normalize("NFC", post.title)
    assert loose.tags == ("Mường Tè",)
    assert loose.published_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("item_id", "../etc"),
        ("item_id", ""),
        ("item_id", "a.b"),
        ("revision", -1),
        ("title", "half \ud83d"),
        ("tags", ("\udc00",)),
        ("published_at", NOW.replace(tzinfo=None)),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_by_name(field, value):
    with pytest.raises(PostError) as caught:
        a_post(**{field: value})
    assert caught.value.facts["field"] == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "tệp.mp3"),
        ("name", ".hidden"),
        ("name", "a/b"),
        ("name", "a..b"),
        ("media_type", "audio"),
        ("media_type", 'audio/mpeg"; x'),
        ("size_bytes", -1),
        ("sha256", "abc"),
        ("duration_s", -0.1),
    ],
)
def test_a_medium_that_cannot_be_right_is_refused_by_name(tmp_path, field, value):
    with pytest.raises(PostError) as caught:
        replace(a_medium(tmp_path), **{field: value})
    assert caught.value.facts["field"] == field


def test_two_media_of_one_name_are_refused(tmp_path):
    with pytest.raises(PostError):
        a_post(a_medium(tmp_path), a_medium(tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        lambda payload: payload.pop("title"),
        lambda payload: payload.update(published_at="yesterday"),
        lambda payload: payload.update(published_at=5),
        lambda payload: payload.update(item_id="../x"),
        lambda payload: payload.update(media=[{"name": "x"}]),
        lambda payload: payload.update(media=None),
        lambda payload: payload.update(title=7),
        lambda payload: payload.update(revision="one"),
    ],
)
def test_a_spoilt_payload_is_refused(change):
    payload = to_payload(a_post())
    change(payload)
    with pytest.raises(PostError):
        from_payload(payload)


def test_a_payload_of_a_later_version_with_more_in_it_is_still_read():
    assert from_payload({**to_payload(a_post()), "later": 1}) == a_post()
