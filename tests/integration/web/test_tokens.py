"""A person's tokens: made for chosen scopes, shown once, revoked by nobody else."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import RoleName, Token
from hub.services import tokens

from .conftest import SignIn, token_of


def _make(client: FlaskClient, *scopes: str, title: str = "máy dựng số 2", days: str = "30") -> TestResponse:
    data = {"csrf_token": token_of(client, "/account/tokens"), "title": title, "scopes": list(scopes), "days": days}
    return client.post("/account/tokens", data=data)


def test_a_token_is_shown_once_and_works(parts: Parts, sign_in: SignIn) -> None:
    client = sign_in()
    answer = _make(client, "read", "intake")
    secret = re.search(r'id="secret"[^>]*value="([^"]+)"', answer.get_data(as_text=True))
    assert secret is not None
    assert answer.headers["Cache-Control"] == "no-store"
    with parts.database.writing() as session:
        held = tokens.find(session, secret[1])
        assert held is not None
        assert held.scopes == ["intake", "read"]
    page = client.get("/account/tokens").get_data(as_text=True)
    assert "máy dựng số 2" in page
    assert secret[1] not in page


def test_no_token_may_more_than_its_person(parts: Parts, sign_in: SignIn) -> None:
    reporter = sign_in(RoleName.REPORTER)
    assert 'value="publish"' not in reporter.get("/account/tokens").get_data(as_text=True)
    assert _make(reporter, "publish").status_code == 422
    assert sign_in(RoleName.LEARNER).get("/account/tokens").status_code == 403
    with parts.database.reading() as session:
        assert session.scalars(select(Token)).all() == []


def test_a_wrong_wish_is_told_and_what_was_typed_stays(sign_in: SignIn) -> None:
    client = sign_in()
    without_scope = _make(client)
    assert without_scope.status_code == 422
    assert 'value="máy dựng số 2"' in without_scope.get_data(as_text=True)
    without_title = _make(client, "read", title=" ")
    assert without_title.status_code == 422
    assert 'value="read" checked' in without_title.get_data(as_text=True)
    assert _make(client, "read", days="100000").status_code == 422


def test_a_token_is_revoked_by_its_person_only(parts: Parts, sign_in: SignIn) -> None:
    editor, reporter = sign_in(), sign_in(RoleName.REPORTER)
    _make(editor, "read", days="0")
    with parts.database.reading() as session:
        token = session.scalars(select(Token)).one()
    assert token.expires_at is None
    data = {"csrf_token": token_of(reporter, "/account/tokens")}
    assert reporter.post(f"/account/tokens/{token.id}/revoke", data=data).status_code == 404
    data = {"csrf_token": token_of(editor, "/account/tokens")}
    assert editor.post(f"/account/tokens/{token.id}/revoke", data=data).status_code == 303
    assert "Đã thu hồi</span>" in editor.get("/account/tokens").get_data(as_text=True)
