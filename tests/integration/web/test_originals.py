"""What an editor sees of originals that tell little, or tell it wrongly."""

import wave
from pathlib import Path

import pytest
from PIL import Image

from hub.extensions.parts import Parts
from hub.models import Item
from hub.services.intake import Submission, asset_of, receive
from hub.services.publishing import get
from tests.integration.kernel.newsroom import PRINT, RADIO, open_newsroom, page, work_off

from .conftest import SignIn

WARNING = "Bản quét: tài liệu không có chữ đọc được, 2 trang chỉ là ảnh"


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


def _taken(parts: Parts, source: Path, programme: str = PRINT) -> Item:
    item_id = receive(parts, source, Submission(programme=programme, name=source.name, publish=True, by="t"))
    work_off(parts)
    with parts.database.reading() as session:
        return get(session, item_id)


def _scan(path: Path) -> Path:
    pages = [Image.new("RGB", (300, 400), colour) for colour in ("white", "grey")]
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:])
    return path


def _recording(path: Path, title: bytes) -> Path:
    """A WAV with a title in its INFO chunk."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    told = title + b"\0" * (1 + (len(title) + 1) % 2)
    info = b"INFOINAM" + len(told).to_bytes(4, "little") + told
    data = path.read_bytes() + b"LIST" + len(info).to_bytes(4, "little") + info
    path.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])
    return path


def test_a_scan_tells_its_editor_and_numbers_its_pages(newsroom: Parts, sign_in: SignIn, tmp_path: Path) -> None:
    item = _taken(newsroom, _scan(tmp_path / "cong_van-so_5 (1).pdf"))
    assert item.title == "cong van-so 5"
    shown = sign_in().get(f"/editor/items/{item.id}/").get_data(as_text=True)
    assert shown.count(WARNING) == 1
    assert 'alt="Trang 1 trên 2"' in shown
    public = page(newsroom, f"items/{item.id}/index.html")
    assert 'alt="Trang 1 trên 2"' in public
    assert 'alt="Trang 2 trên 2"' in public
    assert WARNING not in public


def test_an_article_with_words_has_no_warning_whatever_it_says_of_itself(
    newsroom: Parts, sign_in: SignIn, tmp_path: Path
) -> None:
    source = tmp_path / "tin.md"
    source.write_text("---\nscan: yes\nremarks: x\ntitle_given: yes\nformat: pdf\n---\n# Tin\n\nChữ.\n", "utf-8")
    item = _taken(newsroom, source)
    with newsroom.database.reading() as session:
        facts = asset_of(session, item.id).facts
    assert (facts["remarks"], facts["format"], facts["title_given"]) == ({}, "markdown", False)
    assert "notice doubt" not in sign_in().get(f"/editor/items/{item.id}/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Dân ca Thái", "Dân ca Thái"),
        ("Dân ca Thái: Inh lả ơi".encode().decode("latin-1"), "Dân ca Thái: Inh lả ơi"),
        ("Track 01", "ban tin sang"),
        ("", "ban tin sang"),
    ],
)
def test_a_recording_is_called_what_its_tag_means_or_else_by_its_name(
    newsroom: Parts, tmp_path: Path, told: str, title: str
) -> None:
    assert _taken(newsroom, _recording(tmp_path / "ban-tin-sang.wav", told.encode()), RADIO).title == title
