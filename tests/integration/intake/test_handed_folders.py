"""`hub ingest FOLDER`: what lies beside a file goes with it as in watched folders; what belongs to nothing is told."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli import commands
from hub.extensions.parts import Parts
from hub.models import Arrival, Asset, Item
from tests.integration.intake.agency import nitf
from tests.integration.intake.watched import TEXT, all_of, picture, put

SRT = "1\n00:00:01,000 --> 00:00:02,000\nXin chào\n"
ASS = "[Script Info]\nTitle: Xin chào\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Xin chào\n"
TTML = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">Xin chào</p></div></body></tt>'
SOUND = b"ID3" + bytes(500)
CAPTIONS = sorted((Path(__file__).parents[4] / "shared" / "samples" / "print" / "subtitles").glob("ban_tin_vi*"))

Ingest = Callable[..., Result]


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def ingest(newsroom: Parts, monkeypatch: pytest.MonkeyPatch) -> Ingest:
    monkeypatch.setenv("HUB_DATA", str(newsroom.settings.folder))

    def ran(source: Path, programme: str = "phat-thanh", *more: str) -> Result:
        words = ["ingest", str(source), "--programme", programme, "--json", *more]
        return CliRunner().invoke(commands, words, catch_exceptions=False)

    return ran


def taken(result: Result) -> dict[str, str]:
    """File -> state, in the order in which they are told."""
    return {Path(row["source"]).name: row["state"] for row in json.loads(result.stdout)}


def test_captions_cover_and_description_of_its_name_go_with_a_recording(
    newsroom: Parts, share: Path, ingest: Ingest
) -> None:
    put(share, "ban-tin.mp3", SOUND)
    put(share, "ban-tin.srt", SRT)
    put(share, "ban-tin.hmn.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nNyob zoo\n")
    put(share, "ban-tin.JPG", picture())
    put(share, "ban-tin.json", json.dumps({"title": "Bản tin sáng", "publish": True}))
    put(share, "ban-tin.xml", "<Clip><Author>Lò Văn A</Author></Clip>")
    result = ingest(share)
    assert (result.exit_code, taken(result)) == (0, {"ban-tin.mp3": "received"})
    [item], [asset], [arrival] = all_of(newsroom, Item), all_of(newsroom, Asset), all_of(newsroom, Arrival)
    assert (item.title, item.authors, bool(item.publish_by)) == ("Bản tin sáng", ["Lò Văn A"], True)
    kept = asset.facts["sidecars"]
    assert [(one["language"], one["name"]) for one in kept["captions"]] == [
        ("hmn", "ban-tin.hmn.vtt"),
        ("", "ban-tin.srt"),
    ]
    assert newsroom.storage.read(kept["cover"]["key"]) == picture()
    assert (arrival.way, arrival.facts["sidecars"]) == ("command", kept)


@pytest.mark.parametrize(("name", "data"), [("a.ass", ASS), ("a.ttml", TTML), ("a.srt", SRT.encode("utf-16"))])
def test_captions_of_every_kind_that_the_gate_knows_are_kept(
    newsroom: Parts, share: Path, ingest: Ingest, name: str, data: str | bytes
) -> None:
    put(share, "a.mp3", SOUND)
    put(share, name, data)
    assert ingest(share).exit_code == 0
    [asset] = all_of(newsroom, Asset)
    assert [one["name"] for one in asset.facts["sidecars"]["captions"]] == [name]


@pytest.mark.skipif(not CAPTIONS, reason="no samples of captions here")
def test_real_captions_are_kept(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    for number, path in enumerate(CAPTIONS):
        put(share, f"{number}.mp3", SOUND + bytes([number]))
        put(share, f"{number}{path.suffix}", path.read_bytes())
    assert ingest(share).exit_code == 0
    assert [len(asset.facts["sidecars"]["captions"]) for asset in all_of(newsroom, Asset)] == [1] * len(CAPTIONS)


def test_what_the_command_line_says_stands_and_the_description_says_the_rest(
    newsroom: Parts, share: Path, ingest: Ingest
) -> None:
    put(share, "a.mp3", SOUND)
    put(share, "a.json", json.dumps({"title": "Của tệp", "language": "hmn", "sapo": "Tóm tắt", "publish": False}))
    ingest(share, "phat-thanh", "--title", "Của tôi", "--language", "blt", "--publish")
    [item] = all_of(newsroom, Item)
    assert (item.title, item.language, item.summary) == ("Của tôi", "blt", "Tóm tắt")
    assert item.publish_by


def test_folders_inside_are_taken_with_what_lies_in_each(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    for number, folder in enumerate(("", "sang/", "sang/thu hai/", ".an/")):
        put(share, f"{folder}a.mp3", SOUND + bytes([number]))
        put(share, f"{folder}a.srt", SRT)
    rows = json.loads(ingest(share).stdout)
    assert [row["source"] for row in rows] == [f"{share}/{name}a.mp3" for name in ("", "sang/", "sang/thu hai/")]
    assert [len(asset.facts["sidecars"]["captions"]) for asset in all_of(newsroom, Asset)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("name", "data"), [("le.srt", SRT), ("le.jpg", picture()), ("le.json", "{}"), ("le.xml", nitf("Tin hãng"))]
)
def test_what_belongs_to_nothing_is_told_in_one_line_and_stops_nothing(
    newsroom: Parts, share: Path, ingest: Ingest, name: str, data: str | bytes
) -> None:
    put(share, "a.mp3", SOUND)
    put(share, name, data)
    result = ingest(share)
    assert (result.exit_code, taken(result)) == (0, {"a.mp3": "received", name: "skipped"})
    [line] = [line for line in result.stderr.splitlines() if name in line]
    assert line.startswith(f"{share}/{name}: ")
    assert len(all_of(newsroom, Item)) == 1


def test_a_wrong_companion_is_told_and_costs_only_itself(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    put(share, "a.mp3", SOUND)
    put(share, "a.json", "{")
    result = ingest(share)
    assert taken(result) == {"a.mp3": "received"}
    assert "“a.json”" in result.stderr
    assert [remark["code"] for remark in all_of(newsroom, Arrival)[0].facts["remarks"]] == ["sidecar-unreadable"]


def test_links_in_a_folder_are_told_and_not_followed(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    (share / "mat-khau.md").symlink_to("/etc/passwd")
    (share / "goc").symlink_to("/etc")
    put(share, "a.md")
    result = ingest(share, "thoi-su")
    assert taken(result) == {"goc": "skipped", "mat-khau.md": "skipped", "a.md": "received"}
    assert result.exit_code == 0


def test_a_file_that_cannot_be_taken_stops_no_other(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    put(share, "a.mp3", SOUND)
    put(share, "b.md")
    (Path(os.fsdecode(os.fsencode(share) + b"/b\xe1n tin.md"))).write_text(TEXT + "\nThêm.\n")
    with (share / "a.srt").open("w") as still_open:
        still_open.write(SRT)
        still_open.flush()
        result = ingest(share, "thoi-su")
    states = taken(result)
    assert (result.exit_code, states.pop("b.md")) == (1, "received")
    assert list(states.values()) == ["rejected", "rejected"]
    assert "đang được ghi" in result.stderr


@pytest.mark.parametrize("name", ["a.mp3", "a.xml"])
def test_a_file_alone_is_taken_alone_and_what_lies_beside_it_is_told(
    newsroom: Parts, share: Path, ingest: Ingest, name: str
) -> None:
    put(share, "a.mp3", SOUND)
    put(share, "a.xml", nitf("Tin hãng"))
    put(share, "a.jpg", picture())
    put(share, "b.srt", SRT)
    result = ingest(share / name, "thoi-su")
    assert taken(result) == {name: "received"}
    assert "sidecars" not in all_of(newsroom, Asset)[0].facts
    [line] = [line for line in result.stderr.splitlines() if "a.jpg" in line]
    assert "b.srt" not in line


def test_pictures_that_a_text_names_go_with_the_text_alone_and_are_not_told_as_left(
    newsroom: Parts, share: Path, ingest: Ingest
) -> None:
    put(share, "a.md", f"{TEXT}\n![Chợ](a.jpg)\n")
    put(share, "a.jpg", picture())
    result = ingest(share / "a.md", "thoi-su")
    assert "a.jpg" not in result.stderr
    assert all_of(newsroom, Asset)[0].facts["attachments"].keys() == {"a.jpg"}


def test_nothing_of_it_stays_in_the_work_folder(newsroom: Parts, share: Path, ingest: Ingest) -> None:
    put(share, "a.mp3", SOUND)
    put(share, "a.srt", SRT)
    ingest(share)
    assert not list(newsroom.work_folder.iterdir())
