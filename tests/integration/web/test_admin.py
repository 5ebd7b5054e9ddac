"""Destinations, programmes and people, as an administrator keeps them."""

import re

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
        adapter = destinations.adapter(parts, held)
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


def _wrong(page: str) -> dict[str, str]:
    """What the summary says of each field that it leads to."""
    summary = page.split('role="alert"', 1)[1].split("</div>", 1)[0]
    return dict(re.findall(r'<a href="#([^"]+)">[^<]+</a>: ([^<]+)</li>', summary))


def test_all_wrong_fields_are_named_at_once_above_the_form_and_beside_each_field(parts: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    data = {"csrf_token": token_of(client, "/admin/destinations/new"), "platform": "file_drop", "slug": "Đối Tác"}
    answer = client.post("/admin/destinations/new", data={**data, "title": " ", "value-port": "99999"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    told = _wrong(page)
    assert list(told) == ["title", "slug", "value-host", "value-port", "value-user", "value-password", "value-host_key"]
    assert "Chưa lưu: 7 ô chưa đúng" in page
    assert "gạch nối" in told["slug"]
    assert "65535" in told["value-port"]
    for name, sentence in told.items():
        field = re.search(rf'<(?:input|textarea|select) id="{name}"[^>]*>', page)
        assert field is not None
        assert 'aria-invalid="true"' in field[0]
        assert re.search(rf'aria-describedby="{name}-fault[ "]', field[0])
        assert f'<p id="{name}-fault" class="fault">{sentence}</p>' in page
    # The browser would stop at the first one, in its own language.
    assert " novalidate" in page
    assert not re.search("a-z|empty|User name|Server", page)


def test_a_short_name_that_is_taken_is_told_beside_what_else_is_wrong(sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _add(client, url="https://doi-tac.example/nhan", secret=SECRET)
    again = _add(client, url="x", secret=SECRET)
    assert again.status_code == 422
    assert list(_wrong(again.get_data(as_text=True))) == ["slug", "value-url"]


def test_a_destination_keeps_its_name_when_an_empty_one_is_given(parts: Parts, sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _add(client, url="https://doi-tac.example/nhan", secret=SECRET)
    data = {"csrf_token": token_of(client, "/admin/destinations/doi-tac/"), "title": " ", "value-url": "x"}
    answer = client.post("/admin/destinations/doi-tac/", data=data)
    assert list(_wrong(answer.get_data(as_text=True))) == ["title", "value-url"]
    with parts.database.reading() as session:
        assert destinations.find(session, "doi-tac").title == "Đối tác"


def test_in_english_labels_sentences_and_summary_are_english(sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    client.get("/language/en")
    page = _add(client, url="x", secret="").get_data(as_text=True)
    assert "Fields to mend: 2" in page
    assert _wrong(page)["value-secret"] == "This field is required. Fill it in."


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
