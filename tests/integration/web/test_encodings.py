"""A text from before Unicode whose encoding was guessed: an editor says that it is right, or names another."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.errors import sentence
from hub.extensions.parts import Parts
from hub.models import Item, RoleName
from hub.services import publishing
from hub.services.intake import asset_of
from tests.integration.kernel.newsroom import PRINT, open_newsroom, page, receive, work_off
from tests.unit.transcode.test_documents_encodings import in_tcvn3

from .conftest import SignIn, token_of

WORDS = "Đường về bản đã thông"


@pytest.fixture
def item_id(newsroom: Parts, tmp_path: Path) -> str:
    """Too few words to be sure."""
    path = tmp_path / "bai.txt"
    path.write_bytes(in_tcvn3(f"Tin ngắn\n\n{WORDS}."))
    taken = receive(newsroom, path, PRINT, publish=False)
    work_off(newsroom)
    return taken


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


def press(client: FlaskClient, item_id: str, verb: str, **typed: str) -> TestResponse:
    """Press a button of the item's page."""
    data = {"csrf_token": token_of(client, f"/editor/items/{item_id}/"), **typed}
    return client.post(f"/editor/items/{item_id}/{verb}", data=data)


def read(newsroom: Parts, item_id: str) -> tuple[Item, dict[str, object]]:
    with newsroom.database.reading() as session:
        return publishing.get(session, item_id), asset_of(session, item_id).facts


def test_a_guess_is_asked_about_until_somebody_says_that_it_is_right(
    newsroom: Parts, sign_in: SignIn, item_id: str
) -> None:
    editor = sign_in()
    item, facts = read(newsroom, item_id)
    assert WORDS in item.body
    assert facts["remarks"] == {"encoding-guessed": {"encoding": "TCVN3"}}
    shown = editor.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    assert "Chữ hiện đúng" in shown
    assert "<option>VNI</option>" in shown
    assert "<option>TCVN3</option>" not in shown
    press(editor, item_id, "confirm-encoding")
    item, facts = read(newsroom, item_id)
    assert WORDS in item.body
    assert facts["remarks"] == {}
    assert "Chữ hiện đúng" not in editor.get(f"/editor/items/{item_id}/").get_data(as_text=True).split("Nhật ký")[0]


def test_another_encoding_is_read_as_often_as_it_is_named(newsroom: Parts, sign_in: SignIn, item_id: str) -> None:
    editor = sign_in()
    for encoding, fits in (("VNI", False), ("TCVN3", True)):
        press(editor, item_id, "read-again", encoding=encoding)
        work_off(newsroom)
        item, facts = read(newsroom, item_id)
        assert (WORDS in item.body) == fits
        assert facts["remarks"] == {"encoding-guessed": {"encoding": encoding}}


def test_a_published_text_that_is_read_again_is_corrected_where_readers_are(
    newsroom: Parts, sign_in: SignIn, item_id: str
) -> None:
    editor = sign_in()
    press(editor, item_id, "read-again", encoding="VNI")
    work_off(newsroom)
    publishing.publish(newsroom, item_id, by="t")
    work_off(newsroom)
    assert WORDS not in page(newsroom, f"items/{item_id}/index.html")
    reporter = sign_in(RoleName.REPORTER)
    assert press(reporter, item_id, "read-again", encoding="TCVN3").status_code == 403
    press(editor, item_id, "read-again", encoding="TCVN3")
    work_off(newsroom)
    assert WORDS in page(newsroom, f"items/{item_id}/index.html")
    assert sentence("corrected-encoding", {}) in page(newsroom, f"items/{item_id}/index.html")


def test_what_somebody_has_written_is_never_read_over(newsroom: Parts, sign_in: SignIn, item_id: str) -> None:
    publishing.correct(newsroom, item_id, {"body": "Bài đã sửa."}, by="bien-tap@hub.example")
    answer = press(sign_in(), item_id, "read-again", encoding="VNI")
    assert answer.status_code == 409
    work_off(newsroom)
    assert read(newsroom, item_id)[0].body == "Bài đã sửa."


def test_an_encoding_that_nobody_knows_is_refused_with_a_sentence(sign_in: SignIn, item_id: str) -> None:
    answer = press(sign_in(), item_id, "read-again", encoding="EBCDIC")
    assert answer.status_code == 422
    assert "EBCDIC" in answer.get_data(as_text=True)
