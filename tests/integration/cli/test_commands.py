"""Commands beside a running hub."""

import json
import wave
from pathlib import Path

import pytest
from redis import Redis

from tests.integration.cli.hub import Running, command, environment, rows, without_content

pytestmark = pytest.mark.slow


@pytest.fixture
def speech(tmp_path) -> Path:
    """Three seconds that are not silent."""
    path = tmp_path / "Bản tin sáng.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"".join(((n * 37 % 4000) - 2000).to_bytes(2, "little", signed=True) for n in range(48000)))
    return path


def ingest(newsroom: Running, *arguments: str) -> tuple[int, list[dict[str, str]]]:
    answer = command(newsroom.data, "ingest", *arguments, "--json")
    return answer.returncode, json.loads(answer.stdout)


def test_ingest_publish_wait_ends_with_a_page_feeds_a_podcast_and_receipts(newsroom, speech):
    code, [row] = ingest(newsroom, str(speech), "--programme", "thoi-su-phat-thanh", "--publish", "--wait")
    assert code == 0, row
    assert row["state"] == "published"
    assert newsroom.get(f"/items/{row['id']}/").status_code == 200
    assert "Bản tin sáng" in newsroom.get("/feeds/all.rss").text
    assert row["id"] in newsroom.get("/podcasts/thoi-su-phat-thanh-lite.rss").text
    receipts = [one for one in rows(newsroom.data, "deliveries") if one["item"] == row["id"]]
    assert [one["state"] for one in receipts] == ["delivered", "delivered"]
    assert all(one["url"] for one in receipts)


def test_a_folder_with_a_bad_file_takes_in_the_good_ones_and_exits_with_1(newsroom, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "tot.md").write_text("# Chợ phiên\n\nChợ họp vào chủ nhật, bà con mang chè và mật ong xuống bán.\n")
    (folder / "rong.md").write_bytes(b"")
    code, results = ingest(newsroom, str(folder), "--programme", "tin-tuc", "--publish", "--wait")
    assert code == 1
    states = {row["state"]: row for row in results}
    assert states["published"]["url"].startswith(newsroom.url)
    assert "rỗng" in states["draft"]["reason"]


def test_an_unknown_programme_is_told_and_nothing_is_taken_in(newsroom, speech):
    before = len(rows(newsroom.data, "items"))
    answer = command(newsroom.data, "ingest", str(speech), "--programme", "khong-co")
    assert answer.returncode == 1
    assert "khong-co" in answer.stderr
    assert len(rows(newsroom.data, "items")) == before


def test_publish_push_and_withdraw_follow_an_item_to_its_end(newsroom, tmp_path):
    text = tmp_path / "bai.txt"
    text.write_text("Nước về bản\n\nCông trình nước sạch của bản đã có nước từ sáng nay, bà con không phải đi gùi nữa.")
    _, [row] = ingest(newsroom, str(text), "--programme", "tin-tuc", "--wait")
    assert row["state"] == "draft"
    assert newsroom.get(f"/items/{row['id']}/").status_code == 404
    assert command(newsroom.data, "publish", row["id"], "--wait").returncode == 0
    assert "Nước về bản" in newsroom.get(f"/items/{row['id']}/").text
    again = command(newsroom.data, "push", row["id"], "--to", "dien-tap-cong-doi-tac", "--json")
    assert (again.returncode, json.loads(again.stdout)) == (0, [])
    options = ("--reason", "thử", "--to-readers", "Bài nêu sai tên bản.")
    assert command(newsroom.data, "withdraw", row["id"], *options).returncode == 0
    # The reader's page says so, and whoever got it is asked to take it back.
    wait = command(newsroom.data, "list", "deliveries", "--json")
    assert wait.returncode == 0
    until_gone(newsroom, row["id"])
    assert "Bài nêu sai tên bản." in newsroom.get(f"/items/{row['id']}/").text


def until_gone(newsroom: Running, item_id: str) -> None:
    from tests.integration.cli.hub import until

    until(lambda: newsroom.get(f"/items/{item_id}/").status_code == 410, "the page says that it is gone")
    until(
        lambda: {one["state"] for one in rows(newsroom.data, "deliveries") if one["item"] == item_id} == {"withdrawn"},
        "all deliveries are withdrawn",
    )
    assert item_id not in newsroom.get("/feeds/all.rss").text


LISTS = ("programmes", "slots", "items", "renditions", "feeds", "destinations", "deliveries", "work")


@pytest.mark.parametrize("what", LISTS)
def test_list_gives_objects_with_what_the_contract_names(newsroom, what):
    for row in rows(newsroom.data, what):
        assert row.get("id") or row.get("slug")
        assert {"kind", "title"} <= row.keys()
    table = command(newsroom.data, "list", what)
    assert table.returncode == 0
    assert "kind" in table.stdout.splitlines()[0]


def test_a_package_is_made_filled_listed_and_offered_no_more(newsroom):
    made = command(
        newsroom.data, "package", "add", "gan-nha", "--title", "Gần nhà", "--list", "radio", "--list", "print"
    )
    assert made.returncode == 0, made.stderr
    [row] = rows(newsroom.data, "packages")
    assert (row["slug"], row["state"], row["lists"]) == ("gan-nha", "on", "radio, print")
    assert f"“gan-nha”: {row['items']} bài" in made.stdout
    kinds = {(one["slug"], one["kind"], one["sort"]) for one in rows(newsroom.data, "feeds")}
    assert ("package-gan-nha", "rss", "package") in kinds
    assert command(newsroom.data, "package", "off", "gan-nha").returncode == 0
    assert rows(newsroom.data, "packages")[0]["state"] == "off"
    refused = command(newsroom.data, "package", "add", "moi", "--title", "Mới", "--list", "place-ha-noi")
    assert refused.returncode == 1
    assert "Không có mục “place-ha-noi”" in refused.stderr


def test_people_read_days_of_the_week_and_programs_numbers(newsroom):
    assert "Chủ nhật" in command(newsroom.data, "list", "slots").stdout
    assert {row["weekday"] for row in rows(newsroom.data, "slots")} == set(range(7))


def test_a_backup_restores_into_an_empty_folder_and_a_damaged_one_is_refused(newsroom, tmp_path):
    backup = tmp_path / "backup"
    assert command(newsroom.data, "backup", str(backup)).returncode == 0
    restored = tmp_path / "restored"
    answer = command(restored, "restore", str(backup))
    assert answer.returncode == 0, answer.stderr
    assert {row["id"] for row in rows(restored, "items")} == {row["id"] for row in rows(newsroom.data, "items")}
    assert command(restored, "site", "build").returncode == 0
    assert (restored / "public" / "index.html").is_file()
    one = next((backup / "originals").rglob("*/*"))
    one.write_bytes(b"x")
    refused = command(tmp_path / "other", "restore", str(backup))
    assert refused.returncode == 1
    assert "không trọn vẹn" in refused.stderr


def test_doctor_names_what_is_there(newsroom):
    answer = command(newsroom.data, "doctor", "--json")
    assert answer.returncode == 0, answer.stdout
    assert {row["kind"] for row in json.loads(answer.stdout)} >= {"database", "redis", "storage", "ffmpeg"}


def test_nginx_prints_a_configuration_for_the_tree(newsroom):
    answer = command(newsroom.data, "nginx", "--listen", "8080")
    assert answer.returncode == 0
    assert f'root "{newsroom.data}/public";' in answer.stdout
    # Nothing of the tests says which port `hub up` was given.
    assert f"proxy_pass {newsroom.url};" in answer.stdout
    assert "HUB_PORT" not in environment(newsroom.data)
    chosen = command(newsroom.data, "nginx", "--upstream", "http://10.0.0.5:9000")
    assert "proxy_pass http://10.0.0.5:9000;" in chosen.stdout


def test_nginx_without_a_running_hub_hands_on_to_the_port_of_the_settings(tmp_path):
    running = Running(tmp_path / "data")
    running.process.kill()
    running.process.wait()
    answer = command(tmp_path / "data", "nginx", HUB_PORT="8123")
    assert "proxy_pass http://127.0.0.1:8123;" in answer.stdout
    # The next start would take the embedded server over that a killed hub leaves; there is none.
    Redis(unix_socket_path=str(tmp_path / "data" / "run" / "valkey.sock")).shutdown(nosave=True)


@pytest.mark.parametrize(("language", "words"), [("vi", "năm-tháng-ngày như 2026-12-31"), ("en", "such as 2026-12-31")])
def test_a_day_that_is_none_is_told_with_the_form_that_is_wanted(newsroom, language, words):
    for written in ("2026-02-30", "31.12.2026", "hôm nay"):
        answer = command(newsroom.data, "training", "report", "--as-of", written, HUB_LANGUAGE=language)
        assert answer.returncode == 1
        assert f"“{written}”" in answer.stderr
        assert words in answer.stderr
        assert answer.stderr.count("\n") == 1
    assert command(newsroom.data, "training", "report", "--as-of", "31/12/2026").returncode == 0


def test_without_a_running_hub_ingest_keeps_the_file_and_says_that_nobody_works(tmp_path):
    running = Running(without_content(tmp_path / "data"), "--demo")
    running.stop()
    text = tmp_path / "bai.md"
    text.write_text("# Tin\n\nMột đoạn văn đủ dài để là một bài.")
    answer = command(tmp_path / "data", "ingest", str(text), "--programme", "tin-tuc")
    assert answer.returncode == 0
    assert "hub up" in answer.stderr
    assert len(rows(tmp_path / "data", "items")) == 1
