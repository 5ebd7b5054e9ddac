"""Destinations, programmes and people, as an administrator keeps them."""

from flask.testing import FlaskClient

from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services import destinations, programmes

from .conftest import SignIn, token_of

SECRET = "một-khóa-rất-bí-mật"


def _add(client: FlaskClient, **values: str) -> object:
    fields = {f"value-{name}": value for name, value in values.items()}
    data = {"csrf_token": token_of(client, "/admin/destinations/new"), "platform": "webhook", "slug": "doi-tac"}
    return client.post("/admin/destinations/new", data={**data, "title": "Đối tác", **fields})


def test_a_destination_is_added_and_its_secret_never_shown_again(parts: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    assert _add(client, url="https://doi-tac.example/nhan", secret=SECRET).status_code == 302
    page = client.get("/admin/destinations/doi-tac/").get_data(as_text=True)
    assert "https://doi-tac.example/nhan" in page
    assert SECRET not in page
    data = {"csrf_token": token_of(client, "/admin/destinations/doi-tac/"), "title": "Đối tác mới", "value-secret": ""}
    changed = {**data, "value-url": "https://moi.example/nhan"}
    assert client.post("/admin/destinations/doi-tac/", data=changed).status_code == 302
    with parts.database.reading() as session:
        held = destinations.find(session, "doi-tac")
        adapter = destinations.adapter(parts.settings, held)
    assert (adapter.url, adapter.secret, held.enabled) == ("https://moi.example/nhan", SECRET, False)


def test_every_wrong_value_is_told_and_what_was_typed_stays(parts: Parts, sign_in: SignIn) -> None:
    answer = _add(sign_in(RoleName.ADMINISTRATOR), url="không phải địa chỉ", secret="ngắn")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "không phải địa chỉ" in page
    assert page.count('class="field wrong"') == 2
    assert "ngắn" not in page.split("value-secret", 1)[1].split("value-lookup", 1)[0].split(">", 1)[0]
    with parts.database.reading() as session:
        assert not destinations.every(session)


def test_a_destination_is_switched_off(parts: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _add(client, url="https://doi-tac.example/nhan", secret=SECRET)
    data = {"csrf_token": token_of(client, "/admin/destinations/"), "enabled": "no"}
    assert client.post("/admin/destinations/doi-tac/switch", data=data).status_code == 302
    with parts.database.reading() as session:
        assert not destinations.enabled(session)


def test_a_programme_is_added_and_a_wrong_one_is_told(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    token = token_of(client, "/admin/programmes/")
    data = {"csrf_token": token, "slug": "ca-nhac", "title": "Ca nhạc", "kind": "radio", "language": "blt"}
    assert client.post("/admin/programmes/", data={**data, "organisation": "dai"}).status_code == 302
    assert client.post("/admin/programmes/", data={**data, "organisation": "dai"}).status_code == 409
    with parts.database.reading() as session:
        assert {one.slug for one in programmes.every(session)} == {programme, "ca-nhac"}


def test_only_an_administrator_makes_links(sign_in: SignIn) -> None:
    editor = sign_in(RoleName.EDITOR)
    data = {"csrf_token": token_of(editor, "/editor/")}
    assert editor.post("/admin/staff/any/link", data=data).status_code == 403
