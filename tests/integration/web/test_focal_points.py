"""An editor sets the point of a picture that no cut may lose."""

import io
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Rendition, RoleName
from hub.services import publishing
from tests.integration.kernel.newsroom import open_newsroom, page, receive, work_off

from .conftest import SignIn
from .test_encodings import press

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

RED, BLUE = (220, 30, 30), (30, 30, 220)


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    open_newsroom(parts)
    return parts


@pytest.fixture
def item_id(newsroom: Parts, tmp_path: Path) -> str:
    """A tall picture, red above and blue below."""
    picture = Image.new("RGB", (900, 1600), BLUE)
    picture.paste(RED, (0, 0, 900, 800))
    picture.save(tmp_path / "hai-mau.jpg", quality=90)
    taken = receive(newsroom, tmp_path / "hai-mau.jpg")
    work_off(newsroom)
    return taken


def forms(newsroom: Parts, item_id: str) -> dict[str, Rendition]:
    with newsroom.database.reading() as session:
        return {one.form: one for one in session.scalars(select(Rendition).where(Rendition.item_id == item_id))}


def reds(newsroom: Parts, form: Rendition) -> float:
    """Share of red in the middle of the right rim, where a card has its picture and no words."""
    with Image.open(io.BytesIO(newsroom.storage.read(form.private_key))) as shown:
        box = (shown.width * 3 // 4, shown.height // 5, shown.width, shown.height * 3 // 4)
        told = shown.convert("RGB").crop(box).resize((20, 10)).tobytes()
    return sum(told[at] > told[at + 2] for at in range(0, len(told), 3)) / 200


@pytest.mark.parametrize(("y", "red"), [("3", 1.0), ("97", 0.0)])
def test_thumbnail_and_share_card_follow_the_point_and_nothing_else_is_made_again(
    newsroom: Parts, sign_in: SignIn, item_id: str, y: str, red: float
) -> None:
    before = forms(newsroom, item_id)
    name = before["picture"].name
    assert press(sign_in(), item_id, "focus", picture=name, x="50", y=y).status_code == 302
    work_off(newsroom)
    after = forms(newsroom, item_id)
    assert {form for form in after if after[form].made_at != before[form].made_at} == {"picture-thumb", "share"}
    for form in ("picture-thumb", "share"):
        assert reds(newsroom, after[form]) == pytest.approx(red, abs=0.1), form
    assert after["picture-thumb"].name != before["picture-thumb"].name
    assert newsroom.storage.stat(f"public/media/{item_id}/{after['picture-thumb'].name}") is not None
    assert newsroom.storage.stat(f"public/media/{item_id}/{before['picture-thumb'].name}") is None
    assert after["picture-thumb"].name in page(newsroom, "index.html")


def test_the_page_offers_two_numbers_with_what_was_set_and_nothing_lets_the_hub_choose_again(
    newsroom: Parts, sign_in: SignIn, item_id: str
) -> None:
    editor, name = sign_in(), forms(newsroom, item_id)["picture"].name
    press(editor, item_id, "focus", picture=name, x="12.5", y="40")
    shown = editor.get(f"/editor/items/{item_id}/").get_data(as_text=True)
    assert 'name="x" type="number" min="0" max="100" step="0.1" value="12.5"' in shown
    press(editor, item_id, "focus", picture=name, x="", y="")
    assert "focal_point" not in forms(newsroom, item_id)["picture"].details


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"x": "101", "y": "5"}, 422),
        ({"x": "5", "y": ""}, 422),
        ({"x": "a", "y": "b"}, 422),
        ({"x": "nan", "y": "1"}, 422),
    ],
)
def test_what_is_no_point_is_refused_and_nothing_changes(
    newsroom: Parts, sign_in: SignIn, item_id: str, typed: dict[str, str], status: int
) -> None:
    editor, before = sign_in(), forms(newsroom, item_id)
    answer = press(editor, item_id, "focus", picture=before["picture"].name, **typed)
    assert answer.status_code == status
    assert press(editor, item_id, "focus", picture="page", x="1", y="1").status_code == 404
    after = forms(newsroom, item_id)
    assert {form: one.made_at for form, one in after.items()} == {form: one.made_at for form, one in before.items()}
    assert after["picture"].details == before["picture"].details


def test_a_reporter_changes_no_picture_of_what_is_public(newsroom: Parts, sign_in: SignIn, item_id: str) -> None:
    name = forms(newsroom, item_id)["picture"].name
    assert press(sign_in(RoleName.REPORTER), item_id, "focus", picture=name, x="1", y="1").status_code == 403
    with newsroom.database.reading() as session:
        assert publishing.get(session, item_id).state == "published"
