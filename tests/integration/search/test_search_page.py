"""The page that a reader gets who looks for something, and what a program gets."""

import gzip
import re
from urllib.parse import urlencode

import brotli
import pytest

from hub.config import Settings
from hub.services import publisher, publishing
from hub.web import create_app
from hub.web.limits import SEARCHES_PER_ADDRESS
from tests.integration.search.archive import open_programmes, publish
from tests.unit.hub.hostile_queries import HOSTILE

BUDGET_BYTES = 14_000


@pytest.fixture
def engine() -> str:
    return "sqlite"


def ask(client, **fields):
    fields = {("from" if name == "since" else name): value for name, value in fields.items()}
    return client.get("/search?" + urlencode(fields, errors="replace"))


def test_a_reader_finds_an_item_and_sees_the_words_marked(newsroom, client):
    item_id = publish(newsroom, "Đường mới <về> bản")
    answer = ask(client, q="duong ve")
    assert answer.status_code == 200
    assert (
        f'<a href="./items/{item_id}/index.html"><mark>Đường</mark> mới &lt;<mark>về</mark>&gt; bản</a>' in answer.text
    )
    assert "Tìm thấy 1 nội dung." in answer.text


def test_the_answer_is_the_same_for_everyone_and_sets_no_cookie(newsroom, client):
    answer = ask(client, q="tin")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text


def test_a_full_page_of_results_is_light(newsroom, client):
    for number in range(25):
        publish(
            newsroom, f"Đường lên bản Nậm Cúm số {number} đã thông xe sau nhiều ngày sạt lở vì mưa lũ", hours=number
        )
    page = ask(client, q="đường lên bản")
    assert page.text.count("<article") == 10
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        light = client.get("/search?" + urlencode({"q": "đường lên bản"}), headers={"Accept-Encoding": encoding})
        assert light.headers["Content-Encoding"] == encoding
        assert len(light.data) <= BUDGET_BYTES
        assert unpack(light.data) == page.data
    assert "Accept-Encoding" in page.headers["Vary"]


def test_pages_lead_to_each_other_with_all_that_was_asked(newsroom, client):
    for number in range(12):
        publish(newsroom, f"Mưa & lũ {number}", hours=number)
    first = ask(client, q="mưa", kind="print", since="2026-01-01", language="vi", programme="bao-in")
    following = re.search(r'rel="next" href="[^"]*(/search\?[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = client.get(following)
    assert second.text.count("<article") == 2
    assert "Trang 2/2" in second.text
    assert '<option value="print" selected>' in second.text
    assert 'value="2026-01-01"' in second.text


def test_more_than_a_hundred_is_told_as_such(newsroom, client, monkeypatch):
    monkeypatch.setattr("hub.services.search.finding.MOST", 3)
    for number in range(4):
        publish(newsroom, f"Mưa {number}", hours=number)
    assert "Tìm thấy hơn 3 nội dung" in ask(client, q="mưa").text
    assert ask(client, q="mưa").text.count("<article") == 3


def test_whoever_finds_nothing_is_told_what_to_do(newsroom, client):
    page = ask(client, q="khôngcótừnày").text
    assert "Không tìm thấy nội dung nào" in page
    assert "Hãy thử:" in page
    assert "chưa có chữ hay số nào" in ask(client, q="!!! ***").text
    assert "Gõ một hay nhiều từ" in client.get("/search").text


def test_a_filter_without_sense_is_passed_over_and_told(newsroom, client):
    publish(newsroom, "Mưa lớn")
    page = ask(client, q="mưa", kind="phim", since="hôm qua", page="-3").text
    assert "Có điều kiện lọc không đọc được" in page
    assert "Tìm thấy 1 nội dung." in page


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gives_a_page_with_a_sentence(newsroom, client, typed):
    for fields in (
        {"q": typed},
        {"q": "tin", **dict.fromkeys(("kind", "language", "programme", "since", "to", "page"), typed)},
    ):
        answer = ask(client, **fields)
        assert answer.status_code == 200
        assert "<p" in answer.text
        assert "\0" not in answer.text


def test_what_is_withdrawn_is_on_no_page(newsroom, client):
    item_id = publish(newsroom, "Cầu treo Nậm Na")
    publishing.withdraw(newsroom, item_id, by="t")
    assert item_id not in ask(client, q="cầu treo").text


def test_links_lead_to_the_pages_of_readers_where_these_are_elsewhere(tmp_path, parts):
    apart = Settings.read(
        {}, data=parts.settings.folder, base_url="https://tin.example/lc", app_url="https://desk.example"
    )
    app = create_app(settings=apart)
    open_programmes(parts)
    item_id = publish(parts, "Đường mới")
    answer = app.test_client().get("/search?q=duong")
    assert f'href="https://tin.example/lc/items/{item_id}/index.html"' in answer.text
    assert 'action="https://desk.example/search"' in answer.text
    assert "form-action 'self' https://desk.example" in answer.headers["Content-Security-Policy"]
    assert "img-src 'self' https://tin.example" in answer.headers["Content-Security-Policy"]
    app.extensions["hub"].database.close()
    app.extensions["hub"].redis.close()


def test_every_page_has_a_box_to_search_and_tells_browsers_how(newsroom, client):
    item_id = publish(newsroom, "Đường mới")
    publisher.mark_all(newsroom)
    while publisher.render_batch(newsroom)[0]:
        pass
    url = newsroom.settings.desk_url
    for path in ("/", f"/items/{item_id}/"):
        page = client.get(path).text
        assert f'action="{url}/search"' in page
        assert 'rel="search"' in page
    told = client.get("/opensearch.xml")
    assert told.status_code == 200
    assert f'template="{url}/search?q={{searchTerms}}"' in told.text


def test_who_asks_too_often_is_asked_to_wait(newsroom, client):
    allowed = int(SEARCHES_PER_ADDRESS.split()[0])
    codes = [client.get("/search").status_code for _ in range(allowed + 1)]
    assert codes == [200] * allowed + [429]


def test_programs_get_the_same_without_a_token(newsroom, client):
    item_id = publish(newsroom, "Đường mới về bản", "Bà con vui.")
    publish(newsroom, "Đường cũ", slug="tieng-mong")
    answer = client.get("/api/v1/search?q=duong&kind=print&from=2026-01-01&to=2026-12-31")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    told = answer.get_json()
    assert (told["count"], told["more"], told["page"], told["pages"]) == (1, False, 1, 1)
    assert told["items"][0]["id"] == item_id
    assert told["items"][0]["url"] == f"{newsroom.settings.public_url}/items/{item_id}/"
    assert client.get("/api/v1/search?q=duong&from=x").status_code == 422
    for typed in HOSTILE:
        assert client.get("/api/v1/search?" + urlencode({"q": typed}, errors="replace")).status_code == 200


def test_the_search_is_described_for_programs(client):
    told = client.get("/api/v1/openapi.json").get_json()["paths"]["/api/v1/search"]["get"]
    assert {} in told["security"]
    assert {one["name"] for one in told["parameters"]} == {"q", "kind", "language", "programme", "from", "to", "page"}
