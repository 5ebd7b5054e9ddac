"""What every public page leads to: kinds, languages and programmes in which there is something, and no others."""

import re
from pathlib import Path

import pytest

from hub.extensions.parts import Parts
from hub.services import programmes, publishing
from tests.integration.kernel.newsroom import PRINT, RADIO, page, receive, record, work_off, write_article

HMONG = "tieng-mong"


@pytest.fixture
def newsroom(newsroom: Parts) -> Parts:
    with newsroom.database.writing() as session:
        values = {"slug": HMONG, "title": "Tiếng Mông", "kind": "print", "language": "hmn", "organisation": "dai"}
        programmes.add(session, values, by="t")
    work_off(newsroom)
    return newsroom


def links(parts: Parts, path: str = "index.html") -> set[str]:
    """Where the kinds, languages and programmes of a page lead to."""
    found = re.findall(r'href="[./]*((?:radio|tv|print|languages|programmes)/[^"]*)index\.html"', page(parts, path))
    # The lists of all programmes and languages stand at the foot of each page.
    return set(found) - {"languages/", "programmes/"}


def test_a_new_hub_leads_nowhere_and_what_it_will_lead_to_stands_already(newsroom: Parts) -> None:
    assert links(newsroom) == set()
    for path in ("radio", "tv", "print", "languages/vi", "languages/hmn", f"programmes/{HMONG}"):
        assert "Chưa có nội dung nào ở đây." in page(newsroom, f"{path}/index.html")


def test_the_first_item_of_a_kind_and_a_language_brings_both_to_every_page(newsroom: Parts, tmp_path: Path) -> None:
    first = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(newsroom)
    assert links(newsroom) == {"print/", f"programmes/{PRINT}/"}
    receive(newsroom, record(tmp_path / "a.wav", 2), RADIO)
    receive(newsroom, write_article(tmp_path / "b.md", "Kev noj"), HMONG)
    work_off(newsroom)
    ways = {"radio/", "print/", "languages/vi/", "languages/hmn/"}
    assert links(newsroom) == {*ways, f"programmes/{PRINT}/", f"programmes/{RADIO}/", f"programmes/{HMONG}/"}
    # Pages that were made long before, and those that stand for what is not there.
    for path in (f"items/{first}/index.html", "404.html", "feeds/index.html", "languages/hmn/index.html"):
        assert ways <= links(newsroom, path), path
        assert "tv/" not in links(newsroom, path), path


def test_the_last_item_that_is_withdrawn_takes_its_language_from_every_page(newsroom: Parts, tmp_path: Path) -> None:
    kept = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    gone = receive(newsroom, write_article(tmp_path / "b.md", "Kev noj"), HMONG)
    work_off(newsroom)
    assert "languages/hmn/" in links(newsroom, f"items/{kept}/index.html")
    publishing.withdraw(newsroom, gone, by="t")
    work_off(newsroom)
    for path in ("index.html", f"items/{kept}/index.html", f"items/{gone}/gone.html"):
        assert "languages/hmn/" not in links(newsroom, path), path
    assert f"programmes/{HMONG}/" not in links(newsroom)
    publishing.publish(newsroom, gone, by="t")
    work_off(newsroom)
    assert "languages/hmn/" in links(newsroom, f"items/{kept}/index.html")


def test_a_correction_of_the_language_brings_the_new_one_to_every_page(newsroom: Parts, tmp_path: Path) -> None:
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Kev noj"))
    other = receive(newsroom, write_article(tmp_path / "b.md", "Giá ngô"))
    work_off(newsroom)
    publishing.correct(newsroom, item_id, {"language": "hmn"}, by="t")
    work_off(newsroom)
    assert "languages/hmn/" in links(newsroom, f"items/{other}/index.html")
