"""Files on their way, as the browser's script and a page without it see them."""

import base64
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.errors import sentence
from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import AssetState, RoleName, Upload, UploadState, Work, WorkState
from hub.services import intake, upload_file, uploads

from .conftest import SignIn, token_of

TEXT = "# Giá ngô\n\nTăng.\n".encode()


def _metadata(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def _headers(client: FlaskClient) -> dict[str, str]:
    """What the script sends: the session's cookie, and the form's guard in a header."""
    return {
        "X-CSRFToken": token_of(client, "/editor/upload"),
        "Tus-Resumable": "1.0.0",
        "Accept": "application/json",
    }


def _begin(client: FlaskClient, programme: str, sent: bytes = TEXT, **told: str) -> str:
    values = {"filename": "gia-ngo.md", "programme": programme, "modified": "123", **told}
    headers = {**_headers(client), "Upload-Length": str(len(TEXT)), "Upload-Metadata": _metadata(**values)}
    kind = "application/offset+octet-stream"
    answer = client.post("/api/v1/uploads", data=sent, headers=headers, content_type=kind)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rsplit("/", 1)[1]


def _accept(parts: Parts) -> None:
    with parts.database.reading() as session:
        due = session.scalars(select(Work.id).where(Work.kind == "accept", Work.state == WorkState.DUE)).all()
    for work_id in due:
        runner.execute(parts, work_id)


def _look(parts: Parts) -> None:
    with parts.database.writing() as session:
        for one in session.scalars(select(Work).where(Work.kind == "intake")):
            one.state = WorkState.DONE
            intake.asset_of(session, one.subject_id).state = AssetState.READY


def test_an_upload_is_followed_until_it_is_an_item(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    upload_id = _begin(client, programme)
    told = client.get(f"/editor/uploads/{upload_id}").get_json()
    assert told == {
        "state": "complete",
        "words": "Đã đủ, đang nhận",
        "offset": len(TEXT),
        "size": len(TEXT),
        "end": "",
        "item": "",
        "fault": "",
    }
    _accept(parts)
    told = client.get(f"/editor/uploads/{upload_id}").get_json()
    assert (told["end"], client.get(told["item"]).status_code) == ("looking", 200)
    _look(parts)
    assert client.get(f"/editor/uploads/{upload_id}").get_json()["end"] == "taken"


def test_a_file_that_the_hub_has_is_told_as_such_with_its_item(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    first = _begin(client, programme)
    _accept(parts)
    _look(parts)
    again = _begin(client, programme)
    _accept(parts)
    told, before = (client.get(f"/editor/uploads/{one}").get_json() for one in (again, first))
    assert (before["end"], told["end"], told["item"]) == ("taken", "there", before["item"])


def test_a_file_that_is_refused_is_told_with_the_sentence_after_it_was_looked_at(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in(RoleName.REPORTER)
    upload_id = _begin(client, programme)
    _accept(parts)
    with parts.database.writing() as session:
        for one in session.scalars(select(Work).where(Work.kind == "intake")):
            one.state = WorkState.FAILED
            intake.reject(session, one.subject_id, "document-too-large", {})
    told = client.get(f"/editor/uploads/{upload_id}").get_json()
    assert (told["end"], told["fault"]) == ("refused", sentence("document-too-large", {}))


def test_an_upload_that_came_damaged_tells_its_fault_and_can_be_given_up(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in()
    upload_id = _begin(client, programme, sha256="0" * 64)
    _accept(parts)
    told = client.get(f"/editor/uploads/{upload_id}").get_json()
    assert told["state"] == "broken"
    assert "không giống tệp gốc" in told["fault"]
    assert told["fault"] in client.get("/editor/upload").get_data(as_text=True)
    _give_up(client, upload_id)
    assert told["fault"] not in client.get("/editor/upload").get_data(as_text=True)
    assert not upload_file.path(parts, upload_id).exists()


def _give_up(client: FlaskClient, upload_id: str) -> int:
    data = {"csrf_token": token_of(client, "/editor/upload")}
    return client.post(f"/editor/uploads/{upload_id}/end", data=data).status_code


@pytest.mark.parametrize("path", ["/editor/", "/editor/upload", "/editor/arrivals"])
def test_what_was_begun_is_listed_with_what_continues_it(sign_in: SignIn, programme: str, path: str) -> None:
    client, other = sign_in(), sign_in(RoleName.REPORTER)
    upload_id = _begin(client, programme, TEXT[:9])
    page = client.get(path).get_data(as_text=True)
    assert f'data-url="/api/v1/uploads/{upload_id}"' in page
    assert f'data-name="gia-ngo.md" data-size="{len(TEXT)}" data-offset="9" data-sha256="" data-modified="123"' in page
    assert "Đã có 9 B trong 20 B (45 %). Được giữ đến" in page
    assert upload_id not in other.get(path).get_data(as_text=True)


def test_what_was_begun_is_given_up_without_the_script_by_its_person_only(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client, other = sign_in(), sign_in(RoleName.REPORTER)
    upload_id = _begin(client, programme, TEXT[:9])
    assert other.get(f"/editor/uploads/{upload_id}").status_code == 404
    assert _give_up(other, upload_id) == 404
    assert _give_up(client, upload_id) == 303
    with parts.database.reading() as session:
        assert session.get_one(Upload, upload_id).state == UploadState.ENDED
    gone = client.get(f"/editor/uploads/{upload_id}", headers={"Accept": "application/json"})
    assert gone.status_code == 410
    assert "đã bị bỏ" in gone.get_json()["error"]["message"]


def test_what_expired_is_told_to_its_sender_until_she_has_seen_it(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client, other = sign_in(), sign_in(RoleName.REPORTER)
    upload_id = _begin(client, programme, TEXT[:9])
    with parts.database.writing() as session:
        session.get_one(Upload, upload_id).expires_at = now() - timedelta(seconds=1)
    assert uploads.expire(parts) == 1
    why = sentence("upload-expired", {"days": 7})
    page = client.get("/editor/upload").get_data(as_text=True)
    assert ("gia-ngo.md" in page, why in page) == (True, True)
    assert why not in other.get("/editor/upload").get_data(as_text=True)
    assert (_give_up(other, upload_id), _give_up(client, upload_id)) == (404, 303)
    assert why not in client.get("/editor/upload").get_data(as_text=True)


def test_what_expired_long_ago_is_told_no_more(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    upload_id = _begin(client, programme, TEXT[:9])
    with parts.database.writing() as session:
        session.get_one(Upload, upload_id).expires_at = now() - timedelta(days=8)
    uploads.expire(parts)
    assert "gia-ngo.md" not in client.get("/editor/upload").get_data(as_text=True)


def test_a_reporter_who_asks_to_publish_begins_nothing(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    told = _metadata(filename="a.md", programme=programme, publish="yes")
    headers = {**_headers(client), "Upload-Length": "5", "Upload-Metadata": told}
    answer = client.post("/api/v1/uploads", headers=headers)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "role-missing")
    with parts.database.reading() as session:
        assert session.scalars(select(Upload)).all() == []


def test_a_session_without_the_guard_of_a_form_sends_nothing(sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    headers = {name: value for name, value in _headers(client).items() if name != "X-CSRFToken"}
    headers |= {"Upload-Length": "5", "Upload-Metadata": _metadata(filename="a.md", programme=programme)}
    assert client.post("/api/v1/uploads", headers=headers).status_code == 400
