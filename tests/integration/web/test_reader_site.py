"""What administrators keep of the reader's site: the schedule, and the texts about itself."""

import re

import pytest
from flask.testing import FlaskClient

from hub.extensions.parts import Parts
from hub.models import RoleName
from hub.services import airtimes, schedule, site_texts
from hub.services import programmes as services

from .conftest import SignIn, token_of

WEEK = "/admin/schedule/thoi-su/"


def _post(client: FlaskClient, address: str, **values: object) -> object:
    return client.post(address, data={"csrf_token": token_of(client, WEEK), **values})


def _week(parts: Parts) -> list[str]:
    with parts.database.reading() as session:
        return airtimes.lines(schedule.of_programme(session, services.find(session, "thoi-su")))


def test_times_are_added_on_several_days_at_once_and_removed(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    values = {"days": ["T2", "T4"], "starts": "05:30", "lasts": "30", "note": "FM"}
    assert _post(client, f"{WEEK}add", **values).status_code == 303
    assert _week(parts) == ["T2,T4 05:30 30 phút FM"]
    page = client.get(WEEK).get_data(as_text=True)
    assert "05:30–06:00" in page
    slot = re.search(r'name="slot" value="([^"]+)"', page)
    assert _post(client, f"{WEEK}remove", slot=slot[1]).status_code == 303
    assert _week(parts) == ["T4 05:30 30 phút FM"]
    assert "T4 05:30 30 phút FM" in client.get("/admin/schedule/").get_data(as_text=True)


def test_a_pasted_week_replaces_all_and_a_wrong_line_nothing(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _post(client, WEEK, week="T2-T6 05:30 30 phút\r\nCN 19:45 15 phút Phát lại")
    held = ["T2-T6 05:30 30 phút", "CN 19:45 15 phút Phát lại"]
    assert _week(parts) == held
    answer = _post(client, WEEK, week="T2 05:30 30 phút\r\nhôm nào đó")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "“hôm nào đó”" in page
    # What was typed is still there to be mended.
    assert "hôm nào đó</textarea>" in page
    assert _week(parts) == held


def test_what_was_typed_stays_when_it_overlaps(sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _post(client, WEEK, week="T2 05:30 30 phút")
    answer = _post(client, f"{WEEK}add", days=["T2"], starts="05:45", lasts="30", note="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "chồng lên nhau" in page
    assert 'value="05:45"' in page
    assert 'value="T2" checked' in page


def test_a_text_is_seen_before_it_is_kept(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    address, body = "/admin/texts/contacts/", "## Số điện thoại\n\n$contact_email"
    seen = _post(client, address, body=body, do="preview").get_data(as_text=True)
    assert "<h2>Số điện thoại</h2>" in seen
    assert parts.settings.contact_email in seen
    with parts.database.reading() as session:
        assert site_texts.held(session, "contacts").body == site_texts.shipped("contacts")
    assert _post(client, address, body=body, do="save").status_code == 303
    page = client.get("/admin/texts/").get_data(as_text=True)
    assert page.count("Bản có sẵn của hub") == 2
    assert _post(client, address, body=body, do="shipped").status_code == 303
    with parts.database.reading() as session:
        assert site_texts.held(session, "contacts").updated_at is None


@pytest.mark.parametrize("address", ["/admin/texts/", "/admin/texts/about/", "/admin/schedule/", WEEK])
def test_only_administrators_get_in(sign_in: SignIn, programme: str, address: str) -> None:
    assert sign_in(RoleName.EDITOR).get(address).status_code == 403


def test_a_text_or_programme_that_is_none_is_not_found(sign_in: SignIn) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    assert client.get("/admin/texts/gi-do/").status_code == 404
    assert client.get("/admin/schedule/gi-do/").status_code == 404
