"""Who may publish what she hands over: the same rule at every door of the newsroom."""

import base64
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.errors import sentence
from hub.extensions.parts import Parts
from hub.models import Arrival, AuditEntry, Item, ItemState, RoleName, Upload
from hub.services import arrivals, intake
from hub.services.intake import Submission

from .conftest import SignIn, token_of

VIDEO = "https://video.example/watch?v=1"

Door = Callable[[FlaskClient, str, dict[str, str]], TestResponse]


def _token(client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": token_of(client, "/editor/arrivals")}


def _form(client: FlaskClient, programme: str, wishes: dict[str, str]) -> TestResponse:
    files = [(io.BytesIO(b"# Tin"), "tin.md")]
    return client.post("/editor/upload", data={**_token(client), "programme": programme, "files": files, **wishes})


def _address(client: FlaskClient, programme: str, wishes: dict[str, str]) -> TestResponse:
    return client.post("/editor/arrivals", data={**_token(client), "programme": programme, "address": VIDEO, **wishes})


def _pieces(client: FlaskClient, programme: str, wishes: dict[str, str]) -> TestResponse:
    told = {"filename": "tin.md", "programme": programme, **wishes}
    pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": pairs}
    return client.post("/api/v1/uploads", headers={**headers, "X-CSRFToken": _token(client)["csrf_token"]})


def _program_file(client: FlaskClient, programme: str, wishes: dict[str, str]) -> TestResponse:
    file = (io.BytesIO(b"# Tin"), "tin.md")
    headers = {"X-CSRFToken": _token(client)["csrf_token"]}
    return client.post("/api/v1/items", data={"programme": programme, "file": file, **wishes}, headers=headers)


def _program_address(client: FlaskClient, programme: str, wishes: dict[str, str]) -> TestResponse:
    said = {name: value == "yes" for name, value in wishes.items()}
    headers = {"X-CSRFToken": _token(client)["csrf_token"]}
    return client.post("/api/v1/arrivals", json={"programme": programme, "address": VIDEO, **said}, headers=headers)


DOORS: tuple[Door, ...] = (_form, _address, _pieces, _program_file, _program_address)


def _asked(parts: Parts) -> list[dict[str, object]]:
    """What is noted of every thing that came."""
    with parts.database.reading() as session:
        waiting = [dict(one.wishes) for one in session.scalars(select(Upload))]
        return waiting + [dict(one.wishes) for one in session.scalars(select(Arrival))]


@pytest.mark.parametrize("door", DOORS)
def test_a_reporter_who_forges_the_wish_to_publish_is_refused_and_nothing_is_taken_in(
    parts: Parts, sign_in: SignIn, programme: str, door: Door
) -> None:
    answer = door(sign_in(RoleName.REPORTER), programme, {"publish": "yes"})
    assert answer.status_code == 403
    said = answer.json["error"]["message"] if answer.is_json else answer.get_data(as_text=True)
    assert sentence("role-missing", {}) in said
    assert _asked(parts) == []


@pytest.mark.parametrize("door", DOORS)
def test_an_editor_may_publish_by_every_door(parts: Parts, sign_in: SignIn, programme: str, door: Door) -> None:
    assert door(sign_in(), programme, {"publish": "yes"}).status_code < 400
    assert [one["publish"] for one in _asked(parts)] == [True]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("review", ["yes", ""])
def test_a_reporter_asks_for_review_or_keeps_a_draft(
    parts: Parts, sign_in: SignIn, programme: str, door: Door, review: str
) -> None:
    assert door(sign_in(RoleName.REPORTER), programme, {"review": review} if review else {}).status_code < 400
    assert [(one["publish"], one["review"]) for one in _asked(parts)] == [(False, bool(review))]


def test_what_goes_in_for_review_stands_there_for_an_editor(parts: Parts, sign_in: SignIn, programme: str) -> None:
    _form(sign_in(RoleName.REPORTER), programme, {"review": "yes"})
    with parts.database.reading() as session:
        item = session.scalars(select(Item)).one()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "item.in review")).one()
    assert (item.state, item.publish_by, entry.who) == (ItemState.IN_REVIEW, "", "reporter@hub.example")
    assert item.title in sign_in().get("/editor/?state=in+review").get_data(as_text=True)


def test_what_was_asked_of_an_address_holds_for_what_comes_of_it(parts: Parts, sign_in: SignIn, programme: str) -> None:
    _address(sign_in(RoleName.REPORTER), programme, {"review": "yes"})
    with parts.database.reading() as session:
        wishes = arrivals.lines(session, 1)[0].arrival.wishes
    assert Submission.of(wishes).review


def test_an_original_that_is_rejected_is_no_longer_to_be_reviewed(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    _form(sign_in(RoleName.REPORTER), programme, {"review": "yes"})
    with parts.database.writing() as session:
        item = session.scalars(select(Item)).one()
        intake.reject(session, item.id, "document-too-large", {})
    with parts.database.reading() as session:
        assert session.scalars(select(Item)).one().state == ItemState.DRAFT


@pytest.mark.parametrize("path", ["/editor/", "/editor/upload", "/editor/arrivals"])
def test_each_role_is_offered_what_it_may_and_told_what_follows(sign_in: SignIn, programme: str, path: str) -> None:
    reporter = sign_in(RoleName.REPORTER).get(path).get_data(as_text=True)
    editor = sign_in().get(path).get_data(as_text=True)
    said = "Bài của phóng viên chờ biên tập viên duyệt rồi mới đăng."
    assert said in reporter
    assert 'name="review" value="yes" checked' in reporter
    assert 'name="publish"' not in reporter
    assert said not in editor
    assert 'name="review"' not in editor
    assert 'name="publish"' in editor
