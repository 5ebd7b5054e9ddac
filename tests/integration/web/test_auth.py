"""Who gets in, and what keeps others out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.extensions.parts import Parts
from hub.extensions.valkey import EmbeddedValkey
from hub.models import RoleName
from hub.web import create_app
from hub.web.guard import local_path

from .conftest import PASSWORD, SignIn, token_of


def _try(client: FlaskClient, email: str, password: str, **more: str) -> int:
    data = {"csrf_token": token_of(client, "/sign-in"), "email": email, "password": password, **more}
    return client.post("/sign-in", data=data).status_code


def test_a_person_with_the_right_password_is_let_in(client: FlaskClient, person: str) -> None:
    assert _try(client, f"  {person.upper()} ", PASSWORD) == 302
    assert client.get("/editor/").status_code == 200


def test_a_wrong_password_is_told_in_vietnamese_and_lets_nobody_in(client: FlaskClient, person: str) -> None:
    data = {"csrf_token": token_of(client, "/sign-in"), "email": person, "password": "sai"}
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 422
    assert "mật khẩu chưa đúng" in answer.get_data(as_text=True)
    assert client.get("/editor/").status_code == 302


def test_five_failures_lock_the_account_for_a_while(app: Flask, person: str) -> None:
    for _ in range(5):
        assert _try(app.test_client(), person, "sai") == 422
    client = app.test_client()
    token = token_of(client, "/sign-in")
    answer = client.post("/sign-in", data={"csrf_token": token, "email": person, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Hãy đợi" in answer.get_data(as_text=True)
    assert _try(app.test_client(), "khac@hub.example", "sai") == 422


def test_failures_are_counted_for_all_processes_together(parts: Parts, person: str) -> None:
    server = EmbeddedValkey(parts.settings.folder)
    server.start()
    try:
        processes = [create_app(settings=parts.settings).test_client() for _ in range(6)]
        found = [_try(process, person, "sai") for process in processes]
    finally:
        server.stop()
    assert found == [422] * 5 + [429]


def test_ten_tries_a_minute_are_enough_for_one_address(app: Flask) -> None:
    found = [_try(app.test_client(), f"ai-{number}@hub.example", "sai") for number in range(11)]
    assert found == [422] * 10 + [429]


def test_a_link_is_not_used_up_by_looking_and_works_once(app: Flask, parts: object, sign_in: SignIn) -> None:
    administrator = sign_in(RoleName.ADMINISTRATOR)
    data = {"csrf_token": token_of(administrator, "/admin/staff/"), "name": "Lò Thị Mai", "email": "mai@hub.example"}
    page = administrator.post("/admin/staff/", data={**data, "role": "reporter", "group": "reporters"})
    path = "/sign-in/" + page.get_data(as_text=True).split("/sign-in/")[1].split('"')[0]
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
    client = app.test_client()
    answer = client.post(path, data={"csrf_token": token_of(client, path)})
    assert answer.headers["Location"].startswith("/account/password")
    other = app.test_client()
    assert other.post(path, data={"csrf_token": token_of(other, path)}).status_code == 409


def test_a_link_that_is_no_longer_good_leads_on(client: FlaskClient) -> None:
    answer = client.post("/sign-in/het-han", data={"csrf_token": token_of(client, "/sign-in/het-han")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'class="button first" href="/sign-in"' in page
    assert "hub staff link" in page


def test_a_new_password_ends_other_sessions(app: Flask, client: FlaskClient, person: str) -> None:
    other = app.test_client()
    assert _try(client, person, PASSWORD) == _try(other, person, PASSWORD) == 302
    data = {"csrf_token": token_of(client, "/account/password"), "old": PASSWORD}
    assert client.post("/account/password", data={**data, "new": "ngắn", "again": "ngắn"}).status_code == 422
    good = {"new": "một câu khác dài hơn", "again": "một câu khác dài hơn"}
    assert client.post("/account/password", data={**data, **good}).status_code == 302
    assert client.get("/editor/").status_code == 200
    assert other.get("/editor/").status_code == 302


def test_signing_out_needs_a_post(sign_in: SignIn) -> None:
    client = sign_in(RoleName.REPORTER)
    client.get("/sign-out")
    assert client.get("/editor/").status_code == 200
    client.post("/sign-out", data={"csrf_token": token_of(client, "/editor/")})
    assert client.get("/editor/").status_code == 302


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/abc", "/sign-out", "/editor/upload", "/admin/staff/"])
def test_nothing_is_posted_without_the_token_of_a_page(sign_in: SignIn, address: str) -> None:
    assert sign_in(RoleName.ADMINISTRATOR).post(address, data={"email": "a@b.vn"}).status_code == 400


def test_roles_open_what_is_theirs(sign_in: SignIn) -> None:
    learner, reporter = sign_in(RoleName.LEARNER), sign_in(RoleName.REPORTER)
    assert learner.get("/editor/").status_code == 403
    assert reporter.get("/editor/").status_code == 200
    assert reporter.get("/admin/").status_code == 403
    assert sign_in(RoleName.ADMINISTRATOR).get("/admin/").status_code == 200


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: FlaskClient, person: str) -> None:
    assert client.get("/editor/?kind=tv").headers["Location"] == "/sign-in?next=/editor/?kind%3Dtv"
    data = {"csrf_token": token_of(client, "/sign-in"), "email": person, "password": PASSWORD}
    answer = client.post("/sign-in", data={**data, "next": "/editor/?kind=tv"})
    assert answer.headers["Location"] == "/editor/?kind=tv"
    program = client.application.test_client().get("/editor/", headers={"Accept": "application/json"})
    assert program.status_code == 401
    assert program.get_json()["error"]["code"] == "sign-in-needed"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/\t/e.vn",
    ],
)
def test_nobody_is_led_to_another_site(app: Flask, address: str) -> None:
    with app.test_request_context("/sign-in"):
        assert local_path(address) == "/editor/"


def test_the_language_changes_by_the_link_in_the_footer_only(client: FlaskClient) -> None:
    english = {"Accept-Language": "en-US,en"}
    assert "Đăng nhập" in client.get("/sign-in", headers=english).get_data(as_text=True)
    client.get("/language/en?next=/sign-in")
    assert '<html lang="en">' in client.get("/sign-in").get_data(as_text=True)
