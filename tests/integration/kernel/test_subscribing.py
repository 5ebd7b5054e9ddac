"""Where readers subscribe: every channel has its place, its code and, of a commune, its sheets."""

import re
from pathlib import Path

from lxml import etree
from sqlalchemy import select

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import DirtyPath, Package
from hub.services import listings, programmes, publisher, publishing, tree
from tests.integration.kernel.newsroom import RADIO, page, receive, record, work_off, write_article


def publish(parts: Parts, source: Path, programme: str = "ban-tin", **changes: object) -> str:
    made = receive(parts, source, programme, publish=False)
    work_off(parts)
    publishing.correct(parts, made, changes, by="t")
    publishing.publish(parts, made, by="t")
    work_off(parts)
    return made


def marked(parts: Parts) -> set[str]:
    with parts.database.reading() as session:
        return set(session.scalars(select(DirtyPath.path)))


def offer(parts: Parts, slug: str, *, is_offered: bool) -> None:
    with parts.database.writing() as session:
        package = Package(slug=slug, title=slug, language="vi", listings=["print"], created_at=now())
        package.is_offered = is_offered
        session.add(package)
        session.flush()
        listings.fill_package(session, package)
        tree.mark(session, [f"lists/package-{slug}/", "feeds/"])
    work_off(parts)


def test_every_list_that_can_be_followed_leads_to_its_own_line_with_its_code(newsroom: Parts, tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.md", "Chợ phiên")
    made = publish(newsroom, source, tags=["Mùa vụ", "Rét đậm"], places=["phong-tho"])
    lists = ("", "print/", "languages/vi/", "programmes/ban-tin/", "organisations/dai/", "places/phong-tho/")
    pages = [f"{path}index.html" for path in (*lists, "topics/mua-vu/", "topics/ret-dam/", f"items/{made}/")]
    for path in pages:
        target, name = re.findall(r'href="[./]*(feeds/[^"#]*)#([^"]+)"', page(newsroom, path))[0]
        shown = page(newsroom, target)
        assert shown.count(f'id="{name}"') == 1, path
        assert page(newsroom, f"feeds/{name}.svg").startswith("<svg")
        assert f'feeds/{name}.svg"' in shown
    assert 'id="place-phong-tho"' not in page(newsroom, "feeds/index.html")
    for folder in ("places", "topics", "organisations", "sheets"):
        assert f'href="../feeds/{folder}/index.html"' in page(newsroom, "feeds/index.html")
    assert re.findall(r'href="[./]*feeds/topics/(\w)/', page(newsroom, "feeds/topics/index.html")) == ["m", "r"]


def test_a_package_that_is_not_offered_is_named_nowhere(newsroom: Parts, tmp_path: Path) -> None:
    publish(newsroom, write_article(tmp_path / "a.md", "Chợ phiên"))
    offer(newsroom, "goi-mo", is_offered=True)
    offer(newsroom, "goi-kin", is_offered=False)
    for path in ("feeds/index.html", "feeds.opml"):
        assert "package-goi-mo" in page(newsroom, path)
        assert "package-goi-kin" not in page(newsroom, path)
    assert "Chợ phiên" in page(newsroom, "feeds/package-goi-kin.json")


def test_the_file_of_everything_has_each_channel_under_its_heading(newsroom: Parts, tmp_path: Path) -> None:
    publish(newsroom, record(tmp_path / "a.wav", 2), RADIO, tags=["Mùa vụ"], places=["phong-tho"])
    offer(newsroom, "goi-mo", is_offered=True)
    body = etree.fromstring(newsroom.storage.read("public/feeds.opml")).find("body")
    assert body is not None
    found = {
        group.get("text"): [str(one.get("xmlUrl")).partition("hub.example")[0].rsplit("/", 1)[-1] for one in group]
        for group in body
    }
    assert found == {
        "Tất cả, theo loại": ["all.rss", "radio.rss"],
        "Gói nội dung chọn sẵn": ["package-goi-mo.rss"],
        "Theo ngôn ngữ": ["language-vi.rss"],
        "Chương trình, chuyên mục": [f"{RADIO}.rss"],
        "Xã, phường": ["place-phong-tho.rss"],
        "Chủ đề": ["topic-mua-vu.rss"],
        "Cơ quan báo chí": ["organisation-dai.rss"],
        "Podcast": [f"{RADIO}-lite.rss"],
    }


def test_a_commune_has_a_sheet_in_each_language_in_which_there_is_something(newsroom: Parts, tmp_path: Path) -> None:
    with newsroom.database.writing() as session:
        values = {"slug": "mong", "title": "Tiếng Mông", "kind": "radio", "language": "hmn", "organisation": "dai"}
        programmes.add(session, values, by="t")
    publish(newsroom, write_article(tmp_path / "a.md", "Chợ phiên"), places=["phong-tho"])
    url = newsroom.settings.public_url
    assert 'feeds/sheets/phong-tho/index.html"' in page(newsroom, "places/phong-tho/index.html")
    assert not newsroom.storage.stat("public/feeds/sheets/phong-tho-hmn/index.html")
    publish(newsroom, record(tmp_path / "a.wav", 2), "mong")
    addresses = [f"{url}/places/phong-tho/", f"{url}/feeds/language-hmn-lite.rss", f"{url}/", f"{url}/feeds/"]
    shown = page(newsroom, "feeds/sheets/phong-tho-hmn/index.html")
    assert re.findall("<code>(.*?)</code>", shown) == addresses
    assert f"{url}/feeds/language-vi.rss" in page(newsroom, "feeds/sheets/phong-tho/index.html")
    ways = re.findall(r'href="[./]*feeds/sheets/([^/"]+)/', page(newsroom, "feeds/sheets/index.html"))
    assert ways == ["phong-tho", "phong-tho-hmn"]
    sheets = [f"feeds/sheets/{name}/index.html" for name in ways]
    before = [page(newsroom, path) for path in sheets]
    # A folder that is lost is made anew as it was, in whatever order its paths come.
    newsroom.storage.delete_under("public")
    publisher.mark_all(newsroom)
    work_off(newsroom)
    assert [page(newsroom, path) for path in sheets] == before


def test_pages_for_subscribing_and_sheets_are_made_when_lists_change_and_not_with_each_item(
    newsroom: Parts, tmp_path: Path
) -> None:
    publish(newsroom, write_article(tmp_path / "a.md", "Một"), places=["phong-tho"], tags=["Lúa"])
    second = receive(newsroom, write_article(tmp_path / "b.md", "Hai"), publish=False)
    work_off(newsroom)
    publishing.correct(newsroom, second, {"places": ["phong-tho"], "tags": ["Lúa"]}, by="t")
    publishing.publish(newsroom, second, by="t")
    assert not [path for path in marked(newsroom) if path.startswith("feeds/")]
    work_off(newsroom)
    publishing.correct(newsroom, second, {"places": ["bum-to"], "tags": ["Ngô"]}, by="t")
    assert {path for path in marked(newsroom) if path.startswith("feeds/")} == {
        "feeds/",
        "feeds/places/",
        "feeds/sheets/",
        "feeds/sheets/bum-to/",
        "feeds/topics/",
        "feeds/topics/n/",
    }
