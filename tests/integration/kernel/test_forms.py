"""The forms of an item: what it gets, and what is made again when something changes."""

import random
import subprocess
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from hub.cli import waiting
from hub.errors import sentence
from hub.extensions.parts import Parts
from hub.jobs import process, runner
from hub.jobs.heart import Heart
from hub.models import Asset, Chunk, Item, Priority, Rendition, RenditionState, Work, WorkState
from hub.services import (
    chunking,
    desk,
    making_up,
    outdated,
    publishing,
    renditions,
    renewing,
    reserving,
    status,
    transcoding,
    work,
)
from hub.services.progress import item_progress
from hub.services.work import Lease
from tests.integration.kernel.newsroom import RADIO, TV, make_due, receive, record, work_off, write_article
from transcode.chunks import plan_chunks
from transcode.errors import FormsError, RejectedError
from transcode.video_job import VideoJob

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def forms_of(parts: Parts, item_id: str) -> dict[str, Rendition]:
    with parts.database.reading() as session:
        return {one.form: one for one in session.scalars(select(Rendition).where(Rendition.item_id == item_id))}


def states_of(parts: Parts, item_id: str) -> dict[str, str]:
    return {form: one.state for form, one in forms_of(parts, item_id).items()}


def film(path: Path, duration_s: int) -> Path:
    tools = process.tools()
    argv = [tools.ffmpeg, "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={duration_s}"]
    argv += ["-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:duration={duration_s}"]
    subprocess.run([*argv, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path], check=True)
    return path


@pytest.fixture
def article(newsroom: Parts, tmp_path: Path) -> str:
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(newsroom)
    return item_id


@pytest.fixture
def bulletin(newsroom: Parts, tmp_path: Path) -> str:
    item_id = receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    work_off(newsroom)
    return item_id


def test_an_article_gets_plain_text_epub_and_share_card(newsroom, article):
    assert states_of(newsroom, article) == dict.fromkeys(("page", "text", "share", "epub"), "ready")


@pytest.fixture
def illustrated(newsroom: Parts, tmp_path: Path) -> str:
    picture = tmp_path / "ngo.jpg"
    Image.frombytes("RGB", (1400, 900), random.Random(3).randbytes(1400 * 900 * 3)).save(picture, quality=60)
    item_id = receive(newsroom, picture)
    work_off(newsroom)
    return item_id


def test_the_pictures_of_an_article_come_in_every_width_and_kind_and_its_page_offers_the_lightest_first(
    newsroom, illustrated
):
    made = forms_of(newsroom, illustrated)
    assert (made["pictures"].state, made["picture-thumb"].details["width"]) == ("ready", 320)
    files = {name: (width, kind) for name, width, _, kind in made["pictures"].details["sets"]["1"]}
    assert sorted(files.values()) == [
        (480, "image/avif"),
        (480, "image/jpeg"),
        (480, "image/webp"),
        (960, "image/avif"),
        (960, "image/jpeg"),
        (960, "image/webp"),
        (1280, "image/avif"),
        (1280, "image/webp"),
    ]
    page = newsroom.storage.read(f"public/items/{illustrated}/index.html").decode()
    assert page.index('type="image/avif"') < page.index('type="image/webp"') < page.index("<img src=")
    for name in (*files, "picture-001-large.jpg"):
        folder = "pictures/" if name in files else ""
        assert f"../../media/{illustrated}/{folder}{name}" in page
        assert newsroom.storage.stat(f"public/media/{illustrated}/{folder}{name}") is not None


def test_no_document_tells_of_itself_what_only_a_look_at_a_film_can(newsroom: Parts, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Giá ngô\nrungs: abc\nduration_s: abc\n---\n\nNgười dân xã vùng cao đã có đường mới.\n"
    )
    item_id = receive(newsroom, tmp_path / "a.md")
    work_off(newsroom)
    assert states_of(newsroom, item_id)["text"] == "ready"


def test_a_form_that_is_made_again_reaches_readers(newsroom, article):
    publishing.correct(newsroom, article, {"title": "Giá ngô tăng"}, by="t")
    work_off(newsroom)
    shown = newsroom.storage.read(f"public/media/{article}/article.txt").decode()
    assert shown.startswith("Giá ngô tăng")


def test_an_article_is_read_aloud_by_a_voice_that_is_named_synthetic(newsroom, tmp_path):
    pytest.importorskip("espeakng_loader")
    speaking = replace(newsroom, settings=newsroom.settings.model_copy(update={"voice": ""}))
    item_id = receive(speaking, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(speaking)
    made = forms_of(speaking, item_id)
    assert (made["read-aloud"].state, made["read-aloud-words"].state) == ("ready", "ready")
    assert made["read-aloud"].details["synthetic"] == "yes"
    assert speaking.storage.read(f"public/media/{item_id}/read-aloud.mp3")[:3] == b"ID3"


def test_a_bulletin_gets_every_form_of_sound_and_says_its_loudness(newsroom, bulletin):
    made = forms_of(newsroom, bulletin)
    wanted = {"lite", "speech", "share", "audio", "waveform", "speaker", "hls-audio"}
    assert {form for form, one in made.items() if one.state == "ready"} == wanted
    assert made["lite"].details["loudness_after_lufs"] == pytest.approx(-16, abs=0.5)


def test_a_corrected_article_has_the_forms_of_its_text_made_again_and_no_others(newsroom, article):
    before = forms_of(newsroom, article)
    publishing.correct(newsroom, article, {"title": "Giá ngô tăng"}, by="t")
    assert {form for form, one in forms_of(newsroom, article).items() if one.state == "planned"} == {
        "text",
        "share",
        "epub",
    }
    work_off(newsroom)
    after = forms_of(newsroom, article)
    assert "Giá ngô tăng".encode() in newsroom.storage.read(after["text"].private_key)
    assert all(after[form].made_of != before[form].made_of for form in ("text", "share", "epub"))


def test_a_corrected_bulletin_keeps_its_sound(newsroom, bulletin):
    before = forms_of(newsroom, bulletin)
    publishing.correct(newsroom, bulletin, {"title": "Bản tin trưa"}, by="t")
    work_off(newsroom)
    after = forms_of(newsroom, bulletin)
    assert {form for form in after if after[form].made_at != before[form].made_at} == {"share"}


def test_only_what_is_missing_or_of_an_older_row_is_made_up(newsroom, bulletin):
    before = forms_of(newsroom, bulletin)
    with newsroom.database.writing() as session:
        session.delete(session.get_one(Rendition, before["waveform"].id))
        session.get_one(Rendition, before["lite"].id).made_of = "an older row"
    (due,) = making_up.make_up(newsroom)
    assert (due.item_id, due.forms) == (bulletin, 2)
    with newsroom.database.reading() as session:
        making = session.scalars(select(Work).where(Work.kind == "transcode", Work.state == WorkState.DUE)).one()
    assert making.priority == Priority.ARCHIVE
    work_off(newsroom)
    after = forms_of(newsroom, bulletin)
    again = {form for form in after if form not in before or after[form].made_at != before[form].made_at}
    assert again == {"waveform", "lite"}
    assert list(making_up.make_up(newsroom)) == []


def test_what_is_expected_is_told_before_it_is_made(newsroom, tmp_path):
    item_id = receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    with newsroom.database.reading() as session:
        intake = session.scalars(select(Work.id).where(Work.kind == "intake")).one()
    runner.execute(newsroom, intake)
    planned = forms_of(newsroom, item_id)
    assert planned["lite"].details["expected_bytes"] == 16_000
    assert all(one.left_s is not None for one in item_progress(newsroom, item_id).forms)


def test_what_a_film_will_weigh_is_foretold_from_a_look_at_its_pictures(newsroom: Parts, tmp_path: Path) -> None:
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 8), TV)
    with newsroom.database.reading() as session:
        runner.execute(newsroom, session.scalars(select(Work.id).where(Work.kind == "intake")).one())
    told = {form: one.details["expected_bytes"] for form, one in forms_of(newsroom, item_id).items()}
    work_off(newsroom)
    made = forms_of(newsroom, item_id)
    for form in ("mp4", "vertical", "hls"):
        assert 0.5 < told[form] / made[form].size_bytes < 2, form


def test_only_the_form_that_is_being_made_says_so_and_the_others_keep_what_is_expected(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    seen = []
    note = renditions.note_progress

    def noted(parts: Parts, lease: Lease, form: str, fraction: float) -> None:
        note(parts, lease, form, fraction)
        if form == "audio" and fraction == 0:
            seen.extend(item_progress(parts, item_id).forms)

    monkeypatch.setattr(renditions, "note_progress", noted)
    work_off(newsroom)
    states = {one.form: one.state for one in seen}
    assert (states["lite"], states["hls-audio"]) == ("ready", "planned")
    assert {form for form, state in states.items() if state == "running"} == {"audio"}
    assert all(one.left_s is not None for one in seen if one.state in {"planned", "running"})


def test_work_waits_while_the_disk_is_too_full_for_it_and_says_so(newsroom, tmp_path, monkeypatch, capsys):
    item_id = receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    monkeypatch.setattr(reserving, "room_of", lambda asset, forms: 10**18)
    work_off(newsroom)
    with newsroom.database.reading() as session:
        making = session.scalars(select(Work).where(Work.kind == "transcode")).one()
    assert (making.state, making.reason_code, making.failures) == (WorkState.DUE, "disk-short", 0)
    with newsroom.database.reading() as session:
        waits_for = desk.desk(session, item_id).waits_for
    assert waits_for == item_progress(newsroom, item_id).waits_for
    assert waits_for is not None
    assert "tự làm tiếp" in sentence(*waits_for)
    looks = iter([False, False, True])
    with monkeypatch.context() as patched:
        patched.setattr(waiting, "rests", lambda parts, item_id: next(looks))
        waiting.wait_for(newsroom, [{"id": item_id}], published=False, quiet=False)
    assert capsys.readouterr().err.count("tự làm tiếp") == 1
    monkeypatch.undo()
    make_due(newsroom)
    work_off(newsroom)
    assert item_progress(newsroom, item_id).waits_for is None
    assert states_of(newsroom, item_id)["lite"] == "ready"


def test_paused_making_rests_until_it_is_resumed(newsroom, tmp_path):
    item_id = receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    with newsroom.database.reading() as session:
        intake = session.scalars(select(Work.id).where(Work.kind == "intake")).one()
    runner.execute(newsroom, intake)
    renewing.pause(newsroom, item_id, by="t")
    work_off(newsroom, most=3)
    assert set(states_of(newsroom, item_id).values()) == {RenditionState.PLANNED}
    assert item_progress(newsroom, item_id).paused
    told = [one.sentence for one in status.standstills(newsroom) if one.kind == "work"]
    assert [vi for vi, _ in told if "tạm dừng" in vi]
    assert not waiting.rests(newsroom, item_id)
    renewing.resume(newsroom, item_id, by="t")
    work_off(newsroom)
    assert states_of(newsroom, item_id)["lite"] == "ready"


@pytest.mark.parametrize(("seconds", "priority"), [(2, Priority.NEWS), (4, Priority.LONG)])
def test_all_that_is_made_of_a_long_recording_lets_short_news_overtake_it(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, priority: Priority
) -> None:
    monkeypatch.setattr(outdated, "LONG_S", 3.0)
    receive(newsroom, record(tmp_path / "a.wav", seconds), RADIO)
    with newsroom.database.reading() as session:
        intake = session.scalars(select(Work.id).where(Work.kind == "intake")).one()
    runner.execute(newsroom, intake)
    with newsroom.database.reading() as session:
        assert session.scalars(select(Work.priority).where(Work.kind == "transcode")).one() == priority


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Videos of four seconds are long."""
    monkeypatch.setattr(transcoding, "CHUNKED_FROM_S", 4)
    monkeypatch.setattr(chunking, "plan_chunks", partial(plan_chunks, from_s=4, chunk_s=4))


def frames(parts: Parts, item_id: str) -> int:
    """Pictures of the file that was put together from the rungs."""
    path = parts.storage.local(f"renditions/{item_id}/video.mp4")
    argv = [process.tools().ffprobe, "-v", "error", "-count_frames", "-select_streams", "v:0"]
    argv += ["-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", str(path)]
    return int(subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip().strip(","))


@pytest.mark.usefixtures("in_parts")
def test_a_long_video_is_made_in_parts_and_is_one_video_in_the_end(newsroom, tmp_path):
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 12), TV)
    for kind in ("intake", "transcode"):
        with newsroom.database.reading() as session:
            runner.execute(newsroom, session.scalars(select(Work.id).where(Work.kind == kind)).one())
    # Its light forms are there and public; whoever waits for its end waits for the parts too.
    assert states_of(newsroom, item_id)["lite"] == "ready"
    assert not waiting.rests(newsroom, item_id)
    work_off(newsroom)
    assert waiting.rests(newsroom, item_id)
    states = states_of(newsroom, item_id)
    assert {states[form] for form in ("lite", "hls", "mp4", "storyboard", "vertical")} == {"ready"}
    assert frames(newsroom, item_id) == 300
    with newsroom.database.reading() as session:
        kinds = session.scalars(select(Work.kind).where(Work.kind.in_(["chunk", "join"]))).all()
        assert sorted(kinds) == ["chunk", "chunk", "chunk", "join"]
        assert session.scalars(select(Chunk)).all() == []
    assert list(newsroom.storage.keys(chunking.PREFIX)) == []


@pytest.mark.usefixtures("in_parts")
def test_the_progress_of_a_long_video_never_goes_back_when_its_parts_begin(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 12), TV)
    seen, whole = [], Heart.progress

    def told(heart: Heart, fraction: float) -> None:
        whole(heart, fraction)
        with newsroom.database.writing() as session:
            (beating,) = session.scalars(select(Work).where(Work.state == WorkState.LEASED))
            beating.progress = max(beating.progress, fraction)
        seen.append(item_progress(newsroom, item_id).fraction)

    monkeypatch.setattr(Heart, "progress", told)
    work_off(newsroom)
    assert seen == sorted(seen)
    # The parts are most of the work, and stand for most of what is told.
    assert sum(one < 0.25 for one in seen) > 3
    assert sum(0.3 < one < 0.98 for one in seen) > 3


def test_what_an_attempt_has_come_to_is_not_taken_back_by_the_next(newsroom: Parts, tmp_path: Path) -> None:
    receive(newsroom, record(tmp_path / "a.wav", 4), RADIO)
    with newsroom.database.reading() as session:
        intake = session.scalars(select(Work.id).where(Work.kind == "intake")).one()
    lease = work.claim(newsroom.database, intake, owner="one", lease_s=60)
    assert lease is not None
    for fraction in (0.6, 0.1):
        work.heartbeat(newsroom.database, lease, lease_s=60, progress=fraction)
    with newsroom.database.reading() as session:
        assert session.get_one(Work, intake).progress == 0.6


@pytest.mark.usefixtures("in_parts")
def test_a_long_video_that_no_program_here_can_read_is_told_by_its_codec_and_still_heard(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = process.tools()
    monkeypatch.setattr(process, "tools", lambda: replace(tools, decoders=tools.decoders - {"h264"}))
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 8), TV)
    work_off(newsroom)
    made = forms_of(newsroom, item_id)
    assert made["lite"].state == "ready"
    for form in ("hls", "mp4", "vertical", "poster"):
        assert (made[form].reason_code, made[form].reason_facts) == ("codec-not-readable", {"codec": "H.264"}), form


@pytest.mark.usefixtures("in_parts")
def test_a_part_that_cannot_be_made_fails_the_rungs_and_leaves_the_rest(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 12), TV)
    whole = chunking.encode_chunk

    def broken(job: object, chunk: object, **more: object) -> object:
        if getattr(chunk, "number", 0) == 1:
            raise transcoding.RejectedError("nothing-decoded")
        return whole(job, chunk, **more)

    monkeypatch.setattr(chunking, "encode_chunk", broken)
    work_off(newsroom)
    states = states_of(newsroom, item_id)
    assert (states["hls"], states["mp4"], states["lite"]) == ("failed", "failed", "ready")
    monkeypatch.setattr(chunking, "encode_chunk", whole)
    renewing.make_again(newsroom, item_id, by="t")
    work_off(newsroom)
    states = states_of(newsroom, item_id)
    assert (states["hls"], states["mp4"]) == ("ready", "ready")
    assert frames(newsroom, item_id) == 300


@pytest.mark.usefixtures("in_parts")
def test_a_light_form_that_fails_holds_back_no_part_of_a_long_video(
    newsroom: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = transcoding.make_video

    def broken(video: VideoJob, **more: Any) -> None:
        whole(replace(video, forms=video.forms - {"speaker"}), **more)
        if "speaker" in video.forms:
            raise FormsError({"speaker": RejectedError("nothing-decoded")})

    monkeypatch.setattr(transcoding, "make_video", broken)
    item_id = receive(newsroom, film(tmp_path / "a.mp4", 12), TV)
    work_off(newsroom)
    states = states_of(newsroom, item_id)
    assert {states[form] for form in ("lite", "hls", "mp4", "storyboard", "vertical")} == {"ready"}
    assert states["speaker"] == "failed"
    assert frames(newsroom, item_id) == 300


def test_faults_of_the_sound_are_told_to_the_newsroom_and_to_whoever_waits_in_a_terminal(
    newsroom: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tools = process.tools()
    path = tmp_path / "a.wav"
    tone = "aevalsrc=0.2*sin(2*PI*440*t)|0:d=4:s=48000"
    subprocess.run([tools.ffmpeg, "-v", "error", "-f", "lavfi", "-i", tone, path], check=True)
    item_id = receive(newsroom, path, RADIO)
    work_off(newsroom)
    with newsroom.database.reading() as session:
        asset = session.scalars(select(Asset).where(Asset.item_id == item_id)).one()
        assert session.get_one(Item, item_id).state == "published"
    assert "right-channel-dead" in asset.facts["remarks"]
    row: dict[str, Any] = {"id": item_id}
    assert waiting.wait_for(newsroom, [row], published=True, quiet=False) == 0
    said = sentence("right-channel-dead", asset.facts["remarks"]["right-channel-dead"])
    assert said in capsys.readouterr().err
    assert row["remarks"] == [said]
