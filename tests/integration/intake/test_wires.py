"""What news agencies send: one item a story; updates, corrections, embargoes, cancellations are obeyed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.errors import ConflictError, sentence
from hub.extensions.clock import now
from hub.models import ArrivalState, Asset, AssetState, AuditEntry, ItemState, Work
from hub.services import errata, merging, publishing
from hub.services.status import standstills
from tests.integration.intake.agency import GUID, in_hours, killed, newsml, ninjs, nitf
from tests.integration.intake.press import (
    Story,
    arrivals_of,
    day,
    follow,
    items_of,
    look_again,
    picture,
    remarks_of,
    send,
)


def work_of(parts, kind: str) -> list[Work]:
    with parts.database.reading() as session:
        return list(session.scalars(select(Work).where(Work.kind == kind)))


@pytest.mark.parametrize(
    ("document", "name"), [(ninjs(), "tin.json"), (newsml(("urn:a", "Tin A")), "tin.xml"), (nitf("Tin B"), "tin.xml")]
)
def test_each_format_becomes_an_item_with_its_text(newsroom, tmp_path, do_work, document, name):
    send(newsroom, tmp_path, document, name=name, publish=True)
    assert do_work("intake") == ["ok"]
    [item] = items_of(newsroom)
    assert item.state == ItemState.PUBLISHED
    assert item.title in {"Thảo quả được mùa, bản 1", "Tin A", "Tin B"}
    assert item.body


def test_the_item_says_who_wrote_it_and_where_it_is_from(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(ednote="Chưa kiểm chứng tên người"), name="tin.json")
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.authors, item.credit, item.tags) == (["Giàng A Páo"], "Hãng tin Mẫu", ["nông nghiệp"])
    assert item.body == "Bà con **Hà Nhì** ở Mường Tè bắt đầu thu hoạch thảo quả.\n\nGiá cao hơn năm ngoái."
    assert remarks_of(newsroom, item) == {"wire-note"}


def test_a_name_says_nothing_about_the_format(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(), name="tin.txt")
    assert do_work("intake") == ["ok"]
    assert items_of(newsroom)[0].title == "Thảo quả được mùa, bản 1"


def test_every_story_of_a_message_is_an_item_of_its_own(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, newsml(("urn:a", "Tin A"), ("urn:b", "Tin B"), ("urn:c", "Tin C")), publish=True)
    do_work("intake")
    assert {(item.title, item.state) for item in items_of(newsroom)} == {
        (f"Tin {letter}", ItemState.PUBLISHED) for letter in "ABC"
    }
    assert [one.state for one in arrivals_of(newsroom)] == [ArrivalState.TAKEN] * 3


def test_a_newer_version_corrects_the_published_item(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2, body_html="<p>Chữ đã sửa.</p>"), name="2.json")
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.title, item.body) == ("Thảo quả được mùa, bản 2", "Chữ đã sửa.")
    assert (item.revision, item.state) == (2, ItemState.PUBLISHED)
    assert [one.state for one in arrivals_of(newsroom)] == [ArrivalState.TAKEN, ArrivalState.JOINED]
    # Nobody here knows why: readers are told whose change it is, in Vietnamese.
    with newsroom.database.reading() as session:
        [told] = errata.errata(session, [item.id])[item.id]
    assert told.note == sentence("corrected-by-source", {})
    assert {"tiêu đề", "nội dung"} <= set(told.parts)


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_or_the_same_version_changes_nothing(newsroom, tmp_path, do_work, version):
    send(newsroom, tmp_path, ninjs(2), name="2.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(version, headline="Bản đến muộn"), name="muon.json", publish=True)
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.title, item.revision) == ("Thảo quả được mùa, bản 2", 1)
    late = arrivals_of(newsroom)[-1]
    assert (late.state, late.reason_code, late.item_id) == (ArrivalState.SKIPPED, "wire-stale", item.id)


def test_versions_that_wait_together_end_with_the_newest(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json")
    send(newsroom, tmp_path, ninjs(2), name="2.json")
    do_work("intake")
    assert [item.title for item in items_of(newsroom)] == ["Thảo quả được mùa, bản 2"]


def test_another_guid_that_corrects_a_story_corrects_its_item(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json")
    do_work("intake")
    fields = {"uri": "urn:khac", "evolvedfrom": GUID, "signal": "correction", "headline": "Đính chính"}
    send(newsroom, tmp_path, ninjs(1, **fields), name="2.json")
    do_work("intake")
    assert [item.title for item in items_of(newsroom)] == ["Đính chính"]
    send(newsroom, tmp_path, ninjs(2, **{**fields, "headline": "Đính chính lần hai"}), name="3.json")
    do_work("intake")
    assert [item.title for item in items_of(newsroom)] == ["Đính chính lần hai"]


def test_an_edited_item_keeps_its_text_and_says_that_the_agency_sent_another(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json")
    do_work("intake")
    publishing.correct(newsroom, items_of(newsroom)[0].id, {"body": "Đã biên tập."}, by="bien-tap@hub.example")
    send(newsroom, tmp_path, ninjs(2), name="2.json")
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.title, item.body) == ("Thảo quả được mùa, bản 1", "Đã biên tập.")
    assert remarks_of(newsroom, item) == {"wire-changed"}


def test_a_cancellation_takes_a_published_item_down_and_names_the_agencys_reason(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2, pubstatus="canceled", ednote="Sai tên người"), name="2.json", publish=True)
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.state, item.publish_by) == (ItemState.WITHDRAWN, "")
    with newsroom.database.reading() as session:
        told = select(AuditEntry.detail).where(AuditEntry.verb == "item.withdrawn", AuditEntry.subject_id == item.id)
        assert {"reason": "Sai tên người"} in session.scalars(told).all()


def test_a_cancellation_of_a_draft_puts_it_aside(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json")
    do_work("intake")
    send(newsroom, tmp_path, ninjs(1, pubstatus="canceled"), name="2.json")
    do_work("intake")
    assert [item.state for item in items_of(newsroom)] == [ItemState.WITHDRAWN]


def test_what_comes_after_its_own_cancellation_stays_put_aside(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(2, pubstatus="canceled"), name="2.json", publish=True)
    send(newsroom, tmp_path, ninjs(1), name="1.json", publish=True)
    do_work("intake")
    assert [item.state for item in items_of(newsroom)] == [ItemState.WITHDRAWN]
    assert [one.reason_code for one in arrivals_of(newsroom)] == ["wire-cancelled", "wire-stale"]


def test_an_embargoed_item_is_published_when_its_embargo_ends_and_not_before(newsroom, tmp_path, do_work, monkeypatch):
    send(newsroom, tmp_path, ninjs(embargoed=in_hours(2)), name="tin.json", publish=True)
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.state, item.body != "") == (ItemState.DRAFT, True)
    [release] = work_of(newsroom, "release")
    assert timedelta(hours=1.9) < release.due_at - now() < timedelta(hours=2.1)
    with pytest.raises(ConflictError) as refused:
        publishing.publish(newsroom, item.id, by="bien-tap@hub.example")
    assert refused.value.code == "item-embargoed"
    assert do_work("release") == []
    for module in ("work", "embargoes", "publishing"):
        monkeypatch.setattr(f"hub.services.{module}.now", lambda: datetime.now(UTC) + timedelta(hours=3))
    with newsroom.database.writing() as session:
        session.get_one(Work, release.id).due_at = now()
    assert do_work("release") == ["ok"]
    assert [one.state for one in items_of(newsroom)] == [ItemState.PUBLISHED]


def test_an_embargo_that_is_prolonged_holds_until_its_new_end(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1, embargoed=in_hours(2)), name="1.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2, embargoed=in_hours(9)), name="2.json")
    do_work("intake")
    [release] = work_of(newsroom, "release")
    assert release.due_at - now() > timedelta(hours=8)
    with newsroom.database.writing() as session:
        session.get_one(Work, release.id).due_at = now()
    assert do_work("release") == ["ok"]
    assert [item.state for item in items_of(newsroom)] == [ItemState.DRAFT]
    [release] = work_of(newsroom, "release")
    assert release.due_at - now() > timedelta(hours=8)


def test_a_version_without_the_embargo_lifts_it(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1, embargoed=in_hours(2)), name="1.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2), name="2.json")
    do_work("intake")
    assert [(one.title, one.state) for one in items_of(newsroom)] == [("Thảo quả được mùa, bản 2", ItemState.PUBLISHED)]


def test_a_withheld_story_waits_for_its_agency_and_is_published_when_it_is_usable(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1, pubstatus="withheld"), name="1.json", publish=True)
    do_work("intake")
    [item] = items_of(newsroom)
    with pytest.raises(ConflictError) as refused:
        publishing.publish(newsroom, item.id, by="bien-tap@hub.example")
    assert (item.state, refused.value.code) == (ItemState.DRAFT, "item-withheld")
    assert work_of(newsroom, "release") == []
    send(newsroom, tmp_path, ninjs(2), name="2.json")
    do_work("intake")
    assert [one.state for one in items_of(newsroom)] == [ItemState.PUBLISHED]


def test_a_public_story_that_is_withheld_later_is_taken_down_and_comes_back(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(1), name="1.json", publish=True)
    do_work("intake")
    send(newsroom, tmp_path, ninjs(2, pubstatus="withheld"), name="2.json")
    do_work("intake")
    assert [one.state for one in items_of(newsroom)] == [ItemState.WITHDRAWN]
    send(newsroom, tmp_path, ninjs(3), name="3.json")
    do_work("intake")
    [item] = items_of(newsroom)
    assert (item.title, item.state) == ("Thảo quả được mùa, bản 3", ItemState.PUBLISHED)


@pytest.mark.parametrize("was_public", [True, False])
def test_a_cancelled_story_can_be_neither_approved_nor_published(newsroom, tmp_path, do_work, was_public):
    item_id = killed(newsroom, tmp_path, do_work, publish=was_public)
    for verb in (publishing.publish, publishing.approve):
        with pytest.raises(ConflictError) as refused:
            verb(newsroom, item_id, by="bien-tap@hub.example")
        assert refused.value.code == "item-cancelled"
    assert [one.state for one in items_of(newsroom)] == [ItemState.WITHDRAWN]


def test_an_agency_that_revives_a_cancelled_story_lets_it_be_published(newsroom, tmp_path, do_work):
    item_id = killed(newsroom, tmp_path, do_work, publish=True)
    send(newsroom, tmp_path, ninjs(4), name="4.json")
    do_work("intake")
    assert [one.state for one in items_of(newsroom)] == [ItemState.WITHDRAWN]
    publishing.publish(newsroom, item_id, by="bien-tap@hub.example")
    [item] = items_of(newsroom)
    assert (item.title, item.state) == ("Thảo quả được mùa, bản 4", ItemState.PUBLISHED)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"pubstatus": "canceled"}, "item-cancelled"),
        ({"pubstatus": "withheld"}, "item-withheld"),
        ({"embargoed": "2031-05-04T17:00:00+07:00"}, "item-embargoed"),
    ],
)
def test_what_its_agency_says_binds_the_item_that_a_story_was_merged_into(newsroom, tmp_path, do_work, fields, code):
    send(newsroom, tmp_path, "# Bài của tòa soạn\n\nChữ của bài.", name="bai.md")
    send(newsroom, tmp_path, ninjs(1), name="1.json")
    do_work("intake")
    own, story = items_of(newsroom)
    merging.merge(newsroom, story.id, own.id, by="bien-tap@hub.example")
    send(newsroom, tmp_path, ninjs(2, **fields), name="2.json")
    do_work("intake")
    with pytest.raises(ConflictError) as refused:
        publishing.publish(newsroom, own.id, by="bien-tap@hub.example")
    assert refused.value.code == code


@pytest.mark.parametrize("fields", [{}, {"embargoed": "2031-05-04T17:00:00+07:00"}])
def test_merging_publishes_nothing_whatever_was_asked_for_the_other_item(newsroom, tmp_path, do_work, fields):
    send(newsroom, tmp_path, "# Bài của tòa soạn\n\nChữ của bài.", name="bai.md")
    do_work("intake")
    # Of one without an embargo the intake is still to come, and with it the keeping of its promise.
    send(newsroom, tmp_path, ninjs(**fields), name="tin.json", publish=True)
    if fields:
        do_work("intake")
    own, story = items_of(newsroom)
    merging.merge(newsroom, story.id, own.id, by="bien-tap@hub.example")
    do_work("intake", "transcode")
    [item] = items_of(newsroom)
    assert (item.id, item.state, item.publish_by, item.push_by, item.approved_by) == (
        own.id,
        ItemState.DRAFT,
        "",
        "",
        "",
    )


def test_what_was_to_be_published_waits_for_the_embargo_of_what_is_merged_into_it(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, ninjs(embargoed=in_hours(2)), name="tin.json")
    do_work("intake")
    send(newsroom, tmp_path, "# Bài của tòa soạn\n\nChữ của bài.", name="bai.md", publish=True)
    story, own = items_of(newsroom)
    merging.merge(newsroom, story.id, own.id, by="bien-tap@hub.example")
    do_work("intake", "transcode")
    assert [(one.id, one.state) for one in items_of(newsroom)] == [(own.id, ItemState.DRAFT)]
    [release] = [one for one in work_of(newsroom, "release") if one.subject_id == own.id]
    assert timedelta(hours=1.9) < release.due_at - now() < timedelta(hours=2.1)


def test_a_picture_of_an_address_is_fetched_and_one_inside_the_network_is_not(newsroom, press, tmp_path, do_work):
    press.say("/anh.jpg", picture())
    for name, address in (("ngoai", f"{press.url}/anh.jpg"), ("trong", "http://10.0.0.1/anh.jpg")):
        media = {"main": {"type": "picture", "renditions": {"r": {"href": address, "mimetype": "image/jpeg"}}}}
        send(newsroom, tmp_path, ninjs(uri=f"urn:{name}", headline=name, associations=media), name=f"{name}.json")
    do_work("intake")
    shown = {item.title: item for item in items_of(newsroom)}
    assert shown["ngoai"].body_html.count("<img") == 1
    assert shown["trong"].body_html.count("<img") == 0
    assert remarks_of(newsroom, shown["trong"]) == {"feed-pictures-lost"}


def test_a_wire_document_for_a_feeds_entry_is_taken_for_the_entry(newsroom, press, tmp_path, do_work):
    press.say("/tin.ninjs", ninjs(), Content_Type="application/json")
    enclosure = f'<enclosure url="{press.url}/tin.ninjs" type="application/vnd.iptc.ninjs+json" length="9"/>'
    press.print_feed(Story(title="Tin", summary="Tóm tắt", at=day(1), inside=enclosure))
    follow(newsroom, f"{press.url}/rss")
    look_again(newsroom, do_work)
    assert [item.title for item in items_of(newsroom)] == ["Thảo quả được mùa, bản 1"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ('{"uri": "urn:a", "headline": ', "wire-broken"),
        (ninjs(body_html=""), "wire-no-text"),
        (ninjs(embargoed="khi nào báo"), "wire-embargo-unreadable"),
        ('<!DOCTYPE nitf [<!ENTITY a "b">]><nitf>&a;</nitf>', "wire-hostile"),
    ],
)
def test_a_document_at_fault_is_kept_and_says_what_is_wrong(newsroom, tmp_path, do_work, document, code):
    send(newsroom, tmp_path, document)
    assert do_work("intake") == ["failed"]
    with newsroom.database.reading() as session:
        [asset] = session.scalars(select(Asset)).all()
    assert (asset.state, asset.reason_code) == (AssetState.REJECTED, code)


def test_what_does_not_move_asks_for_nothing_where_nothing_has_to_be_done(newsroom, tmp_path, do_work):
    send(newsroom, tmp_path, newsml())
    do_work("intake")
    [one] = [one for one in standstills(newsroom) if one.kind == "asset"]
    assert one.sentence[0].endswith("Không cần làm gì.")
    assert one.action == ("", "")


def test_front_matter_cannot_speak_for_the_hub(newsroom, tmp_path, do_work):
    send(
        newsroom,
        tmp_path,
        "---\ntitle: Tin\nnot_before: bịa\ncorrection: bịa\n---\nNội dung.",
        name="tin.md",
        publish=True,
    )
    assert do_work("intake") == ["ok"]
    assert [item.state for item in items_of(newsroom)] == [ItemState.PUBLISHED]


SAMPLES = sorted((Path(__file__).parents[4] / "shared" / "samples" / "print" / "newsml").glob("*"))


@pytest.mark.skipif(not SAMPLES, reason="no samples of agencies here")
def test_real_documents_become_items_or_say_why_not(newsroom, tmp_path, do_work):
    for path in SAMPLES:
        send(newsroom, tmp_path, path.read_text("utf-8"), name=path.name)
    assert set(do_work("intake")) <= {"ok", "failed"}
    with newsroom.database.reading() as session:
        rejected = session.scalars(select(Asset).where(Asset.state == AssetState.REJECTED)).all()
    # Some are fragments, others only lists of what belongs together.
    fragments = {"wire-no-guid", "document-format-not-taken"}
    assert {asset.reason_code for asset in rejected} == {"wire-no-text", "wire-no-items", *fragments}
    taken = [item for item in items_of(newsroom) if item.body]
    assert len(taken) >= 9
    assert all(item.title for item in taken)
