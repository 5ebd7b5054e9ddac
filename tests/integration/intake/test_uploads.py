"""Resumable uploads: the tus protocol, and what becomes of a file that is whole."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, Asset, Item, RoleName, Scope, Upload, UploadState
from hub.services import upload_file, uploads
from tests.integration.intake.conftest import token_of

ADDRESS = "/api/v1/uploads"
TEXT = "# Giá ngô tăng\n\nSáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân.\n".encode()

Sent = Callable[..., TestResponse]


@pytest.fixture
def tus(client: FlaskClient, token: str) -> Sent:
    """Sends one request of the protocol with the token."""

    def sent(method: str, path: str = "", *, data: bytes = b"", **headers: str) -> TestResponse:
        told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {token}"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(path or ADDRESS, method=method, data=data, headers=told)

    return sent


def metadata(values: Mapping[str, str]) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def began(tus: Sent, size: int = len(TEXT), **told: str) -> str:
    values = {"filename": "gia-ngo.md", "programme": "thoi-su", **told}
    answer = tus("POST", Upload_Length=str(size), Upload_Metadata=metadata(values))
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("http://localhost")


def piece(tus: Sent, path: str, at: int, data: bytes, **headers: str) -> TestResponse:
    return tus(
        "PATCH", path, data=data, Upload_Offset=str(at), Content_Type="application/offset+octet-stream", **headers
    )


def test_the_server_tells_what_it_can(tus: Sent) -> None:
    answer = tus("OPTIONS")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "termination",
        "expiration",
        "checksum",
    }
    assert "sha1" in answer.headers["Tus-Checksum-Algorithm"].split(",")
    assert int(answer.headers["Tus-Max-Size"]) > 0


def test_a_file_in_pieces_becomes_an_item(tus: Sent, newsroom: Parts, do_work: Callable[..., list[str]]) -> None:
    path = began(tus, title="Giá ngô", sha256=hashlib.sha256(TEXT).hexdigest())
    assert piece(tus, path, 0, TEXT[:50]).headers["Upload-Offset"] == "50"
    head = tus("HEAD", path)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("50", str(len(TEXT)))
    assert head.headers["Cache-Control"] == "no-store"
    assert "Upload-Expires" in head.headers
    assert piece(tus, path, 50, TEXT[50:]).headers["Upload-Offset"] == str(len(TEXT))
    assert do_work("accept", "intake") == ["ok", "ok"]
    with newsroom.database.reading() as session:
        upload = session.scalars(select(Upload)).one()
        item = session.scalars(select(Item)).one()
        asset = session.scalars(select(Asset)).one()
        assert (item.title, item.created_by) == ("Giá ngô", "bien-tap@hub.example")
        assert (upload.item_id, asset.sha256) == (item.id, hashlib.sha256(TEXT).hexdigest())
        assert newsroom.storage.read(asset.key) == TEXT
        assert session.scalars(select(Arrival)).one().state == ArrivalState.TAKEN
    assert not list((newsroom.settings.folder / "uploads").iterdir())


def test_nothing_is_taken_in_before_it_is_whole(tus: Sent, newsroom: Parts, do_work: Callable[..., list[str]]) -> None:
    path = began(tus)
    piece(tus, path, 0, TEXT[:-1])
    assert do_work("accept", "intake") == []
    with newsroom.database.reading() as session:
        assert session.scalar(select(Item.id)) is None


def test_a_file_of_another_hash_is_told_and_makes_no_item(
    tus: Sent, newsroom: Parts, do_work: Callable[..., list[str]]
) -> None:
    path = began(tus, sha256="0" * 64)
    piece(tus, path, 0, TEXT)
    assert do_work("accept") == ["failed"]
    with newsroom.database.reading() as session:
        upload = session.scalars(select(Upload)).one()
        assert (upload.state, upload.reason_code) == (UploadState.BROKEN, "upload-other-hash")
        assert session.scalar(select(Item.id)) is None


def test_a_first_piece_may_come_with_the_beginning(tus: Sent) -> None:
    values = metadata({"filename": "a.md", "programme": "thoi-su"})
    answer = tus(
        "POST",
        data=TEXT[:20],
        Upload_Length=str(len(TEXT)),
        Upload_Metadata=values,
        Content_Type="application/offset+octet-stream",
    )
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "20")


def test_a_piece_that_does_not_follow_is_refused_and_the_offset_stays(tus: Sent) -> None:
    path = began(tus)
    piece(tus, path, 0, TEXT[:30])
    for at in (0, 29, 31):
        assert piece(tus, path, at, TEXT[at:]).status_code == 409
    assert tus("HEAD", path).headers["Upload-Offset"] == "30"


def test_a_piece_beyond_the_told_size_is_refused(tus: Sent) -> None:
    path = began(tus, size=10)
    assert piece(tus, path, 0, TEXT[:11]).status_code == 422
    assert tus("HEAD", path).headers["Upload-Offset"] == "0"


def test_a_damaged_piece_is_not_kept(tus: Sent) -> None:
    path = began(tus)
    right = base64.b64encode(hashlib.sha1(TEXT[:40]).digest()).decode()
    assert piece(tus, path, 0, TEXT[1:41], Upload_Checksum=f"sha1 {right}").status_code == 460
    assert tus("HEAD", path).headers["Upload-Offset"] == "0"
    assert piece(tus, path, 0, TEXT[:40], Upload_Checksum=f"sha1 {right}").headers["Upload-Offset"] == "40"


@pytest.mark.parametrize("checksum", ["crc32 AAAA", "sha1", "sha1 ***", ""])
def test_a_checksum_that_cannot_be_read_is_told(tus: Sent, checksum: str) -> None:
    path = began(tus)
    expected = 204 if not checksum else 400
    assert piece(tus, path, 0, TEXT[:5], Upload_Checksum=checksum).status_code == expected


def test_what_was_given_up_is_gone(tus: Sent, newsroom: Parts) -> None:
    path = began(tus)
    piece(tus, path, 0, TEXT[:5])
    assert tus("DELETE", path).status_code == 204
    for method in ("HEAD", "DELETE"):
        assert tus(method, path).status_code == 410
    assert piece(tus, path, 5, TEXT[5:]).status_code == 410
    assert not list((newsroom.settings.folder / "uploads").iterdir())


def test_what_nobody_continues_expires(tus: Sent, newsroom: Parts) -> None:
    path = began(tus)
    kept = began(tus)
    with newsroom.database.writing() as session:
        session.get_one(Upload, path.rsplit("/", 1)[1]).expires_at = now() - timedelta(seconds=1)
    assert uploads.expire(newsroom) == 1
    assert tus("HEAD", path).status_code == 410
    assert tus("HEAD", kept).status_code == 200


def test_a_piece_gives_it_its_days_again(tus: Sent, newsroom: Parts) -> None:
    path = began(tus)
    with newsroom.database.writing() as session:
        session.get_one(Upload, path.rsplit("/", 1)[1]).expires_at = now() + timedelta(seconds=60)
    piece(tus, path, 0, TEXT[:5])
    with newsroom.database.reading() as session:
        assert session.get_one(Upload, path.rsplit("/", 1)[1]).expires_at > now() + timedelta(days=6)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload_Length": "abc"}, 422),
        ({"Upload_Length": "-1"}, 422),
        ({}, 422),
        ({"Upload_Length": str(10**15), "Upload_Metadata": metadata({"programme": "thoi-su"})}, 413),
        ({"Upload_Length": "5", "Upload_Metadata": "filename ***"}, 422),
        ({"Upload_Length": "5", "Upload_Metadata": metadata({"programme": "khong-co"})}, 404),
        ({"Upload_Length": "5", "Upload_Metadata": metadata({"programme": "thoi-su", "language": "xx"})}, 422),
        ({"Upload_Length": "5", "Upload_Metadata": metadata({"programme": "thoi-su", "sha256": "12"})}, 422),
    ],
)
def test_a_wrong_beginning_is_told_before_the_first_byte(tus: Sent, headers: Mapping[str, str], status: int) -> None:
    answer = tus("POST", Accept="application/json", **headers)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"]["message"].endswith((".", "”"))


def test_another_version_of_the_protocol_is_told_ours(tus: Sent) -> None:
    answer = tus("POST", Tus_Resumable="0.2.2", Upload_Length="5")
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_piece_of_another_type_is_refused(tus: Sent) -> None:
    path = began(tus)
    assert tus("PATCH", path, data=TEXT, Upload_Offset="0", Content_Type="text/plain").status_code == 415


def test_a_client_that_may_only_post_is_served(tus: Sent) -> None:
    path = began(tus)
    answer = tus(
        "POST",
        path,
        data=TEXT[:8],
        Upload_Offset="0",
        Content_Type="application/offset+octet-stream",
        X_HTTP_Method_Override="PATCH",
    )
    assert answer.headers["Upload-Offset"] == "8"


def test_two_senders_at_once_do_not_mix_their_bytes(tus: Sent, newsroom: Parts) -> None:
    path = began(tus)
    upload_id = path.rsplit("/", 1)[1]
    with upload_file.locked(newsroom, upload_id):
        assert piece(tus, path, 0, TEXT[:8]).status_code == 423
    assert piece(tus, path, 0, TEXT[:8]).status_code == 204


def test_bytes_that_were_never_acknowledged_are_overwritten(tus: Sent, newsroom: Parts) -> None:
    path = began(tus)
    piece(tus, path, 0, TEXT[:10])
    with upload_file.path(newsroom, path.rsplit("/", 1)[1]).open("ab") as file:
        file.write(b"of a process that was killed")
    piece(tus, path, 10, TEXT[10:])
    assert upload_file.path(newsroom, path.rsplit("/", 1)[1]).read_bytes() == TEXT


def test_nobody_continues_the_upload_of_another(tus: Sent, newsroom: Parts, client: FlaskClient) -> None:
    path = began(tus)
    other = token_of(newsroom, "khac@hub.example", (Scope.INTAKE,))
    headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {other}"}
    assert client.open(path, method="HEAD", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("scopes", "role", "status"),
    [((Scope.READ,), RoleName.EDITOR, 403), ((Scope.INTAKE,), RoleName.LEARNER, 403)],
)
def test_a_token_without_the_right_is_refused(
    newsroom: Parts, client: FlaskClient, scopes: tuple[str, ...], role: RoleName, status: int
) -> None:
    secret = token_of(newsroom, "khac@hub.example", scopes, role)
    headers = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {secret}", "Upload-Length": "5"}
    assert client.post(ADDRESS, headers=headers).status_code == status


def test_without_a_token_nothing_begins(client: FlaskClient, newsroom: Parts) -> None:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Accept": "application/json"}
    assert client.post(ADDRESS, headers=headers).status_code == 401


def test_an_empty_file_is_whole_at_once_and_rejected_with_a_sentence(
    tus: Sent, newsroom: Parts, do_work: Callable[..., list[str]]
) -> None:
    began(tus, size=0)
    do_work("accept", "intake")
    with newsroom.database.reading() as session:
        assert session.scalars(select(Asset)).one().reason_code == "empty-file"
