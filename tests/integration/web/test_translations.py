"""English says all that Vietnamese says."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask, session
from flask.testing import FlaskClient

from hub.models import RoleName

from .conftest import SignIn

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "hub" / "translations" / "en" / "LC_MESSAGES"


def test_every_text_of_the_pages_has_its_english() -> None:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = {
        str(row[2])
        for row in extract_from_dir(ROOT / "hub", [(p.removeprefix("hub/"), m) for p, m in methods], options)
    }
    with (CATALOGUE / "messages.po").open("rb") as file:
        held = {message.id for message in read_po(file) if message.id and message.string and not message.fuzzy}
    assert len(found) > 200
    assert found == held


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    """`pybabel compile -d hub/translations` makes it."""
    with (CATALOGUE / "messages.po").open("rb") as source, (CATALOGUE / "messages.mo").open("rb") as compiled:
        said = [
            {one.id: one.string for one in catalogue if one.id} for catalogue in (read_po(source), read_mo(compiled))
        ]
    assert said[0] == said[1]


def test_a_page_is_english_for_who_chose_it(client: FlaskClient) -> None:
    client.get("/language/en")
    page = client.get("/sign-in").get_data(as_text=True)
    assert "<h1>Sign in</h1>" in page
    client.get("/language/vi")
    assert "<h1>Đăng nhập</h1>" in client.get("/sign-in").get_data(as_text=True)


@pytest.mark.parametrize(("tag", "size", "number"), [("vi", "5,9 MB", "4.096,5"), ("en", "5.9 MB", "4,096.5")])
def test_numbers_are_written_as_the_language_of_the_page_writes_them(
    app: Flask, tag: str, size: str, number: str
) -> None:
    with app.test_request_context("/editor/"):
        session["language"] = tag
        said = app.jinja_env.from_string("{{ size|size }} {{ number|number }}").render(size=5_900_000, number=4096.5)
        assert said == f"{size} {number}"


@pytest.mark.parametrize(("tag", "said"), [("vi", "Mã mục"), ("en", "Item")])
def test_what_a_receipt_proves_is_named_in_the_language_of_the_page(app: Flask, tag: str, said: str) -> None:
    with app.test_request_context("/editor/"):
        session["language"] = tag
        proof = app.jinja_env.from_string("{{ name|proof }}")
        assert proof.render(name="item_id") == said
        for name in ("revision", "title", "sent_sha256", "status", "recipients", "refused", "files"):
            assert proof.render(name=name) != name
        # What an adapter of somebody else's adds is shown under its own name.
        assert proof.render(name="ticket_no") == "ticket_no"


def test_one_is_not_called_by_the_word_for_many(sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    client.get("/language/en")
    upload = client.get("/editor/upload").get_data(as_text=True)
    assert '<label for="programme">Programme</label>' in upload
    assert "<h1>Programmes</h1>" in client.get("/admin/programmes/").get_data(as_text=True)
    assert "<h1>Destinations</h1>" in client.get("/admin/destinations/").get_data(as_text=True)
