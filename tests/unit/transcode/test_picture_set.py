import json
import random

import pytest
from PIL import Image

from transcode import picture_set
from transcode.errors import RejectedError, TranscodeError
from transcode.forms import row
from transcode.picture_files import Picture
from transcode.picture_forms import PAGE_FORMS, PictureSet
from transcode.picture_set import make_picture_set


def saved(path, width):
    noise = Image.frombytes("RGB", (60, 40), random.Random(5).randbytes(7200))
    noise.resize((width, width * 2 // 3), Image.Resampling.BICUBIC).save(path, "JPEG")
    return path


def test_the_index_names_every_file_and_the_smallest_kind_first(tmp_path):
    pictures = {1: saved(tmp_path / "picture-001-large.jpg", 1280), 4: saved(tmp_path / "picture-004-large.jpg", 300)}
    seen = []
    made = make_picture_set(pictures, tmp_path, seen.append)
    assert made.details["sets"] == json.loads((made.path / "index.json").read_text("utf-8"))
    kinds = [kind for _, _, _, kind in made.details["sets"]["1"]]
    assert kinds == ["image/avif"] * 3 + ["image/webp"] * 3 + ["image/jpeg"] * 2
    assert [(width, height) for _, width, height, _ in made.details["sets"]["4"]] == [(300, 200)] * 3
    named = {name for files in made.details["sets"].values() for name, *_ in files}
    assert {path.name for path in made.path.iterdir()} == {*named, "index.json"}
    assert made.size_bytes == sum(path.stat().st_size for path in made.path.iterdir())
    assert seen == [0, 0.5]


def test_the_form_is_the_row_of_the_table(tmp_path):
    made = make_picture_set({1: saved(tmp_path / "a.jpg", 90)}, tmp_path, lambda _: None)
    held = row(made.form)
    assert held is not None
    assert (tmp_path / held.name).is_file()
    assert held.revision == sum(form.revision for form in PAGE_FORMS)


def test_a_picture_over_its_budget_fails_the_set_and_names_the_figure(tmp_path, monkeypatch):
    error = TranscodeError("over-budget", form="480-avif", size_bytes=9, budget_bytes=1)
    there = Picture(path=tmp_path / "a.jpg", width=1, height=1, media_type="image/jpeg", size_bytes=1)
    outcome = PictureSet(
        made={"480-jpg": there}, failures={"480-avif": error}, width=1, height=1, colour="#000000", focal_point=None
    )
    monkeypatch.setattr(picture_set, "make_picture_forms", lambda *_, **__: outcome)
    with pytest.raises(TranscodeError) as failed:
        make_picture_set({1: tmp_path / "a.jpg"}, tmp_path, lambda _: None)
    assert failed.value is error


def test_what_is_no_picture_is_refused(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 broken")
    with pytest.raises(RejectedError):
        make_picture_set({1: path}, tmp_path, lambda _: None)
