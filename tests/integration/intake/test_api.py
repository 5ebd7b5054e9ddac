"""`/api/v1/`: the newsroom's verbs for programs."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import RoleName, Scope
from hub.services import errata, packages
from hub.services.packages import Wanted
from hub.services.status import standstills
from tests.integration.intake.conftest import token_of, waiting

ARTICLE = "# Đường mới\n\nSáng 20/11, xã Pa Tần khánh thành đường bê tông dài ba cây số.\n".encode()

Call = Callable[..., TestResponse]


@pytest.fixture
def call(client: FlaskClient, token: str) -> Call:
    def called(method: str, path: str, **how: Any) -> TestResponse:
        return client.open(f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {token}"}, **how)

    return called


def handed_over(call: Call, data: bytes = ARTICLE, name: str = "duong-moi.md", **form: str) -> TestResponse:
    return call("POST", "/items", data={"file": (io.BytesIO(data), name), "programme": "thoi-su", **form})


def test_a_whole_file_becomes_an_item_that_can_be_read_back(call: Call, do_work: Callable[..., list[str]]) -> None:
    made = handed_over(call)
    assert made.status_code == 201
    do_work("intake")
    item = call("GET", f"/items/{made.json['id']}").json
    assert (item["title"], item["state"], item["kind"]) == ("Đường mới", "draft", "print")
    assert [one["way"] for one in item["arrivals"]] == ["api"]
    assert call("GET", "/items").json["items"][0]["id"] == item["id"]
    assert call("GET", "/items", query_string={"kind": "tv"}).json == {"items": [], "more": False}


def test_a_short_disk_is_told_without_the_servers_folders_and_to_its_operator_with_them(
    newsroom: Parts, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.services.readiness.free_mb", lambda _: 5)
    refused = handed_over(call)
    assert (refused.status_code, refused.json["error"]["code"]) == (503, "disk-short")
    said, folder = refused.json["error"]["message"], str(newsroom.settings.folder)
    assert "còn 5 MB" in said
    assert folder not in said
    assert "--data" not in said
    [disk] = [one for one in standstills(newsroom) if one.id == "disk"]
    assert all(folder in one and "--data" in one for one in disk.sentence)


def test_each_arrival_names_who_sent_it_this_time(newsroom: Parts, client: FlaskClient, call: Call) -> None:
    first = handed_over(call).json
    secret = token_of(newsroom, "quan-tri@hub.example", tuple(Scope))
    data = {"file": (io.BytesIO(ARTICLE), "ban-sao.md"), "programme": "thoi-su"}
    again = client.post("/api/v1/items", headers={"Authorization": f"Bearer {secret}"}, data=data).json
    assert again["id"] == first["id"]
    assert [(one["name"], one["arrived_by"]) for one in again["arrivals"]] == [
        ("duong-moi.md", "bien-tap@hub.example"),
        ("ban-sao.md", "quan-tri@hub.example"),
    ]


def test_the_same_bytes_are_one_item_with_two_sources_until_they_are_split(
    call: Call, do_work: Callable[..., list[str]]
) -> None:
    first, second = handed_over(call).json, handed_over(call, name="ban-sao.md").json
    assert first["id"] == second["id"]
    assert [(one["state"], one["name"]) for one in second["arrivals"]] == [
        ("taken", "duong-moi.md"),
        ("joined", "ban-sao.md"),
    ]
    again = call("POST", f"/arrivals/{second['arrivals'][1]['id']}/split")
    assert (again.status_code, again.json["id"] != first["id"]) == (201, True)
    assert call("POST", f"/arrivals/{first['arrivals'][0]['id']}/split").status_code == 409
    do_work("intake")
    assert len(call("GET", "/items").json["items"]) == 2
    merged = call("POST", f"/items/{again.json['id']}/merge", json={"into": first["id"]})
    assert [one["state"] for one in merged.json["arrivals"]] == ["taken", "joined"]
    assert len(call("GET", "/items").json["items"]) == 1


def test_what_was_merged_by_hand_can_be_split_again(call: Call, do_work: Callable[..., list[str]]) -> None:
    kept, other = handed_over(call).json, handed_over(call, ARTICLE + b"\nThem.\n").json
    do_work("intake")
    merged = call("POST", f"/items/{other['id']}/merge", json={"into": kept["id"]}).json
    joined = [one for one in merged["arrivals"] if one["state"] == "joined"]
    assert call("POST", f"/arrivals/{joined[0]['id']}/split").json["id"] == other["id"]
    do_work("intake")
    assert {one["id"] for one in call("GET", "/items").json["items"]} == {kept["id"], other["id"]}


def test_an_editors_program_publishes_pushes_and_withdraws(
    call: Call, newsroom: Parts, do_work: Callable[..., list[str]]
) -> None:
    item_id = handed_over(call).json["id"]
    do_work("intake")
    published = call("POST", f"/items/{item_id}/publish").json
    assert published["state"] == "published"
    assert published["url"].endswith(f"/items/{item_id}/")
    assert call("POST", f"/items/{item_id}/push", json={}).json == {"deliveries": []}
    withdrawal = {"reason": "sai tên xã", "to_readers": "Bài nêu sai tên xã."}
    assert call("POST", f"/items/{item_id}/withdraw", json=withdrawal).json["state"] == "withdrawn"
    with newsroom.database.reading() as session:
        assert errata.farewells(session, [item_id]) == {item_id: "Bài nêu sai tên xã."}
    assert call("POST", f"/items/{item_id}/push", json={}).status_code == 409


def test_an_address_is_promised_to_be_fetched(call: Call, newsroom: Parts) -> None:
    wish = {"address": "https://vi-du.vn/video/1", "programme": "truyen-hinh", "form": "720p"}
    answer = call("POST", "/arrivals", json=wish)
    assert (answer.status_code, answer.json["state"], answer.json["way"]) == (202, "waiting", "url")
    assert waiting(newsroom, "fetch") == 1
    skipped = call("POST", f"/arrivals/{answer.json['id']}/skip").json
    assert (skipped["state"], "bien-tap@hub.example" in skipped["reason"]) == ("skipped", True)
    assert waiting(newsroom, "fetch") == 0
    assert call("POST", f"/arrivals/{answer.json['id']}/again").json["state"] == "waiting"
    assert waiting(newsroom, "fetch") == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"address": "file:///etc/passwd", "programme": "truyen-hinh"},
        {"address": "https://a:b@vi-du.vn/", "programme": "truyen-hinh"},
        {"address": "https://vi-du.vn/", "programme": "truyen-hinh", "form": "8k"},
        {"address": "https://vi-du.vn/", "programme": "truyen-hinh", "unknown": 1},
        {"address": "https://vi-du.vn/" + "a" * 3000, "programme": "truyen-hinh"},
        {"programme": "truyen-hinh"},
    ],
)
def test_a_wish_that_cannot_be_right_is_told_in_a_sentence(call: Call, wish: dict[str, Any]) -> None:
    answer = call("POST", "/arrivals", json=wish)
    assert answer.status_code == 422
    assert answer.json["error"]["message"][-1] in ".”"


def test_a_source_is_followed_changed_and_switched_off(call: Call, newsroom: Parts) -> None:
    wish = {
        "slug": "bao-tinh",
        "kind": "feed",
        "title": "Báo tỉnh",
        "programme": "thoi-su",
        "address": "https://vi-du.vn/rss",
        "quiet_after_h": 48,
    }
    assert call("POST", "/sources", json=wish).status_code == 201
    assert call("POST", "/sources", json=wish).status_code == 409
    assert waiting(newsroom, "look") == 1
    changed = call("PATCH", "/sources/bao-tinh", json={"title": "Báo Lai Châu", "enabled": False}).json
    assert (changed["title"], changed["enabled"], changed["quiet_after_h"]) == ("Báo Lai Châu", False, 48)
    assert [one["slug"] for one in call("GET", "/sources").json["sources"]] == ["bao-tinh"]
    assert call("PATCH", "/sources/khong-co", json={"title": "x"}).status_code == 404


def test_packages_are_told_with_their_lists_and_addresses(call: Call, newsroom: Parts) -> None:
    wanted = Wanted(title="Cho bà con", listings=["print", "place-phong-tho"], description="Gần nhà.")
    with newsroom.database.writing() as session:
        packages.add(session, "ba-con", wanted, by="t")
    url = newsroom.settings.public_url
    assert call("GET", "/packages").json == {
        "packages": [
            {
                "slug": "ba-con",
                "title": "Cho bà con",
                "description": "Gần nhà.",
                "language": "vi",
                "lists": ["print", "place-phong-tho"],
                "offered": True,
                "items": 0,
                "url": f"{url}/packages/ba-con/",
                "feed": f"{url}/feeds/package-ba-con.rss",
            }
        ]
    }


def test_only_an_administrators_program_names_a_folder_of_the_server(newsroom: Parts, client: FlaskClient) -> None:
    wish = {"slug": "xuat", "kind": "folder", "title": "Xuất", "programme": "thoi-su", "address": "/mnt/xuat"}
    for role, status in ((RoleName.EDITOR, 403), (RoleName.ADMINISTRATOR, 201)):
        secret = token_of(newsroom, f"{role}@hub.example", tuple(Scope), role)
        answer = client.post("/api/v1/sources", json=wish, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == status
    secret = token_of(newsroom, "khac@hub.example", tuple(Scope))
    change = {"address": "/etc"}
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.patch("/api/v1/sources/xuat", json=change, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        (Scope.READ, "GET", "/items", 200),
        (Scope.READ, "POST", "/arrivals", 422),
        (Scope.READ, "POST", "/sources/x/look", 403),
        (Scope.INTAKE, "GET", "/items", 403),
        (Scope.INTAKE, "POST", "/items/x/publish", 403),
    ],
)
def test_a_token_opens_what_its_scopes_say(
    newsroom: Parts, client: FlaskClient, *, scope: Scope, method: str, path: str, status: int
) -> None:
    secret = token_of(newsroom, "may@hub.example", (scope,))
    answer = client.open(f"/api/v1{path}", method=method, json={}, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == status


def test_a_reporters_token_does_not_publish(newsroom: Parts, client: FlaskClient) -> None:
    secret = token_of(newsroom, "pv@hub.example", tuple(Scope), RoleName.REPORTER)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/items", headers=headers).status_code == 200
    assert client.post("/api/v1/items/x/publish", headers=headers).status_code == 403


def test_a_reporters_program_that_asks_to_publish_is_refused(newsroom: Parts, client: FlaskClient) -> None:
    secret = token_of(newsroom, "pv@hub.example", (Scope.INTAKE,), RoleName.REPORTER)
    headers = {"Authorization": f"Bearer {secret}"}
    form = {"programme": "truyen-hinh", "publish": "yes", "file": (io.BytesIO(b"# Tin"), "tin.md")}
    wish = {"address": "https://vi-du.vn/video/1", "programme": "truyen-hinh", "publish": True}
    for answer in (
        client.post("/api/v1/items", data=form, headers=headers),
        client.post("/api/v1/arrivals", json=wish, headers=headers),
    ):
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "role-missing")


def test_a_token_opens_nothing_but_the_api(client: FlaskClient, token: str) -> None:
    assert client.get("/editor/", headers={"Authorization": f"Bearer {token}"}).status_code == 302


@pytest.mark.parametrize("path", ["items", "uploads"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer sai"}])
def test_without_a_token_in_force_the_api_says_how_a_program_comes_in(
    client: FlaskClient, newsroom: Parts, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(f"/api/v1/{path}", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json["error"]["code"] == "token-needed"
    assert "/sign-in" not in answer.json["error"]["message"]


def test_a_browser_whose_session_has_ended_is_told_to_sign_in_where_it_sends_a_file(
    client: FlaskClient, newsroom: Parts
) -> None:
    answer = client.post("/api/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5"})
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "sign-in-needed")


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("/items", {}, "Chưa chọn chương trình."),
        ("/arrivals", {"json": [1]}, "gửi lại: nội dung yêu cầu: phải là đối tượng JSON."),
        ("/arrivals", {"data": "{", "content_type": "application/json"}, "gửi lại: nội dung yêu cầu: "),
        ("/arrivals", {"json": {"address": "bao.example/tin", "programme": "thoi-su"}}, "Địa chỉ phải bắt đầu bằng"),
        (
            "/sources",
            {
                "json": {
                    "slug": "Báo!",
                    "kind": "feed",
                    "title": "Báo",
                    "programme": "thoi-su",
                    "address": "https://bao.vn",
                }
            },
            "Mã ngắn “Báo!” không dùng được: chỉ gồm chữ thường không dấu, số và gạch nối.",
        ),
    ],
    ids=["no programme", "a list", "no JSON", "no scheme", "a slug"],
)
def test_what_a_program_sends_wrong_is_told_in_a_whole_sentence(
    call: Call, path: str, sent: dict[str, Any], said: str
) -> None:
    answer = call("POST", path, **sent) if sent else handed_over(call, programme="")
    assert answer.status_code == 422
    message = answer.json["error"]["message"]
    assert said in message
    assert "“”" not in message
    assert ": :" not in message


def test_the_description_is_open_and_names_every_path(client: FlaskClient) -> None:
    told = client.get("/api/v1/openapi.json").json
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.description"
    }
    assert set(told["paths"]) == rules
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
