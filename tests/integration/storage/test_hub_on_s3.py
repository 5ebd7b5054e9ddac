"""A whole hub whose files are in a bucket: from the recording to the reader's player."""

import pytest

from hub.config import Settings
from hub.services import publishing
from tests.integration.kernel.newsroom import RADIO, open_newsroom, receive, record, work_off, write_article


@pytest.fixture
def settings(s3_settings: Settings) -> Settings:
    return s3_settings


def test_a_recording_becomes_pages_feeds_and_sound_that_readers_get_in_parts(parts, client, tmp_path):
    open_newsroom(parts)
    item_id = receive(parts, record(tmp_path / "ban-tin.wav", 4), RADIO)
    work_off(parts)
    answer = client.get(f"/items/{item_id}/")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert f"/media/{item_id}/audio.mp3" in client.get("/feeds/all.rss").text

    sound = f"/media/{item_id}/audio.mp3"
    whole = client.get(sound)
    assert (whole.status_code, whole.mimetype) == (200, "audio/mpeg")
    part = client.get(sound, headers={"Range": "bytes=100-299"})
    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole.data)}"
    assert part.data == whole.data[100:300]
    last = client.get(sound, headers={"Range": "bytes=-50"})
    assert (last.status_code, last.data) == (206, whole.data[-50:])
    assert client.get(sound, headers={"Range": f"bytes={len(whole.data)}-"}).status_code == 416
    again = client.get(sound, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_withdrawn_item_is_gone_from_the_bucket_too(parts, client, tmp_path):
    open_newsroom(parts)
    item_id = receive(parts, record(tmp_path / "ban-tin.wav", 3), RADIO)
    work_off(parts)
    publishing.withdraw(parts, item_id, by="t")
    work_off(parts)
    assert client.get(f"/items/{item_id}/").status_code == 410
    assert client.get(f"/media/{item_id}/audio.mp3").status_code in {404, 410}
    assert list(parts.storage.keys(f"public/media/{item_id}")) == []
    assert list(parts.storage.keys("originals")) != []


def test_an_article_is_read_and_kept_in_the_bucket(parts, client, tmp_path):
    open_newsroom(parts)
    item_id = receive(parts, write_article(tmp_path / "a.md", "Đường mới ở Mường Tè"))
    work_off(parts)
    assert "Đường mới ở Mường Tè" in client.get(f"/items/{item_id}/").text
    assert not list(parts.settings.folder.rglob("*.html"))
