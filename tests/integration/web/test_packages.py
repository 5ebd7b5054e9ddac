"""The editor's pages of packages, and the API's list of them."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import Package, RoleName

from .conftest import SignIn, token_of

PATH = "/editor/packages/"


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, "/editor/"), **data})


def add(client: FlaskClient, **changed: object) -> TestResponse:
    values = {"slug": "ba-con", "title": "Cho bà con", "listings": ["print", "place-phong-tho"], "language": "vi"}
    return post(client, f"{PATH}new", **{**values, **changed})


def only(parts: Parts) -> Package:
    with parts.database.reading() as session:
        return session.scalars(select(Package)).one()


def test_an_editor_makes_a_package_of_what_she_ticks_and_changes_it(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in()
    form = client.get(f"{PATH}new").get_data(as_text=True)
    assert 'value="place-phong-tho"' in form
    assert f'value="programme-{programme}"' in form
    answer = add(client, description="Tin gần nhà.")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}ba-con/")
    assert only(parts).listings == ["print", "place-phong-tho"]
    assert "Cho bà con" in client.get(PATH).get_data(as_text=True)
    held = client.get(f"{PATH}ba-con/").get_data(as_text=True)
    assert re.findall(r'value="([\w-]+)" checked', held) == ["print", "place-phong-tho"]
    assert "Tin gần nhà." in held
    assert post(client, f"{PATH}ba-con/", title="Khác", language="vi", listings=["radio"]).status_code == 303
    assert (only(parts).title, only(parts).listings) == ("Khác", ["radio"])
    post(client, f"{PATH}ba-con/offer", offered="no")
    assert not only(parts).is_offered
    assert "Không mời nữa" in client.get(PATH).get_data(as_text=True)


def test_all_that_is_wrong_is_named_at_once_and_what_was_typed_stays(sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    answer = add(client, slug="Bà con", title="", listings=[], description="Tin gần nhà.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["title", "slug", "listings"]
    assert "Tin gần nhà." in page
    assert "Bà con" in page
    add(client)
    taken = add(client, listings=["radio"])
    assert taken.status_code == 422
    assert "Đã có gói nội dung “ba-con”" in taken.get_data(as_text=True)
    assert 'value="radio" checked' in taken.get_data(as_text=True)
    assert client.get(f"{PATH}khong-co/").status_code == 404
    assert post(client, f"{PATH}ba-con/", title="", listings=["radio"], language="vi").status_code == 422


def test_packages_are_an_editors_affair(sign_in: SignIn) -> None:
    reporter = sign_in(RoleName.REPORTER)
    assert reporter.get(PATH).status_code == 403
    assert add(reporter).status_code == 403
    assert PATH not in reporter.get("/editor/").get_data(as_text=True)
    assert PATH in sign_in().get("/editor/").get_data(as_text=True)
