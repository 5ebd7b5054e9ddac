"""An editor presses on a picture to say which point of it no cut may lose."""

from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.jobs import runner
from hub.models import Rendition, Work
from hub.services import intake
from hub.services.intake import Submission

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser


@pytest.fixture
def illustrated(parts: Parts, link: str, tmp_path: Path) -> str:
    """A picture in the newsroom of `link`, read already."""
    Image.effect_noise((900, 600), 80).convert("RGB").save(tmp_path / "anh.jpg")
    item_id = intake.receive(parts, tmp_path / "anh.jpg", Submission(programme="thoi-su", name="anh.jpg"))
    with parts.database.reading() as session:
        due = session.scalar(select(Work.id).where(Work.subject_id == item_id))
    runner.execute(parts, str(due))
    return item_id


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 360, "height": 640}], ids=["desk", "phone"])
def test_a_press_on_the_picture_is_the_point_that_is_kept_and_shown_again(
    parts: Parts, page: "playwright.Page", served: str, illustrated: str, size: "playwright.ViewportSize"
) -> None:
    page.set_viewport_size(size)
    page.goto(f"{served}/editor/items/{illustrated}/")
    page.locator("#focus summary").click()
    picture = page.locator("#focus img")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.8})
    page.locator("#focus button").click()
    playwright.expect(page.locator(".notice.good")).to_contain_text("Đã lưu điểm chính")
    with parts.database.reading() as session:
        kept = session.scalars(select(Rendition).where(Rendition.form == "picture")).one()
    assert kept.details["focal_point"] == pytest.approx([0.25, 0.8], abs=0.01)
    page.locator("#focus summary").click()
    point = page.locator("#focus .point").bounding_box()
    box = picture.bounding_box()
    assert point is not None
    assert box is not None
    assert (point["x"] + point["width"] / 2 - box["x"]) / box["width"] == pytest.approx(0.25, abs=0.02)
    assert (point["y"] + point["height"] / 2 - box["y"]) / box["height"] == pytest.approx(0.8, abs=0.02)
