"""What is kept of what a site says, and how a list is told from a video."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.extensions.clock import now
from hub.services.intake import Submission
from hub.services.sites import site_lists
from hub.services.sites.imported import credit, facts_of, published, submission_of, together

URL = "https://www.youtube.com/watch?v=abc"
INFO: dict[str, Any] = {
    "id": "abc",
    "extractor_key": "Youtube",
    "title": "Lễ hội  Gầu Tào",
    "uploader": "Đài bạn",
    "license": "Creative Commons Attribution",
    "timestamp": 1762000000,
    "description": "Dòng một\nDòng hai",
    "chapters": [
        {"start_time": 0, "end_time": 9.5, "title": "Mở đầu"},
        {"start_time": 9.5, "end_time": None, "title": "Hỏng"},
    ],
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda one: st.lists(one, max_size=2)
)


def wishes(**more: Any) -> dict[str, Any]:
    return Submission(programme="p", name=URL).kept() | more


def test_source_and_chapters_are_kept_with_the_original() -> None:
    facts = facts_of(INFO, URL)
    assert facts["source"] == {
        "url": URL,
        "site": "Youtube",
        "id": "abc",
        "uploader": "Đài bạn",
        "published_at": "2025-11-01T12:26:40+00:00",
        "licence": "Creative Commons Attribution",
        "description": "Dòng một\nDòng hai",
    }
    assert facts["chapters"] == [{"start_s": 0, "end_s": 9.5, "title": "Mở đầu"}]
    assert credit(INFO, URL) == f"Đài bạn – {URL}"


def test_readers_see_the_date_of_the_site_only_where_it_was_wished() -> None:
    plain = submission_of(INFO, wishes(), url=URL, suffix=".mp4")
    assert (plain.title, plain.name, plain.published_at) == ("Lễ hội Gầu Tào", "Lễ hội Gầu Tào.mp4", None)
    dated = submission_of(INFO, wishes(original_date=True), url=URL, suffix=".mp4")
    assert dated.published_at == datetime(2025, 11, 1, 12, 26, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ({"upload_date": "20261102"}, datetime(2026, 11, 2, tzinfo=UTC)),
        ({"upload_date": "hôm qua"}, None),
        ({"timestamp": float("nan")}, None),
        ({"timestamp": 1e300, "upload_date": "20261102"}, datetime(2026, 11, 2, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_date_that_cannot_be_is_none(told: dict[str, Any], moment: datetime | None) -> None:
    assert published(told) == moment


def test_nothing_was_published_in_the_future() -> None:
    found = published({"upload_date": "29990101"})
    assert found is not None
    assert found <= now()


def test_a_list_names_a_bare_file_but_not_a_video_that_has_a_name() -> None:
    bare = {"extractor_key": "Generic", "direct": True, "title": "tin-0411", "id": "tin-0411"}
    assert together(bare, {})["title"] == ""
    assert together(bare, {"title": "Tin sáng"})["title"] == "Tin sáng"
    assert together(INFO, {"title": "Tên cũ"})["title"] == INFO["title"]


@given(st.dictionaries(st.sampled_from([*INFO, "upload_date", "channel", "live_status"]), ANYTHING))
def test_whatever_a_site_says_of_its_date_and_maker_can_be_kept(told: dict[str, Any]) -> None:
    facts = facts_of({**told, "chapters": None}, URL)
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    assert submission_of({**told, "chapters": None}, wishes(original_date=True), url=URL, suffix=".mp4").name


def row(name: str, **more: Any) -> dict[str, Any]:
    return {"_type": "url", "ie_key": "Youtube", "id": name, "url": f"https://youtu.be/{name}", "title": name, **more}


def test_entries_are_told_apart_by_their_ids_and_come_once() -> None:
    rows = [row("a"), row("a", title="lần nữa"), row("b", live_status="is_live"), row("c", url="ytsearch:c")]
    found = list(site_lists.entries({"entries": rows}, URL))
    assert [(one.key, one.address, one.number) for one in found] == [("youtube:a", "https://youtu.be/a", None)]


def test_a_channel_of_tabs_is_told_from_a_list_of_videos() -> None:
    tabs = [row("videos", ie_key="YoutubeTab"), row("shorts", ie_key="YoutubeTab")]
    assert len(site_lists.nested({"extractor_key": "YoutubeTab", "entries": tabs})) == 2
    assert not site_lists.nested({"extractor_key": "YoutubeTab", "entries": [row("a")]})
    assert not site_lists.nested({"extractor_key": "Generic", "entries": [row("a", ie_key="Generic")]})
