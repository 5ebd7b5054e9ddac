"""The newsroom's pages and verbs."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.errors import sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import (
    Asset,
    AssetState,
    AuditEntry,
    Delivery,
    DeliveryState,
    Destination,
    Item,
    ItemState,
    RoleName,
    Work,
    WorkState,
)
from hub.services import errata, forms, intake
from hub.web import stream

from .conftest import SignIn, token_of


def _upload(client: FlaskClient, programme: str, *names: str, **more: str) -> object:
    files = [(io.BytesIO(f"# {name}".encode()), name) for name in names]
    data = {"csrf_token": token_of(client, "/editor/"), "programme": programme, "files": files, **more}
    return client.post("/editor/upload", data=data)


def _only_item(parts: Parts) -> Item:
    with parts.database.reading() as session:
        return session.scalars(select(Item)).one()


def _article(parts: Parts) -> str:
    """An item of which everything is there."""
    item = _only_item(parts)
    with parts.database.writing() as session:
        forms.page(session, session.get_one(Item, item.id), intake.asset_of(session, item.id))
    return str(item.id)


def _act(client: FlaskClient, item_id: str, verb: str, **more: str) -> int:
    data = {"csrf_token": token_of(client, "/editor/"), **more}
    return client.post(f"/editor/items/{item_id}/{verb}", data=data).status_code


def test_an_upload_becomes_an_item_with_its_work(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    answer = _upload(client, programme, "Tin đầu.md", title="Tin đầu tiên")
    item = _only_item(parts)
    assert answer.headers["Location"] == f"/editor/items/{item.id}/"
    with parts.database.reading() as session:
        asset = session.scalars(select(Asset)).one()
        kinds = session.scalars(select(Work.kind).where(Work.subject_id == item.id)).all()
    assert (item.title, asset.name, kinds) == ("Tin đầu tiên", "Tin đầu.md", ["intake"])
    assert parts.storage.read(asset.key) == "# Tin đầu.md".encode()
    assert item.publish_by == ""
    assert list((parts.work_folder / "uploads").iterdir()) == []
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert asset.sha256 in page


def test_many_files_are_taken_at_once(parts: Parts, sign_in: SignIn, programme: str) -> None:
    answer = _upload(sign_in(), programme, "a.md", "b.md", "c.md", title="không dùng", publish="yes")
    assert answer.status_code == 303
    with parts.database.reading() as session:
        rows = session.scalars(select(Item)).all()
    assert {row.title for row in rows} == {"a", "b", "c"}
    assert all(row.publish_by for row in rows)


def test_a_reporter_who_asks_to_publish_is_told_that_she_may_not(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    for names in (("a.md",), ("a.md", "b.md")):
        answer = _upload(client, programme, *names, publish="yes")
        assert answer.status_code == 403
        assert sentence("role-missing", {}, "vi") in answer.get_data(as_text=True)
    with parts.database.reading() as session:
        assert session.scalars(select(Item)).all() == []
    assert 'name="publish"' not in client.get("/editor/upload").get_data(as_text=True)


def test_a_headline_that_fits_no_file_is_told(sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _upload(client, programme, "a.md", "b.md", title="Giá ngô tăng")
    assert "Tít “Giá ngô tăng” không được dùng" in client.get("/editor/").get_data(as_text=True)


def test_of_a_rejected_original_without_a_form_only_another_try_and_putting_aside_are_offered(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item = _only_item(parts)
    with parts.database.writing() as session:
        asset = intake.asset_of(session, item.id)
        asset.state, asset.reason_code, asset.reason_facts = AssetState.REJECTED, "nothing-sent", {}
        for one in session.scalars(select(Work).where(Work.subject_id == item.id)):
            one.state = WorkState.FAILED
    assert _offered(editor, item.id) == {"again", "withdraw"}
    _article(parts)
    assert {"again", "withdraw", "publish", "approve", "submit"} <= _offered(editor, item.id)


def _offered(client: FlaskClient, item_id: str) -> set[str]:
    page = client.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    return set(re.findall(rf'action="/editor/items/{item_id}/([a-z-]+)"', page)) - {"push", "merge", "split"}


def test_an_upload_that_cannot_be_taken_is_told(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    data = {"csrf_token": token_of(client, "/editor/"), "programme": programme}
    assert client.post("/editor/upload", data=data).status_code == 422
    assert _upload(client, "khong-co", "a.md").status_code == 404


def test_a_stranger_cannot_send_much(client: FlaskClient, parts: Parts) -> None:
    body, kind = b"x" * 3_000_000, "multipart/form-data; boundary=x"
    assert client.post("/editor/upload", data=body, content_type=kind).status_code == 413


def test_a_full_disk_is_told_before_the_file_is_read(
    sign_in: SignIn, programme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in()
    monkeypatch.setattr("hub.services.readiness.free_mb", lambda _parts: 10)
    answer = _upload(client, programme, "a.md")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert "10 MB" in answer.get_data(as_text=True)


def test_an_item_goes_its_way_from_draft_to_withdrawn(parts: Parts, sign_in: SignIn, programme: str) -> None:
    reporter, editor = sign_in(RoleName.REPORTER), sign_in(RoleName.EDITOR)
    _upload(reporter, programme, "a.md")
    item_id = _article(parts)
    assert _act(reporter, item_id, "submit") == 302
    assert _act(reporter, item_id, "approve") == 403
    assert _act(editor, item_id, "approve") == 302
    assert _act(editor, item_id, "submit") == 409
    assert _act(reporter, item_id, "publish") == 403
    assert _act(editor, item_id, "publish") == 302
    assert _only_item(parts).state == ItemState.PUBLISHED
    said = "x" * (errata.LONGEST_NOTE + 1)
    assert _act(editor, item_id, "withdraw", reason="sai số liệu", to_readers=said) == 422
    assert _act(editor, item_id, "withdraw", reason="sai số liệu", to_readers="Bài nêu sai số.") == 302
    assert _only_item(parts).state == ItemState.WITHDRAWN
    with parts.database.reading() as session:
        assert errata.farewells(session, [item_id]) == {item_id: "Bài nêu sai số."}
    assert "sai số liệu" in editor.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    assert _act(editor, item_id, "nonsense") == 404


def test_a_text_is_changed_and_nobody_overwrites_another(parts: Parts, sign_in: SignIn, programme: str) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item = _only_item(parts)
    data = {
        "csrf_token": token_of(editor, "/editor/"),
        "seen": item.updated_at.isoformat(),
        "title": "Tít mới",
        "language": "vi",
        "authors": "Lò Văn A,  Vàng Thị B ,",
        "body": "một\r\nhai",
    }
    address = f"/editor/items/{item.id}/"
    assert editor.post(address, data=data).status_code == 302
    changed = _only_item(parts)
    assert (changed.title, changed.authors, changed.body) == ("Tít mới", ["Lò Văn A", "Vàng Thị B"], "một\nhai")
    late = editor.post(address, data={**data, "title": "Tít của người đến sau"})
    assert late.status_code == 409
    assert "Tít của người đến sau" in late.get_data(as_text=True)
    assert _only_item(parts).title == "Tít mới"


def test_whoever_corrects_what_is_published_is_asked_what_and_why_and_loses_no_word(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item_id = _article(parts)
    address = f"/editor/items/{item_id}/"
    assert 'name="note"' not in editor.get(address).get_data(as_text=True)
    _act(editor, item_id, "publish")
    page = editor.get(address).get_data(as_text=True)
    assert "bạn đọc thấy lời này" in page
    data = {"csrf_token": token_of(editor, "/editor/"), "title": "Tít mới", "language": "vi"}
    late = editor.post(address, data={**data, "seen": "cũ", "note": "Sai tên <xã>."})
    assert late.status_code == 409
    assert "Sai tên &lt;xã&gt;.</textarea>" in late.get_data(as_text=True)
    seen = _only_item(parts).updated_at.isoformat()
    long = editor.post(address, data={**data, "seen": seen, "note": "x" * (errata.LONGEST_NOTE + 1)})
    assert long.status_code == 422
    assert sentence("note-too-long", {"most": errata.LONGEST_NOTE}) in long.get_data(as_text=True)
    assert editor.post(address, data={**data, "seen": seen, "note": "Sai tên <xã>."}).status_code == 302
    with parts.database.reading() as session:
        [told] = errata.errata(session, [item_id])[item_id]
    assert (told.note, told.parts[0]) == ("Sai tên <xã>.", "tiêu đề")
    assert "Sai tên &lt;xã&gt;." in editor.get(address).get_data(as_text=True)


def test_a_reporter_does_not_change_what_is_published(parts: Parts, sign_in: SignIn, programme: str) -> None:
    reporter, editor = sign_in(RoleName.REPORTER), sign_in(RoleName.EDITOR)
    _upload(editor, programme, "a.md")
    item_id = _article(parts)
    _act(editor, item_id, "publish")
    data = {"csrf_token": token_of(reporter, "/editor/"), "seen": _only_item(parts).updated_at.isoformat()}
    assert (
        reporter.post(f"/editor/items/{item_id}/", data={**data, "title": "khác", "language": "vi"}).status_code == 403
    )


def test_failed_work_is_made_again_and_waiting_work_stopped(parts: Parts, sign_in: SignIn, programme: str) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item_id = str(_only_item(parts).id)
    assert _act(editor, item_id, "again") == 409
    assert _act(editor, item_id, "cancel") == 302
    with parts.database.reading() as session:
        work = session.scalars(select(Work).where(Work.subject_id == item_id)).one()
        assert (work.state, session.scalars(select(Asset)).one().state) == ("failed", "rejected")
    assert _act(editor, item_id, "again") == 302
    with parts.database.reading() as session:
        work = session.scalars(select(Work).where(Work.subject_id == item_id)).one()
        assert (work.state, session.scalars(select(Asset)).one().state) == ("due", "received")
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.subject_id == item_id)).all()
    assert {"item.cancelled", "item.made-again"} <= set(verbs)


def test_private_forms_are_seen_by_the_newsroom_only(parts: Parts, sign_in: SignIn, programme: str) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item_id = _article(parts)
    parts.storage.put_bytes(f"renditions/{item_id}/page", b"0123456789", media_type="text/html")
    parts.storage.put_bytes(f"renditions/{item_id}/other", b"secret", media_type="text/html")
    address = f"/editor/items/{item_id}/media/page"
    assert editor.get(address, headers={"Range": "bytes=2-4"}).data == b"234"
    assert editor.get(f"/editor/items/{item_id}/media/other").status_code == 404
    assert editor.get(f"/editor/items/{item_id}/media/../../secret-key").status_code == 404
    assert editor.application.test_client().get(address).status_code == 302


def test_the_page_of_an_item_whose_forms_wait_for_room_on_the_disk_says_so_and_what_can_be_done(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in(RoleName.REPORTER)
    _upload(client, programme, "a.md")
    item_id = _article(parts)
    with parts.database.writing() as session:
        making = session.scalars(select(Work).where(Work.subject_id == item_id)).one()
        making.reason_code, making.reason_facts = "disk-short", {"path": "/x", "free_mb": 40, "needed_mb": 900}
    page = client.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    assert sentence("making-waits-for-room", {"free_mb": 40, "needed_mb": 900}) in page
    told = client.get(f"/editor/items/{item_id}/progress").json
    assert told is not None
    assert "900 MB" in told["waits"]


def test_the_stream_of_an_item_that_rests_tells_it_once_and_ends(parts: Parts, sign_in: SignIn, programme: str) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item_id = str(_only_item(parts).id)
    _act(editor, item_id, "cancel")
    answer = editor.get(f"/editor/items/{item_id}/events")
    assert answer.content_type == "text/event-stream; charset=utf-8"
    assert answer.get_data(as_text=True).count("data: ") == 1
    # A stream that has ended, or was never read, makes room for others.
    for _ in range(stream.STREAMS):
        assert editor.head(f"/editor/items/{item_id}/events").status_code == 200
        assert editor.get(f"/editor/items/{item_id}/events").status_code == 200
    assert editor.get(f"/editor/items/{item_id}/progress").get_json()["ended"] is True


@pytest.mark.parametrize("state", list(DeliveryState))
def test_a_page_follows_progress_only_while_it_goes_on(
    parts: Parts, sign_in: SignIn, programme: str, state: DeliveryState
) -> None:
    editor = sign_in()
    _upload(editor, programme, "a.md")
    item_id = str(_only_item(parts).id)
    _act(editor, item_id, "cancel")
    with parts.database.writing() as session:
        to = Destination(slug="ban", title="Bạn", platform="webhook", created_at=now())
        session.add(to)
        session.flush()
        sent = {"payload": "{}", "payload_sha256": "", "approved_by": "t", "created_at": now()}
        session.add(Delivery(item_id=item_id, destination_id=to.id, revision=1, state=state, **sent))
    page = editor.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    ended = editor.get(f"/editor/items/{item_id}/progress").get_json()["ended"]
    # One that followed what has ended would load itself again and again.
    assert ("data-events" in page) is not ended


def test_the_board_is_filtered_and_paged(parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path) -> None:
    editor = sign_in()
    source = tmp_path / "bai.md"
    for number in range(32):
        source.write_text(f"# {number}")
        intake.receive(parts, source, intake.Submission(programme=programme, name="bai.md", title=f"Bài số {number}."))
    first = editor.get("/editor/?kind=print&state=draft").get_data(as_text=True)
    assert "Bài số 31." in first
    assert "Bài số 1." not in first
    assert "Bài số 1." in editor.get("/editor/?kind=print&page=2").get_data(as_text=True)
    assert "Bài số" not in editor.get("/editor/?kind=tv").get_data(as_text=True)
