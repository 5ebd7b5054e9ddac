"""Sitemaps by the fixed places of items: few files change, and each tells the truth."""

import re

from hub.extensions.clock import now
from hub.extensions.parts import Parts
from hub.models import DirtyPath, Item, ItemState
from hub.services import listings, programmes, publisher, publishing, tree


def publish(parts: Parts, count: int) -> list[str]:
    with parts.database.writing() as session:
        found = programmes.find(session, "bao")
        items = [
            Item(
                programme_id=found.id,
                title=f"Tin {number}",
                body_html="<p>Tin.</p>",
                language="vi",
                state=ItemState.PUBLISHED,
                created_at=now(),
                updated_at=now(),
                published_at=now(),
            )
            for number in range(count)
        ]
        session.add_all(items)
        session.flush()
        for item in items:
            tree.mark(session, tree.paths_of(item, listings.enter(session, item)))
        return [item.id for item in items]


def newsroom(parts: Parts) -> None:
    with parts.database.writing() as session:
        programmes.add_organisation(session, slug="dai", name="Đài", valid_from=None, valid_to=None)
        values = {"slug": "bao", "title": "Báo", "kind": "print", "language": "vi", "organisation": "dai"}
        programmes.add(session, values, by="t")


def render(parts: Parts) -> None:
    while publisher.render_batch(parts)[0]:
        pass


def named(parts: Parts, path: str) -> list[str]:
    return re.findall(r"<loc>[^<]*?([^/<]+)/?</loc>", parts.storage.read(f"public/{path}").decode())


def test_each_sitemap_holds_its_places_and_the_list_holds_each(parts, monkeypatch):
    monkeypatch.setattr(listings, "SITEMAP_SIZE", 3)
    newsroom(parts)
    ids = publish(parts, 7)
    render(parts)
    assert [named(parts, f"sitemap-{number}.xml") for number in (1, 2, 3)] == [ids[:3], ids[3:6], ids[6:]]
    assert named(parts, "sitemap.xml") == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]


def test_a_new_item_marks_the_last_sitemap_alone_and_the_list_only_when_it_grows(parts, monkeypatch):
    monkeypatch.setattr(listings, "SITEMAP_SIZE", 3)
    newsroom(parts)
    marked = []
    for _ in range(7):
        publish(parts, 1)
        with parts.database.reading() as session:
            marked.append({one.path for one in session.query(DirtyPath) if re.fullmatch(r"sitemap/(\d+/)?", one.path)})
        render(parts)
    assert marked[:4] == [{"sitemap/", "sitemap/1/"}, {"sitemap/1/"}, {"sitemap/1/"}, {"sitemap/", "sitemap/2/"}]
    assert marked[6] == {"sitemap/", "sitemap/3/"}


def test_a_withdrawn_item_leaves_the_sitemap_of_its_place(parts, monkeypatch):
    monkeypatch.setattr(listings, "SITEMAP_SIZE", 3)
    newsroom(parts)
    ids = publish(parts, 7)
    render(parts)
    publishing.withdraw(parts, ids[1], by="t")
    render(parts)
    assert named(parts, "sitemap-1.xml") == [ids[0], ids[2]]


def test_all_sitemaps_are_made_anew_with_the_site(parts, monkeypatch):
    monkeypatch.setattr(listings, "SITEMAP_SIZE", 3)
    newsroom(parts)
    ids = publish(parts, 4)
    render(parts)
    parts.storage.put_bytes("public/sitemap-1.xml", b"old address", media_type="application/xml")
    publisher.mark_all(parts)
    render(parts)
    assert named(parts, "sitemap-1.xml") == ids[:3]
