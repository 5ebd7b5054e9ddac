"""People who are signed in, the token of a page, and a programme to upload to."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services import programmes, staff
from hub.services.staff import Person
from hub.web import accounts

PASSWORD = "một mật khẩu đủ dài"

SignIn = Callable[..., FlaskClient]


def token_of(client: FlaskClient, address: str) -> str:
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return Settings.read(environment, data=tmp_path, database_url=database_url, voice="none")


@pytest.fixture
def sign_in(app: Flask, parts: Parts) -> SignIn:
    """Gives the client of a person of a role, who came by a link."""

    def signed_in(role: RoleName = RoleName.EDITOR) -> FlaskClient:
        email = f"{role}@hub.example"
        with parts.database.writing() as session:
            link = staff.sign_in_link(
                session, staff.add(session, Person(email=email, name=role.title(), role=role), by="t")
            )
        client = app.test_client()
        answer = client.post(f"/sign-in/{link}", data={"csrf_token": token_of(client, f"/sign-in/{link}")})
        assert answer.status_code == 302
        return client

    return signed_in


@pytest.fixture
def person(app: Flask, parts: Parts) -> str:
    """The address of an editor with a password."""
    with parts.database.writing() as session:
        added = staff.add(session, Person(email="bien-tap@hub.example", name="Biên Tập", role=RoleName.EDITOR), by="t")
    with app.app_context():
        staff.keep_password(parts, str(added.id), accounts.hashed(PASSWORD), by="t")
    return "bien-tap@hub.example"


@pytest.fixture
def programme(parts: Parts) -> str:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="dai", name="Đài", valid_from=None, valid_to=None)
        values = {"slug": "thoi-su", "title": "Thời sự", "kind": "print", "language": "vi", "organisation": "dai"}
        programmes.add(session, values, by="t")
    return "thoi-su"
