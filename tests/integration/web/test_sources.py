"""Sources that the hub follows: added, changed, switched, looked at; wrong fields are named all at once."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import RoleName, Source, Work
from hub.services import source_accounts, sources
from hub.web import source_options

from .conftest import SignIn, token_of

FEED = {
    "kind": "feed",
    "slug": "bao-ban",
    "title": "Báo bạn",
    "programme": "thoi-su",
    "address": "https://b.example/rss",
}


def _post(client: FlaskClient, path: str, **data: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, "/editor/"), **data})


def _add(client: FlaskClient, **changed: str) -> TestResponse:
    return _post(client, "/editor/sources/new", **{**FEED, **changed})


def _only(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.scalars(select(Source)).one()


def _wrong(answer: TestResponse) -> list[str]:
    return re.findall(r'<li><a href="#([a-z_]+)">', answer.get_data(as_text=True))


def test_a_feed_is_added_with_its_options_and_looked_at(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    answer = _add(client, every_min="7,5", quiet_after_h="48", full_text="yes", archive="yes")
    assert answer.headers["Location"] == "/editor/sources/"
    source = _only(parts)
    assert source.options == {"publish": False, "every_s": 450.0, "archive": True, "full_text": True}
    assert (source.quiet_after_h, source.programme.slug) == (48, programme)
    with parts.database.reading() as session:
        assert session.scalars(select(Work).where(Work.kind == "look")).one().subject_id == source.id
    page = client.get("/editor/sources/bao-ban/").get_data(as_text=True)
    assert 'value="7.5"' in page
    assert 'name="full_text" value="yes" checked' in page
    assert 'name="publish" value="yes" checked' not in page


def test_a_channel_takes_a_form_and_subtitles(parts: Parts, sign_in: SignIn, programme: str) -> None:
    _add(sign_in(), kind="channel", form="audio", subtitles="vi; hmn vi", publish="yes")
    assert _only(parts).options == {"publish": True, "archive": False, "form": "audio", "subtitles": ["vi", "hmn"]}


def test_a_folder_is_named_by_an_administrator_only(parts: Parts, sign_in: SignIn, programme: str) -> None:
    editor, administrator = sign_in(), sign_in(RoleName.ADMINISTRATOR)
    values = {
        "kind": "folder",
        "address": "/mnt/phim",
        "recursive": "yes",
        "fields": "title = /Clip/Name\n\n tags=.//Tu",
    }
    assert "kind=folder" not in editor.get("/editor/sources/").get_data(as_text=True)
    assert editor.get("/editor/sources/new?kind=folder").status_code == 403
    assert _add(editor, **values).status_code == 403
    assert _add(administrator, **values).status_code == 303
    fields = {"title": "/Clip/Name", "tags": ".//Tu"}
    assert _only(parts).options == {"publish": False, "recursive": True, "fields": fields}
    assert _post(editor, "/editor/sources/bao-ban/", **FEED).status_code == 403
    assert _post(editor, "/editor/sources/bao-ban/switch", enabled="no").status_code == 403


def test_every_wrong_field_is_named_at_once_in_the_order_of_the_page(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    wrong = {
        "title": " ",
        "slug": "Báo",
        "address": "ftp://x",
        "every_min": "0",
        "quiet_after_h": "hai",
        "programme": "x",
    }
    answer = _add(client, **wrong)
    assert answer.status_code == 422
    assert _wrong(answer) == ["title", "slug", "address", "every_min", "quiet_after_h"]
    assert 'value="Báo"' in answer.get_data(as_text=True)
    assert _wrong(_add(client, kind="channel", form="8k", subtitles="tiếng việt")) == ["form", "subtitles"]
    assert _wrong(_add(client, kind="folder", address="phim", fields="tieu-de = /A")) == ["address", "fields"]
    assert _add(client, kind="nonsense").status_code == 404
    with parts.database.reading() as session:
        assert session.scalars(select(Source)).all() == []


@pytest.mark.parametrize("line", ["title", "ten = /A", "= /A", "title = /A\ntitle = /B"])
def test_a_line_of_the_map_of_fields_that_says_nothing_is_told(sign_in: SignIn, programme: str, line: str) -> None:
    answer = _add(sign_in(RoleName.ADMINISTRATOR), kind="folder", address="/a", fields=line)
    assert _wrong(answer) == ["fields"]
    assert f"Dòng {line.count(chr(10)) + 1} chưa đúng" in answer.get_data(as_text=True)


def test_a_path_of_the_map_that_cannot_be_understood_is_told(sign_in: SignIn, programme: str) -> None:
    answer = _add(sign_in(RoleName.ADMINISTRATOR), kind="folder", address="/a", fields="title = /Clip[[")
    assert _wrong(answer) == ["fields"]
    assert "Không hiểu đường dẫn “/Clip[[”" in answer.get_data(as_text=True)


def test_a_short_name_that_is_taken_is_told_beside_what_else_is_wrong(sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client)
    assert _wrong(_add(client, title="")) == ["title", "slug"]


def test_a_source_is_changed_and_what_the_form_does_not_know_stays(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in()
    _add(client, every_min="30", full_text="yes")
    with parts.database.writing() as session:
        source = sources.find(session, "bao-ban")
        source.options = {**source.options, "other": 1}
    answer = _post(client, "/editor/sources/bao-ban/", **{**FEED, "title": "Báo bạn mới", "slug": "khac"})
    assert answer.status_code == 303
    source = _only(parts)
    assert (source.slug, source.title) == ("bao-ban", "Báo bạn mới")
    assert source.options == {"other": 1, "publish": False, "archive": False, "full_text": False}
    assert _post(client, "/editor/sources/bao-ban/", **{**FEED, "title": ""}).status_code == 422


def test_a_folder_that_meets_a_watched_one_is_a_fault_of_its_field_and_one_that_is_away_is_told(
    parts: Parts, sign_in: SignIn, programme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    share = tmp_path_factory.mktemp("phim")
    inner = share / "sáng"
    assert _add(client, kind="folder", address=str(inner)).status_code == 303
    assert "hub sẽ tìm lại" in client.get("/editor/sources/").get_data(as_text=True)
    outer = {"kind": "folder", "slug": "hai", "address": str(share)}
    answer = _add(client, **outer, recursive="yes")
    assert (answer.status_code, _wrong(answer)) == (422, ["address"])
    assert _add(client, **outer).status_code == 303
    changed = _post(client, "/editor/sources/hai/", **{**FEED, **outer, "recursive": "yes"})
    assert (changed.status_code, _wrong(changed)) == (422, ["address"])
    _post(client, "/editor/sources/bao-ban/switch", enabled="no")
    assert _post(client, "/editor/sources/hai/", **{**FEED, **outer, "recursive": "yes"}).status_code == 303
    _post(client, "/editor/sources/bao-ban/switch", enabled="yes")
    page = client.get("/editor/sources/").get_data(as_text=True)
    assert "nằm trong nhau" in page
    with parts.database.reading() as session:
        assert not sources.find(session, "bao-ban").enabled


def test_what_a_source_has_to_say_stands_on_its_own_page_too(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client)
    with parts.database.writing() as session:
        notes = {"folder-links": {"count": 1, "name": "loi-tat.mp3"}}
        sources.find(session, "bao-ban").memory = {"notes": notes, "moved": "https://moi.example/"}
    for path in ("/editor/sources/", "/editor/sources/bao-ban/"):
        page = client.get(path).get_data(as_text=True)
        assert ("loi-tat.mp3" in page, "https://moi.example/" in page) == (True, True)


def test_the_same_feed_twice_is_a_fault_of_its_field(sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client)
    assert _wrong(_add(client, slug="hai")) == ["address"]


def test_the_form_writes_only_options_that_the_kind_has() -> None:
    assert {kind: source_options.names(kind) for kind in source_accounts.OPTIONS} == source_accounts.OPTIONS


def test_a_source_is_switched_and_looked_at_now(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client)
    _post(client, "/editor/sources/bao-ban/switch", enabled="no")
    assert not _only(parts).enabled
    _post(client, "/editor/sources/bao-ban/switch", enabled="yes")
    assert _only(parts).enabled
    with parts.database.writing() as session:
        session.scalars(select(Work).where(Work.kind == "look")).one().state = "failed"
    assert _post(client, "/editor/sources/bao-ban/look").status_code == 303
    with parts.database.reading() as session:
        assert session.scalars(select(Work).where(Work.kind == "look")).one().state == "due"


def test_an_address_that_has_moved_is_told(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client)
    with parts.database.writing() as session:
        sources.find(session, "bao-ban").memory = {"moved": "https://moi.example/rss"}
    for path in ("/editor/sources/", "/editor/sources/bao-ban/"):
        assert "đã chuyển hẳn sang https://moi.example/rss" in client.get(path).get_data(as_text=True)


def test_a_reporter_looks_and_changes_nothing(sign_in: SignIn, programme: str) -> None:
    editor, reporter = sign_in(), sign_in(RoleName.REPORTER)
    _add(editor)
    page = reporter.get("/editor/sources/").get_data(as_text=True)
    assert "Báo bạn" in page
    assert "/switch" not in page
    assert "kind=feed" not in page
    held = reporter.get("/editor/sources/bao-ban/").get_data(as_text=True)
    assert "<fieldset disabled>" in held
    for path in ("new", "bao-ban/", "bao-ban/switch", "bao-ban/look"):
        assert _post(reporter, f"/editor/sources/{path}", **FEED).status_code == 403


def test_a_fault_and_silence_are_told_in_a_sentence(parts: Parts, sign_in: SignIn, programme: str) -> None:
    client = sign_in()
    _add(client, quiet_after_h="1")
    with parts.database.writing() as session:
        source = sources.find(session, "bao-ban")
        source.created_at = source.created_at.replace(year=2020)
    for path in ("/editor/sources/", "/editor/sources/bao-ban/"):
        assert "Không có gì mới từ" in client.get(path).get_data(as_text=True)
    with parts.database.writing() as session:
        source = sources.find(session, "bao-ban")
        source.reason_code, source.reason_facts = "fetch-no-answer", {"host": "b.example"}
    for path in ("/editor/sources/", "/editor/sources/bao-ban/"):
        assert "Không kết nối được tới b.example" in client.get(path).get_data(as_text=True)
