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


HEADERS = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_a_program_of_the_same_machine_may_have_the_figures(client: FlaskClient, host: str) -> None:
    assert client.get("/metrics", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.7", {}),
        ("", {}),
        ("127.0.0.1", {"Host": "bao.example"}),
        ("127.0.0.1", {"Host": "127.0.0.1.bao.example"}),
        *(("127.0.0.1", {name: "127.0.0.1"}) for name in HEADERS),
    ],
)
def test_the_figures_are_nobody_elses_business_also_behind_a_server_on_the_same_machine(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == 403
    assert "chỉ dành cho người quản trị" in answer.get_data(as_text=True)
    assert "hub_work" not in answer.get_data(as_text=True)


def test_what_a_server_in_front_says_of_the_client_does_not_make_it_one_of_this_machine(
    https_client: FlaskClient,
) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "http"}
    assert https_client.get("/metrics", headers=headers).status_code == 403


def test_an_administrator_sees_the_figures_from_anywhere_and_an_editor_does_not(sign_in: SignIn) -> None:
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert sign_in(RoleName.ADMINISTRATOR).get("/metrics", environ_overrides=far).status_code == 200
    assert sign_in(RoleName.EDITOR).get("/metrics", environ_overrides=far).status_code == 403


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
