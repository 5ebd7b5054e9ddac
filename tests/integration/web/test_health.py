"""Alive, ready, measured; and what every answer says besides."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.config import Settings
from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services.migrating import migrate
from hub.services.status import standstills
from hub.web import create_app

from .conftest import SignIn


def test_it_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_without_redis_it_is_not_ready_and_says_so(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    told = answer.get_json()["parts"]
    assert told["database"]["ready"]
    assert (told["redis"]["ready"], told["redis"]["code"]) == (False, "not-running")


def test_the_figures_come_from_the_database(client: FlaskClient) -> None:
    text = client.get("/metrics").get_data(as_text=True)
    assert "hub_dirty_paths 0.0" in text
    assert "hub_disk_free_bytes" in text


def test_a_missing_redis_is_the_first_standstill(parts: Parts, sign_in: SignIn) -> None:
    found = standstills(parts)
    assert [one.id for one in found if one.kind == "part"] == ["redis"]
    assert "redis" in sign_in(RoleName.ADMINISTRATOR).get("/admin/").get_data(as_text=True)


def test_every_answer_tells_the_browser_what_to_refuse(app: Flask, sign_in: SignIn) -> None:
    clients = [app.test_client(), sign_in(RoleName.ADMINISTRATOR)]
    plain = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    assert len(plain) > 10
    for client in clients:
        for path in [*plain, "/nothing", "/editor/items/x/", "/assets/hub.css", "/sign-in/token"]:
            headers = client.get(path).headers
            assert "default-src 'self'" in headers["Content-Security-Policy"], path
            assert "'unsafe-inline'" not in headers["Content-Security-Policy"].split("style-src")[0], path
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"], path
            assert headers["Permissions-Policy"], path
            assert "Strict-Transport-Security" not in headers, path


def test_pages_of_people_are_kept_by_nobody(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


@pytest.fixture
def https_client(settings: Settings, parts: Parts) -> FlaskClient:
    migrate(parts.database)
    served = Settings.read({}, data=settings.data, base_url="https://bao.example")
    return create_app(parts=type(parts)(**{**vars(parts), "settings": served})).test_client()


def test_behind_https_cookies_and_browsers_are_told_so(https_client: FlaskClient) -> None:
    answer = https_client.get("/sign-in", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "bao.example"})
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
