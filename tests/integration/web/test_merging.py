"""One item's sources on its page: split, merged into another, and where a merged item leads."""

import re
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import Item, ItemState, RoleName, Way
from hub.services import intake, programmes
from hub.services.arrivals import Road
from hub.services.intake import Submission

from .conftest import SignIn, token_of


def _receive(parts: Parts, folder: Path, title: str, *, programme: str = "thoi-su", way: str = Way.UPLOAD) -> str:
    file = folder / "tin.md"
    file.write_text(f"# {title}")
    road = Road(way=way, address="https://bao.example/tin")
    return intake.receive(parts, file, Submission(programme=programme, name="tin.md", title=title), road)


def _act(client: FlaskClient, item_id: str, verb: str, **data: str) -> TestResponse:
    return client.post(f"/editor/items/{item_id}/{verb}", data={"csrf_token": token_of(client, "/editor/"), **data})


def _offered(client: FlaskClient, item_id: str, words: str) -> list[str]:
    page = client.get(f"/editor/items/{item_id}/", query_string={"merge": words}).get_data(as_text=True)
    return re.findall(r'name="into" value="(\w+)"', page)


def test_the_other_item_is_found_by_words_without_marks_or_by_its_address(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    with parts.database.writing() as session:
        values = {"slug": "radio-1", "title": "R", "kind": "radio", "language": "vi", "organisation": "dai"}
        programmes.add(session, values, by="t")
    client = sign_in()
    item = _receive(parts, tmp_path, "Tin khác hẳn")
    other = _receive(parts, tmp_path, "Lũ quét ở Mường Tè")
    _receive(parts, tmp_path, "Lũ quét trên sóng", programme="radio-1")
    assert _offered(client, item, "muong lu") == [other]
    assert _offered(client, item, f"https://hub.example/editor/items/{other.lower()}/") == [other]
    assert _offered(client, item, "khác hẳn") == []
    assert _offered(client, item, "!!") == []


def test_items_of_one_title_can_be_told_apart_before_one_is_chosen(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in()
    item = _receive(parts, tmp_path, "Tin khác hẳn")
    twins = [_receive(parts, tmp_path, "Bản tin sáng", way=way) for way in (Way.UPLOAD, Way.FEED)]
    page = client.get(f"/editor/items/{item}/", query_string={"merge": "ban tin sang"}).get_data(as_text=True)
    for twin in twins:
        assert f'<a href="/editor/items/{twin}/" target="_blank" rel="noopener">Mở …{twin[-6:]}</a>' in page


def test_a_merged_item_leads_to_the_one_that_stands_for_it(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in()
    one, other = _receive(parts, tmp_path, "Một"), _receive(parts, tmp_path, "Hai", way=Way.FEED)
    assert _act(client, other, "merge").status_code == 422
    assert _act(client, other, "merge", into=other).status_code == 409
    assert _act(client, other, "merge", into=one).status_code == 302
    led = client.get(f"/editor/items/{other}/")
    assert (led.status_code, led.headers["Location"]) == (303, f"/editor/items/{one}/")
    page = client.get(f"/editor/items/{one}/").get_data(as_text=True)
    assert "“Hai” đã được gộp vào mục này." in page
    assert "Luồng tin theo dõi" in page
    assert '<a href="https://bao.example/tin" rel="noopener noreferrer">' in page
    split = re.search(r'name="arrival" value="(\w+)"', page)
    assert split is not None
    assert _act(client, one, "split", arrival=split[1]).status_code == 302
    with parts.database.reading() as session:
        assert session.get_one(Item, other).merged_into is None
    assert client.get(f"/editor/items/{other}/").status_code == 200


def test_the_page_says_in_which_state_a_merged_item_stays_and_that_a_public_one_is_not_merged_away(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in()
    one, other = _receive(parts, tmp_path, "Một"), _receive(parts, tmp_path, "Hai")
    with parts.database.writing() as session:
        session.get_one(Item, other).state = ItemState.PUBLISHED
    page = client.get(f"/editor/items/{other}/", query_string={"merge": "mot"}).get_data(as_text=True)
    assert "Mục này đã công khai nên không gộp được." in page
    assert 'name="into"' not in page
    assert _act(client, one, "merge", into=other).status_code == 302
    client.get(f"/editor/items/{one}/")
    kept = client.get(f"/editor/items/{other}/").get_data(as_text=True)
    assert "Đã gộp hai mục làm một; trạng thái của mục này vẫn là “Đã xuất bản”." in kept


def test_a_reporter_sees_where_it_came_from_and_merges_nothing(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in(RoleName.REPORTER)
    one, other = _receive(parts, tmp_path, "Một"), _receive(parts, tmp_path, "Hai")
    page = client.get(f"/editor/items/{one}/").get_data(as_text=True)
    assert '<h2 id="roads">Nguồn</h2>' in page
    assert "Gộp vào mục khác" not in page
    assert _act(client, other, "merge", into=one).status_code == 403
    with parts.database.reading() as session:
        assert all(item.merged_into is None for item in session.scalars(select(Item)))
