"""What an editor sees of an item before readers do."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, Item, Rendition, RenditionState, RoleName
from hub.services import publishing
from hub.services.policy import READER
from tests.integration.kernel.newsroom import RADIO, open_newsroom, page, receive, record, work_off, write_article

from .conftest import SignIn


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


@pytest.fixture
def picture(newsroom: Parts, tmp_path: Path) -> str:
    """A draft with a picture in several widths."""
    Image.effect_noise((1400, 900), 80).convert("RGB").save(tmp_path / "anh.jpg")
    made = receive(newsroom, tmp_path / "anh.jpg", publish=False)
    work_off(newsroom)
    publishing.correct(newsroom, made, {"title": "Ruộng ở Phong Thổ", "body": "Mùa nước đổ."}, by="t")
    work_off(newsroom)
    return made


def preview(client: FlaskClient, item_id: str, query: str = "") -> str:
    answer = client.get(f"/editor/items/{item_id}/preview{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def named(html: str) -> set[str]:
    """Every address in it."""
    found = re.findall(r'\b(?:href|src|poster|srcset)="([^"]*)"', html)
    return {part.split()[0] for one in found for part in one.split(", ") if part}


def article(html: str) -> str:
    """The words of the item without the moment at which it became public."""
    words = " ".join(re.sub(r"<[^>]+>", " ", html.partition("<article")[2].partition("</article>")[0]).split())
    return re.sub(r"\d\d/\d\d/\d{4}, \d\d:\d\d", "", words)


def test_a_preview_is_the_page_that_publishing_makes_and_changes_nothing(
    newsroom: Parts, sign_in: SignIn, picture: str
) -> None:
    shown = preview(sign_in(RoleName.REPORTER), picture)
    assert "Bản xem trước – chưa đăng" in shown
    assert newsroom.storage.stat(f"public/items/{picture}/index.html") is None
    with newsroom.database.reading() as session:
        assert publishing.get(session, picture).places == []
    publishing.publish(newsroom, picture, by="t")
    work_off(newsroom)
    assert "Phong Thổ" in article(shown)
    assert article(shown) == article(page(newsroom, f"items/{picture}/index.html"))
    assert "bài đã đăng" in preview(sign_in(), picture)


def test_whatever_a_preview_shows_of_the_item_is_sent_to_the_newsroom_and_to_nobody_else(
    newsroom: Parts, app: Flask, sign_in: SignIn, picture: str
) -> None:
    client = sign_in(RoleName.REPORTER)
    media = {one for one in named(preview(client, picture)) if "/media/" in one}
    assert len([one for one in media if one.endswith((".avif", ".webp"))]) >= 2
    for one in media:
        assert one.startswith(f"/editor/items/{picture}/media/"), one
        assert client.get(one).status_code == 200, one
        assert app.test_client().get(one).status_code in {302, 303}, one
    learner = sign_in(RoleName.LEARNER)
    for path in ("preview", "look"):
        assert app.test_client().get(f"/editor/items/{picture}/{path}").status_code in {302, 303}
        assert learner.get(f"/editor/items/{picture}/{path}").status_code == 403
        assert client.get(f"/editor/items/01K{'0' * 23}/{path}").status_code == 404


def test_sound_can_be_heard_in_part_before_it_is_public(newsroom: Parts, sign_in: SignIn, tmp_path: Path) -> None:
    made = receive(newsroom, record(tmp_path / "tin.wav", 3), RADIO, publish=False)
    work_off(newsroom)
    client = sign_in()
    [source] = re.findall(r'<audio[^>]* src="([^"]+)"', preview(client, made))
    answer = client.get(source, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.data)) == (206, 100)


def test_links_of_a_preview_lead_to_public_pages_and_out_of_its_frame(
    newsroom: Parts, sign_in: SignIn, tmp_path: Path
) -> None:
    receive(newsroom, write_article(tmp_path / "a.md", "Tin trước"))
    work_off(newsroom)
    made = receive(newsroom, write_article(tmp_path / "b.md", "Tin sau"), publish=False)
    work_off(newsroom)
    client = sign_in()
    shown = preview(client, made)
    assert "../" not in shown
    ways = {one for one in named(shown) if one.startswith("/") and not one.startswith(("/editor/", "/assets/"))}
    for one in ("/index.html", "/programmes/ban-tin/index.html", "/feeds/ban-tin.rss"):
        assert one in ways
        assert client.get(one).status_code == 200, one
    links = re.findall(r"<a [^>]*>", shown)
    assert len(links) > 10
    assert [one for one in links if ('target="_top"' in one) == ('href="#' in one)] == []


def test_only_a_preview_may_stand_in_a_frame_and_only_in_one_of_ours(sign_in: SignIn, picture: str) -> None:
    client = sign_in()
    answer = client.get(f"/editor/items/{picture}/preview")
    assert answer.headers["Content-Security-Policy"] == READER.replace("ancestors 'none'", "ancestors 'self'")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.get_data(as_text=True)
    for other in ("look", ""):
        told = client.get(f"/editor/items/{picture}/{other}").headers
        assert told["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in told["Content-Security-Policy"]


def test_the_frames_show_every_width_or_the_chosen_one_light_or_dark(sign_in: SignIn, picture: str) -> None:
    client = sign_in()

    def frames(query: str) -> list[tuple[str, str]]:
        shown = client.get(f"/editor/items/{picture}/look{query}").get_data(as_text=True)
        return re.findall(r'<iframe src="[^"?]*\?([^"]*)" width="(\d+)"', shown.partition('id="card"')[0])

    assert frames("") == [("scheme=light", "360"), ("scheme=light", "768"), ("scheme=light", "1280")]
    assert frames("?width=768&scheme=dark") == [("scheme=dark", "768")]
    assert frames("?width=x&scheme=x") == frames("")
    style = preview(client, picture, "?scheme=dark")
    assert "@media all{:root" in style
    assert "color-scheme:dark" in style
    assert "@media not all{:root" in preview(client, picture, "?scheme=light")


def test_the_card_and_what_is_passed_on_are_shown_too(sign_in: SignIn, picture: str) -> None:
    client = sign_in()
    card = preview(client, picture, "?part=card")
    assert card.count("<article") == 1
    [thumb] = re.findall(r'<img src="([^"]+)"', card)
    assert client.get(thumb).status_code == 200
    shown = client.get(f"/editor/items/{picture}/look").get_data(as_text=True)
    assert f"/editor/items/{picture}/media/share.jpg" in shown.partition('id="share"')[2]


def test_captions_of_every_language_and_articles_of_the_issue_in_others_are_shown(
    newsroom: Parts, sign_in: SignIn, picture: str, tmp_path: Path
) -> None:
    issue, other = (
        receive(newsroom, write_article(tmp_path / f"{title}.md", title), publish=False) for title in ("Số", "Xov xwm")
    )
    work_off(newsroom)
    with newsroom.database.writing() as session:
        for one in (picture, other):
            session.get_one(Item, one).part_of = issue
        session.get_one(Item, other).language = "hmn"
        asset = session.scalars(select(Asset).where(Asset.item_id == picture)).one()
        for language in ("vi", "blt"):
            name = f"captions.{language}.vtt"
            values = {"form": "captions", "name": name, "media_type": "text/vtt", "state": RenditionState.READY}
            details = {"language": language, "machine": language == "blt"}
            session.add(Rendition(item_id=picture, asset_id=asset.id, details=details, **values))
            cue = f"WEBVTT\n\n00:00.000 --> 00:02.000\nLời <{language}>\n".encode()
            newsroom.storage.put_bytes(f"renditions/{picture}/{name}", cue, media_type="text/vtt")
    shown = sign_in().get(f"/editor/items/{picture}/look").get_data(as_text=True)
    for language in ("vi", "blt"):
        assert re.search(rf'<pre lang="{language}"[^>]*>[^<]*Lời &lt;{language}&gt;', shown)
    assert shown.count("(máy tạo)") == 1
    assert re.findall(r'<a href="/editor/items/([^/]+)/look" lang="([^"]+)"', shown) == [(other, "hmn")]
