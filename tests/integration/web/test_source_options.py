"""What else can be wished of a source: every option of its kind, and a sentence at the field that cannot be right."""

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.parts import Parts
from hub.models import RoleName, Source, SourceKind
from hub.services import sources
from hub.services.folders.folder_wishes import FolderWishes
from hub.services.followed.follow_options import FollowOptions

from .conftest import SignIn, token_of

COMMON = {"slug": "nguon", "title": "Nguồn", "programme": "thoi-su"}
ADDRESS = {"feed": "https://b.example/rss", "channel": "https://v.example/@kenh", "folder": "/mnt/xuat"}

#: Kind -> what is typed, and the options that it means.
WISHES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "feed": (
        {"newest": "0", "full_text": "yes"},
        {"newest": 0, "full_text": True, "archive": False, "publish": False},
    ),
    "channel": (
        {"newest": "200", "form": "480p", "subtitles": "vi", "automatic": "yes", "original_date": "yes"},
        {
            "newest": 200,
            "form": "480p",
            "subtitles": ["vi"],
            "automatic": True,
            "original_date": True,
            "archive": False,
            "publish": False,
        },
    ),
    "folder": (
        {
            "settle_s": "2,5",
            "done": "xong",
            "failed": "hong",
            "language": "hmn",
            "credit": "Đài  Lai Châu",
            "ai_label": "Giọng máy",
            "publish": "yes",
        },
        {
            "settle_s": 2.5,
            "done": "xong",
            "failed": "hong",
            "language": "hmn",
            "credit": "Đài Lai Châu",
            "ai_label": "Giọng máy",
            "publish": True,
            "recursive": False,
            "fields": {},
        },
    ),
}


def _post(client: FlaskClient, path: str, kind: str, **typed: str) -> TestResponse:
    token = {"csrf_token": token_of(client, "/editor/")}
    return client.post(path, data={**token, "kind": kind, **COMMON, "address": ADDRESS[kind], **typed})


def _add(client: FlaskClient, kind: str, **typed: str) -> TestResponse:
    return _post(client, "/editor/sources/new", kind, **typed)


def _only(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.scalars(select(Source)).one()


def _faults(answer: TestResponse) -> dict[str, str]:
    """Field -> the sentence beside it."""
    page = answer.get_data(as_text=True)
    return {
        name: html.unescape(said) for name, said in re.findall(r'<p id="([a-z_]+)-fault" class="fault">(.+?)</p>', page)
    }


@pytest.mark.parametrize("kind", WISHES)
def test_every_option_of_a_kind_is_kept_and_shown_again(
    parts: Parts, sign_in: SignIn, programme: str, kind: str
) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    typed, options = WISHES[kind]
    assert _add(client, kind, **typed).status_code == 303
    assert _only(parts).options == options
    page = client.get("/editor/sources/nguon/").get_data(as_text=True)
    for name, value in typed.items():
        field = re.search(rf'<(?:input|select)[^>]* name="{name}"[^>]*>', page)
        assert field is not None, name
        if value == "yes":
            assert "checked" in field[0], name
        elif field[0].startswith("<select"):
            assert f'<option value="{value}" selected' in page, name
        else:
            assert " ".join(value.replace(",", ".").split()) in field[0], name
    # What is shown is what is kept when nothing is changed.
    again = {name: value for name, value in typed.items() if name != "settle_s"} | (
        {"settle_s": "2.5"} if kind == "folder" else {}
    )
    assert _post(client, "/editor/sources/nguon/", kind, **again).status_code == 303
    assert _only(parts).options == options


@pytest.mark.parametrize("kind", WISHES)
def test_an_option_that_is_emptied_is_the_usual_again(parts: Parts, sign_in: SignIn, programme: str, kind: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    _add(client, kind, **WISHES[kind][0])
    assert _post(client, "/editor/sources/nguon/", kind).status_code == 303
    left = {name for name, value in _only(parts).options.items() if value not in (False, [], {})}
    assert left <= {"form"}


def test_those_who_look_understand_what_the_form_has_kept(parts: Parts, sign_in: SignIn, programme: str) -> None:
    feed, folder = FollowOptions.of(WISHES["feed"][1]), FolderWishes.of(WISHES["folder"][1])
    assert (feed.newest, feed.full_text) == (0, True)
    assert (folder.settle_s, folder.aside.done, folder.aside.failed) == (2.5, "xong", "hong")
    assert (folder.language, folder.credit, folder.ai_label) == ("hmn", "Đài Lai Châu", "Giọng máy")


@pytest.mark.parametrize(
    ("kind", "typed", "wrong"),
    [
        ("feed", {"newest": "-1"}, {"newest": "từ 0 đến 5000"}),
        ("feed", {"newest": "5001"}, {"newest": "từ 0 đến 5000"}),
        ("feed", {"newest": "hai"}, {"newest": "từ 0 đến 5000"}),
        ("channel", {"newest": "0"}, {"newest": "từ 1 đến 5000"}),
        ("channel", {"automatic": "yes"}, {"subtitles": "ghi ngôn ngữ nào"}),
        ("folder", {"settle_s": "3601"}, {"settle_s": "từ 0 đến 3600"}),
        ("folder", {"settle_s": "chờ"}, {"settle_s": "từ 0 đến 3600"}),
        ("folder", {"done": "a/b"}, {"done": "không có dấu /"}),
        ("folder", {"done": ".an"}, {"done": "không bắt đầu bằng dấu chấm"}),
        ("folder", {"done": "Xong", "failed": "xong"}, {"failed": "tên khác"}),
        ("folder", {"failed": "DA-NHAN"}, {"failed": "tên khác"}),
        ("folder", {"done": "..", "failed": "-"}, {"done": "không bắt đầu bằng dấu chấm"}),
        ("folder", {"language": "xx"}, {"language": "trong danh sách"}),
        (
            "folder",
            {"settle_s": "-", "failed": "\\", "language": "?", "fields": "x"},
            {"language": "danh sách", "settle_s": "3600", "failed": "không có dấu", "fields": "Dòng 1"},
        ),
    ],
)
def test_an_option_that_cannot_be_is_told_at_its_field(
    sign_in: SignIn, programme: str, kind: str, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    answer = _add(sign_in(RoleName.ADMINISTRATOR), kind, **typed)
    assert answer.status_code == 422
    told = _faults(answer)
    assert list(told) == list(wrong)
    assert all(wrong[name] in told[name] for name in wrong), told


def test_seldom_used_options_are_folded_away_until_one_is_set_or_wrong(sign_in: SignIn, programme: str) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    assert '<details class="more">' in client.get("/editor/sources/new?kind=folder").get_data(as_text=True)
    assert '<details class="more" open>' in _add(client, "folder", settle_s="?").get_data(as_text=True)
    _add(client, "folder", done="xong")
    assert '<details class="more" open>' in client.get("/editor/sources/nguon/").get_data(as_text=True)


def test_an_option_that_a_program_wrote_wrongly_does_not_break_the_form(
    parts: Parts, sign_in: SignIn, programme: str
) -> None:
    client = sign_in(RoleName.ADMINISTRATOR)
    for kind in SourceKind:
        _add(client, kind, slug=f"nguon-{kind}")
        with parts.database.writing() as session:
            held = sources.find(session, f"nguon-{kind}")
            held.options = {"newest": "nhiều", "settle_s": "lâu", "subtitles": "vi,hmn", "fields": "x", "every_s": None}
        answer = client.get(f"/editor/sources/nguon-{kind}/")
        assert answer.status_code == 200
        assert ('value="vi, hmn"' in answer.get_data(as_text=True)) == (kind == SourceKind.CHANNEL)
