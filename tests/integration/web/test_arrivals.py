"""The page of what came in: from where, what became of it, what is wrong, and the buttons that help."""

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, Item, RoleName, Way, Work, WorkState
from hub.services import arrivals, intake, sources
from hub.services.arrivals import Road
from hub.services.intake import Submission
from hub.services.sources import Account

from .conftest import SignIn, token_of

VIDEO = "https://video.example/watch?v=1"


def _post(client: FlaskClient, path: str, **data: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, "/editor/arrivals"), **data})


def _receive(parts: Parts, folder: Path, name: str, text: str, way: str = Way.UPLOAD) -> str:
    file = folder / name
    file.write_text(text)
    submission = Submission(programme="thoi-su", name=name, by="lan@lc.vn")
    return intake.receive(parts, file, submission, Road(way=way))


def _only(parts: Parts) -> Arrival:
    with parts.database.reading() as session:
        return session.scalars(select(Arrival)).one()


def _page(client: FlaskClient, query: str = "") -> str:
    return client.get(f"/editor/arrivals{query}").get_data(as_text=True)


def _rows(page: str) -> list[str]:
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]


@pytest.fixture
def feed(parts: Parts, programme: str) -> str:
    with parts.database.writing() as session:
        account = Account(
            slug="bao-ban", kind="feed", title="Báo bạn", programme=programme, address="https://bao.example/rss"
        )
        sources.add(session, account, by="t")
    return "bao-ban"


def _waiting(parts: Parts, state: str = ArrivalState.WAITING, **road: str) -> str:
    """One thing of the feed that is still to be fetched, or could not be."""
    with parts.database.writing() as session:
        source = sources.find(session, "bao-ban")
        arrival = arrivals.expect(
            session,
            Road(way=Way.FEED, source_id=source.id, **road),
            programme_id=source.programme_id,
            name="Tin của bạn",
            wishes={"programme": "thoi-su", "name": "Tin của bạn"},
        )
        work = Work(kind="fetch", subject_id=arrival.id, due_at=arrival.arrived_at, created_at=arrival.arrived_at)
        session.add(work)
        if state == ArrivalState.FAILED:
            work.state = WorkState.FAILED
            arrivals.failed(session, arrival.id, "fetch-no-answer", {"host": "bao.example"})
        return str(arrival.id)


def test_everything_is_listed_with_its_way_its_person_and_its_item(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in(RoleName.REPORTER)
    first = _receive(parts, tmp_path, "a.md", "# Một")
    _receive(parts, tmp_path, "b.md", "# Hai", Way.FOLDER)
    rows = _rows(_page(client))
    assert rows[0].startswith("b.md Thư mục theo dõi")
    assert rows[1].startswith("a.md Gửi lên")
    assert "lan@lc.vn" in rows[1]
    assert f'href="/editor/items/{first}/"' in _page(client)


def test_the_same_thing_by_another_road_is_told_and_can_be_made_an_item_of_its_own(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in()
    _receive(parts, tmp_path, "a.md", "# Một")
    _receive(parts, tmp_path, "a.md", "# Một", Way.API)
    page = _page(client)
    assert "trùng với" in _rows(page)[0]
    split = re.search(r"/editor/arrivals/\w+/split", page)
    assert split is not None
    assert _post(client, split[0]).status_code == 303
    with parts.database.reading() as session:
        assert len(session.scalars(select(Item)).all()) == 2
    assert "trùng với" not in _page(client)


def test_what_could_not_be_fetched_is_told_and_taken_again(parts: Parts, sign_in: SignIn, feed: str) -> None:
    client = sign_in(RoleName.REPORTER)
    arrival_id = _waiting(parts, ArrivalState.FAILED)
    page = _page(client, "?trouble=yes")
    assert "Không kết nối được tới bao.example" in _rows(page)[0]
    answer = _post(client, f"/editor/arrivals/{arrival_id}/again", trouble="yes", way="feed")
    assert answer.headers["Location"] == "/editor/arrivals?way=feed&trouble=yes"
    with parts.database.reading() as session:
        work = session.scalars(select(Work).where(Work.kind == "fetch")).one()
        assert (session.scalars(select(Arrival)).one().state, work.state) == ("waiting", "due")
    assert _rows(_page(client, "?trouble=yes")) == ["Không có gì ở đây."]


def test_a_feed_given_as_an_address_leads_an_editor_to_following_it(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client, address = sign_in(), "https://bao.example/rss?a=1&b=2"
    _post(client, "/editor/arrivals", address=address, programme=programme)
    with parts.database.writing() as session:
        arrivals.failed(session, _only_of(session), "address-is-feed", {"address": address})
    (link,) = re.findall(r'href="(/editor/sources/new[^"]+)"', _page(client).split("<tbody>")[1])
    assert f'value="{html.escape(address)}"' in client.get(html.unescape(link)).get_data(as_text=True)
    assert "/editor/sources/new" not in _page(sign_in(RoleName.REPORTER)).split("<tbody>")[1]


def _only_of(session: Session) -> str:
    return str(session.scalars(select(Arrival.id)).one())


def test_only_an_editor_passes_over_what_waits(parts: Parts, sign_in: SignIn, feed: str) -> None:
    reporter, editor = sign_in(RoleName.REPORTER), sign_in()
    arrival_id = _waiting(parts)
    assert "/skip" not in _page(reporter)
    assert _post(reporter, f"/editor/arrivals/{arrival_id}/skip").status_code == 403
    assert f"/editor/arrivals/{arrival_id}/skip" in _page(editor)
    assert _post(editor, f"/editor/arrivals/{arrival_id}/skip").status_code == 303
    assert _only(parts).state == ArrivalState.SKIPPED
    assert "editor@hub.example" in _rows(_page(editor))[0]
    assert _post(editor, f"/editor/arrivals/{arrival_id}/nonsense").status_code == 404


def test_a_refused_button_is_told_above_the_list(parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path) -> None:
    client = sign_in()
    _receive(parts, tmp_path, "a.md", "# Một")
    answer = _post(client, f"/editor/arrivals/{_only(parts).id}/split")
    assert answer.status_code == 303
    assert "Đây là nguồn duy nhất của mục này" in _page(client)


def test_a_rejected_original_is_told_and_looked_at_again(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    client = sign_in()
    item_id = _receive(parts, tmp_path, "a.md", "# Một")
    with parts.database.writing() as session:
        intake.reject(session, item_id, "document-too-large", {})
        session.scalars(select(Work).where(Work.kind == "intake")).one().state = WorkState.FAILED
    row = _rows(_page(client, "?trouble=yes"))[0]
    assert "Bị từ chối" in row
    assert "Tài liệu cần quá nhiều bộ nhớ" in row
    _post(client, f"/editor/arrivals/{_only(parts).id}/again")
    with parts.database.reading() as session:
        assert session.scalars(select(Asset)).one().state == "received"


def test_what_was_rejected_is_counted_and_filtered_apart_and_can_be_passed_over(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    bad = _receive(parts, tmp_path, "a.md", "# Một")
    _receive(parts, tmp_path, "b.md", "# Hai")
    with parts.database.writing() as session:
        intake.reject(session, bad, "document-too-large", {})
    editor, reporter = sign_in(), sign_in(RoleName.REPORTER)
    page = _page(editor)
    assert re.findall(r"<li class=[^>]*>([^<]+)</li>", page) == ["1 thành mục mới", "1 bị từ chối"]
    assert '<option value="rejected">Bị từ chối</option>' in page
    assert [len(_rows(_page(editor, f"?state={one}"))) for one in ("rejected", "taken")] == [1, 1]
    assert "a.md" in _rows(_page(editor, "?state=rejected"))[0]
    with parts.database.reading() as session:
        ids = {one.item_id: one.id for one in session.scalars(select(Arrival))}
    assert f"/editor/arrivals/{ids[bad]}/skip" not in _page(reporter)
    assert f"/editor/arrivals/{ids[bad]}/skip" in page
    _post(editor, f"/editor/arrivals/{ids[bad]}/skip")
    with parts.database.reading() as session:
        item = session.get_one(Item, bad)
        assert (item.state, session.scalars(select(Asset).where(Asset.item_id == bad)).one().state) == (
            "withdrawn",
            "rejected",
        )
    (row,) = _rows(_page(editor, "?state=skipped"))
    assert "Đã bỏ qua theo yêu cầu" in row
    assert "Nhận lại" not in row
    assert "a.md" not in _page(editor, "?trouble=yes")


def test_a_rejected_correction_of_what_is_public_is_never_passed_over_with_its_item(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path: Path
) -> None:
    item_id = _receive(parts, tmp_path, "a.md", "# Một")
    with parts.database.writing() as session:
        intake.reject(session, item_id, "document-too-large", {})
        session.get_one(Item, item_id).state = "published"
    client = sign_in()
    arrival_id = _only(parts).id
    assert f"{arrival_id}/skip" not in _page(client)
    _post(client, f"/editor/arrivals/{arrival_id}/skip")
    with parts.database.reading() as session:
        assert session.get_one(Item, item_id).state == "published"


def test_a_path_and_a_strange_address_are_text_and_never_a_link(parts: Parts, sign_in: SignIn, feed: str) -> None:
    client = sign_in()
    _waiting(parts, key="1", address="/mnt/kho/tin.mp4")
    _waiting(parts, key="2", address="javascript:alert(1)")
    _waiting(parts, key="3", address="https://bao.example/tin")
    page = _page(client)
    assert "/mnt/kho/tin.mp4" in page
    assert 'href="/mnt' not in page
    assert 'href="javascript' not in page
    assert '<a href="https://bao.example/tin" rel="noopener noreferrer">' in page


def test_the_list_is_filtered_by_way_source_and_state(parts: Parts, sign_in: SignIn, feed: str, tmp_path: Path) -> None:
    client = sign_in()
    _receive(parts, tmp_path, "a.md", "# Một")
    _waiting(parts)
    for query, expected in (
        ("?way=feed", ["Tin của bạn"]),
        ("?way=upload", ["a.md"]),
        ("?source=bao-ban", ["Tin của bạn"]),
        ("?state=taken", ["a.md"]),
        ("?state=taken&way=feed", []),
        ("?way=nonsense&page=x", ["Tin của bạn", "a.md"]),
    ):
        rows = [row for row in _rows(_page(client, query)) if row != "Không có gì ở đây."]
        assert [row.split(" Luồng tin ")[0].split(" Gửi lên ")[0] for row in rows] == expected, query


def test_a_fetch_that_runs_shows_how_far_it_is(parts: Parts, sign_in: SignIn, feed: str) -> None:
    _waiting(parts)
    with parts.database.writing() as session:
        work = session.scalars(select(Work).where(Work.kind == "fetch")).one()
        work.state, work.progress = WorkState.LEASED, 0.4
    assert '<progress max="1" value="0.4"' in _page(sign_in())


def test_an_address_is_promised_to_be_fetched(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.REPORTER)
    data = {"address": VIDEO, "programme": programme, "title": "Video", "language": "hmn", "form": "audio"}
    answer = _post(client, "/editor/arrivals", **data, subtitles="vi, en")
    assert answer.status_code == 303
    arrival = _only(parts)
    assert (arrival.way, arrival.address, arrival.state) == (Way.URL, VIDEO, ArrivalState.WAITING)
    assert (arrival.wishes["form"], arrival.wishes["subtitles"]) == ("audio", ["vi", "en"])
    assert (arrival.wishes["title"], arrival.wishes["language"], arrival.wishes["publish"]) == ("Video", "hmn", False)
    with parts.database.reading() as session:
        assert session.scalars(select(Work).where(Work.kind == "fetch")).one().subject_id == arrival.id


def test_no_address_is_taken_where_the_disk_is_short_and_what_was_typed_stays(
    parts: Parts, sign_in: SignIn, programme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in()
    monkeypatch.setattr("hub.services.readiness.free_mb", lambda _parts: 10)
    answer = _post(client, "/editor/arrivals", address=VIDEO, programme=programme)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert f'value="{VIDEO}"' in answer.get_data(as_text=True)
    wish = {"address": VIDEO, "programme": programme}
    answer = client.post("/api/v1/arrivals", json=wish, headers={"X-CSRFToken": token_of(client, "/editor/")})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    with parts.database.reading() as session:
        assert session.scalars(select(Arrival)).all() == []


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "javascript:alert(1)", "bao.example/tin", "http://"])
def test_an_address_that_cannot_be_one_is_told_and_what_was_typed_stays(
    parts: Parts, sign_in: SignIn, programme: str, address: str
) -> None:
    answer = _post(sign_in(), "/editor/arrivals", address=address, programme=programme, title="Tít đã gõ")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'role="alert"' in page
    assert "Tít đã gõ" in page
    with parts.database.reading() as session:
        assert session.scalars(select(Arrival)).all() == []
