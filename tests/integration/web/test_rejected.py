"""An item whose original was rejected goes no step nearer to readers, whoever asks and by whatever door."""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.errors import ConflictError, sentence
from hub.extensions.parts import Parts
from hub.models import Asset, AssetState, Item, ItemState, RoleName, Work, WorkState
from hub.services import forms, intake, publishing, pushing

from .conftest import SignIn, token_of

SAID = sentence("item-rejected", {})


@pytest.fixture
def rejected(parts: Parts, sign_in: SignIn, programme: str) -> str:
    """Its id; it is a draft, and everything about it has ended."""
    client = sign_in(RoleName.ADMINISTRATOR)
    data = {"csrf_token": token_of(client, "/editor/"), "programme": programme}
    client.post("/editor/upload", data={**data, "files": [(io.BytesIO(b"# Tin"), "tin.md")]})
    with parts.database.writing() as session:
        item = session.scalars(select(Item)).one()
        intake.reject(session, item.id, "document-too-large", {})
        for one in session.scalars(select(Work)):
            one.state = WorkState.FAILED
        return str(item.id)


def _offered(client: FlaskClient, item_id: str) -> set[str]:
    page = client.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    return set(re.findall(rf'action="/editor/items/{item_id}/([a-z-]+)"', page)) - {"merge", "split"}


def _state(parts: Parts, item_id: str) -> str:
    with parts.database.reading() as session:
        return publishing.get(session, item_id).state


@pytest.mark.parametrize("verb", ["submit", "approve", "publish", "push"])
def test_a_verb_that_its_page_does_not_offer_is_refused_in_a_sentence(
    parts: Parts, sign_in: SignIn, rejected: str, verb: str
) -> None:
    client = sign_in()
    assert verb not in _offered(client, rejected)
    data = {"csrf_token": token_of(client, "/editor/"), "to": "x"}
    answer = client.post(f"/editor/items/{rejected}/{verb}", data=data)
    assert answer.status_code == 409
    assert SAID in answer.get_data(as_text=True)
    assert _state(parts, rejected) == ItemState.DRAFT


@pytest.mark.parametrize(("verb", "body"), [("publish", None), ("push", {})])
def test_a_program_is_refused_by_the_same_rule(sign_in: SignIn, rejected: str, verb: str, body: object) -> None:
    client = sign_in()
    headers = {"X-CSRFToken": token_of(client, "/editor/")}
    answer = client.post(f"/api/v1/items/{rejected}/{verb}", json=body, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "item-rejected")
    assert answer.json["error"]["message"] == SAID


def test_the_services_refuse_whoever_asks(parts: Parts, rejected: str) -> None:
    for verb in (publishing.submit, publishing.approve, publishing.publish):
        with pytest.raises(ConflictError) as refused:
            verb(parts, rejected, by="hub publish")
        assert refused.value.code == "item-rejected"
    with parts.database.writing() as session, pytest.raises(ConflictError) as refused:
        pushing.push(parts, session, publishing.get(session, rejected), by="hub push")
    assert refused.value.code == "item-rejected"


@pytest.mark.parametrize("state", [ItemState.IN_REVIEW, ItemState.APPROVED])
def test_it_can_be_sent_back_and_put_aside(parts: Parts, sign_in: SignIn, rejected: str, state: ItemState) -> None:
    with parts.database.writing() as session:
        publishing.get(session, rejected).state = state
    client = sign_in()
    assert _offered(client, rejected) == {"again", "send-back", "withdraw"}
    for verb, after in (("send-back", ItemState.DRAFT), ("withdraw", ItemState.WITHDRAWN)):
        data = {"csrf_token": token_of(client, "/editor/")}
        assert client.post(f"/editor/items/{rejected}/{verb}", data=data).status_code == 302
        assert _state(parts, rejected) == after


def test_one_form_that_is_ready_opens_the_way_again(parts: Parts, sign_in: SignIn, rejected: str) -> None:
    with parts.database.writing() as session:
        forms.page(session, publishing.get(session, rejected), intake.asset_of(session, rejected))
    with parts.database.reading() as session:
        assert session.scalars(select(Asset.state)).one() == AssetState.REJECTED
    assert {"submit", "approve", "publish"} <= _offered(sign_in(), rejected)
    publishing.publish(parts, rejected, by="t")
    assert _state(parts, rejected) == ItemState.PUBLISHED


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (publishing.submit, ("Không thể gửi duyệt", "Cannot submit")),
        (publishing.approve, ("Không thể duyệt", "Cannot approve")),
        (publishing.publish, ("Không thể xuất bản", "Cannot publish")),
        (publishing.send_back, ("Không thể trả về bản thảo", "Cannot send back")),
        (publishing.put_aside, ("Không thể bỏ", "Cannot put aside")),
    ],
)
def test_a_verb_at_the_wrong_time_is_named_as_people_name_it(
    parts: Parts, rejected: str, verb: Callable[..., None], said: tuple[str, str]
) -> None:
    with parts.database.writing() as session:
        forms.page(session, publishing.get(session, rejected), intake.asset_of(session, rejected))
    publishing.publish(parts, rejected, by="t")
    with pytest.raises(ConflictError) as refused:
        verb(parts, rejected, by="t")
    code, facts = refused.value.code, refused.value.facts
    assert sentence(code, facts).startswith(f"{said[0]} khi nội dung đang ở trạng thái “đã xuất bản”")
    assert sentence(code, facts, "en").startswith(f"{said[1]} while")
