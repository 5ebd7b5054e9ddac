"""What files say of themselves: shown to the newsroom, filled in where nothing is, and never published."""

import io
import struct
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import ExifTags, Image

from hub.extensions.parts import Parts
from hub.models import Asset, Item, ItemState, Rendition, RoleName
from hub.services.intake import Submission, asset_of, receive
from hub.services.publishing import get
from tests.integration.intake.conftest import EVERY_SCOPE, token_of
from tests.integration.kernel.newsroom import PRINT, RADIO, open_newsroom, page, record, work_off
from tests.unit.transcode.heic import heic
from tests.unit.transcode.test_documents_encodings import in_tcvn3
from transcode.tools import find_tools

from .conftest import SignIn

SERIAL, OWNER = "SN-7741-LC", "Máy của anh Pao"
PRIVATE = (SERIAL.encode(), OWNER.encode(), b"22.39640", b"103.45820")
TITLE, ARTIST = "Bản tin thời sự sáng", "Nghệ nhân Lò Văn Chựa"
CHAPTERS = ("Tin trong tỉnh", "Dự báo thời tiết vùng cao")


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


def photo(path: Path) -> Path:
    """A JPEG, or a HEIC where the name says so."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Chợ phiên Mường Tè".encode()
    exif[ExifTags.Base.Artist] = "Lò Thị Mai".encode()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2026:11:22 05:30:00"
    details[ExifTags.Base.BodySerialNumber], details[ExifTags.Base.CameraOwnerName] = SERIAL, OWNER.encode()
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef], position[ExifTags.GPS.GPSLatitude] = "N", (22.0, 23.0, 47.04)
    position[ExifTags.GPS.GPSLongitudeRef], position[ExifTags.GPS.GPSLongitude] = "E", (103.0, 27.0, 29.52)
    if path.suffix == ".heic":
        return heic(path, find_tools().ffmpeg, size=(640, 480), exif=exif.tobytes().removeprefix(b"Exif\0\0"))
    Image.new("RGB", (640, 480), "green").save(path, "JPEG", exif=exif)
    return path


def frame(name: bytes, data: bytes) -> bytes:
    return name + struct.pack(">IH", len(data), 0) + data


def bulletin(path: Path) -> Path:
    """An MP3 whose tags are in TCVN3, with a red cover, two chapters and English named as its language."""
    cover = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(cover, "JPEG", exif=photo_exif(path.with_name("cover-photo.jpg")))
    chapters = b"".join(
        frame(b"CHAP", f"c{number}".encode() + b"\0" + struct.pack(">4I", number * 2000, number * 2000 + 2000, 0, 0)
              + frame(b"TIT2", b"\0" + in_tcvn3(title)))
        for number, title in enumerate(CHAPTERS)
    )  # fmt: skip
    body = (
        frame(b"TIT2", b"\0" + in_tcvn3(TITLE)) + frame(b"TPE1", b"\0" + in_tcvn3(ARTIST)) + frame(b"TLAN", b"\0eng")
        + frame(b"TXXX", b"\0owner\0" + SERIAL.encode()) + chapters
        + frame(b"APIC", b"\0image/jpeg\0\3\0" + cover.getvalue())
    )  # fmt: skip
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    sound = path.with_name("sound.mp3")
    plain = ["-map_metadata", "-1", "-id3v2_version", "0"]
    source = record(path.with_name("sound.wav"), 4)
    subprocess.run([str(find_tools().ffmpeg), "-v", "error", "-i", str(source), *plain, str(sound)], check=True)
    path.write_bytes(b"ID3\3\0\0" + size + body + sound.read_bytes())
    return path


def photo_exif(path: Path) -> bytes:
    with Image.open(photo(path)) as opened:
        return opened.info["exif"]


def taken(parts: Parts, source: Path, programme: str, **wishes: str) -> tuple[Item, Asset]:
    submission = Submission(programme=programme, name=source.name, publish=True, by="t", **wishes)
    item_id = receive(parts, source, submission)
    work_off(parts)
    with parts.database.reading() as session:
        item = get(session, item_id)
        assert item.state == ItemState.PUBLISHED
        return item, asset_of(session, item_id)


def public_files(parts: Parts) -> dict[str, bytes]:
    root = parts.settings.data / "public"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def assert_nothing_private(parts: Parts, original: Path) -> None:
    files = public_files(parts)
    assert files
    whole = original.read_bytes()
    for name, data in files.items():
        assert not [secret for secret in (*PRIVATE, b"Exif\0\0", b"xmpmeta") if secret in data], name
        assert whole not in data, name


def test_a_photo_has_the_title_that_it_tells_unless_one_was_given(newsroom: Parts, tmp_path: Path) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<r:Description xmlns:d="http://purl.org/dc/elements/1.1/"><d:title><r:Alt><r:li>{title}</r:li></r:Alt>'
        "</d:title><d:description><r:Alt><r:li>{caption}</r:li></r:Alt></d:description></r:Description></r:RDF>"
        "</x:xmpmeta>"
    )

    def made(name: str, colour: str, title: str) -> Path:
        path = tmp_path / name
        xmp = packet.format(title=title, caption=f"Bà con xuống chợ từ sáng sớm, {colour}.").encode()
        Image.new("RGB", (640, 480), colour).save(path, "JPEG", xmp=xmp)
        return path

    told, _ = taken(newsroom, made("cho.jpg", "green", "Chợ phiên"), PRINT)
    assert (told.title, told.summary) == ("Chợ phiên", "Bà con xuống chợ từ sáng sớm, green.")
    assert page(newsroom, f"items/{told.id}/index.html").count("<figcaption>Bà con xuống chợ") == 1
    given, _ = taken(newsroom, made("cho-2.jpg", "red", "Phiên khác"), PRINT, title="Chợ Mường Tè", summary="Tóm tắt")
    assert (given.title, given.summary) == ("Chợ Mường Tè", "Tóm tắt")
    made_up, _ = taken(newsroom, made("cho-vung-cao.jpg", "blue", "ban_tin_sang"), PRINT)
    assert made_up.title == "cho vung cao"


@pytest.mark.parametrize("name", ["cho.jpg", "cho.heic"])
def test_what_a_photo_tells_fills_its_caption_and_its_place_stays_in_the_newsroom(
    newsroom: Parts, sign_in: SignIn, tmp_path: Path, name: str
) -> None:
    source = photo(tmp_path / name)
    item, asset = taken(newsroom, source, PRINT)
    assert_nothing_private(newsroom, source)
    assert item.credit == "Lò Thị Mai"
    assert asset.facts["private"]["coordinates"] == "22.39640, 103.45820"
    assert "Chợ phiên Mường Tè" in page(newsroom, f"items/{item.id}/index.html")
    shown = sign_in().get(f"/editor/items/{item.id}/").get_data(as_text=True)
    for told in ("Thông tin trong tệp", "22.39640, 103.45820", SERIAL, OWNER, "22/11/2026, 05:30"):
        assert told in shown
    reporter = sign_in(RoleName.REPORTER).get(f"/editor/items/{item.id}/").get_data(as_text=True)
    assert "Chợ phiên Mường Tè" in reporter
    assert SERIAL not in reporter


def test_words_that_a_person_gave_stay(newsroom: Parts, tmp_path: Path) -> None:
    item, _ = taken(newsroom, photo(tmp_path / "cho.jpg"), PRINT, credit="TTXVN", title="Chợ")
    assert (item.credit, item.title) == ("TTXVN", "Chợ")


def test_a_bulletin_in_an_old_encoding_gets_its_title_cover_and_chapters_but_no_other_language(
    newsroom: Parts, sign_in: SignIn, tmp_path: Path
) -> None:
    source = bulletin(tmp_path / "ban-tin.mp3")
    item, asset = taken(newsroom, source, RADIO)
    assert (item.title, item.language) == (TITLE, "vi")
    assert asset.facts["embedded"]["artists"] == [ARTIST]
    assert asset.facts["language_told"] == "en"
    assert asset.facts["chapters"] == [
        {"start_s": 0.0, "end_s": 2.0, "title": CHAPTERS[0]},
        {"start_s": 2.0, "end_s": 4.0, "title": CHAPTERS[1]},
    ]
    assert asset.facts["sidecars"]["cover"]["name"] == "cover.jpg"
    assert newsroom.storage.stat(asset.facts["sidecars"]["cover"]["key"]) is not None
    shown = sign_in().get(f"/editor/items/{item.id}/").get_data(as_text=True)
    for told in ("Tệp tự ghi ngôn ngữ là Tiếng Anh", ARTIST, CHAPTERS[1], SERIAL):
        assert told in shown
    assert_nothing_private(newsroom, source)
    made = public_files(newsroom)[f"media/{item.id}/audio.mp3"]
    start = made.index(b"\xff\xd8\xff")
    with Image.open(io.BytesIO(made[start:])) as cover:
        red, green, _ = cover.convert("RGB").getpixel((5, 5))
    assert (red > 200, green < 60) == (True, True)
    assert all(title.encode("utf-16-le") in made for title in CHAPTERS)


def test_a_language_that_a_person_gave_is_not_doubted(newsroom: Parts, tmp_path: Path) -> None:
    _, asset = taken(newsroom, bulletin(tmp_path / "ban-tin.mp3"), RADIO, language="vi")
    assert "language_told" not in asset.facts
    assert "language-told" not in asset.facts.get("remarks", {})


def test_the_api_tells_nothing_that_is_private(newsroom: Parts, client: FlaskClient, tmp_path: Path) -> None:
    item, _ = taken(newsroom, photo(tmp_path / "cho.jpg"), PRINT)
    with newsroom.database.reading() as session:
        details = [one.details for one in session.query(Rendition).filter_by(item_id=item.id)]
    assert not any(SERIAL in str(one) for one in details)
    secret = token_of(newsroom, "may@hub.example", EVERY_SCOPE)
    for address in (f"/api/v1/items/{item.id}", "/api/v1/items"):
        answer = client.get(address, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200
        assert not [secret for secret in (*PRIVATE, b"private", b"embedded") if secret in answer.data]
